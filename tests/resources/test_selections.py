"""Selections without an account: collect, order, share, and what never shows."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from hubsite.collected import MOST_PAGES, ids_in, token_for
from resources import selection_views
from resources.models import (
    ResourceIndexPage,
    ResourceLink,
    ResourceOrigin,
    ResourcePage,
)
from tests.search.factories import event, index_page, resource, translated
from tests.translation.factories import section, sheet, step

pytestmark = pytest.mark.django_db
OWN = "/fr/selection/"
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def pages(home_fr):
    titles = ("Premier", "Deuxième", "Troisième")
    return [resource(home_fr, title) for title in titles]


@pytest.fixture
def visitor():
    """A browser that enforces what a form without a token must pass."""
    return Client(enforce_csrf_checks=True, **SAME)


def post(visitor, action, **data):
    return visitor.post(f"{OWN}{action}/", data)


def collect(visitor, *pages):
    for page in pages:
        assert post(visitor, "add", page=page.pk).status_code == 303


def kept(visitor):
    """Return the page ids in the visitor's cookie."""
    return ids_in(visitor.cookies[settings.SELECTION_COOKIE].value) or []


def titles(response):
    soup = BeautifulSoup(response.text, "html.parser")
    return [a.get_text() for a in soup.select(".collected > li > div:first-child a")]


def test_cookie_comes_with_the_first_page_and_not_before(visitor, pages):
    for address in (
        OWN,
        pages[0].url,
        index_page(pages[0].get_parent(), ResourceIndexPage).url,
    ):
        assert not visitor.get(address).cookies
    assert not visitor.cookies
    response = post(visitor, "add", page=pages[0].pk)
    assert response.status_code == 303
    cookie = response.cookies[settings.SELECTION_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True,
        "Lax",
        "/",
    )
    assert cookie["max-age"] == 90 * 24 * 3600
    assert ids_in(cookie.value) == [pages[0].pk]
    shown = visitor.get(response.url)
    assert titles(shown) == ["Premier"]
    assert "cette page est dans votre sélection" in shown.text


def test_own_page_is_kept_by_nobody(visitor, pages, settings):
    settings.PAGE_CACHE = True
    collect(visitor, *pages)
    for _time in (1, 2):
        mine = visitor.get(OWN)
        assert "no-store" in mine["Cache-Control"]
        assert len(titles(mine)) == 3
    assert titles(Client().get(OWN)) == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_page_says_that_it_is_collected_to_its_visitor_alone(
    visitor, pages, home_nl, settings, language
):
    settings.PAGE_CACHE = True
    home = index_page(home_nl, ResourceIndexPage)
    home.translation_key = pages[0].get_parent().translation_key
    home.save()
    fields = {
        "kind": "card",
        "format": "pdf",
        "licence": "CC0-1.0",
        "languages": ["nl"],
    }
    dutch = translated(pages[0], home, "Eerste", authors="Hub", **fields)
    url = {"fr": pages[0].url, "nl": dutch.url}[language]
    words = {"fr": "Dans ma sélection", "nl": "In mijn selectie"}[language]
    before = Client().get(url)
    assert words not in before.text
    collect(visitor, pages[0])
    own = visitor.get(url)
    assert words in own.text
    assert "selection/add" not in own.text
    assert own["Cache-Control"].startswith("private")
    assert words not in visitor.get(pages[1].url).text
    assert Client().get(url).content == before.content


def test_request_from_elsewhere_changes_nothing(pages):
    for headers in ({"HTTP_SEC_FETCH_SITE": "cross-site"}, {}):
        stranger = Client(**headers)
        assert post(stranger, "add", page=pages[0].pk).status_code == 403
        assert not stranger.cookies


def test_forms_send_readers_who_only_look_to_the_selection(visitor):
    for action in ("add", "change", "take"):
        assert visitor.get(f"{OWN}{action}/").url == OWN


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "999999", "1 OR 1=1"])
def test_page_that_does_not_exist_is_refused_in_words(visitor, pages, value):
    collect(visitor, pages[0])
    response = post(visitor, "add", page=value)
    assert response.status_code == 404
    assert "Cette page ne peut pas être ajoutée" in response.text
    assert kept(visitor) == [pages[0].pk]


def test_what_is_not_public_or_of_another_kind_cannot_be_added(visitor, home_fr, pages):
    draft, secret, _open = pages
    draft.unpublish()
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    for page in (draft, secret, event(home_fr, "Un atelier"), home_fr):
        response = post(visitor, "add", page=page.pk)
        assert response.status_code == 404
        assert "Premier" not in response.text
        assert "Deuxième" not in response.text


