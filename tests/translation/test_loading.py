import json

import pytest
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)

from hubsite.bulk import insert_pages
from hubsite.translations.loading import (
    TranslationMismatch,
    load_translation,
    load_translations,
)

from . import factories
from .conftest import publish

VOLATILE = {
    "pk", "path", "url_path", "latest_revision", "live_revision", "translation_key",
    "first_published_at", "last_published_at", "latest_revision_created_at",
    "translated_from", "page", "content_object", "slug", "live",
    "has_unpublished_changes", "key",
}  # fmt: skip


def scrubbed(value):
    """Return serialised content without the values that belong to one row."""
    if isinstance(value, dict):
        return {
            name: scrubbed(part) for name, part in value.items() if name not in VOLATILE
        }
    if isinstance(value, list):
        return [scrubbed(part) for part in value]
    return value


def slow_translation(source, twin, locale):
    """Translate as the editor does: submit, fill every text, publish."""
    record, _created = TranslationSource.get_or_create_from_instance(source)
    translation = Translation.objects.create(source=record, target_locale=locale)
    twin_record, _created = TranslationSource.get_or_create_from_instance(twin)
    texts = zip(
        record.stringsegment_set.order_by("order"),
        twin_record.stringsegment_set.order_by("order"),
        strict=True,
    )
    for ours, theirs in texts:
        StringTranslation.objects.get_or_create(
            translation_of=ours.string,
            context=ours.context,
            locale=locale,
            defaults={"data": theirs.string.data, "translation_type": "manual"},
        )
    for segment in record.overridablesegment_set.all():
        if segment.data == "https://fr.example/":
            SegmentOverride.objects.create(
                locale=locale,
                context=segment.context,
                data_json=json.dumps("https://nl.example/"),
            )
    translation.save_target(publish=True)
    return translation.get_target_instance()


def records(source, locale):
    """Return everything wagtail-localize keeps on a source, comparable."""
    record = TranslationSource.objects.get(object_id=source.translation_key)
    translation = record.translations.get()
    return {
        "source": (
            record.specific_content_type_id, record.schema_version, record.locale_id,
            scrubbed(json.loads(record.content_json)),
        ),
        "translation": (translation.enabled, translation.target_locale_id),
        "progress": translation.get_progress(),
        "contexts": set(
            TranslationContext.objects.filter(object=record.object).values_list(
                "path", "field_path", "path_id"
            )
        ),
        "strings": list(
            StringSegment.objects.filter(source=record)
            .annotate_translation(locale)
            .order_by("order")
            .values_list(
                "order", "context__path", "string__data", "string__data_hash", "attrs",
                "translation",
            )
        ),
        "templates": list(
            TemplateSegment.objects.filter(source=record)
            .order_by("order")
            .values_list("order", "context__path", "template__template", "template__uuid")
        ),
        "overridables": list(
            OverridableSegment.objects.filter(source=record)
            .order_by("order")
            .values_list("order", "context__path", "data_json")
        ),
        **filled_in(record, locale),
    }  # fmt: skip


def filled_in(record, locale):
    """Return what a translator adds to a source, and the log of it."""
    return {
        "overrides": set(
            SegmentOverride.objects.filter(
                context__object=record.object, locale=locale
            ).values_list("context__path", "data_json")
        ),
        "logs": TranslationLog.objects.filter(source=record, locale=locale).count(),
    }  # fmt: skip


def references(page):
    return sorted(
        (path, to) for path, to in ReferenceIndex.get_references_for_object(page)
        .values_list("model_path", "to_object_id")
    )  # fmt: skip


def page_state(page):
    page = type(page).objects.get(pk=page.pk)
    return {
        "row": scrubbed(page.serializable_data()),
        "live": page.live,
        "pending": page.has_unpublished_changes,
        "published": page.live_revision_id == page.latest_revision_id is not None,
        # Wagtail's revision of a new translation still has the source's draft title.
        "revision": scrubbed(page.latest_revision.content) | {"draft_title": None},
        "references": references(page),
        "actions": set(
            PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)
        ),
        "depth": page.depth,
        "url": page.url_path.rpartition("/")[0].rpartition("/")[0],
    }


@pytest.mark.parametrize("kind", factories.SYNCED)
def test_loaded_translation_equals_an_editors(
    kind, section, nl, home_fr, django_capture_on_commit_callbacks
):
    section_fr, section_nl = section(kind)
    build = factories.SYNCED[kind]
    slow_source = publish(section_fr, build(section_fr.locale, page_id=home_fr.pk))
    twin = publish(section_nl, build(nl, "nl", page_id=home_fr.pk))
    with django_capture_on_commit_callbacks(execute=True):
        slow = slow_translation(slow_source, twin, nl)

    fast_source = build(section_fr.locale, page_id=home_fr.pk)
    fast_source.slug += "-2"
    fast_source = publish(section_fr, fast_source)
    fast_twin = build(nl, "nl", page_id=home_fr.pk)
    fast_twin.slug = twin.slug + "-2"
    fast = load_translation(fast_source, fast_twin)

    expected, actual = records(slow_source, nl), records(fast_source, nl)
    for state in (expected, actual):
        state["strings"] = [row for row in state["strings"] if row[1] != "slug"]
    assert actual == expected
    assert actual["progress"][0] == actual["progress"][1] > 5
    assert page_state(fast) == page_state(slow)


