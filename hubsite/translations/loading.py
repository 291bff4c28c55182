"""Loading whole translations at once, in the state an editor's work would leave."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationLog,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments, quote_path_component
from wagtail_localize.segments.ingest import ingest_segments

from hubsite.bulk import insert_pages

from .modes import is_synced
from .segments import Extracted, encode, write_segments


class TranslationMismatch(ValueError):
    """A twin says something where its source says nothing, or the reverse."""


@transaction.atomic
def load_translations(pairs, *, user=None):
    """Create the translations of published pages; return them in the order of `pairs`.

    `pairs` are (source, twin): a saved page in the source language, and an unsaved page
    of the same type, in its own locale, that carries the translated texts in the same
    structure (same block ids, same number of paragraphs and links). Parents come first:
    a translation stands under the translation of its source's parent.

    Synced types get all of wagtail-localize's records, complete; of their twins only the
    texts count. Simple types are written as the twins are. Raises TranslationMismatch
    where a twin does not follow its source. Sends no signal: see `hubsite.bulk`.
    """
    prepared = [
        SyncedTranslation(source, twin)
        if is_synced(source)
        else SimpleTranslation(source, twin)
        for source, twin in pairs
    ]
    synced = [item for item in prepared if isinstance(item, SyncedTranslation)]
    if synced:
        strings = write_sources(synced)
        write_translations(synced, strings, user)
    placements = zip(
        find_parents(prepared), (item.page for item in prepared), strict=True
    )
    pages = insert_pages(placements, user=user)
    log_origins(prepared, user)
    TranslationLog.objects.bulk_create(
        TranslationLog(
            source=item.record,
            locale=item.page.locale,
            revision=item.page.latest_revision,
        )
        for item in synced
    )
    return pages


def load_translation(source, twin, *, user=None):
    """Create one translation and return it; see `load_translations`."""
    return load_translations([(source, twin)], user=user)[0]


class SimpleTranslation:
    """A translation that lives its own life: workflow, drafts, schedule."""

    def __init__(self, source, twin):
        self.source = source
        self.page = twin
        twin.translation_key = source.translation_key
        if twin.translated_from is None:
            twin.translated_from = source.last_published_at


class SyncedTranslation:
    """A translation that follows its source segment by segment."""

    def __init__(self, source, twin):
        self.source = source
        self.locale = twin.locale
        self.content = source.serializable_data()
        self.twin_segments = extract_segments(twin)
        self.original = self.frozen()
        self.page = self.empty_copy(twin)

    def frozen(self):
        """Return the source as wagtail-localize reads it back from its own record."""
        page = type(self.source).from_serializable_data(self.content, check_fks=False)
        page.locale = self.source.locale
        page.translation_key = self.source.translation_key
        return page

    def empty_copy(self, twin):
        """Return a copy of the source that waits for its texts, as `Page.copy` leaves it."""
        page = self.frozen()
        page.pk = page.id = None
        page._state.adding = True
        page.locale = self.locale
        page.live = twin.live
        page.owner = page.latest_revision = page.live_revision = None
        page.alias_of = page.locked_by = page.locked_at = None
        page.locked = page.expired = False
        page.first_published_at = twin.first_published_at
        page.last_published_at = twin.last_published_at
        page.translated_from = self.source.last_published_at
        for relation in get_all_child_relations(page):
            for child in getattr(page, relation.get_accessor_name()).get_object_list():
                child.pk = None
                child._state.adding = True
        return page

    def extract(self, record):
        self.record = record
        self.extracted = Extracted(record, self.original)
        self.pair_strings()

    def pair_strings(self):
        """Set `texts`, (source segment, twin segment) pairs, in reading order."""
        ours, theirs = (
            by_path(segments)
            for segments in (self.extracted.segments, self.twin_segments)
        )
        for path in ours.keys() | theirs.keys():
            if len(ours.get(path, ())) != len(theirs.get(path, ())):
                raise TranslationMismatch(
                    f"{self.source.title}: {len(ours.get(path, ()))} texts at {path}, "
                    f"but {len(theirs.get(path, ()))} in translation"
                )
        self.texts = [
            pair for path in ours for pair in zip(ours[path], theirs[path], strict=True)
        ]

    def overrides(self):
        """Return path -> value of the links, images and such that the twin replaces."""
        ours, theirs = (
            {s.path: s.data for s in segments if isinstance(s, OverridableSegmentValue)}
            for segments in (self.extracted.segments, self.twin_segments)
        )
        values = {
            path: theirs[path]
            for path in ours.keys() & theirs.keys()
            if ours[path] != theirs[path]
        }
        for our, their in self.texts:
            for name, attrs in (our.attrs or {}).items():
                replacement = ((their.attrs or {}).get(name) or {}).get("href")
                href = attrs.get("href")
                if href and replacement and href != replacement:
                    values[f"{our.path}.{quote_path_component(href)}"] = replacement
        return values

    def fill(self):
        """Write the twin's texts into the copy, as publishing the translation would."""
        segments = [
            StringSegmentValue(our.path, their.string, attrs=our.attrs, order=our.order)
            for our, their in self.texts
        ]
        segments += self.extracted.of_type(TemplateSegmentValue)
        orders = {s.path: s.order for s in self.extracted.segments}
        segments += [
            OverridableSegmentValue(path, value, order=orders[path])
            for path, value in self.overrides().items()
        ]
        # ingest_segments() writes into the stream values of the page it reads.
        ingest_segments(
            self.original, self.page, self.source.locale, self.locale, segments
        )