def test_steps_and_sheets_can_be_collected(visitor, home_fr):
    kit = home_fr.add_child(instance=section("step", home_fr))
    first = kit.add_child(instance=step(home_fr.locale, page_id=home_fr.pk))
    index = home_fr.add_child(instance=section("sheet", home_fr))
    second = index.add_child(instance=sheet(home_fr.locale, page_id=home_fr.pk))
    collect(visitor, first, second)
    response = visitor.get(OWN)
    assert titles(response) == [first.title, second.title]
    assert (
        visitor.get(f"{OWN}{token_for(kept(visitor))}/booklet.pdf").status_code == 200
    )


def test_page_stands_once_whatever_its_language(visitor, home_nl, pages):
    copy = in_dutch(pages[0], home_nl)
    collect(visitor, pages[0], pages[0], copy)
    assert kept(visitor) == [pages[0].pk]


def in_dutch(page, home_nl, title="Eerste"):
    parent = index_page(home_nl, ResourceIndexPage)
    fields = {"kind": "card", "format": "pdf", "licence": page.licence}
    return translated(page, parent, title, authors="Hub", languages=["fr"], **fields)


def test_selection_is_full_at_its_limit(visitor, pages, home_fr):
    many = [resource(home_fr, f"Page {n}").pk for n in range(MOST_PAGES)]
    visitor.cookies[settings.SELECTION_COOKIE] = token_for(many)
    response = post(visitor, "add", page=pages[0].pk)
    assert response.status_code == 400
    assert "40 pages au plus" in response.text
    assert len(titles(response)) == MOST_PAGES
    response = post(visitor, "take", selection=token_for([pages[0].pk]))
    assert response.status_code == 400


def test_pages_move_up_and_down(visitor, pages):
    one, two, three = (page.pk for page in pages)
    collect(visitor, *pages)
    for name, pk, order in (
        ("down", one, [two, one, three]),
        ("up", three, [two, three, one]),
        ("up", two, [two, three, one]),
        ("down", one, [two, three, one]),
        ("up", 987654, [two, three, one]),
    ):
        response = post(visitor, "change", **{name: pk})
        assert response.status_code == 303
        assert response.url == f"{OWN}#page-{pk}"
        assert kept(visitor) == order
    buttons = BeautifulSoup(visitor.get(OWN).text, "html.parser").select("[form=order]")
    assert [b["name"] for b in buttons] == [
        "down", "remove", "up", "down", "remove", "up", "remove", "clear",
    ]  # fmt: skip


def test_removing_and_emptying_can_be_undone(visitor, pages):
    collect(visitor, *pages)
    whole = kept(visitor)
    for change in ({"remove": pages[1].pk}, {"clear": ""}):
        shown = visitor.get(post(visitor, "change", **change).url)
        undo = BeautifulSoup(shown.text, "html.parser").select_one("form.notice")
        data = {
            field["name"]: field.get("value", "") for field in undo.select("[name]")
        }
        assert len(titles(shown)) == (2 if "remove" in change else 0)
        assert visitor.post(undo["action"], data).status_code == 303
        assert kept(visitor) == whole


def test_emptying_takes_the_cookie_away(visitor, pages):
    collect(visitor, pages[0])
    response = post(visitor, "change", clear="")
    assert response.cookies[settings.SELECTION_COOKIE]["max-age"] == 0


def test_shared_selection_is_read_in_ones_own_language(visitor, home_nl, pages):
    in_dutch(pages[0], home_nl)
    link = f"/nl/selectie/{token_for([pages[1].pk, pages[0].pk])}/"
    response = Client().get(link)
    assert titles(response) == ["Deuxième", "Eerste"]
    assert 'lang="fr" hreflang="fr">Deuxième' in response.text
    assert not BeautifulSoup(response.text, "html.parser").select("[form=order]")
    assert not response.cookies
    assert 'content="noindex' in response.text
    collect(visitor, pages[2])
    post(visitor, "take", selection=token_for([pages[1].pk, pages[0].pk, pages[2].pk]))
    assert kept(visitor) == [pages[2].pk, pages[1].pk, pages[0].pk]


@pytest.mark.parametrize("ending", ["", "booklet.pdf", "files.zip"])
def test_broken_link_says_so_in_words(client, pages, ending):
    token = token_for([pages[0].pk])
    for wrong in (token[:-1], f"1{token}", "x", ":", "é", token.swapcase()):
        response = client.get(f"{OWN}{wrong}/{ending}")
        assert response.status_code == 404
        assert "pas complet" in response.text
        assert "Premier" not in response.text


