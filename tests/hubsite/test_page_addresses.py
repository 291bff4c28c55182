"""How an address leads to its page, in either language, and when it leads nowhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from tests.search.factories import standard

pytestmark = pytest.mark.django_db


def test_page_is_found_below_the_home_page_of_its_language(client, home_fr, home_nl):
    french = standard(home_fr, "Mentions")
    dutch = standard(home_nl, "Wettelijk")
    assert french.url == "/fr/mentions/"
    assert b"Mentions" in client.get("/fr/mentions/").content
    assert dutch.url == "/nl/wettelijk/"
    assert b"Wettelijk" in client.get("/nl/wettelijk/").content
    assert client.get("/nl/mentions/").status_code == 404
    assert client.get("/fr/wettelijk/").status_code == 404


def test_home_page_moves_with_its_address(
    client, home_fr, django_capture_on_commit_callbacks
):
    page = standard(home_fr, "Mentions")
    client.get(page.url)
    with django_capture_on_commit_callbacks(execute=True):
        home_fr.slug = "ailleurs"
        home_fr.save_revision().publish()
    assert client.get("/fr/").status_code == 200
    assert client.get("/fr/mentions/").status_code == 200


def test_page_that_is_not_live_is_not_found(client, home_fr):
    page = standard(home_fr, "Brouillon", live=False)
    below = standard(page, "Dessous")
    assert client.get("/fr/brouillon/").status_code == 404
    assert client.get(below.url).status_code == 200
    assert client.get("/fr/brouillon/rien/").status_code == 404


def test_page_that_is_closed_asks_for_what_opens_it(client, home_fr):
    page = standard(home_fr, "Interne")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(page.url).status_code == 302


def test_old_address_redirects(client, home_fr):
    page = standard(home_fr, "Mentions")
    Redirect.add_redirect("/fr/vieux/", redirect_to=page, is_permanent=True)
    response = client.get("/fr/vieux/")
    assert (response.status_code, response["Location"]) == (301, "/fr/mentions/")


def test_page_that_left_its_address_unseen_is_not_found_there(client, home_fr):
    page = standard(home_fr, "Avant")
    assert client.get("/fr/avant/").status_code == 200
    # Nobody is told: neither the cache nor the search.
    Page.objects.filter(pk=page.pk).update(
        slug="ailleurs", url_path=f"{home_fr.url_path}ailleurs/"
    )
    assert client.get("/fr/avant/").status_code == 404
    assert client.get("/fr/ailleurs/").status_code == 200
    standard(home_fr, "Avant")
    assert client.get("/fr/avant/").status_code == 200
    Page.objects.get(slug="avant").delete()
    assert client.get("/fr/avant/").status_code == 404


def test_page_costs_one_query_to_find(client, home_fr, home_nl):
    for home in (home_fr, home_nl):
        page = standard(home, "Loin")
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        found = [
            query["sql"].partition(" FROM ")[2].split()[0]
            for query in queries.captured_queries[:3]
        ]
        assert found == [
            '"wagtailcore_site"', '"home_standardpage"',
            '"wagtailcore_pageviewrestriction"',
        ]  # fmt: skip
