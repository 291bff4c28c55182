"""The forms a list takes: page, JSON, CSV, Atom, iCalendar, suggestions, tags."""

import csv
import io
import json
from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree as ET
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from wagtail.models import Site

from events.models import EventIndexPage
from funding.models import CallIndexPage
from hubsite.models import Keyword, PageKeyword
from search.exits import plain_cell
from search.listing import SHOWN_VALUES
from search.models import SearchLog

from .factories import (
    NOON,
    call,
    event,
    index_page,
    noon,
    resource,
    standard,
    translated,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON + "Z", tick=False)]

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def calls(home_fr, home_nl):
    call(home_fr, "Bus rural", ["outreach"], ["insee-dep:07"], summary="Un bus & plus")
    call(home_fr, "Pass", ["pass"], joint=True, amount_max=15000)
    call(home_fr, "Annulé", ["pass"], cancelled=True)
    return index_page(home_fr, CallIndexPage)


def test_search_page_has_its_address_in_each_language(home_fr, home_nl, client):
    assert client.get("/fr/recherche/").status_code == 200
    assert client.get("/nl/zoeken/").status_code == 200


def test_search_page_shows_hits_facets_and_chips(calls, client):
    response = client.get("/fr/recherche/?q=bus&theme=outreach")
    html = response.content.decode()
    assert "<mark>Bus</mark> rural" in html
    assert "Un <mark>bus</mark> &amp; plus" in html
    chips = response.context["chips"]
    assert [(chip.facet, chip.label) for chip in chips] == [
        ("q", "bus"),
        ("theme", "outreach"),
    ]
    assert chips[1].url == "/fr/recherche/?q=bus"


def test_long_facet_shows_its_most_frequent_values_until_opened(home_fr, client):
    for number in range(14):
        call(home_fr, f"Appel {number}", [f"theme-{number}"])
    call(home_fr, "Dernier", ["theme-13"])

    def themes(address):
        facets = client.get(address).context["facets"]
        return next(facet for facet in facets if facet.name == "theme")

    cut = themes("/fr/recherche/")
    assert (len(cut.values), cut.total) == (SHOWN_VALUES, 14)
    assert "theme-13" in {value.code for value in cut.values}
    assert cut.more_url == "/fr/recherche/?all=theme"
    for address in (cut.more_url, "/fr/recherche/?theme=theme-1&theme=theme-2"):
        assert themes(address).more_url == ""
    assert len(themes(cut.more_url).values) == 14
    # The link opens the page at that filter.
    soup = BeautifulSoup(client.get("/fr/recherche/").content, "html.parser")
    assert soup.find("a", href=f"{cut.more_url}#filter-theme")
    opened = BeautifulSoup(client.get(cut.more_url).content, "html.parser")
    assert opened.find("details", id="filter-theme").has_attr("open")


def test_list_page_lists_its_own_types_only(calls, client):
    standard(calls.get_parent().specific, "Page about bus")
    response = client.get(calls.url + "?status=all")
    assert response.context["result"].total == 3
    titles = [hit.title for hit in response.context["hits"]]
    assert titles == ["Pass", "Bus rural", "Annulé"]
    assert response.context["exits"]["ics"] == calls.url + "calendar.ics?status=all"


def test_json_has_exactly_the_agreed_keys(calls, client):
    data = client.get(
        calls.url + "results.json?theme=pass&theme=unknown&status=all"
    ).json()
    assert list(data) == [
        "total", "page", "pages", "mode", "corrected", "engine", "results", "facets",
    ]  # fmt: skip
    assert data["total"] == 2
    assert list(data["results"][0]) == [
        "type", "title", "url", "language", "summary", "highlight",
    ]  # fmt: skip
    assert data["facets"]["theme"] == [
        {"code": "outreach", "label": "outreach", "count": 1, "selected": False},
        {"code": "pass", "label": "pass", "count": 2, "selected": True},
        {"code": "unknown", "label": "unknown", "count": 0, "selected": True},
    ]
    assert data["results"][0]["url"].startswith("http://localhost/fr/")


