"""How far each translation is, for editors and for readers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry, get_page_models
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from hubsite.i18n import SOURCE_LANGUAGE
from hubsite.pages import BasePage


class State(models.TextChoices):
    MISSING = "missing", _("to translate")
    IN_PROGRESS = "in_progress", _("in progress")
    UP_TO_DATE = "up_to_date", _("translated")
    OUT_OF_DATE = "out_of_date", _("translation out of date")


@dataclass(frozen=True)
class TranslationState:
    """The state of one page in one language.

    `page` is the translation, None where there is none; `followed` is the publication of
    the source that it follows, `since` the one with what it lacks; `total` and `done`
    count the texts of a synced translation and are 0 for others.
    """

    code: State
    page: Page | None = None
    followed: datetime | None = None
    since: datetime | None = None
    total: int = 0
    done: int = 0

    @property
    def is_synced(self):
        return self.total > 0

    @property
    def is_complete(self):
        return self.is_synced and self.total == self.done

    @property
    def waits_for_source(self):
        """A complete translation that goes live with its source."""
        return self.code == State.IN_PROGRESS and self.is_complete


def translation_states(sources, locale):
    """Return source id -> TranslationState, in a constant number of queries.

    `sources` are pages in the source language.
    """
    by_key = {source.translation_key: source for source in sources}
    pages = {
        page.translation_key: page
        for page in Page.objects.filter(
            translation_key__in=by_key, locale=locale, alias_of__isnull=True
        )
    }
    followed = followed_moments(pages.values())
    progress = progress_of(by_key, locale)
    stale = {
        source.pk: followed[pages[key].pk]
        for key, source in by_key.items()
        if key in pages
        and is_stale(source.last_published_at, followed.get(pages[key].pk))
    }
    since = published_after(stale)
    states = {}
    for key, source in by_key.items():
        total, done = progress.get(key, (0, 0))
        page = pages.get(key)
        states[source.pk] = TranslationState(
            code_of(page, source.pk in stale),
            page,
            followed.get(page.pk) if page else None,
            since.get(source.pk, source.last_published_at)
            if source.pk in stale
            else None,
            total,
            done,
        )
    return states


def translation_state(page, locale):
    """Return the TranslationState of one source page."""
    return translation_states([page], locale)[page.pk]


def code_of(page, stale):
    if page is None:
        return State.MISSING
    if not page.live:
        return State.IN_PROGRESS
    return State.OUT_OF_DATE if stale else State.UP_TO_DATE


def is_stale(source_published_at, translated_from):
    """Tell whether the source was published anew since it was translated."""
    if source_published_at is None:
        return False
    return translated_from is None or translated_from < source_published_at


def hub_page_models():
    return [model for model in get_page_models() if issubclass(model, BasePage)]


def followed_moments(pages):
    """Return page id -> publication of the source that the page follows."""
    ids = [page.pk for page in pages]
    moments = {}
    for model in hub_page_models() if ids else ():
        moments.update(
            model.objects.filter(pk__in=ids).values_list("pk", "translated_from")
        )
    return moments


def translated_texts(locale):
    """Return the texts that stand translated, without error, where a segment is."""
    return StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale=locale,
        has_error=False,
    )


def progress_of(keys, locale):
    """Return translation key -> (texts, texts translated) of synced translations."""
    enabled = Translation.objects.filter(target_locale=locale, enabled=True)
    rows = (
        StringSegment.objects.filter(
            source__object_id__in=list(keys), source__in=enabled.values("source")
        )
        .annotate(is_done=Exists(translated_texts(locale)))
        .values("source__object_id")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(is_done=True)))
    )
    return {row["source__object_id"]: (row["total"], row["done"]) for row in rows}


def published_after(moments):
    """Return page id -> the publication that came next after the one at that moment.

    The log entry of a publication is written a little after `last_published_at` is set,
    so the first entry from the moment on is that of the publication itself.
    """
    entries = PageLogEntry.objects.filter(
        page__in=list(moments), action__startswith="wagtail.publish"
    ).exclude(action="wagtail.publish.schedule")
    times = grouped(entries.order_by("timestamp").values_list("page_id", "timestamp"))
    nexts = {}
    for page_id, moment in moments.items():
        later = [at for at in times[page_id] if moment is None or at >= moment]
        if len(later) > 1:
            nexts[page_id] = later[1]
    return nexts


def stale_since(page):
    """Return when the source moved ahead of this translation, or None if it did not.

    For readers: one query where all is well. `page` must be of its own type.
    """
    if page.locale.language_code == SOURCE_LANGUAGE or page.alias_of_id:
        return None
    source = (
        page.get_translations()
        .filter(locale__language_code=SOURCE_LANGUAGE, alias_of__isnull=True)
        .values_list("pk", "last_published_at")
        .first()
    )
    if source is None or not is_stale(source[1], page.translated_from):
        return None
    source_id, published_at = source
    return published_after({source_id: page.translated_from}).get(
        source_id, published_at
    )


def grouped(rows):
    """Return key -> list of values from (key, value) rows."""
    groups = defaultdict(list)
    for key, value in rows:
        groups[key].append(value)
    return groups
