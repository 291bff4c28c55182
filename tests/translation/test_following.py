from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from hubsite.housekeeping import publish_scheduled
from hubsite.translations.states import State, stale_since, translation_state

from . import factories
from .conftest import publish


def republish(page, *, deadline=None, **values):
    if deadline:
        rounds = list(page.rounds.all())
        rounds[0].deadline_on = deadline
        page.rounds = rounds
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()


def test_new_deadline_shows_in_both_languages_at_once(translated, nl, on_commit):
    source, page = translated("call")
    with on_commit():
        republish(source, deadline=date(2027, 2, 1), cancelled=True)
    page.refresh_from_db()
    assert page.rounds.get().deadline_on == date(2027, 2, 1)
    assert page.cancelled
    assert page.title == "call in het Nederlands"
    assert translation_state(source, nl).code == State.UP_TO_DATE


def test_new_deadline_shows_though_a_text_waits(translated, nl, on_commit):
    source, page = translated("call")
    with on_commit():
        republish(source, deadline=date(2027, 2, 1), title="Appel prolongé")
    page.refresh_from_db()
    assert page.rounds.get().deadline_on == date(2027, 2, 1)
    assert page.title == "call in het Nederlands"
    (latest,) = page.latest_revision.content["rounds"]
    assert latest["deadline_on"] == "2027-02-01"
    state = translation_state(source, nl)
    assert state.code == State.OUT_OF_DATE
    assert (state.total - state.done) == 1
    assert stale_since(page) == state.since
    assert abs(state.since - source.last_published_at) < timedelta(seconds=30)


def test_shared_child_rows_follow_though_a_text_waits(translated, on_commit):
    source, page = translated("call")
    with on_commit():
        source.page_keywords.all().delete()
        republish(source, title="Autre")
    page.refresh_from_db()
    assert not page.page_keywords.exists()
    assert page.page_themes.count() == 1


def test_out_of_date_since_the_first_change(translated, nl, on_commit, time_machine):
    source, page = translated("call")
    now = timezone.now()
    for days, title in ((1, "Un"), (2, "Deux")):
        time_machine.move_to(now + timedelta(days=days))
        with on_commit():
            republish(source, title=title)
    assert (
        translation_state(source, nl).since.date() == (now + timedelta(days=1)).date()
    )
    assert stale_since(page) == translation_state(source, nl).since


def test_translated_change_is_published_and_up_to_date(
    translated, nl, translate_text, on_commit
):
    source, page = translated("event")
    with on_commit():
        republish(source, title="Autre")
    translate_text(source, "title", "Ander")
    with on_commit():
        Translation.objects.get(source__object_id=source.translation_key).save_target()
    page.refresh_from_db()
    assert page.title == "Ander"
    assert translation_state(source, nl).code == State.UP_TO_DATE
    assert stale_since(page) is None


def test_restored_text_finds_its_translation_again(translated, nl, on_commit):
    source, page = translated("event")
    title = source.title
    with on_commit():
        republish(source, title="Autre")
    with on_commit():
        republish(source, title=title)
    assert translation_state(source, nl).code == State.UP_TO_DATE


def test_text_in_error_counts_as_untranslated(
    translated, nl, translate_text, on_commit
):
    source, page = translated("event")
    with on_commit():
        republish(source, title="Autre")
    text = translate_text(source, "title", '<a id="a9">Ander</a>')
    assert text.has_error
    with on_commit():
        republish(source)
    page.refresh_from_db()
    assert page.title == "event in het Nederlands"
    assert translation_state(source, nl).code == State.OUT_OF_DATE


def test_publication_without_change_leaves_translation_up_to_date(translated, nl):
    source, page = translated("sheet")
    revision = page.latest_revision_id
    republish(source)
    page.refresh_from_db()
    assert translation_state(source, nl).code == State.UP_TO_DATE
    assert page.latest_revision_id == revision


def test_unchanged_segments_keep_their_ids(translated, on_commit):
    source, _page = translated("call")
    record = TranslationSource.objects.get_for_instance(source)
    ids = set(record.stringsegment_set.values_list("pk", flat=True))
    with on_commit():
        republish(source, title="Autre")
    now = set(record.stringsegment_set.values_list("pk", flat=True))
    assert len(ids & now) == len(ids) - 1


@pytest.mark.parametrize("kind", ["call", "news"])
def test_unpublication_takes_the_translation_down(kind, translated):
    source, page = translated(kind)
    source.unpublish()
    page.refresh_from_db()
    assert not page.live


def test_synced_translation_comes_back_with_its_source(translated, on_commit):
    source, page = translated("call")
    source.unpublish()
    with on_commit():
        republish(source)
    page.refresh_from_db()
    assert page.live


def test_translation_taken_down_on_purpose_stays_down(translated, on_commit):
    source, page = translated("call")
    page.unpublish()
    with on_commit():
        republish(source)
    page.refresh_from_db()
    assert not page.live


@pytest.mark.parametrize("kind", ["call", "news"])
def test_deletion_takes_translation_and_records_along(kind, translated, section):
    source, page = translated(kind)
    source.delete()
    assert not Page.objects.filter(pk=page.pk).exists()
    assert not TranslationSource.objects.filter(object_id=source.translation_key)
    assert not any(Page.find_problems())


