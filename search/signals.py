"""When the entries must follow: publishing, hiding, moving, renaming, deleting."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from hubsite.models import (
    Acronym,
    Audience,
    Keyword,
    PageKeyword,
    Territory,
    Theme,
    Topic,
)
from hubsite.pages import page_saved
from hubsite.territories import territories_written

from . import collect
from .models import SearchEntry, SearchSynonym


def connect():
    """Listen; a room adds the models its pages' entries quote with `watch()`."""
    page_saved.connect(on_page_saved)
    page_published.connect(on_page)
    page_unpublished.connect(on_page)
    page_slug_changed.connect(on_subtree)
    post_page_move.connect(on_subtree)
    post_save.connect(on_page, sender=Page)
    post_delete.connect(on_deleted)
    post_save.connect(on_restriction, sender=PageViewRestriction)
    post_delete.connect(on_restriction, sender=PageViewRestriction)
    for model in (Theme, Topic, Audience, Keyword, Territory):
        watch(model)
    m2m_changed.connect(on_labels, sender=Territory.parents.through)
    territories_written.connect(on_labels, sender=Territory)
    for model in (Acronym, SearchSynonym):
        post_save.connect(on_labels, sender=model)
        post_delete.connect(on_labels, sender=model)


def watch(model):
    """Follow a vocabulary: its labels, and the entries of the pages that point at it."""
    post_save.connect(on_term, sender=model)
    pre_delete.connect(on_term_leaving, sender=model)
    post_delete.connect(on_term, sender=model)


def on_page(sender, instance, **kwargs):
    if not collect.is_deferred() and not kwargs.get("raw"):
        collect.refresh([instance.pk])


def on_page_saved(sender, page, **kwargs):
    if collect.is_deferred():
        return
    collect.refresh([page.pk])
    # A new slug changes the address of everything below, silently.
    below = SearchEntry.objects.present().under(page.path).exclude(pk=page.pk)
    if below.exclude(url_path__startswith=page.url_path).exists():
        collect.refresh_under(page.path)


def on_subtree(sender, instance, **kwargs):
    if not collect.is_deferred():
        path = Page.objects.values_list("path", flat=True).get(pk=instance.pk)
        collect.refresh_under(path)


def on_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page) and not collect.is_deferred():
        collect.forget([instance.pk])


def on_restriction(sender, instance, **kwargs):
    if not collect.is_deferred():
        page = Page.objects.filter(pk=instance.page_id).first()
        if page:
            collect.refresh_under(page.path)


def on_labels(sender, **kwargs):
    collect.labels_changed()


def on_term_leaving(sender, instance, **kwargs):
    instance.pages_before_deletion = pages_pointing_at(instance)


def on_term(sender, instance, created=False, **kwargs):
    collect.labels_changed()
    if not created and not collect.is_deferred():
        before = getattr(instance, "pages_before_deletion", ())
        collect.refresh({*before, *pages_pointing_at(instance)})


def pages_pointing_at(term):
    """Return the ids of the pages whose entry may quote that term."""
    found = set()
    if term.pk is None:
        return found
    for field in term._meta.get_fields(include_hidden=True):
        if not (field.auto_created and field.one_to_many):
            continue
        model, link = field.related_model, field.field
        if issubclass(model, Page):
            to_page = "pk"
        elif model is PageKeyword:
            to_page = "content_object_id"
        elif any(other.name == "page" for other in model._meta.fields):
            to_page = "page_id"
        else:
            continue
        rows = model._base_manager.filter(**{link.name: term.pk})
        found.update(rows.values_list(to_page, flat=True))
    return found
