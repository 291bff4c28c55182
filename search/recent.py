"""What was published lately: windows of whole days, which begin at midnight in the hub."""

from datetime import MAXYEAR, timedelta

from django.utils import timezone

from hubsite.contracts import midnight

# Code of the choice -> how many days before today its window begins.
WINDOWS = {"7": 7, "30": 30}


def window_start(code, now):
    """Return from when on a page counts as published in that window at `now`."""
    return midnight(timezone.localdate(now) - timedelta(days=WINDOWS[code]))


def leaves_at(published_at):
    """Return the moments at which what was published then leaves each window."""
    if published_at is None or published_at.year == MAXYEAR:
        return []
    day = timezone.localdate(published_at)
    return [midnight(day + timedelta(days=days + 1)) for days in WINDOWS.values()]