def test_forged_cookie_is_an_empty_selection(visitor, pages):
    visitor.cookies[settings.SELECTION_COOKIE] = f"{pages[0].pk}:nonsense"
    response = visitor.get(OWN)
    assert response.status_code == 200
    assert titles(response) == []


def test_page_that_is_no_longer_published_leaves_a_note_and_no_word(visitor, pages):
    collect(visitor, *pages)
    pages[0].unpublish()
    PageViewRestriction.objects.create(page=pages[1], restriction_type="login")
    token = token_for(kept(visitor))
    for address in (OWN, f"{OWN}{token}/"):
        response = visitor.get(address)
        assert titles(response) == ["Troisième"]
        assert response.text.count("Cette page n'est plus publiée.") == 2
        for word in ("Premier", "Deuxième", pages[0].slug, pages[1].slug):
            assert word not in response.text
    pages[2].delete()
    assert visitor.get(OWN).text.count("Cette page n'est plus publiée.") == 3
    for ending in ("booklet.pdf", "files.zip"):
        response = visitor.get(f"{OWN}{token}/{ending}")
        assert response.status_code == 404
        assert "Plus aucune page de cette sélection" in response.text


def test_page_whose_source_is_gone_shows_its_translation(client, home_nl, pages):
    in_dutch(pages[0], home_nl)
    ResourcePage.objects.filter(pk=pages[0].pk).update(live=False)
    assert titles(client.get(f"{OWN}{token_for([pages[0].pk])}/")) == ["Eerste"]


def test_page_says_whether_its_works_may_be_merged(client, home_fr):
    def verdict(*licences):
        ids = [resource(home_fr, name, licence=name).pk for name in licences]
        soup = BeautifulSoup(client.get(f"{OWN}{token_for(ids)}/").text, "html.parser")
        return soup.select_one("aside .licence").get_text(" ")

    assert "Oui. Publiez le résultat sous CC BY-SA 4.0" in verdict(
        "CC-BY-SA-4.0", "CC-BY-4.0"
    )
    assert "Non\xa0:" in verdict("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0")
    assert "Oui. Publiez le résultat sous CC0 1.0" in verdict("CC0-1.0")
    assert "Non\xa0:" in verdict("ARR")


def test_floods_are_slowed_down(visitor, pages, monkeypatch):
    monkeypatch.setattr(selection_views, "CHANGES_AN_HOUR", 2)
    monkeypatch.setattr(selection_views, "DOCUMENTS_AN_HOUR", 1)
    collect(visitor, *pages[:2])
    response = post(visitor, "add", page=pages[2].pk)
    assert response.status_code == 429
    assert titles(response) == ["Premier", "Deuxième"]
    link = f"{OWN}{token_for(kept(visitor))}/booklet.pdf"
    assert [visitor.get(link).status_code for _time in (1, 2)] == [200, 429]


@pytest.mark.parametrize("ending", ["", "booklet.pdf", "files.zip"])
def test_queries_do_not_grow_with_the_selection(client, home_fr, ending):
    def queries(number):
        ids = [resource(home_fr, f"{number} {n}").pk for n in range(number)]
        address = f"{OWN}{token_for(ids)}/{ending}"
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address)
            assert response.status_code == 200
            b"".join(response)
        return len(captured)

    cache.clear()
    assert queries(2) == queries(20)


def test_list_is_collected_as_it_is_filtered(visitor, home_fr, pages):
    guide = resource(home_fr, "Un guide", kind="guide")
    address = pages[0].get_parent().url
    for query, expected in (
        ("?kind=guide", {guide.pk}),
        ("", {p.pk for p in [*pages, guide]}),
    ):
        soup = BeautifulSoup(visitor.get(address + query).text, "html.parser")
        button = soup.select_one("form[action='/fr/selection/take/'] button")
        assert post(visitor, "take", selection=button["value"]).status_code == 303
        assert set(kept(visitor)) == expected
    assert not Client().get(f"{address}?q=xyzzyxyzzy").text.count("selection/take")


def test_queries_do_not_grow_with_parts_and_origins(client, home_fr, pages):
    def queries(number):
        made = [resource(home_fr, f"{number}, {n}") for n in range(number)]
        for page in made:
            ResourceOrigin.objects.create(page=page, work=pages[0])
            ResourceLink.objects.create(
                page=page, url="https://elsewhere.example/", title_fr="Lien", title_nl="Link",
                licence="CC-BY-4.0",
            )  # fmt: skip
        address = f"{OWN}{token_for([page.pk for page in made])}/booklet.pdf"
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    assert queries(2) == queries(20)
