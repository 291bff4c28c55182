"""Editors choose any commune by typing: its row is made when they take it."""

import json

import pytest
from django.urls import reverse

from hubsite import groups
from hubsite.models import Territory
from hubsite.territories import ensure_territory
from tests.search.factories import standard

CHOOSER = "wagtailsnippetchoosers_hubsite_territory"


@pytest.fixture
def editor(member):
    return member(groups.EDITORS)


def results(client, text, **more):
    return client.get(reverse(f"{CHOOSER}:choose_results"), {"q": text, **more})


def test_an_editor_types_and_takes_a_commune(editor):
    html = results(editor, "tourcoi").content.decode()
    assert "Tourcoing" in html
    assert "59200, Nord" in html
    assert not Territory.objects.exists()
    address = reverse(f"{CHOOSER}:chosen", args=["insee-com_3A59599"])
    assert address in html
    result = json.loads(editor.get(address).content)["result"]
    row = Territory.objects.by_reference("insee-com:59599").get()
    assert result["id"] == str(row.pk)
    assert result["string"] == "Tourcoing"
    again = results(editor, "tourcoi").content.decode()
    assert reverse(f"{CHOOSER}:chosen", args=[row.pk]) in again
    assert Territory.objects.filter(code="59599").count() == 1


def test_several_are_taken_at_once_for_a_page(editor):
    known = ensure_territory("insee-dep:59")
    html = results(editor, "kortrijk", multiple=1).content.decode()
    assert 'value="nis:34022"' in html
    chosen = editor.get(
        reverse(f"{CHOOSER}:chosen_multiple"), {"id": ["nis:34022", known.pk]}
    )
    taken = json.loads(chosen.content)["result"]
    assert {one["string"] for one in taken} == {"Courtrai", "Nord"}


def test_what_editors_added_themselves_is_found_too(editor):
    Territory.objects.create(
        scheme="own", code="1", kind="programme", label_fr="Pays de Tourcoigne",
        label_nl="x",
    )  # fmt: skip
    assert "Pays de Tourcoigne" in results(editor, "tourcoi").content.decode()
    whole = editor.get(reverse(f"{CHOOSER}:choose")).json()["html"]
    assert "Pays de Tourcoigne" in whole


@pytest.mark.parametrize(
    "key", ["nis:99999", "0", "999999999999999999999999", "²", "x", ":"]
)
def test_no_row_is_made_for_what_is_no_place(editor, key):
    address = reverse(f"{CHOOSER}:chosen", args=[key])
    assert editor.get(address, follow=True).status_code == 404
    assert not Territory.objects.exists()


@pytest.mark.parametrize("typed", ["<b>", "' OR 1=1", "a" * 3000, "xqzzt"])
def test_hostile_words_find_nothing_and_break_nothing(editor, typed):
    response = results(editor, typed)
    assert response.status_code == 200
    assert "<b>" not in response.content.decode().replace("<em><b></em>", "")


def test_visitors_choose_nothing(client, home_fr):
    assert (
        client.get(reverse(f"{CHOOSER}:chosen", args=["nis:34022"])).status_code == 302
    )
    assert not Territory.objects.exists()


def test_the_listing_finds_rows_made_in_bulk(member):
    client = member(groups.MODERATORS)
    ensure_territory("nis:34022")
    response = client.get(
        reverse("wagtailsnippets_hubsite_territory:list"), {"q": "courtr"}
    )
    assert "Courtrai" in response.content.decode()


def test_a_page_names_a_commune_and_is_found_by_it(home_fr, client):
    ensure_territory("nis:34022")
    standard(home_fr, "Page", territories=["nis:34022"])
    assert client.get("/fr/recherche/?territory=nis:34022").context["result"].total == 1
    assert client.get("/fr/recherche/?territory=nuts:BE25").context["result"].total == 1
