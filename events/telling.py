"""What changed in an event, in plain words, for those who follow it."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hubsite.typography import moment_text


def told(before, after):
    """Return what changed between two states of an event's facts, a sentence each."""
    names = ("cancelled", "start", "place")
    differing = [n for n in names if before.get(n, "") != after.get(n, "")]
    return [_sentence(n, before.get(n, ""), after.get(n, "")) for n in differing]


def _sentence(name, before, after):
    if name == "cancelled":
        what = capfirst(_("cancelled"))
        return what if after else _("%(what)s: no longer") % {"what": what}
    if name == "start":
        before, after = map(_moment, (before, after))
    what = capfirst(_("start") if name == "start" else _("venue"))
    values = {"what": what, "before": before, "after": after}
    if before and after:
        return _("%(what)s moved from %(before)s to %(after)s") % values
    if after:
        return _("%(what)s now stated: %(after)s") % values
    return _("%(what)s no longer stated (it was %(before)s)") % values


def _moment(text):
    return moment_text(timezone.localtime(parse_datetime(text))) if text else ""
