"""What shares a page's themes, live from the search, whichever rooms it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from hubsite.classification import labels_of
from hubsite.i18n import current_language

from .engines import get_engine
from .query import SearchQuery
from .types import Hit


@dataclass(frozen=True)
class Wanted:
    """A block of lines beside a page: what it holds, how many, in which order.

    `selected` narrows it further; `more_label` names the link to all there is. A block
    that is `gathered` with others needs no title.
    """

    types: tuple[str, ...]
    title: Promise | str = ""
    more_label: Promise | str = ""
    size: int = 3
    sort: str = "newest"
    selected: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Related:
    """Lines that share a theme with a page, and the search that shows all of them.

    `is_mixed` where the title does not say what kind each line is of.
    """

    title: str
    hits: tuple[Hit, ...]
    more_url: str
    more_label: str
    is_mixed: bool = False


def related_to(page, wanted):
    """Return the Related of `page` that hold a line, in the order of these Wanted.

    The page itself is never among them. All together cost what one search costs; a page
    without a theme costs nothing.
    """
    themes = _themes(page)
    if not themes:
        return ()
    queries = [_query(block, themes) for block in wanted]
    # One more than shown, in case the page finds itself.
    results = get_engine().search_all(
        [
            query.request(size=block.size + 1)
            for block, query in zip(wanted, queries, strict=True)
        ]
    )
    found = (
        _related(block, query, [hit for hit in result.hits if hit.page_id != page.pk])
        for block, query, result in zip(wanted, queries, results, strict=True)
    )
    return tuple(related for related in found if related.hits)


def gathered(page, wanted, *, title, more_label):
    """Return all that `related_to` finds as one Related, or none: a tuple of 0 or 1.

    Its link leads to everything that shares a theme with the page, whatever its kind.
    """
    hits = [hit for block in related_to(page, wanted) for hit in block.hits]
    if not hits:
        return ()
    everything = SearchQuery(
        language=current_language(), selected={"theme": _themes(page)}
    )
    more_url = reverse("search") + everything.querystring()
    return (Related(str(title), tuple(hits), more_url, str(more_label), is_mixed=True),)


def _themes(page):
    return tuple(label.code for label in labels_of(page).get("theme", ()))


def _query(block, themes):
    return SearchQuery(
        language=current_language(),
        types=block.types,
        selected={"theme": themes, **(block.selected or {})},
        default_sort=block.sort,
    )


def _related(block, query, hits):
    listed = {"type": query.types, **query.selected}
    sort = "" if block.sort == "newest" else block.sort
    return Related(
        title=str(block.title),
        hits=tuple(hits[: block.size]),
        more_url=reverse("search") + query.querystring(selected=listed, sort=sort),
        more_label=str(block.more_label),
        is_mixed=len(block.types) > 1,
    )
