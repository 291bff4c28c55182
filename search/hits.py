"""Pages found become lines to show: one query for all of them, whatever asked."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hubsite.contracts import status_at
from hubsite.countries import chosen_country

from .facets import FACETS, FLAGS, TYPES
from .highlight import Finder
from .labels import LabelBook
from .models import SearchEntry, moments
from .types import Hit, Request, Result, Suggestion

# What an entry keeps for the indices, followers and its writing, and no line shows.
INDEXED = (
    "words", "keywords", "path", "url_path", "translation_key", "deadlines", "facts",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What an engine found before its lines are read: `result` is still without."""

    result: Result
    request: Request
    page_ids: tuple[int, ...]
    near_ids: tuple[int, ...]
    concepts: Mapping
    book: LabelBook


def hydrate(searches):
    """Return the Result of each Found with its lines, all read together.

    A page removed or expired meanwhile is left out.
    """
    concepts = any(found.concepts for found in searches)
    wanted = [pk for found in searches for pk in (*found.page_ids, *found.near_ids)]
    entries = _read(wanted, INDEXED if concepts else (*INDEXED, "body"))
    return tuple(_with_lines(found, entries) for found in searches)


def _with_lines(found, entries):
    request = found.request
    page_ids = (*found.page_ids, *found.near_ids)
    seen = _seen(entries, page_ids, request.now)
    hits = hits_of(seen, request, found.concepts, found.book)
    return replace(
        found.result,
        hits=tuple(hit for hit in hits if hit.page_id not in found.near_ids),
        near=tuple(hit for hit in hits if hit.page_id in found.near_ids),
    )


def hits_of(entries, request, concepts, book):
    """Return the Hits of these entries, which the caller read."""
    finders = {
        language: Finder(phrases, language)
        for language, found in concepts.items()
        if (phrases := {one for concept in found for one in concept.phrases()})
    }
    hits = [
        _hit(entry, request, finders.get(entry.language), book) for entry in entries
    ]
    selected = request.selected.get
    country = chosen_country(selected("country", ()), selected("territory", ()))
    return tuple(in_order_of_country(hits, country) if country else hits)


def in_order_of_country(hits, country):
    """Return the hits, of national variants that meet here the country's own first.

    Variants share `pair` in their details; they change places among themselves only.
    """
    places = defaultdict(list)
    for place, hit in enumerate(hits):
        if pair := hit.details.get("pair"):
            places[pair].append(place)
    ordered = list(hits)
    for own in places.values():
        variants = [hits[place] for place in own]
        variants.sort(key=lambda hit: hit.details["country"] != country)
        for place, hit in zip(own, variants, strict=True):
            ordered[place] = hit
    return ordered


def _read(page_ids, unread):
    """Return page id -> entry of those of these pages that are present."""
    if not page_ids:
        return {}
    return SearchEntry.objects.present().defer(*unread).in_bulk(page_ids)


def _seen(entries, page_ids, now):
    """Return the entries of these pages that may be seen at `now`, in their order."""
    found = [entries[pk] for pk in page_ids if pk in entries]
    return [e for e in found if e.expire_at is None or e.expire_at > now]


def _hit(entry, request, finder, book):
    status = status_at(moments(entry.timeline), request.now)
    return Hit(
        page_id=entry.page_id,
        type=entry.type,
        type_label=type_label(entry.type),
        title=entry.title,
        url=entry.url,
        summary=entry.summary,
        language=entry.language,
        is_fallback=entry.language != request.language,
        title_highlight=finder.highlight(entry.title) if finder else "",
        highlight=_passage(entry, finder) if finder else "",
        status=status,
        status_label=book.get("status", status, (entry.type,)) if status else "",
        badges={flag: str(FLAGS.get(flag, flag)) for flag in entry.flags},
        published_at=entry.published_at,
        due_at=entry.due_at,
        amount=entry.amount,
        details=entry.details,
        labels={
            name: tuple(book.labels(name, codes, (entry.type,)))
            for name, codes in entry.facets.items()
            if name in FACETS
        },
    )


def _passage(entry, finder):
    return finder.highlight(entry.summary) or finder.excerpt(entry.body)


def suggestions(page_ids, now):
    """Return the Suggestions of these pages."""
    entries = _read(page_ids, (*INDEXED, "body"))
    return tuple(
        Suggestion(
            title=entry.title,
            url=entry.url,
            type=entry.type,
            type_label=type_label(entry.type),
            language=entry.language,
        )
        for entry in _seen(entries, page_ids, now)
    )


def type_label(type_):
    return str(TYPES[type_][0]) if type_ in TYPES else type_
