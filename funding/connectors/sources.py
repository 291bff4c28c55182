"""Asking a source and reading its answer, in whichever form it comes."""

import json
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from hubsite.fetching import Failed, Limits, download

from . import aides_territoires, feed, table
from .record import Broken, SourceCall, Unreadable, UnreadColumn

MOST_PAGES, MOST_SECONDS = 400, 900
UPLOAD_LIMIT = 10 * 1024 * 1024


@dataclass
class Reading:
    """What a source says; `is_whole` where a call it does not name is surely gone.

    `unread` are the headers of a table's columns that no field is read from.
    """

    calls: list[SourceCall] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    is_whole: bool = False
    unread: list[str] = field(default_factory=list)

    def take(self, rows):
        """Sort what was read; a call whose number comes twice is broken."""
        known = {call.source_id for call in self.calls}
        for row in rows:
            if isinstance(row, Broken):
                self.broken.append(row)
            elif isinstance(row, UnreadColumn):
                self.unread.append(row.header)
            elif row.source_id in known:
                rank = len(self.calls) + len(self.broken) + 1
                self.broken.append(Broken(rank, "twice", row.title, row.source_id))
            else:
                known.add(row.source_id)
                self.calls.append(row)


def read_file(connector, body, *, is_whole=False):
    """Return the Reading of one file of this connector's kind; raises Unreadable."""
    kind, reading = type(connector).Kind, Reading(is_whole=is_whole)
    if connector.kind == kind.AIDES:
        reading.take(aides_territoires.read(aides_territoires.envelope(body)[0]))
    elif connector.kind == kind.FEED:
        # A feed names what is new: what it no longer names is not gone.
        reading.take(feed.read(body))
        reading.is_whole = False
    elif connector.kind == kind.CSV:
        reading.take(table.read_csv(body, connector.columns()))
    else:
        reading.take(table.read_xlsx(body, connector.columns()))
    return reading


def ask(connector, get=download):
    """Return the Reading of a connector's address; raises Unreadable, Refused, Failed.

    `get` fetches: see `hubsite.fetching.download`.
    """
    if not connector.url:
        raise Unreadable("no_address")
    if connector.kind == type(connector).Kind.AIDES:
        return ask_pages(connector.url, get)
    return read_file(connector, get(connector.url).body, is_whole=True)


def ask_pages(first, get):
    """Return the Reading of every page of an Aides-territoires list."""
    reading, url, seen = Reading(is_whole=True), first, set()
    ends, headers = monotonic() + MOST_SECONDS, authorisation(first, get)
    while url and url not in seen:
        if len(seen) >= MOST_PAGES:
            raise Unreadable("too_many_pages")
        if monotonic() > ends:
            raise Failed("too_slow")
        seen.add(url)
        body = get(url, headers=headers, limits=Limits(seconds=60)).body
        results, following = aides_territoires.envelope(body)
        rank = len(reading.calls) + len(reading.broken) + 1
        reading.take(aides_territoires.read(results, rank))
        url = next_page(url, following) if results else ""
    return reading


def next_page(url, following):
    """Return the address of the next page on the same host, or ""; raises Unreadable."""
    if not following:
        return ""
    here, there = urlsplit(url), urlsplit(urljoin(url, following))
    if there.hostname != here.hostname:
        raise Unreadable("foreign_next", following)
    # Sites behind a proxy often write http where they mean https.
    return there._replace(scheme=here.scheme, netloc=here.netloc).geturl()


def authorisation(url, get):
    """Return the headers that Aides-territoires asks for; none for any other site."""
    site, parts = urlsplit(aides_territoires.SITE), urlsplit(url)
    token = settings.AIDES_TERRITOIRES_TOKEN
    if not token or (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return {}
    url = f"{aides_territoires.SITE}/api/connexion/"
    answer = get(url, method="POST", headers={"X-AUTH-TOKEN": token})
    try:
        return {"Authorization": f"Bearer {json.loads(answer.body)['token']}"}
    except (ValueError, LookupError, TypeError) as failure:
        raise Failed("status_401") from failure
