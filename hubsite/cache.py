"""How long a public page stays as it was rendered, known to every process at once.

A stored page is filed under the site's generation. Whatever changes what visitors see
raises the generation, so nothing has to be enumerated: older pages are never asked for
again. A page also ends at the next status boundary (a deadline passing), which no
publish announces; rooms register what knows the boundaries.
"""

import functools
import logging
import secrets
import sys
from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save

GENERATION = "page-generation"
# What was read while another process published is corrected after this at the latest.
REMEMBERED_SECONDS = 300
# Page columns that change when a draft is saved; visitors see none of them.
DRAFT_COLUMNS = {"draft_title", "has_unpublished_changes", "latest_revision"}
DRAFT_COLUMNS |= {"latest_revision_created_at", "expired", "go_live_at", "locked"}
DRAFT_COLUMNS |= {"locked_by", "locked_at"}

logger = logging.getLogger(__name__)
_boundaries: list[Callable[[datetime], datetime | None]] = []


def cache_errors():
    """Return what a cache that is down raises, for an `except`.

    Files that cannot be read or written, or Redis, whose library is loaded (5 MB) only
    where a site has such a cache.
    """
    redis = sys.modules.get("redis.exceptions")
    return (redis.RedisError, OSError) if redis else (OSError,)


def generation():
    """Return the generation that stored pages belong to now, or None without a cache."""
    try:
        current = cache.get(GENERATION)
        if current is None:
            # Evicted or never set: any new name will do, the first to write it wins.
            cache.add(GENERATION, secrets.token_hex(8), None)
            current = cache.get(GENERATION)
    except cache_errors():
        logger.exception("the cache does not answer")
        return None
    return current


def remember(name, read):
    """Return what `read()` returns, kept until something visitors see changes."""
    current = generation()
    if current is None:
        return read()
    return cache.get_or_set(f"{name}-{current}", read, REMEMBERED_SECONDS)


def raise_generation():
    """Make every stored page out of date once the current transaction is committed."""
    transaction.on_commit(_write_generation)


def _write_generation():
    try:
        cache.set(GENERATION, secrets.token_hex(8), None)
    except cache_errors():
        # Publishing goes on; stored pages end by themselves (PAGE_CACHE_SECONDS).
        logger.exception("the cache does not answer")


def register_boundary(source):
    """Add a function: given now, return when something next changes state, or None."""
    _boundaries.append(source)


def next_boundary(now):
    """Return the first moment after `now` when a status shown on the site changes."""
    moments = [moment for source in _boundaries if (moment := source(now))]
    return min(moments, default=None)


@functools.cache
def shown_to_visitors(model):
    """Return whether rows of `model` appear on public pages or decide who sees them."""
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
    from wagtail.documents.models import AbstractDocument
    from wagtail.images.models import AbstractImage
    from wagtail.models import BaseViewRestriction, Collection, Locale, Page, Site
    from wagtail.snippets.models import get_snippet_models

    return issubclass(
        model,
        (AbstractDocument, AbstractImage, BaseGenericSetting, BaseSiteSetting)
        + (BaseViewRestriction, Collection, Locale, Page, Redirect, Site),
    ) or model in set(get_snippet_models())


def _on_change(sender, update_fields=None, **kwargs):
    if shown_to_visitors(sender) and not (
        update_fields and DRAFT_COLUMNS.issuperset(update_fields)
    ):
        raise_generation()


def _on_event(**kwargs):
    raise_generation()


def connect():
    """Raise the generation on every change that visitors can see."""
    from wagtail import signals

    post_save.connect(_on_change, dispatch_uid="page-cache-save")
    post_delete.connect(_on_change, dispatch_uid="page-cache-delete")
    for signal in (
        signals.page_published,
        signals.page_unpublished,
        signals.page_slug_changed,
        signals.post_page_move,
    ):
        signal.connect(_on_event, dispatch_uid="page-cache-event")
