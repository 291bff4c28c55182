"""Rows found in memory become lines to show: one query for all of them."""

from hubsite.contracts import status_at

from .facets import FACETS, FLAGS, TYPES
from .highlight import excerpt, highlight
from .models import SearchEntry
from .types import Hit, Suggestion


def hydrate(rows, request, concepts, book):
    """Return the Hits of these rows; one removed meanwhile is left out."""
    if not rows:
        return ()
    entries = SearchEntry.objects.present().in_bulk([row.page_id for row in rows])
    phrases = {
        language: {phrase for concept in found for phrase in concept.phrases()}
        for language, found in concepts.items()
    }
    return tuple(
        _hit(entries[row.page_id], row, request, phrases, book)
        for row in rows
        if row.page_id in entries
    )


def _hit(entry, row, request, phrases, book):
    wanted = phrases.get(entry.language)
    status = status_at(row.timeline, request.now)
    return Hit(
        page_id=entry.page_id,
        type=entry.type,
        type_label=type_label(entry.type),
        title=entry.title,
        url=entry.url,
        summary=entry.summary,
        language=entry.language,
        is_fallback=entry.language != request.language,
        title_highlight=highlight(entry.title, wanted, entry.language)
        if wanted
        else "",
        highlight=_passage(entry, wanted) if wanted else "",
        status=status,
        status_label=book.get("status", status, (entry.type,)) if status else "",
        badges={flag: str(FLAGS.get(flag, flag)) for flag in entry.flags},
        published_at=entry.published_at,
        due_at=entry.due_at,
        amount=entry.amount,
        details=entry.details,
        labels={
            name: tuple(book.get(name, code, (entry.type,)) for code in codes)
            for name, codes in entry.facets.items()
            if name in FACETS
        },
    )


def _passage(entry, wanted):
    return highlight(entry.summary, wanted, entry.language) or excerpt(
        entry.body, wanted, entry.language
    )


def suggestions(rows):
    """Return the Suggestions of these rows."""
    entries = SearchEntry.objects.present().in_bulk([row.page_id for row in rows])
    return tuple(
        Suggestion(
            title=entry.title,
            url=entry.url,
            type=entry.type,
            type_label=type_label(entry.type),
            language=entry.language,
        )
        for row in rows
        if (entry := entries.get(row.page_id))
    )


def type_label(type_):
    return str(TYPES[type_][0]) if type_ in TYPES else type_
