"""What changed in the demo's calls, as their pages tell it, on days that move too."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from funding.history import as_text
from funding.models import CallChange, Round
from hubsite.contracts import midnight

from .calls import hour

# Which of a change's values are moments, or days; the others say nothing of time.
MOMENTS = {"deadline", "opening", "predeposit", "round_added", "round_removed"}
DAYS = {"results"}


def load_changes(calls, pages, today):
    """Write the changes that content files hold, as an editor's would be recorded."""
    CallChange.objects.bulk_create(
        CallChange(
            page_id=pages[data["id"]].pk,
            what=row["what"],
            number=row.get("number", 0),
            before=value(row, "before", today),
            after=value(row, "after", today),
            at=midnight(today + timedelta(days=row["day"])) + timedelta(hours=10),
        )
        for data in calls
        for row in data.get("history") or ()
    )


def value(row, name, today):
    """Return a value of a change as CallChange keeps it; a number is days from today."""
    given = row.get(name)
    if given is None or row["what"] not in MOMENTS | DAYS:
        return as_text(given)
    day = today + timedelta(days=given)
    if row["what"] in DAYS:
        return as_text(day)
    return as_text(Round(deadline_on=day, deadline_time=hour(row.get("time"))).deadline)


def move_changes(page_id, delta):
    """Shift the changes of an untouched call, and the days that they tell."""
    changes = list(CallChange.objects.filter(page_id=page_id))
    for change in changes:
        change.at = shifted(change.at, delta)
        for name in ("before", "after"):
            setattr(change, name, moved(change.what, getattr(change, name), delta))
    CallChange.objects.bulk_update(changes, ["at", "before", "after"])


def moved(what, text, delta):
    if text and what in MOMENTS:
        # In UTC, as a round tells it.
        return as_text(shifted(parse_datetime(text), delta).astimezone(UTC))
    return as_text(parse_date(text) + delta) if text and what in DAYS else text


def shifted(value, delta):
    """Return the value `delta` later; an hour stays the same on the clock in Paris."""
    if value is None:
        return None
    if not isinstance(value, datetime):
        return value + delta
    local = timezone.localtime(value)
    return timezone.make_aware(local.replace(tzinfo=None) + delta)
