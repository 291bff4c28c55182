"""The demo hub: whole, in both languages, and true as the days go by."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from funding.models import CallPage
from home.demo.dating import move_dates
from home.demo.loading import SiteIsNotEmpty, load
from home.demo.reading import SECTIONS, plain, read_section, rich, typography
from home.models import DemoPage
from hubsite.contracts import status_at
from hubsite.translations.changes import changes_of
from hubsite.translations.states import State, translation_state
from newsletter.models import Campaign
from resources.models import ResourcePage
from search.models import SearchEntry

pytestmark = pytest.mark.demo

UNTRANSLATED = {"R05", "X6", "L3"}


def test_demo_has_every_page_in_both_languages(demo):
    keys = {data["id"] for section in SECTIONS for data in read_section(section)}
    rows = DemoPage.objects.values_list("language", "key")
    assert {key for language, key in rows if language == "fr"} == keys
    assert {key for language, key in rows if language == "nl"} == keys - UNTRANSLATED


def test_demo_statuses_are_those_planned(demo):
    calls = CallPage.objects.filter(locale__language_code="fr")
    statuses = Counter(call.status.value for call in calls)
    assert statuses == {
        "open": 16, "closing": 5, "upcoming": 4, "closed": 2, "results": 2,
        "cancelled": 1,
    }  # fmt: skip
    assert sum(call.joint for call in calls) == 8


def test_demo_cards_are_ten(demo):
    cards = ResourcePage.objects.filter(locale__language_code="fr", kind="card")
    assert cards.count() == 10


def test_demo_statuses_hold_on_a_later_day(demo):
    later = timezone.localdate() + timedelta(days=100)
    moved = move_dates(later)
    assert moved == DemoPage.objects.count()
    call = demo("F22")
    assert call.rounds.get().deadline_on == later + timedelta(days=3)
    noon = timezone.now() + timedelta(days=100)
    assert status_at(call.timeline(), noon) == "closing"
    latest = call.latest_revision.as_object()
    assert latest.rounds.get().deadline_on == call.rounds.get().deadline_on


def test_demo_page_that_an_editor_changed_keeps_its_dates(demo):
    call = demo("F22")
    before = call.rounds.get().deadline_on
    call.title = "Quartiers connectés"
    call.save_revision().publish()
    move_dates(timezone.localdate() + timedelta(days=100))
    assert demo("F22").rounds.get().deadline_on == before


def test_demo_is_never_loaded_over_existing_pages(demo):
    before = DemoPage.objects.count()
    with pytest.raises(SiteIsNotEmpty):
        load()
    call_command("load_demo", stdout=StringIO())
    assert DemoPage.objects.count() == before


@pytest.mark.parametrize("section", SECTIONS)
def test_demo_texts_have_the_same_structure_in_both_languages(section):
    ids = dict.fromkeys("abc", 1)

    class AnyPage(dict):
        def __contains__(self, key):
            return True

        def __missing__(self, key):
            return ids["a"]

    def compare(value, path):
        if isinstance(value, dict) and set(value) == {"fr", "nl"}:
            shapes = [
                [
                    (tag, rich(value, language, AnyPage()).count(tag))
                    for tag in ("<p>", "<li>", "<ul>", "<ol>", "<a ")
                ]
                for language in ("fr", "nl")
            ]
            assert shapes[0] == shapes[1], path
        elif isinstance(value, dict):
            for key, child in value.items():
                compare(child, f"{path}.{key}")
        elif isinstance(value, list):
            for number, child in enumerate(value):
                compare(child, f"{path}[{number}]")

    for data in read_section(section):
        compare(data, data["id"])


def test_french_typography_keeps_tall_signs_beside_their_word():
    assert (
        typography("« Oui » : 5 % ?", "fr")
        == "«\u00a0Oui\u00a0»\u00a0: 5\u00a0%\u00a0?"
    )
    assert typography("45 000 € en 2027", "fr") == "45\u00a0000\u00a0€ en 2027"
    assert plain({"fr": "Oui ?", "nl": "Ja?"}, "nl") == "Ja?"


def test_demo_can_be_loaded_again_over_an_editors_changes(demo):
    call = demo("F22")
    call.title = "Quartiers connectés"
    call.save_revision().publish()
    count = DemoPage.objects.count()
    call_command("load_demo", reload=True, stdout=StringIO())
    assert DemoPage.objects.count() == count
    assert demo("F22").title == "Quartiers en ligne"
    assert (
        SearchEntry.objects.present().filter(title="Quartiers connectés").count() == 0
    )


def test_demo_is_found_by_search(demo):
    live = DemoPage.objects.filter(page__live=True).exclude(key="home")
    assert SearchEntry.objects.present().count() == live.count()


def test_demo_issues_of_the_past_were_sent(demo):
    sent = Campaign.objects.filter(state=Campaign.State.SENT)
    assert {campaign.issue.number for campaign in sent} == {1, 2}


@pytest.mark.parametrize("reference", ["N3", "N4"])
def test_matrix_tells_what_changed_in_a_demo_page(reference, demo, nl):
    source = demo(reference)
    if reference != "N4":
        source.summary = "Autre."
        source.save_revision().publish()
        source.refresh_from_db()
    states = {source.pk: translation_state(source, nl)}
    assert states[source.pk].code == State.OUT_OF_DATE
    assert changes_of([source], states, nl) == {source.pk: ["Résumé"]}


@pytest.mark.parametrize(
    ("chooser", "typed", "found"),
    [
        ("directory_organisation", "coiron", "Les Passeurs du Coiron"),
        ("directory_person", "camil", "Camille Orsevaux"),
        ("funding_carrier", "rivel", "Rivelaine"),
        ("hubsite_theme", "format", "formation"),
        ("hubsite_topic", "mot", "mot de passe"),
        ("hubsite_audience", "medi", "médiateur"),
        ("hubsite_acronym", "EPN", "EPN"),
        ("hubsite_definition", "aid", "aidant"),
    ],
)
def test_demo_terms_and_organisations_are_found_by_editors(
    chooser, typed, found, demo, admin_client
):
    listing = reverse(f"wagtailsnippets_{chooser}:list_results")
    html = admin_client.get(listing, {"q": typed}).content.decode()
    assert found.lower() in html.lower()
