"""The dates of an imported call on its page: reading them, and moving them."""

from django.core.exceptions import ValidationError

from funding.models.round import Round

from .record import DATES

DAYS = DATES[:3]


def dates_of(page, key):
    """Return the dates that the page holds for the round of this key, and `rolling`."""
    found = next((one for one in page.rounds.all() if one.key == key), None)
    dates = {name: getattr(found, name) if found else None for name in DAYS}
    return dates | {"rolling": page.rolling}


def set_dates(page, key, dates):
    """Give the page in memory these dates; a round comes and goes with its days."""
    if "rolling" in dates:
        page.rolling = dates["rolling"]
    days = {name: dates[name] for name in DAYS if name in dates}
    if not days:
        return
    rounds = list(page.rounds.all())
    found = next((one for one in rounds if one.key == key), None)
    if found is None:
        found = Round(key=key, sort_order=len(rounds))
        rounds.append(found)
    before = found.deadline_on
    for name, value in days.items():
        setattr(found, name, value)
    later = before and found.deadline_on and found.deadline_on > before
    if page.live and later and not found.extended_from:
        found.extended_from = before
    if not any(getattr(found, name) for name in DAYS):
        rounds.remove(found)
    page.rounds = rounds


def move_dates(page, key, dates, user=None):
    """Write dates to a page and to its draft; return whether it could be done.

    A published page shows them at once, unless they would leave a call nobody can
    answer. A draft beside it keeps what its editor has begun.
    """
    draft = page.get_latest_revision_as_object()
    if page.live:
        has_draft = page.has_unpublished_changes
        set_dates(page, key, dates)
        try:
            page.save_revision(user=user).publish(user=user)
        except ValidationError:
            return False
        if not has_draft:
            return True
    save_draft(draft, lambda: set_dates(draft, key, dates), user)
    return True


def save_draft(draft, change, user=None):
    """Change a page's latest version and keep it as a draft."""
    change()
    if not draft.live:
        # As the editor's form does: lists show a draft's row, not its revision.
        draft.save(clean=False)
    draft.save_revision(user=user, clean=False)
