"""The lines of pages that someone chose, rather than searched."""

from django.utils import timezone

from .engines.ranking import due_place
from .hits import Found, hydrate
from .labels import LabelBook
from .types import Request, Result


def lines_of(page_ids, language):
    """Return the Hits of these pages that any visitor may read now, in their order."""
    if not page_ids:
        return ()
    request = Request(language=language, now=timezone.now())
    book = LabelBook.read(language)
    (result,) = hydrate([Found(Result(), request, tuple(page_ids), (), {}, book)])
    return result.hits


def by_date(hits):
    """Return hits as a list of dates shows them: those to act on first, the nearest first."""
    return sorted(hits, key=lambda hit: due_place(hit.status, hit.due_at, hit.flags))
