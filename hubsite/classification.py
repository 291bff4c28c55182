"""What describes a page, with its labels: themes, topics, audiences, places, tags."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast, Concat

from .i18n import current_language
from .territories import PageTerritory
from .vocabularies import PageAudience, PageKeyword, PageTheme, PageTopic

TERMS = (("theme", PageTheme), ("topic", PageTopic), ("audience", PageAudience))
RELATIONS = ("page_themes", "page_topics", "page_audiences", "page_territories")


@dataclass(frozen=True)
class Label:
    facet: str
    code: str
    label: str


def labels_of(page, language=None):
    """Return {facet: [Label, …]} of a page, in the active language unless told which."""
    labels = defaultdict(list)
    french = (language or current_language()) == "fr"
    for facet, _order, code, label_fr, label_nl in rows_of(page):
        labels[facet].append(Label(facet, code, label_fr if french else label_nl))
    return dict(labels)


def rows_of(page):
    """Return (facet, order, code, French, Dutch) of all relations, read once a page.

    Relations in memory are read there: those of a form, or of pages fetched together.
    The others are read by one query.
    """
    if not hasattr(page, "_hub_classification"):
        page._hub_classification = _read_rows(page)
    return page._hub_classification


def _read_rows(page):
    in_memory = {
        *(getattr(page, "_cluster_related_objects", None) or ()),
        *getattr(page, "_prefetched_objects_cache", ()),
    }
    if in_memory.intersection(RELATIONS):
        return list(edited_rows(page))
    return sorted(stored_rows(page))


def stored_rows(page):
    """Return the rows of all five relations by a single UNION."""
    parts = [
        links.objects.filter(page_id=page.pk).values_list(
            facet_name(facet),
            "sort_order",
            Cast("term__code", CharField()),
            "term__label_fr",
            "term__label_nl",
        )
        for facet, links in TERMS
    ]
    parts.append(
        PageTerritory.objects.filter(page_id=page.pk).values_list(
            facet_name("territory"),
            "sort_order",
            Concat("territory__scheme", Value(":"), "territory__code"),
            "territory__label_fr",
            "territory__label_nl",
        )
    )
    parts.append(
        PageKeyword.objects.filter(content_object_id=page.pk).values_list(
            facet_name("tag"),
            Value(0, IntegerField()),
            Cast("tag__slug", CharField()),
            "tag__name",
            "tag__name_nl",
        )
    )
    first, *others = (part.order_by() for part in parts)
    return first.union(*others, all=True)


def facet_name(name):
    return Value(name, CharField())


def edited_rows(page):
    """Yield the same rows from a page whose relations are in memory."""
    for facet, relation in zip(("theme", "topic", "audience"), RELATIONS, strict=False):
        for link in getattr(page, relation).all():
            term = link.term
            yield facet, 0, term.code, term.label_fr, term.label_nl
    for link in page.page_territories.all():
        place = link.territory
        yield "territory", 0, place.reference, place.label_fr, place.label_nl
    for link in page.page_keywords.all():
        yield "tag", 0, link.tag.slug, link.tag.name, link.tag.name_nl
