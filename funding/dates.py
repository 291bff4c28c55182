"""The dates of a call as a calendar takes them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from hubsite.contracts import CalendarEntry

ALARM_DAYS = 7


def calendar_entries(call):
    """Return one CalendarEntry for each moment to act by, with an alarm a week before.

    A uid holds the round's key, not its date: a deadline that moves is the same entry.
    """
    if call.rolling:
        return ()
    entries = []
    for one in call.rounds.all():
        if one.predeposit:
            title = _("Pre-application: %(title)s") % {"title": call.title}
            entries.append(_entry(call, f"{one.key}-predeposit", title, one.predeposit))
        if one.deadline:
            title = _("Deadline: %(title)s") % {"title": call.title}
            entries.append(_entry(call, f"{one.key}-deadline", title, one.deadline))
    return tuple(entries)


def _entry(call, name, title, at):
    return CalendarEntry(
        uid=f"{call.translation_key}-{name}",
        title=title,
        description=call.summary,
        url=call.full_url,
        starts_at=at,
        updated_at=call.last_published_at or timezone.now(),
        cancelled=call.cancelled,
        alarm_days=ALARM_DAYS,
    )
