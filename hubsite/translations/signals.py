"""When translations follow their source: Wagtail's signals, however a page changes.

The admin has a hook for single actions only; bulk actions, the worker, the command line
and our own code pass here as well.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_unpublished,
    post_page_move,
)
from wagtail_localize.models import Translation

from . import following
from .following import is_source


def published(instance, **kwargs):
    if is_source(instance):
        following.follow_publication(instance)
    elif instance.live and instance.alias_of_id is None:
        following.follow_own_publication(instance)


def unpublished(instance, **kwargs):
    if is_source(instance):
        following.follow_unpublication(instance)


def deleted(instance, **kwargs):
    if is_source(instance):
        following.follow_deletion(instance)


def moved(instance, parent_page_after, **kwargs):
    if is_source(instance):
        following.follow_move(instance, parent_page_after)


def copied(source_obj, target_obj, **kwargs):
    if isinstance(target_obj, Page) and target_obj.alias_of_id is None:
        following.mark_up_to_date(target_obj.specific, source_obj)
        following.follow_restriction(source_obj)


def submitted(instance, **kwargs):
    """Take a live alias down before it is turned into a page of its own.

    It would stay live with French text, and no longer follow its source.
    """
    alias = Page.objects.filter(
        translation_key=instance.source.object_id,
        locale=instance.target_locale,
        alias_of__isnull=False,
        live=True,
    ).first()
    if alias is not None:
        alias.unpublish()


def restricted(instance, **kwargs):
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None and is_source(page):
        following.follow_restriction(page)


def restricted_to_groups(instance, action, **kwargs):
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        restricted(instance)


def connect():
    page_published.connect(published, dispatch_uid="translation_published")
    page_unpublished.connect(unpublished, dispatch_uid="translation_unpublished")
    post_page_move.connect(moved, dispatch_uid="translation_moved")
    copy_for_translation_done.connect(copied, dispatch_uid="translation_copied")
    post_delete.connect(deleted, sender=Page, dispatch_uid="translation_deleted")
    post_save.connect(
        submitted, sender=Translation, dispatch_uid="translation_submitted"
    )
    for signal in (post_save, post_delete):
        signal.connect(
            restricted,
            sender=PageViewRestriction,
            dispatch_uid="translation_restricted",
        )
    m2m_changed.connect(
        restricted_to_groups,
        sender=PageViewRestriction.groups.through,
        dispatch_uid="translation_restricted_to_groups",
    )
