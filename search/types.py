"""What goes into an engine and what comes out: plain frozen values, no page types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

Mode = Literal["exact", "fuzzy", "any"]


@dataclass(frozen=True)
class Request:
    """One search, fully validated; `selected` maps a facet's name to chosen codes.

    `types` narrows to a list's own kinds (empty: every kind); it never counts as a
    selection. `now` is aware: every status is told at that moment. `reach` says how chosen
    territories match (see search.facets.REACHES).
    """

    language: str
    now: datetime
    q: str = ""
    types: tuple[str, ...] = ()
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    reach: str = ""
    sort: str = "newest"
    page: int = 1
    size: int = 20


class FacetValue(NamedTuple):
    """A code and how many carry it: thousands are made for one answer."""

    code: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def is_used(self):
        return any(value.selected for value in self.values)


@dataclass(frozen=True)
class Hit:
    """One line of a list. `highlight` is safe HTML with <mark>, "" without a text query.

    `is_fallback` says that the page is not in the reader's language: mark it with
    `lang`. `labels` maps a facet's name to the labels the page carries, `badges` a
    flag's code to its label.
    """

    page_id: int
    type: str
    type_label: str
    title: str
    url: str
    summary: str
    language: str
    is_fallback: bool = False
    title_highlight: str = ""
    highlight: str = ""
    status: str = ""
    status_label: str = ""
    badges: Mapping[str, str] = field(default_factory=dict)
    published_at: datetime | None = None
    due_at: datetime | None = None
    amount: int | None = None
    details: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def flags(self):
        return tuple(self.badges)


@dataclass(frozen=True)
class Result:
    """A page of hits and what may narrow them.

    `mode` says how the words were matched: "exact" (every word), "fuzzy" (after
    correcting the words in `corrected`, pairs of typed and used), "any" (some of the
    words). `near` are hits with some of the words, outside total and counts.
    """

    total: int = 0
    page: int = 1
    pages: int = 1
    hits: tuple[Hit, ...] = ()
    near: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    mode: Mode = "exact"
    corrected: tuple[tuple[str, str], ...] = ()
    engine: str = ""


@dataclass(frozen=True)
class Suggestion:
    title: str
    url: str
    type: str
    type_label: str
    language: str


@dataclass(frozen=True)
class Health:
    """How an engine fares; `ok` is False when it cannot answer."""

    ok: bool
    engine: str
    documents: int = 0
    detail: str = ""
