"""Many pages of many types, with all they say of themselves, in constant queries."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page

from hubsite.models import (
    PageAudience,
    PageKeyword,
    PageTerritory,
    PageTheme,
    PageTopic,
)
from hubsite.pages import BasePage

# Child relation -> model, its link to the page, what it points at.
_CHILDREN = {
    "page_themes": (PageTheme, "page_id", "term"),
    "page_topics": (PageTopic, "page_id", "term"),
    "page_audiences": (PageAudience, "page_id", "term"),
    "page_territories": (PageTerritory, "page_id", "territory"),
    "page_keywords": (PageKeyword, "content_object_id", "tag"),
}
# Links that no contract of a page reads.
_UNREAD = {
    "alias_of", "content_type", "image", "latest_revision", "live_revision", "locale",
    "locked_by", "owner",
}  # fmt: skip


def load_pages(page_ids):
    """Return the hub's pages of those ids, specific, in the order asked.

    To read, not to save: their children stand in memory as they are in the database.
    """
    by_type = defaultdict(list)
    types = Page.objects.filter(pk__in=page_ids).values_list("pk", "content_type_id")
    for pk, type_id in types:
        by_type[type_id].append(pk)
    pages = {}
    for type_id, ids in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model and issubclass(model, BasePage):
            for page in _of_model(model, ids):
                pages[page.pk] = page
    _attach_locales(pages.values())
    _attach_children(pages)
    return [pages[pk] for pk in page_ids if pk in pages]


def _of_model(model, ids):
    links = [
        field.name
        for field in model._meta.concrete_fields
        if field.many_to_one
        and field.name not in _UNREAD
        and not issubclass(field.related_model, Page)
    ]
    queryset = model._default_manager.filter(pk__in=ids)
    queryset = queryset.prefetch_related(*model.search_reads)
    return queryset.select_related(*links) if links else queryset


def _attach_locales(pages):
    locales = Locale.objects.in_bulk()
    for page in pages:
        page.locale = locales[page.locale_id]


def _attach_children(pages):
    for name, (model, link, target) in _CHILDREN.items():
        children = defaultdict(list)
        rows = model.objects.filter(**{f"{link}__in": list(pages)})
        for child in rows.select_related(target).order_by("pk"):
            children[getattr(child, link)].append(child)
        for page in pages.values():
            if hasattr(page, name):
                related = page.__dict__.setdefault("_cluster_related_objects", {})
                related[name] = children[page.pk]
