"""What a call's page answers first, in plain words, and what changed since."""

from dataclasses import dataclass
from datetime import time

from django.apps import apps
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hubsite.contracts import status_at
from hubsite.surroundings import surroundings_of
from hubsite.typography import day_text, euros, hour_text, moment_text

from .history import differences, from_texts
from .kinds import END_OF_DAY, CallStatus, Zone


def answer(call, now):
    """Return one sentence: can I apply at `now`, and until when; in the active language."""
    status = status_at(call.timeline(), now)
    found = call.current_round(now)
    if status == CallStatus.CANCELLED:
        return _("This call is cancelled: one can no longer apply.")
    if status == CallStatus.UPCOMING:
        return _("You cannot apply yet: the call opens on %(day)s.") % {
            "day": spoken(found.opens_at, found.opens_time, found)
        }
    if status in (CallStatus.CLOSED, CallStatus.RESULTS):
        day = spoken(found.deadline, None, found) if found and found.deadline else ""
        if status == CallStatus.RESULTS:
            return _("The results are published: one can no longer apply.")
        return _("This call closed on %(day)s.") % {"day": day}
    if call.rolling or found is None or found.deadline is None:
        return _("You can apply all year round.")
    if found.predeposit and found.predeposit > now:
        return _(
            "You can apply: send a pre-application by %(first)s, then the application by "
            "%(last)s."
        ) % {
            "first": spoken(found.predeposit, found.predeposit_time, found),
            "last": spoken(found.deadline, found.deadline_time, found),
        }
    return _("You can apply until %(moment)s.") % {
        "moment": spoken(found.deadline, found.deadline_time, found)
    }


def spoken(at, hour, found):
    """Return a moment in words on Paris clocks, with its hour where one was given.

    An hour told on a clock that is not that of the readers says so.
    """
    there = at.astimezone(Zone(found.zone).info)
    if not hour:
        return day_text(there.date())
    said = moment_text(at)
    if found.has_foreign_hour:
        said += f" ({hour_text(there)}, {Zone(found.zone).label})"
    return said


def with_events(call):
    """Return the laureates, each with its event in the reader's language."""
    rows = list(call.laureates.all())
    around = surroundings_of(call) if any(row.event_id for row in rows) else None
    for row in rows:
        shown = around.in_language([row.event_id]) if row.event_id else ()
        row.event_page = next(iter(shown), None)
    return rows


@dataclass(frozen=True)
class Told:
    """A change as readers see it: when, and one sentence."""

    at: object
    text: str


def history_of(call):
    """Return the Told changes of a call, the newest first; those of its source's page."""
    if not call.pk:
        return []
    changes = apps.get_model("funding.CallChange").objects.filter(
        page__translation_key=call.translation_key
    )
    return [Told(change.at, sentence(change)) for change in changes[:20]]


def told(before, after):
    """Return what changed between two states of a call's facts, a sentence each.

    They are those of its search document (see `search.telling`).
    """
    change = apps.get_model("funding.CallChange")
    return [
        sentence(change(what=what, number=number, before=old, after=new))
        for what, number, old, new in differences(from_texts(before), from_texts(after))
    ]


def sentence(change):
    """Return a CallChange in words, in the active language."""
    what = capfirst(change.get_what_display())
    before, after = readable(change, change.before), readable(change, change.after)
    values = {"what": what, "before": before, "after": after}
    if change.what in ("rolling", "cancelled"):
        return what if after else _("%(what)s: no longer") % values
    if change.what in ("round_added", "round_removed"):
        return f"{what}: {after or before}"
    if before and after:
        return _("%(what)s moved from %(before)s to %(after)s") % values
    if after:
        return _("%(what)s now stated: %(after)s") % values
    return _("%(what)s no longer stated (it was %(before)s)") % values


def readable(change, value):
    """Return a stored fact in words (see CallChange)."""
    if not value:
        return ""
    if change.what == "amount":
        return euros(int(value))
    if change.what == "rate":
        return f"{value}\u00a0%"
    if change.what in ("rolling", "cancelled"):
        return value
    if len(value) == len("2026-01-01"):
        return day_text(parse_date(value))
    at = timezone.localtime(parse_datetime(value))
    is_whole_day = at.time() in (time.min, END_OF_DAY)
    return day_text(at.date()) if is_whole_day else moment_text(at)
