"""Pages that an editor chose, as a list shows them: their line, and what they carry."""

from dataclasses import dataclass

from hubsite.i18n import localize_many

from .engines import get_truth
from .hits import hits_of, type_label
from .models import SearchEntry
from .query import SearchQuery
from .types import Hit


@dataclass(frozen=True)
class Chosen:
    """`key` is the same in every language; `facets` hold codes by facet name."""

    key: str
    hit: Hit
    facets: dict


def territories():
    """Return the TerritoryGraph as the database has it now."""
    return get_truth().memory.current()[1].territories


def chosen(page_ids, language):
    """Return {page id: Chosen} for readers of `language`; constant in queries.

    A page gives way to its translation, and what no visitor may read is left out, as
    `localize_many` does. A page that search does not hold carries no facet.
    """
    shown = localize_many(page_ids, language)
    ids = {page.pk for page in shown.values()}
    entries = SearchEntry.objects.present().defer("words", "body", "keywords")
    entries = entries.in_bulk(ids) if ids else {}
    request = SearchQuery(language=language).request()
    hits = {}
    if entries:
        book = get_truth().memory.current()[1].book(language)
        found = hits_of(entries.values(), request, {}, book)
        hits = {hit.page_id: hit for hit in found}
    return {
        pk: Chosen(
            key=str(page.translation_key),
            hit=hits.get(page.pk) or _plain(page, language),
            facets=entries[page.pk].facets if page.pk in entries else {},
        )
        for pk, page in shown.items()
    }


def _plain(page, language):
    own = page.locale.language_code
    return Hit(
        page_id=page.pk,
        type="page",
        type_label=type_label("page"),
        title=page.title,
        url=page.url or "",
        summary="",
        language=own,
        is_fallback=own != language,
    )
