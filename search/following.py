"""What happened to a list between two watermarks, for any query.

A list is asked twice, as it was at the watermark and as it is, by the code that answers
readers; what differs is new. So what counts is when something came to the list, whatever
date it carries and whatever brought it: a publication, an edit, a status that begins.
Changes are numbered in the order they are committed (`SearchEntry.seq`): none can slip
in below a watermark already taken, and no clock is asked.

Alerts and the newsletter ask here. Whoever must tell each item once, also one that was
hidden and comes back, keeps the `key` of what it told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from hubsite.contracts import midnight

from .engines import get_truth
from .engines.bitsets import Row
from .engines.embedded import Desk, Match
from .engines.ranking import ordered
from .engines.sql import COLUMNS
from .hits import hits_of
from .models import PastEntry, SearchEntry, SearchState
from .text import analyse
from .types import Hit

KEPT = timedelta(days=400)
EVERYTHING = 1_000_000


@dataclass(frozen=True)
class Watermark:
    """How far someone was told: the last change seen, and the moment it was."""

    seq: int
    at: datetime

    def __str__(self):
        return f"{self.seq}@{self.at.isoformat()}"

    @classmethod
    def parse(cls, text):
        """Return the Watermark of its `str()`; raises ValueError for anything else."""
        seq, _at, moment = text.partition("@")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError("A watermark's moment has a zone.")
        return cls(int(seq), at)


def watermark(now=None):
    """Return the Watermark of this moment: all that is committed lies below it."""
    return Watermark(get_truth().memory.current()[0].seq, now or timezone.now())


@dataclass(frozen=True)
class Followed:
    """One item of a list with what happened; `key` is the same in every language.

    `before` and `after` hold its facts at the two watermarks where they were compared
    (`search.telling` says what differs); `deadline` is the next moment to act by, or
    None.
    """

    key: str
    hit: Hit
    before: dict
    after: dict
    deadline: datetime | None = None


@dataclass(frozen=True)
class List:
    """What a query finds at one moment: rows by key, and all that its reader may see."""

    rows: dict
    visible: dict
    scores: dict


class Stretch:
    """All that can be found, at the watermark `since` and now, which is `until`.

    One object serves any number of queries; it reads what changed once.
    """

    def __init__(self, since, *, now=None):
        self.engine = get_truth()
        self.present, self.library = self.engine.memory.current()
        self.until = Watermark(self.present.seq, now or timezone.now())
        horizon = SearchState.objects.filter(pk=1).values_list("horizon", flat=True)
        seq = min(max(since.seq, horizon.first() or 0), self.until.seq)
        self.since = Watermark(seq, since.at)

    # What one asks

    def new(self, query, keys=None):
        """Return the Followed items that the query finds and did not find at `since`.

        In the query's order; `keys` narrows to these items.
        """
        here, there = self._now(query, keys), self._then(query, keys)
        fresh = [row for key, row in here.rows.items() if key not in there.rows]
        return self._followed(query, fresh, here)

    def changed(self, query, keys=None):
        """Return the Followed items seen at `since` whose facts differ now.

        Also those that the change took out of the list, as a cancelled call leaves the
        open ones; not those that nobody may see any more.
        """
        here, there = self._now(query, keys), self._then(query, keys)
        both = [
            row
            for key, row in here.visible.items()
            if key in there.visible and (key in here.rows or key in there.rows)
        ]
        touched = set(self._changed_keys)
        both = [row for row in both if row.key in touched]
        found = self._followed(query, both, here, there)
        return [item for item in found if item.before != item.after]

    def closing(self, query, days, keys=None):
        """Return the Followed items of the list to act on within `days` calendar days.

        Days are those of the hub's zone: with 0, until the end of today. What is
        cancelled, or open all year round, closes never.
        """
        here = self._now(query, keys)
        last = midnight(timezone.localdate(self.until.at) + timedelta(days=days + 1))
        soon = [
            row
            for row in here.rows.values()
            if (at := next_deadline(row, self.until.at)) and at < last
        ]
        soon.sort(key=lambda row: next_deadline(row, self.until.at))
        return self._followed(query, soon, here, in_order=False)

    def all(self, query, keys=None):
        """Return every Followed item that the query finds now."""
        here = self._now(query, keys)
        return self._followed(query, list(here.rows.values()), here)

    # The list, now and then

    def _now(self, query, keys):
        match = self._match(query)
        desk = self._desk(query, self.present, self.until)
        return self._list(desk, match.bits & desk.narrowed(), match.scores, keys)

    def _then(self, query, keys):
        match = self._match(query)
        desk = self._desk(query, self._past, self.since)
        bits = desk.scope
        if query.q:
            same = [pk for pk in match.scores if pk not in self._changed]
            told = [
                entry.page_id
                for entry in self._past_entries
                if _says(entry, match.concepts.get(entry.language, ()))
            ]
            bits &= self._past.of_pages([*same, *told])
        return self._list(desk, bits & desk.narrowed(), {}, keys)

    def _desk(self, query, snapshot, mark):
        request = query.request(now=mark.at, size=EVERYTHING)
        return Desk(request, snapshot, self.library)

    def _match(self, query):
        """Return what all the words find, corrected if need be; some are not enough."""
        match = self.engine.match(self._desk(query, self.present, self.until))
        return Match(0) if match.mode == "any" else match

    def _list(self, desk, bits, scores, keys):
        visible = desk.snapshot.rows_of(desk.view.visible[desk.request.language])
        found = desk.snapshot.rows_of(bits)
        if keys is not None:
            found = [row for row in found if row.key in keys]
        return List(
            {row.key: row for row in found}, {row.key: row for row in visible}, scores
        )

    # What changed since

    @cached_property
    def _changed(self):
        """Page id -> key of every entry that is not what it was at `since`."""
        rows = SearchEntry.objects.filter(seq__gt=self.since.seq)
        return dict(rows.values_list("page_id", "translation_key"))

    @cached_property
    def _changed_keys(self):
        return {str(key) for key in self._changed.values()}

    @cached_property
    def _past_entries(self):
        return list(self._past_at(self.since.seq))

    def _past_at(self, seq):
        return PastEntry.objects.filter(since_seq__lte=seq, until_seq__gt=seq)

    @cached_property
    def _past(self):
        """The Snapshot of everything as it was at `since`."""
        rows = [
            Row.of([getattr(entry, name) for name in Row.FIELDS])
            for entry in self._past_entries
        ]
        kept = {row.page_id for row in rows}
        unborn = [pk for pk in self._changed if pk not in kept]
        return self.present.changed(self.since.seq, "", rows, unborn)

    # From rows to what is told

    def _followed(self, query, rows, here, there=None, in_order=True):
        request = query.request(now=self.until.at)
        if in_order:
            rows = ordered(rows, request, here.scores)
        entries = self._entries([row.page_id for row in rows])
        book = self.library.book(query.language)
        facts = {}
        if there:
            pages = [there.visible[row.key].page_id for row in rows]
            past = {entry.page_id: entry.facts for entry in self._past_entries}
            facts = {pk: past.get(pk) for pk in pages}
        found = []
        for row in rows:
            entry = entries[row.page_id]
            before = facts.get(there.visible[row.key].page_id) if there else None
            # An entry from before facts were kept tells nothing.
            after = entry.facts if before else {}
            hit = hits_of([entry], request, {}, book)[0]
            deadline = next_deadline(row, self.until.at)
            found.append(Followed(row.key, hit, before or {}, after, deadline))
        return found

    def _entries(self, page_ids):
        """Return the entries of these pages as they were at `until`, whatever came since."""
        found = SearchEntry.objects.present().defer("words", "body").in_bulk(page_ids)
        found = {pk: e for pk, e in found.items() if e.seq <= self.until.seq}
        late = [pk for pk in page_ids if pk not in found]
        if late:
            rows = self._past_at(self.until.seq).filter(page_id__in=late)
            found.update((entry.page_id, entry) for entry in rows)
        return found


def next_deadline(row, now):
    """Return the next moment to act by, or None: none for what is cancelled."""
    if "cancelled" in row.flags:
        return None
    ahead = (at for at in row.deadlines if at > now.timestamp())
    first = min(ahead, default=None)
    return first and datetime.fromtimestamp(first, now.tzinfo)


def _says(entry, concepts):
    """Return whether a past entry has all of these concepts, as the text index reads."""
    texts = [f" {analyse(getattr(entry, name), entry.language)} " for name in COLUMNS]

    def has(phrase):
        return any(f" {' '.join(phrase)} " in text for text in texts)

    return bool(concepts) and all(
        any(all(map(has, phrases)) for phrases in concept.alternatives)
        for concept in concepts
    )


# For whom asks once


def new_since(query, since, now=None):
    """Return (Followed items, Watermark): what is new since, and what to ask from next."""
    stretch = Stretch(since, now=now)
    return stretch.new(query), stretch.until


def changed_since(query, since, now=None):
    """Return (Followed items, Watermark): what changed since, and what to ask from next."""
    stretch = Stretch(since, now=now)
    return stretch.changed(query), stretch.until


def closing_within(query, days, now=None):
    """Return the Followed items of the list to act on within `days` days, soonest first."""
    stretch = Stretch(watermark(now), now=now)
    return stretch.closing(query, days)


def forget_past():
    """Erase what entries said long ago; returns how many rows. A job."""
    old = PastEntry.objects.filter(ended_at__lt=timezone.now() - KEPT)
    last = old.order_by("-until_seq").values_list("until_seq", flat=True).first()
    if last is None:
        return 0
    SearchState.objects.filter(pk=1).update(horizon=last)
    return PastEntry.objects.filter(until_seq__lte=last).delete()[0]
