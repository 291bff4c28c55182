"""Experience sheets: what they show, what they hide, and where they are found."""

import io
import json
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from resources.models import (
    ExperiencePage,
    ExperienceTool,
    KitStepPage,
    ResourceFile,
    ResourcePage,
)
from search.engines import get_engine
from search.query import SearchQuery

from .factories import document


def soup_of(client, page, path=""):
    # Drawing the illustration is not what is tried here.
    type(page).objects.filter(pk=page.pk).update(image=None)
    response = client.get(page.url + path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def ids_of(soup):
    return {element["id"] for element in soup.main.find_all(id=True)}


def search(language="fr", **selected):
    query = SearchQuery(
        language=language,
        types=("sheet",),
        facets=(),
        selected={name: (code,) for name, code in selected.items()},
    )
    return {hit.page_id for hit in get_engine().search(query.request(size=50)).hits}


def archive_of(client, page):
    response = client.get(f"{page.url}pack.zip")
    assert response["Content-Type"] == "application/zip"
    content = b"".join(response.streaming_content)
    response.close()
    return zipfile.ZipFile(io.BytesIO(content))


def files_in(names):
    """Leave out the sheet itself and the credits, which come first."""
    return names[2:]


# A sheet on its own


@pytest.mark.django_db
def test_empty_sections_vanish_with_their_links(translated, client):
    page = translated("sheet", twin=False)
    ExperiencePage.objects.filter(pk=page.pk).update(
        objectives="<p> </p>", method=[], roles=[], phases=[], source_title="",
        excluded_uses="", body=[],
    )  # fmt: skip
    soup = soup_of(client, page)
    gone = {"objectives", "method", "roles", "phases", "lessons", "provenance", "scope"}
    assert not ids_of(soup) & (gone | {"replicate"})
    links = [
        link["href"] for link in soup.find("nav", class_="toc").find_all("a", href=True)
    ]
    assert links == ["#context", "#replies"]


@pytest.mark.django_db
@pytest.mark.parametrize("certainty", ["conditional", "unconfirmed"])
def test_phase_that_is_hoped_for_is_not_the_phase_reached(certainty, translated):
    page = translated("sheet", twin=False)
    page.phase = "pilot"
    page.full_clean()
    page.phases[0].value["certainty"] = certainty
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert set(refused.value.message_dict) == {"phase"}


@pytest.mark.django_db
def test_queries_do_not_grow_with_what_is_attached(
    translated, section, home_fr, client
):
    sheet = translated("sheet", twin=False)
    resources = [translated("resource", slug=f"r{n}", twin=False) for n in range(8)]

    def cost(number):
        sheet.tools.set(ExperienceTool(tool=one) for one in resources[:number])
        sheet.save()
        client.get(sheet.url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(sheet.url).status_code == 200
        return len(queries)

    assert cost(2) == cost(8)


# The demo's sheets


@pytest.mark.demo
@pytest.mark.parametrize(
    ("key", "language"), [("X1", "fr"), ("X1", "nl"), ("X6", "fr")]
)
def test_full_sheet_has_every_part(key, language, demo, client):
    soup = soup_of(client, demo(key, language))
    parts = set(ExperiencePage.SECTIONS) | {
        "scope", "method", "roles", "phases", "lessons", "replicate", "provenance",
    }  # fmt: skip
    assert parts <= ids_of(soup)
    targets = {
        a["href"][1:] for a in soup.find("nav", class_="toc").find_all("a", href=True)
    }
    assert targets <= ids_of(soup)


@pytest.mark.demo
def test_warning_comes_before_the_first_section(demo, client):
    soup = soup_of(client, demo("X1"))
    ids = [element["id"] for element in soup.main.find_all(id=True)]
    assert ids.index("scope") < ids.index("context")


@pytest.mark.django_db
def test_practical_facts_come_before_the_text(translated, client):
    text = soup_of(client, translated("sheet", twin=False)).main.get_text()
    assert text.index("Organisation") < text.index("Contexte")


@pytest.mark.demo
def test_sheet_in_another_language_marks_what_is_foreign(demo, client):
    soup = soup_of(client, demo("X1", "nl"))
    assert soup.html["lang"] == "nl"
    assert "Onder voorwaarde" in soup.find(id="phases").find_next("ol").text
    assert "als de evaluatie van de pilootfase goed uitvalt" in soup.text


@pytest.mark.demo
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_sheet_is_found_from_each_tool_and_from_the_kit(language, demo, client):
    shown = {"live": True, "alias_of": None, "locale__language_code": language}
    found = {}

    def links(page):
        if page.url not in found:
            main = soup_of(client, page).main
            found[page.url] = [a["href"] for a in main.find_all("a", href=True)]
        return found[page.url]

    steps = KitStepPage.objects.filter(**shown)
    for sheet in ExperiencePage.objects.filter(**shown):
        tools = ResourcePage.objects.filter(pk__in=sheet.tool_ids)
        keys = [tool.translation_key for tool in tools]
        pages = ResourcePage.objects.filter(**shown, translation_key__in=keys)
        assert pages
        assert all(sheet.url in links(page) for page in pages), sheet
        assert any(sheet.url in links(step) for step in steps), sheet


@pytest.mark.demo
def test_kit_step_leads_to_everything_on_its_themes(demo, client):
    band = soup_of(client, demo("K7")).find("div", class_="band")
    (href,) = [a["href"] for a in band.find_all("a") if "Voir toutes les f" in a.text]
    assert href.startswith("/fr/recherche/?type=sheet&theme=")
    listed = BeautifulSoup(client.get(href).content, "html.parser")
    more = {a["href"] for a in listed.select(".list h3 a")}
    assert {a["href"] for a in band.select("a[href*=experiences]")} <= more


@pytest.mark.demo
def test_untranslated_sheet_is_found_from_the_tool_in_dutch(demo, client):
    # R40 is part of the pack of X6, which exists in French only.
    soup = soup_of(client, demo("R40", "nl"))
    link = soup.main.find("a", href=demo("X6").url)
    assert link["lang"] == "fr"


@pytest.mark.demo
@pytest.mark.parametrize(("key", "language"), [("K7", "fr"), ("K7", "nl")])
def test_kit_step_lists_sheets_on_its_themes(key, language, demo, client):
    step = demo(key, language)
    related = soup_of(client, step).find("div", class_="band")
    links = {link["href"] for link in related.find_all("a", href=True)}
    themes = {row.term.code for row in step.page_themes.all()}
    sheets = {
        page.url
        for name in ("X1", "X2", "X3", "X4", "X5", "X7", "X8")
        for page in [demo(name, language)]
        if themes & {row.term.code for row in page.page_themes.all()}
    }
    assert links & sheets


@pytest.mark.demo
@pytest.mark.parametrize(
    ("facet", "code", "keys"),
    [
        ("ratio", "2", {"X1"}),
        ("small_need", "true", {"X4"}),
        ("place", "mobile", {"X5", "X7"}),
        ("rhythm", "monthly", {"X5", "X8"}),
        ("phase", "experiment", {"X2", "X6"}),
        # The organisations listed count, not the one that leads alone.
        ("structure", "epn", {"X5", "X8"}),
        ("structure", "social_centre", {"X4", "X8"}),
    ],
)
def test_practical_facts_are_filters(facet, code, keys, demo):
    assert search(**{facet: code}) == {demo(key).pk for key in keys}


@pytest.mark.demo
def test_list_offers_the_new_filters_by_name(demo, client):
    soup = soup_of(client, demo("experiences", "nl"))
    filters = soup.find(class_="filters").text
    for word in ("Geholpen personen per helper", "Soort plek", "Nodige uitrusting"):
        assert word in filters


@pytest.mark.demo
def test_lessons_and_roles_are_searched(demo):
    entry = demo("X1").search_text()
    for words in ("à voix haute", "sans regarder les écrans", "recherche-action"):
        assert words in entry


@pytest.mark.demo
def test_structured_data_says_how_to(demo, client):
    page = demo("X1")
    text = soup_of(client, page).find("script", type="application/ld+json").string
    found = [p for p in json.loads(text)["@graph"] if p.get("@type") == "HowTo"]
    (data,) = found
    assert [step["position"] for step in data["step"]] == [1, 2, 3, 4, 5]
    assert data["step"][0]["name"] == "Repérer les besoins et les ressources"
    assert data["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert data["isBasedOn"]["url"].startswith("http")
    assert data["author"]["name"] == "Foyer Tilleul-Vert"


@pytest.mark.demo
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_pack_holds_the_sheet_its_files_and_their_credits(language, demo, client):
    page = demo("X1", language)
    archive = archive_of(client, page)
    names = archive.namelist()
    assert names[0].endswith(f"-{language}.pdf")
    assert archive.read(names[0]).startswith(b"%PDF-")
    # The questionnaire exists in French only, and is better than none.
    assert [name[3:8] for name in files_in(names)] == [
        f"R28-{language}"[:5],
        "R29-f",
        "R40-" + language[0],
    ]
    credits = archive.read(names[1]).decode()
    for name in files_in(names):
        assert name in credits
    assert "CC BY-SA" in credits
    assert page.full_url in credits


@pytest.mark.django_db
def test_pack_credits_each_file_under_the_licence_that_holds(translated, client):
    sheet, tool = (translated(kind, twin=False) for kind in ("sheet", "resource"))
    rows = {
        # Without terms of its own a file has those of its resource.
        "a.txt": {},
        "b.txt": {"licence": "CC-BY-NC-ND-4.0", "authors": "Digipunt"},
    }
    tool.authors = "Les Passeurs"
    tool.files = [
        ResourceFile(document=document(name, licence="CC0-1.0"), **fields)
        for name, fields in rows.items()
    ]
    tool.save()
    sheet.tools.set([ExperienceTool(tool=tool, use="procedure")])
    sheet.save()
    archive = archive_of(client, sheet)
    first, second = (
        archive.read(archive.namelist()[1]).decode().partition("01-")[2].split("02-")
    )
    assert "CC BY 4.0" in first
    assert "Les Passeurs" in first
    assert "CC BY-NC-ND 4.0" in second
    assert "Digipunt" in second
    assert "pas d'utilisation commerciale" in second
    assert "CC0" not in first + second
    assert "Les Passeurs" not in second


@pytest.mark.demo
def test_pack_leaves_out_what_visitors_may_not_read(demo, client):
    page, charter = demo("X1"), demo("R28")
    PageViewRestriction.objects.create(page=charter, restriction_type="login")
    closed = Collection.get_first_root_node().add_child(instance=Collection(name="c"))
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type="login"
    )
    for file in demo("R29").files.all():
        file.document.collection = closed
        file.document.save()
    names = archive_of(client, page).namelist()
    assert [name[3:6] for name in files_in(names)] == ["R40"]
    assert charter.url not in [
        a["href"] for a in soup_of(client, page).find_all("a", href=True)
    ]


@pytest.mark.demo
def test_sheet_without_files_has_no_pack(demo, client):
    page = demo("X5")
    assert client.get(f"{page.url}pack.zip").status_code == 404
    assert "pack.zip" not in str(soup_of(client, page))


@pytest.mark.demo
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_sheet_as_pdf_is_tagged_and_says_its_language(language, demo, client):
    response = client.get(f"{demo('X1', language).url}document.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert b"/StructTreeRoot" in response.content
    assert f"/Lang({language})".encode() in response.content.replace(b" ", b"")
