"""What a page says of itself to the outside, and nothing more.

Lists, feeds, calendars, alerts and newsletters are built from these values and know no
page type. Every text is plain text in the page's own language; every moment is an aware
datetime.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils import timezone


@dataclass(frozen=True)
class Moment:
    """One step of a timeline: from `at` on (None: since ever) the status is `status`."""

    at: datetime | None
    status: str


Timeline = tuple[Moment, ...]


def status_at(timeline: Timeline, now: datetime) -> str:
    """Return the status code at `now`, or "" for a page without a timeline.

    The one rule by which page, list, facet, feed, calendar and mail tell a status.
    Moments stand in chronological order.
    """
    status = ""
    for moment in timeline:
        if moment.at is not None and moment.at > now:
            break
        status = moment.status
    return status


def next_change(timeline: Timeline, now: datetime) -> datetime | None:
    """Return the first moment after `now` at which the status may differ."""
    return next((m.at for m in timeline if m.at is not None and m.at > now), None)


def midnight(day):
    """Return 00:00 of that day in the hub's zone, aware."""
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class SearchDocument:
    """What search, lists and cards know of a page in one language.

    `facets` maps a facet's name to the codes the page carries; `keywords` are words that
    count like the title though no one reads them (tags, place names); `due_at` is the
    date a list is sorted by (deadline, start); `details` are the few plain values that a
    card shows besides (JSON types only); `deadlines` are all moments to act by, where
    there are more than `due_at`; `facts` are what its followers are told of when it
    changes: a name, which the kind of page can tell in words, and a text.
    """

    type: str
    title: str
    summary: str
    body: str = ""
    keywords: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    timeline: Timeline = ()
    flags: tuple[str, ...] = ()
    published_at: datetime | None = None
    due_at: datetime | None = None
    expire_at: datetime | None = None
    amount: int | None = None
    details: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    deadlines: tuple[datetime, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FeedEntry:
    """One entry of an Atom feed (RFC 4287 §4.1.2)."""

    id: str
    title: str
    url: str
    summary: str
    language: str
    published_at: datetime
    updated_at: datetime
    categories: tuple[str, ...] = ()
    author: str = ""


@dataclass(frozen=True)
class CalendarEntry:
    """One VEVENT (RFC 5545 §3.6.1).

    `uid` never changes for the same thing in either language; `sequence` grows with each
    change; an entry with neither `ends_at` is a moment, such as a deadline.
    """

    uid: str
    title: str
    description: str
    url: str
    starts_at: datetime
    updated_at: datetime
    sequence: int = 0
    ends_at: datetime | None = None
    location: str = ""
    cancelled: bool = False
    alarm_days: int | None = None