@pytest.mark.parametrize("kind", factories.SYNCED)
def test_loaded_translation_stays_editable(
    kind, section, nl, home_fr, django_capture_on_commit_callbacks
):
    section_fr, _section_nl = section(kind)
    build = factories.SYNCED[kind]
    source = publish(section_fr, build(section_fr.locale, page_id=home_fr.pk))
    page = load_translation(source, build(nl, "nl", page_id=home_fr.pk))

    source.title = "Un autre titre"
    source.save_revision().publish()
    record = TranslationSource.objects.get_for_instance(source)
    record.update_from_db()
    translation = record.translations.get()
    total, done = translation.get_progress()
    assert done == total - 1
    segment = record.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=nl,
        data="Een andere titel", translation_type="manual",
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    page.refresh_from_db()
    assert page.title == "Een andere titel"
    assert page.summary == "Een samenvatting."


def test_loading_many_costs_few_queries(section, nl, home_fr, connection_queries):
    section_fr, _section_nl = section("call")
    pairs = []
    for number in range(10):
        source = factories.call(section_fr.locale, page_id=home_fr.pk)
        source.slug += f"-{number}"
        twin = factories.call(nl, "nl", page_id=home_fr.pk)
        twin.slug += f"-{number}"
        pairs.append((publish(section_fr, source), twin))
    with connection_queries() as queries:
        pages = load_translations(pairs)
    assert len(pages) == 10
    # One of them for the round that each call has.
    assert len(queries) / 10 <= 21


@pytest.fixture
def connection_queries(db):
    from django.db import connection

    return lambda: CaptureQueriesContext(connection)


@pytest.mark.parametrize("kind", ["news", "issue"])
def test_simple_translation_is_a_page_of_its_own(kind, section, nl, home_fr):
    section_fr, section_nl = section(kind)
    build = factories.SIMPLE[kind]
    source = publish(section_fr, build(section_fr.locale, page_id=home_fr.pk))
    page = load_translation(source, build(nl, "nl", page_id=home_fr.pk))
    assert page.translation_key == source.translation_key
    assert page.translated_from == source.last_published_at
    assert page.get_parent().specific == section_nl
    assert not TranslationSource.objects.filter(object_id=source.translation_key)


def test_twin_of_another_structure_is_refused(section, nl, home_fr):
    section_fr, _section_nl = section("call")
    source = publish(section_fr, factories.call(section_fr.locale, page_id=home_fr.pk))
    twin = factories.call(nl, "nl", page_id=home_fr.pk)
    twin.who_can_apply = "<p>Een alinea.</p>"
    with pytest.raises(TranslationMismatch, match="who_can_apply"):
        load_translation(source, twin)
    assert not TranslationSource.objects.filter(object_id=source.translation_key)


def test_bulk_pages_equal_pages_published_one_by_one(home_fr, fr):
    section = publish(home_fr, factories.section("call", home_fr))
    slow = publish(section, factories.call(fr, page_id=home_fr.pk))
    fresh = factories.call(fr, page_id=home_fr.pk)
    fresh.slug = "second"
    [fast] = insert_pages([(section, fresh)])
    assert page_state(fast) == page_state(slow)
    assert not Page.find_problems()[0]
    assert [page.specific for page in section.get_children()] == [slow, fast]
    assert fast.url == f"/fr/{section.slug}/second/"
    found = type(fast).objects.live().search("français").results()
    assert {page.pk for page in found} == {slow.pk, fast.pk}


def test_bulk_tree_keeps_order_and_lets_wagtail_go_on(home_fr, fr):
    section = factories.section("event", home_fr)
    first, second = factories.event(fr), factories.event(fr)
    second.slug, second.live = "draft", False
    insert_pages([(home_fr, section), (section, first), (section, second)])
    third = factories.event(fr)
    third.slug = "third"
    type(section).objects.get(pk=section.pk).add_child(instance=third)
    children = section.get_children()
    assert [page.slug for page in children] == ["event-fr", "draft", "third"]
    assert [page.live for page in children] == [True, False, True]
    assert not any(Page.find_problems())


def test_bulk_pages_are_published_one_after_the_other(home_fr, fr):
    section = factories.section("event", home_fr)
    first, second = factories.event(fr), factories.event(fr)
    second.slug = "second"
    insert_pages([(home_fr, section), (section, first), (section, second)])
    moments = [page.last_published_at for page in (section, first, second)]
    assert moments == sorted({*moments})
