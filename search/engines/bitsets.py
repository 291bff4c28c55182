"""The entries in memory: one integer a facet value, one bit an entry.

Counting is then `&` and `bit_count()`. A snapshot never changes: a process replaces it
by the next one, so that a request in another thread sees a whole state.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from hubsite.contracts import Timeline, status_at
from search.models import moments
from search.recent import WINDOWS, leaves_at, window_start
from search.text import normal, scan


class Row(NamedTuple):
    page_id: int
    language: str
    key: str
    type: str
    title: str
    folded: str
    facets: dict
    timeline: Timeline
    flags: tuple
    published_at: datetime | None
    due_at: datetime | None
    expire_at: datetime | None
    amount: int | None
    deadlines: tuple

    FIELDS = (
        "page_id", "language", "translation_key", "type", "title", "facets", "timeline",
        "flags", "published_at", "due_at", "expire_at", "amount", "deadlines",
    )  # fmt: skip

    @classmethod
    def of(cls, values):
        page_id, language, key, type_, title, facets, timeline, flags, *rest = values
        *plain, deadlines = rest
        return cls(
            page_id, language, str(key), type_, title, searchable(title),
            {**facets, "type": [type_]}, moments(timeline), tuple(flags), *plain,
            tuple(deadlines),
        )  # fmt: skip

    def has_words(self, starts):
        """Return whether a word of the title begins with each of these."""
        return all(f" {start}" in self.folded for start in starts)


def searchable(title):
    """Return the folded words of a title, each after a space."""
    tokens = scan(normal(title))
    return " " + " ".join(word for t in tokens for word in (*t.words, *t.joined))


class Snapshot:
    """All entries at one moment of the table's history."""

    def __init__(self, seq=0, token=""):
        self.seq, self.token = seq, token
        self.rows: list[Row | None] = []
        self.slots: dict[int, int] = {}
        self.bits: dict[str, dict[str, int]] = {}
        self._views: dict[int, View] = {}
        self._boundaries: list[datetime] = []

    def changed(self, seq, token, rows, removed):
        """Return the next snapshot: `rows` put in place, `removed` page ids left out."""
        after = Snapshot(seq, token)
        after.rows, after.slots = list(self.rows), dict(self.slots)
        after.bits = {name: dict(codes) for name, codes in self.bits.items()}
        for page_id in (*removed, *(row.page_id for row in rows)):
            after._clear(page_id)
        for row in rows:
            after._set(row)
        return after

    def _clear(self, page_id):
        slot = self.slots.pop(page_id, None)
        if slot is None:
            return
        row, self.rows[slot] = self.rows[slot], None
        for name, codes in row.facets.items():
            for code in codes:
                self.bits[name][code] &= ~(1 << slot)

    def _set(self, row):
        slot = len(self.rows)
        self.rows.append(row)
        self.slots[row.page_id] = slot
        for name, codes in row.facets.items():
            bits = self.bits.setdefault(name, {})
            for code in codes:
                bits[code] = bits.get(code, 0) | 1 << slot

    def any_of(self, name, codes):
        """Return the bits of the entries that carry any of these codes."""
        bits = self.bits.get(name, {})
        found = 0
        for code in codes:
            found |= bits.get(code, 0)
        return found

    def of_pages(self, page_ids):
        """Return the bits of those pages."""
        slots = self.slots
        marks = bytearray(len(self.rows) // 8 + 1)
        for page_id in page_ids:
            if (slot := slots.get(page_id)) is not None:
                marks[slot >> 3] |= 1 << (slot & 7)
        return int.from_bytes(marks, "little")

    def rows_of(self, bits):
        """Return the rows of those bits."""
        found = []
        for index, byte in enumerate(bits.to_bytes(len(self.rows) // 8 + 1, "little")):
            while byte:
                low = byte & -byte
                found.append(self.rows[index * 8 + low.bit_length() - 1])
                byte ^= low
        return found

    def at(self, now):
        """Return the View that holds at `now`, kept until a status next changes."""
        if not self._views:
            self._boundaries = self._all_boundaries()
        interval = bisect_right(self._boundaries, now)
        if interval not in self._views:
            until = self._boundaries[interval : interval + 1]
            self._views = {interval: View.of(self.rows, now, *until)}
        return self._views[interval]

    def _all_boundaries(self):
        found = set()
        for row in filter(None, self.rows):
            found.update(moment.at for moment in row.timeline if moment.at)
            if row.expire_at:
                found.add(row.expire_at)
        for published_at in {row.published_at for row in filter(None, self.rows)}:
            found.update(leaves_at(published_at))
        return sorted(found)


@dataclass(frozen=True)
class View:
    """What holds between two moments: who may be seen, in which status, what is new."""

    visible: dict[str, int]
    status: dict[str, int]
    recent: dict[str, int]
    until: datetime | None = None

    @classmethod
    def of(cls, rows, now, until=None):
        status, groups = {}, {}
        for slot, row in enumerate(rows):
            if row is None or (row.expire_at and row.expire_at <= now):
                continue
            groups.setdefault(row.key, {})[row.language] = slot
            if code := status_at(row.timeline, now):
                status[code] = status.get(code, 0) | 1 << slot
        visible = {}
        for reader, _name in settings.LANGUAGES:
            order = (reader, *(code for code, _name in settings.LANGUAGES))
            marks = bytearray(len(rows) // 8 + 1)
            for group in groups.values():
                slot = next((group[c] for c in order if c in group), None)
                if slot is not None:
                    marks[slot >> 3] |= 1 << (slot & 7)
            visible[reader] = int.from_bytes(marks, "little")
        recent = {code: bits_of(rows, window_start(code, now)) for code in WINDOWS}
        return cls(visible, status, recent, until)


def bits_of(rows, since):
    """Return the bits of the rows published from that moment on."""
    marks = bytearray(len(rows) // 8 + 1)
    for slot, row in enumerate(rows):
        if row and row.published_at and row.published_at >= since:
            marks[slot >> 3] |= 1 << (slot & 7)
    return int.from_bytes(marks, "little")