def test_deletion_of_a_section_takes_both_trees(translated, section):
    source, page = translated("call")
    section_fr, section_nl = section("call")
    Page.objects.filter(pk=section_fr.pk).delete()
    assert not Page.objects.filter(pk__in=[page.pk, section_nl.pk]).exists()
    assert not any(Page.find_problems())


def test_deletion_leaves_no_orphan_of_an_alias(section, fr, nl):
    section_fr, section_nl = section("call")
    source = publish(section_fr, factories.call(fr, page_id=section_fr.pk))
    alias = source.create_alias(
        parent=section_nl, update_locale=nl, reset_translation_key=False
    )
    source.delete()
    assert not Page.objects.filter(pk=alias.pk).exists()


def test_deletion_of_a_translation_leaves_the_source(translated):
    source, page = translated("call")
    page.delete()
    assert Page.objects.filter(pk=source.pk, live=True).exists()


def test_new_order_and_place_are_followed(section, fr, nl, translated):
    _kit_fr, kit_nl = section("step")
    (first, _), (second, second_nl), (third, _) = (
        translated("step", slug) for slug in ("un", "deux", "trois")
    )
    third.refresh_from_db()
    third.move(first, pos="left")
    kit_nl.refresh_from_db()
    slugs = [page.slug for page in kit_nl.get_children()]
    assert slugs == ["trois-nl", "un-nl", "deux-nl"]
    assert not any(Page.find_problems())


def test_move_elsewhere_is_followed(home_fr, home_nl, fr, nl):
    from hubsite.translations import load_translation

    pairs = []
    for slug in ("about", "mission"):
        page = factories.standard(fr)
        page.slug = slug
        twin = factories.standard(nl, "nl")
        twin.slug = f"{slug}-nl"
        source = publish(home_fr, page)
        pairs.append((source, load_translation(source, twin)))
    (about, about_nl), (mission, mission_nl) = pairs
    mission.move(about, pos="last-child")
    mission_nl.refresh_from_db()
    assert mission_nl.get_parent().pk == about_nl.pk
    assert mission_nl.url_path.endswith("/about-nl/mission-nl/")


@pytest.mark.parametrize("kind", ["call", "news"])
def test_restriction_is_followed(kind, translated):
    source, page = translated(kind)
    restriction = PageViewRestriction.objects.create(
        page=source, restriction_type="groups"
    )
    group = Group.objects.create(name="Équipe")
    restriction.groups.add(group)
    assert not Page.objects.public().filter(pk=page.pk).exists()
    assert list(page.view_restrictions.get().groups.all()) == [group]
    restriction.delete()
    assert Page.objects.public().filter(pk=page.pk).exists()


def schedule(section_fr, page, start, end=None):
    page.live = False
    section_fr.add_child(instance=page)
    page.go_live_at, page.expire_at = start, end
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def scheduled(section, fr, nl):
    """A call that goes live in an hour and comes down in two, submitted to Dutch."""
    section_fr, _section_nl = section("call")
    now = timezone.now()
    source = schedule(
        section_fr,
        factories.call(fr, page_id=section_fr.pk),
        now + timedelta(hours=1),
        now + timedelta(hours=2),
    )
    translate_object(source, [nl])
    return source


def translate_all(source, nl):
    from wagtail_localize.models import StringTranslation

    record = TranslationSource.objects.get_for_instance(source)
    for segment in record.stringsegment_set.select_related("string"):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=nl,
            defaults={
                "data": f"NL {segment.string.data}",
                "translation_type": "manual",
            },
        )


def dutch(source, nl):
    return type(source).objects.get(translation_key=source.translation_key, locale=nl)


def test_scheduled_call_goes_live_and_expires_in_both_languages(
    scheduled, nl, on_commit, time_machine
):
    translate_all(scheduled, nl)
    assert translation_state(scheduled, nl).waits_for_source
    now = timezone.now()
    time_machine.move_to(now + timedelta(hours=1, minutes=1))
    with on_commit():
        publish_scheduled()
    page = dutch(scheduled, nl)
    assert page.live
    assert page.title.startswith("NL")
    scheduled.refresh_from_db()
    assert translation_state(scheduled, nl).code == State.UP_TO_DATE
    time_machine.move_to(now + timedelta(hours=2, minutes=1))
    publish_scheduled()
    page.refresh_from_db()
    scheduled.refresh_from_db()
    assert (scheduled.live, page.live) == (False, False)
    assert page.expired


def test_incomplete_translation_of_scheduled_call_stays_down(
    scheduled, nl, on_commit, time_machine
):
    time_machine.move_to(timezone.now() + timedelta(hours=1, minutes=1))
    with on_commit():
        publish_scheduled()
    scheduled.refresh_from_db()
    assert scheduled.live
    assert not dutch(scheduled, nl).live
    assert translation_state(scheduled, nl).code == State.IN_PROGRESS


def test_later_hour_is_followed(scheduled, nl, on_commit):
    translate_all(scheduled, nl)
    later = timezone.now() + timedelta(days=3)
    scheduled.go_live_at, scheduled.expire_at = later, None
    with on_commit():
        scheduled.save_revision().publish()
    page = dutch(scheduled, nl)
    assert (page.go_live_at, page.expire_at, page.live) == (later, None, False)