def test_site_is_looked_up_once_and_again_when_it_changes(
    calls, client, django_capture_on_commit_callbacks
):
    address = "/fr/recherche/results.json?status=all"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert not [one for one in queries if "wagtailcore_site" in one["sql"]]
    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.get(is_default_site=True)
        site.hostname, site.port = "hub.example", 443
        site.save()
    first = client.get(address).json()["results"][0]
    assert first["url"].startswith("https://hub.example/fr/")


@pytest.mark.parametrize(
    "address",
    ["q=" + "a" * 3000, "page=99999999999", "theme=%3Cb%3E", "sort=x", "joint=maybe"],
)
def test_list_answers_absurd_addresses(calls, client, address):
    for exit_name in ("", "results.json", "results.csv", "feed.atom", "calendar.ics"):
        assert client.get(f"{calls.url}{exit_name}?{address}").status_code == 200


def test_list_refuses_a_nul(calls, client):
    assert client.get(calls.url + "results.json?q=a%00b").status_code == 400


def test_page_beyond_the_last_shows_the_last(calls, client):
    data = client.get(calls.url + "results.json?page=50").json()
    assert (data["page"], data["pages"]) == (1, 1)


def test_csv_holds_no_formula(home_fr, client):
    call(home_fr, "=1+1", summary="\t@SUM(A1)")
    calls = index_page(home_fr, CallIndexPage)
    text = client.get(calls.url + "results.csv").content.decode()
    row = list(csv.DictReader(io.StringIO(text)))[0]
    assert row["title"] == "'=1+1"
    assert row["summary"] == "'@SUM(A1)"
    assert row["due"] == "2026-07-15T21:59:59+00:00"


@pytest.mark.parametrize("lead", ["\t", " ", "\r", "\n", "\u00a0", "\ufeff", "＝", ""])
def test_cell_starts_with_nothing_a_spreadsheet_trims(lead):
    assert plain_cell(lead + "=cmd|x!A1")[0] in "="


def test_feed_is_atom_with_languages_and_categories(calls, client):
    response = client.get(calls.url + "feed.atom?theme=pass&status=all")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    assert feed.get(LANG) == "fr"
    self_link = feed.find(f"{ATOM}link[@rel='self']").get("href")
    assert (
        self_link == "http://localhost" + calls.url + "feed.atom?theme=pass&status=all"
    )
    assert feed.findtext(f"{ATOM}id") == self_link
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        urn = entry.findtext(f"{ATOM}id")
        assert UUID(urn).urn == urn
        assert entry.find(f"{ATOM}category").get("term") == "pass"
        assert entry.findtext(f"{ATOM}updated")


def test_feed_tells_the_languages_of_a_page_apart(home_fr, home_nl):
    page = standard(home_fr, "Projet")
    other = translated(page, home_nl, "Project")
    assert page.feed_entry().id != other.feed_entry().id
    assert page.feed_entry().id == type(page).objects.get(pk=page.pk).feed_entry().id


def test_feed_of_nothing_is_still_valid(calls, client):
    feed = ET.fromstring(client.get(calls.url + "feed.atom?theme=none").content)
    assert feed.findtext(f"{ATOM}updated")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")


def test_feed_drops_what_xml_cannot_hold(home_fr, client):
    standard(home_fr, "A\x0bB")
    feed = ET.fromstring(client.get("/fr/recherche/feed.atom").content)
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "A B"


def test_calendar_holds_each_deadline_once(calls, client):
    response = client.get(calls.url + "calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    found = Calendar.from_ical(response.content)
    assert [zone.tz_name for zone in found.timezones] == ["Europe/Paris"]
    lines = response.content.decode().splitlines()
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"} <= {
        *lines
    }
    states = {str(e["SUMMARY"]): str(e["STATUS"]) for e in found.events}
    assert sorted(states.values()) == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    alarms = [len(e.walk("VALARM")) for e in found.events]
    assert sorted(alarms) == [0, 1, 1]