def by_path(segments):
    """Return path -> its string segments, in order."""
    strings = defaultdict(list)
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            strings[segment.path].append(segment)
    return strings


def write_sources(synced):
    """Write the frozen sources and their segments; returns the rows of their strings."""
    now = timezone.now()
    page_type = ContentType.objects.get_for_model(Page)
    TranslatableObject.objects.bulk_create(
        TranslatableObject(
            translation_key=item.source.translation_key, content_type=page_type
        )
        for item in synced
    )
    versions = {
        label: get_schema_version(label)
        for label in {item.source._meta.app_label for item in synced}
    }
    records = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=item.source.translation_key,
            specific_content_type=ContentType.objects.get_for_model(type(item.source)),
            locale=item.source.locale,
            object_repr=str(item.source)[:200],
            content_json=encode(item.content),
            schema_version=versions[item.source._meta.app_label],
            last_updated_at=now,
        )
        for item in synced
    )
    for item, record in zip(synced, records, strict=True):
        item.extract(record)
    return write_segments(item.extracted for item in synced)


def write_translations(synced, strings, user):
    """Write the translation records and every translated text, then fill the pages."""
    Translation.objects.bulk_create(
        Translation(source=item.record, target_locale=item.locale) for item in synced
    )
    texts = {}
    overrides = []
    for item in synced:
        for our, their in item.texts:
            segment = strings[item.record.pk, our.order]
            key = (item.locale.pk, segment.string_id, segment.context_id)
            texts[key] = StringTranslation(
                translation_of=segment.string,
                locale=item.locale,
                context=segment.context,
                data=their.string.data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=user,
            )
        overrides += [
            SegmentOverride(
                locale=item.locale,
                context=item.extracted.contexts[path],
                last_translated_by=user,
                data_json=encode(value),
            )
            for path, value in item.overrides().items()
        ]
    StringTranslation.objects.bulk_create(texts.values())
    SegmentOverride.objects.bulk_create(overrides)
    for item in synced:
        item.fill()


def log_origins(prepared, user):
    """Say in each page's history which page it was translated from."""
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=item.page.content_type,
            label=item.page.get_admin_display_title(),
            action="wagtail.copy_for_translation",
            timestamp=item.page.latest_revision_created_at,
            page=item.page,
            user=user,
            data={
                "source": {"id": item.source.pk, "title": item.source.title},
                "source_locale": {
                    "id": item.source.locale_id,
                    "language_code": item.source.locale.language_code,
                },
            },
        )
        for item in prepared
    )


def find_parents(prepared):
    """Return the page under which each translation belongs."""
    source_parents = dict.fromkeys(parent_path(item.source) for item in prepared)
    source_parents = {
        page.path: page for page in Page.objects.filter(path__in=source_parents)
    }
    locales = {item.page.locale_id for item in prepared}
    keys = [parent.translation_key for parent in source_parents.values()]
    translated = {
        (page.translation_key, page.locale_id): page
        for page in Page.objects.filter(
            translation_key__in=keys, locale_id__in=locales, alias_of__isnull=True
        )
    }
    for item in prepared:
        parent = source_parents[parent_path(item.source)]
        if not parent.is_root():
            key = (parent.translation_key, item.page.locale_id)
            if key not in translated:
                raise ValueError(f"{item.source.title}: its parent is not translated")
            parent = translated[key]
        translated[item.page.translation_key, item.page.locale_id] = item.page
        yield parent


def parent_path(page):
    return page.path[: -page.steplen]
