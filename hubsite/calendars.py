"""One writer of calendars (RFC 5545, RFC 7986)."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Alarm, Calendar, Event, Timezone, vDuration

REFRESH_EVERY = timedelta(hours=12)
# Sequences count minutes from here, so that each publish of a page raises its own.
_SEQUENCES_FROM = datetime(2020, 1, 1, tzinfo=UTC)
# With rules rather than a list of dates: these hold for as long as the law does.
_PARIS = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def calendar(entries, *, name, url, language, description=""):
    """Return these CalendarEntry values as the bytes of a calendar to subscribe to.

    It has no METHOD: as a message of iTIP (RFC 5546) each event would have to name an
    organizer's mail address.
    """
    made = Calendar()
    made.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//{language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", str(name), parameters={"LANGUAGE": language})
    made.add("x-wr-calname", str(name))
    if description:
        made.add("description", description, parameters={"LANGUAGE": language})
        made.add("x-wr-caldesc", description)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("url", url)
    made.add("refresh-interval", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH_EVERY))
    made.add_component(Timezone.from_ical(_PARIS))
    for entry in entries:
        made.add_component(_event(entry, language))
    return made.to_ical()


def calendar_response(entries, *, filename="calendar.ics", **about):
    """Return the calendar as an HTTP response; see `calendar()`."""
    return HttpResponse(
        calendar(entries, **about),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{filename}"'},
    )


def _event(entry, language):
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.updated_at.astimezone(UTC))
    event.add("last-modified", entry.updated_at.astimezone(UTC))
    event.add("sequence", entry.sequence or _sequence(entry.updated_at))
    event.add("summary", str(entry.title), parameters={"LANGUAGE": language})
    event.add("dtstart", timezone.localtime(entry.starts_at))
    if entry.ends_at:
        event.add("dtend", timezone.localtime(entry.ends_at))
    else:
        # A moment, such as a deadline, takes no time out of anyone's day.
        event.add("transp", "TRANSPARENT")
    description = "\n\n".join(filter(None, (str(entry.description), entry.url)))
    event.add("description", description, parameters={"LANGUAGE": language})
    event.add("url", entry.url)
    if entry.location:
        event.add("location", entry.location)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.alarm_days and not entry.cancelled:
        event.add_component(_alarm(entry))
    return event


def _alarm(entry):
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(entry.title))
    alarm.add("trigger", -timedelta(days=entry.alarm_days))
    return alarm


def _sequence(moment):
    return max(0, int((moment - _SEQUENCES_FROM).total_seconds() // 60))