def test_calendar_identity_stays_and_sequence_grows(
    home_fr, home_nl, client, time_machine
):
    page = event(home_fr, "Rencontre")
    agenda = index_page(home_fr, EventIndexPage)

    def read():
        found = Calendar.from_ical(client.get(agenda.url + "calendar.ics").content)
        return found.events[0]

    before = read()
    assert before["DTSTART"].params["TZID"] == "Europe/Paris"
    time_machine.move_to(noon() + timedelta(hours=1))
    page.starts_at += timedelta(days=1)
    page.ends_at += timedelta(days=1)
    page.save_revision().publish()
    after = read()
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_list_without_dates_has_no_calendar(home_fr, client):
    resource(home_fr, "Fiche")
    assert client.get("/fr/resourceindexpage/calendar.ics").status_code == 404


def test_reader_of_dutch_sees_what_is_not_translated_marked(home_fr, home_nl, client):
    both = standard(home_fr, "Les deux")
    translated(both, home_nl, "Beide")
    standard(home_fr, "Seulement en français")
    response = client.get("/nl/zoeken/")
    shown = {hit.title: hit.is_fallback for hit in response.context["hits"]}
    assert shown == {"Beide": False, "Seulement en français": True}
    assert 'lang="fr"' in response.content.decode()


def test_suggestions_are_titles_of_public_pages(home_fr, home_nl, client):
    standard(home_fr, "Médiation rurale")
    standard(home_fr, "Médiateur secret", live=False)
    data = json.loads(client.get("/fr/recherche/suggestions.json?q=medi").content)
    assert [one["title"] for one in data["suggestions"]] == ["Médiation rurale"]
    assert client.get("/fr/recherche/suggestions.json?q=m").json() == {
        "suggestions": []
    }


def test_tags_page_links_each_tag_to_its_pages(home_fr, client):
    page = standard(home_fr, "Bus")
    tag = Keyword.objects.create(name="réemploi", name_nl="hergebruik", slug="reemploi")
    PageKeyword.objects.create(content_object=page, tag=tag)
    page.save()
    html = client.get("/fr/etiquettes/").content.decode()
    assert 'href="/fr/recherche/?tag=reemploi"' in html
    assert client.get("/fr/recherche/?tag=reemploi").context["result"].total == 1


def test_words_without_result_are_counted_by_day(home_fr, client):
    for _time in range(2):
        html = client.get("/fr/recherche/?q=Zébulon+Xyz").content.decode()
    assert "/fr/etiquettes/" in html
    log = SearchLog.objects.get()
    assert (log.query, log.language, log.count) == ("zebulon xyz", "fr", 2)


@pytest.mark.parametrize("q", ["jo@example.org", "0612345678", "06 12 34 56 78"])
def test_words_that_may_be_personal_are_not_counted(home_fr, client, q):
    client.get("/fr/recherche/", {"q": q})
    assert not SearchLog.objects.exists()


def test_pages_of_results_link_to_one_another(home_fr, client):
    for n in range(45):
        standard(home_fr, f"Page {n}")
    context = client.get("/fr/recherche/?type=page&page=2").context
    pages = context["pagination"]
    assert pages.previous == "/fr/recherche/?type=page"
    assert pages.next == "/fr/recherche/?type=page&page=3"
    assert [number.selected for number in pages.numbers] == [False, True, False]
    assert len(context["hits"]) == 20


def test_list_takes_as_many_queries_for_two_rows_as_for_twenty(
    home_fr, home_nl, client, django_assert_max_num_queries
):
    index = index_page(home_fr, CallIndexPage)

    def queries(exit_name):
        client.get(index.url + exit_name)
        with django_assert_max_num_queries(40) as captured:
            client.get(index.url + exit_name)
        return len(captured)

    exits = ("", "results.json", "results.csv", "feed.atom", "calendar.ics")
    call(home_fr, "Un", ["pass"], ["insee-dep:07"])
    call(home_fr, "Deux", ["pass"], ["insee-dep:07"])
    few = [queries(exit_name) for exit_name in exits]
    for n in range(18):
        call(home_fr, f"Appel {n}", ["pass", "training"], ["insee-dep:07"])
    many = [queries(exit_name) for exit_name in exits]
    assert many == few
    assert many[0] <= 15
