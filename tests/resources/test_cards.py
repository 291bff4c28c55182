"""Cards to print: every layout, in the text's language, with where the text comes from."""

import re

import pytest
from django.utils import translation
from django.utils.formats import date_format
from wagtail.models import PageViewRestriction

from resources.cards import INKS, LAYOUTS, card_data, card_name, card_pdf
from resources.kinds import ResourceKind

pytestmark = pytest.mark.demo


def pages_in(document):
    """Return how many pages a PDF says it has."""
    return int(re.search(rb"/Type\s*/Pages\s*/Count (\d+)", document)[1])


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ink", INKS)
def test_card_is_served_in_every_layout(demo, client, language, layout, ink):
    page = demo("R12", language)
    response = client.get(f"{page.url}card-{layout}{ink}.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert f"-{layout}{ink}-{language}.pdf" in response["Content-Disposition"]
    assert b"/StructTreeRoot" in response.content
    assert f"/Lang({language})".encode() in response.content.replace(b" ", b"")


@pytest.mark.parametrize("layout", ["a4", "a5"])
def test_card_fills_the_two_sides_of_one_sheet(demo, layout):
    for key in ("R11", "R12", "R16", "R22", "R26", "R28"):
        for language in ("fr", "nl"):
            page = demo(key, language)
            assert pages_in(card_pdf(page, layout)) == 2, (key, language)


def test_longer_text_takes_more_sides(demo):
    page = demo("R12")
    page.body = [("paragraph", f"<p>{'Un long texte. ' * 1500}</p>")]
    assert pages_in(card_pdf(page, "a5")) > 2


def test_card_says_title_source_licence_and_version(demo):
    page = demo("R12")
    with translation.override("fr"):
        data = card_data(page)
    assert data["title"] == "Mot de passe solide"
    assert data["url"] == page.full_url
    assert data["url"].startswith("http")
    said = " ".join(data["origin"])
    assert "Hub Passerelles" in said
    assert "CC BY-SA" in said
    assert "/licenses/by-sa/4.0/deed.fr" in said
    version = next(row for row in page.versions.all() if row.version == "1.4")
    with translation.override("fr"):
        assert f"Version 1.4, {date_format(version.day)}" in said
    assert "<svg" in data["qr"]


def test_card_is_made_again_once_the_page_changes(demo):
    page = demo("R12")
    first = card_pdf(page, "a5")
    assert card_pdf(page, "a5") == first
    page.summary = "Un autre résumé."
    assert card_pdf(page, "a5") != first
    page.licence = "CC-BY-4.0"
    assert card_pdf(page, "a5") != first


def test_page_offers_its_cards_in_plain_words(demo, client):
    for language, words in (("fr", "A4 recto-verso"), ("nl", "A4, recto verso")):
        page = demo("R12", language)
        type(page).objects.filter(pk=page.pk).update(image=None)
        text = client.get(page.url).text
        assert f"{words} (PDF)" in text
        for _label, colour, mono in page.cards():
            assert f'href="{page.url}{colour}"' in text
            assert f'href="{page.url}{mono}"' in text


def test_page_that_only_describes_a_file_has_no_card(demo, client):
    page = demo("R01")
    assert page.kind == ResourceKind.TEMPLATE
    assert page.cards() == []
    assert client.get(f"{page.url}card-a4.pdf").status_code == 404


@pytest.mark.parametrize("name", ["card-a3.pdf", "card-a4-red.pdf", "card-.pdf"])
def test_unknown_layout_is_not_found(demo, client, name):
    assert client.get(f"{demo('R12').url}{name}").status_code == 404


def test_card_of_a_page_that_is_not_translated_speaks_its_own_language(demo):
    alias = demo("R15", "nl")
    assert card_name(alias, "a5").endswith("-fr.pdf") == bool(alias.alias_of_id)


def test_card_is_as_private_as_its_page(demo, client):
    page = demo("R12")
    address = f"{page.url}card-a5.pdf"
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="login"
    )
    assert client.get(address).status_code == 302
    restriction.delete()
    page.unpublish()
    assert client.get(address).status_code == 404
