"""Calls in a selection: by deadline, as a calendar, as a table, in the booklet."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from openpyxl import load_workbook

from funding.models import CallIndexPage
from hubsite.collected import ids_in, token_for
from resources.booklet import booklet_data
from resources.selections import Selection
from tests.search.factories import (
    NOON,
    call,
    event,
    index_page,
    noon,
    resource,
    translated,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{NOON}Z", tick=False)]
OWN = "/fr/selection/"


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True, HTTP_SEC_FETCH_SITE="same-origin")


def due(home, title, days, **fields):
    return call(
        home, title, deadline_on=(noon() + timedelta(days=days)).date(), **fields
    )


@pytest.fixture
def calls(home_fr):
    """Out of order: closed, late, cancelled, soon, all year round."""
    return [
        due(home_fr, "Clos", -4),
        due(home_fr, "Tard", 40),
        due(home_fr, "Annulé", 8, cancelled=True),
        due(home_fr, "Bientôt", 5, amount_max=12000),
        call(home_fr, "Permanent", rolling=True),
    ]


def link(pages, ending="", section=OWN):
    return f"{section}{token_for([page.pk for page in pages])}/{ending}"


def lists(response):
    """Return the titles of each list of a selection's page."""
    soup = BeautifulSoup(response.text, "html.parser")
    return [
        [li.a.get_text() for li in listed.select("li") if li.a]
        for listed in soup.select(".collected")
    ]


ORDER = ["Bientôt", "Tard", "Permanent", "Clos", "Annulé"]


def test_calls_stand_by_deadline_and_other_pages_as_the_visitor_put_them(
    visitor, home_fr, calls
):
    one, two = resource(home_fr, "Un"), resource(home_fr, "Deux")
    for page in (two, *calls[:3], one, *calls[3:]):
        data = {"page": page.pk}
        assert visitor.post(f"{OWN}add/", data).status_code == 303
    shown = visitor.get(OWN)
    assert lists(shown) == [ORDER, ["Deux", "Un"]]
    soup = BeautifulSoup(shown.text, "html.parser")
    dated, undated = soup.select(".collected")
    assert {button["name"] for button in dated.select("button")} == {"remove"}
    assert "Bientôt clos" in dated.select_one("li").text
    assert "12" in dated.select_one(".meta").text
    # What moves passes over the calls between, which keep their places.
    visitor.post(f"{OWN}change/", {"up": one.pk})
    assert lists(visitor.get(OWN)) == [ORDER, ["Un", "Deux"]]
    visitor.post(f"{OWN}change/", {"remove": calls[3].pk})
    assert lists(visitor.get(OWN))[0] == ORDER[1:]


def test_calls_are_collected_from_their_page_and_from_the_list(visitor, home_fr, calls):
    soup = BeautifulSoup(visitor.get(calls[1].url).text, "html.parser")
    (button,) = soup.select(f"form[action='{OWN}add/'] button")
    assert visitor.post(f"{OWN}add/", {"page": button["value"]}).status_code == 303
    assert "Dans ma sélection" in visitor.get(calls[1].url).text
    address = index_page(home_fr, CallIndexPage).url
    soup = BeautifulSoup(visitor.get(address).text, "html.parser")
    (button,) = soup.select(f"form[action='{OWN}take/'] button")
    visitor.post(f"{OWN}take/", {"selection": button["value"]})
    kept = ids_in(visitor.cookies[settings.SELECTION_COOKIE].value)
    assert set(kept) == {calls[n].pk for n in (1, 3, 4)}


def test_events_have_lists_of_their_own(visitor, home_fr):
    page = event(home_fr, "Atelier")
    assert visitor.post(f"{OWN}add/", {"page": page.pk}).status_code == 404


def test_calendar_holds_the_deadlines_and_what_was_cancelled(client, home_fr, calls):
    response = client.get(link([*calls, resource(home_fr, "Fiche")], "calendar.ics"))
    assert response["Content-Type"].startswith("text/calendar")
    entries = Calendar.from_ical(response.content).walk("VEVENT")
    said = {str(e["summary"]): str(e["status"]) for e in entries}
    names = {name for name in ORDER for summary in said if name in summary}
    # A call without a deadline has nothing to miss.
    assert names == {"Bientôt", "Tard", "Clos", "Annulé"}
    (cancelled,) = (status for title, status in said.items() if "Annulé" in title)
    assert cancelled == "CANCELLED"
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)


def test_tables_hold_every_page_and_no_formula(client, home_fr, calls):
    pages = [resource(home_fr, "=1+1"), *calls]
    text = client.get(link(pages, "results.csv")).content.decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["title"] for row in rows] == [*ORDER, "'=1+1"]
    assert rows[0]["amount"] == "12000"
    assert rows[0]["due"].startswith("2026-06-20")
    assert rows[0]["funder"] == "Fonds Commun-Clic"
    book = load_workbook(BytesIO(client.get(link(pages, "results.xlsx")).content))
    sheet = book.worksheets[0]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [*ORDER, "=1+1"]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_booklet_prints_what_one_must_know_of_a_call(client, home_fr, calls):
    pages = [calls[3], resource(home_fr, "Fiche")]
    data = booklet_data(Selection([page.pk for page in pages], "fr"), "http://x/")
    fiche, bientot = data["works"]
    assert bientot["about"] == "Appel · Bientôt clos"
    facts = dict(bientot["parts"][0]["pairs"])
    assert facts["Date"] == "20\xa0juin\xa02026"
    assert facts["Financeur"] == "Fonds Commun-Clic"
    assert len(data["credits"]) == 1
    assert fiche["about"].startswith("Fiche")
    assert client.get(link(pages, "booklet.pdf")).content.startswith(b"%PDF")


def test_calls_alone_are_no_work_to_merge(client, calls):
    response = client.get(link(calls))
    assert not BeautifulSoup(response.text, "html.parser").select("aside .licence")
    assert client.get(link(calls, "booklet.pdf")).status_code == 200
    assert client.get(link(calls, "files.zip")).status_code == 200


def test_call_is_read_in_ones_own_language_and_hidden_when_it_is_gone(
    client, home_nl, calls
):
    soon = calls[3]
    home = index_page(home_nl, CallIndexPage)
    fields = {name: getattr(soon, name) for name in ("kind", "funder", "official_url")}
    copy = translated(soon, home, "Binnenkort", rounds=soon.rounds.all(), **fields)
    assert lists(client.get(link([soon], section="/nl/selectie/"))) == [["Binnenkort"]]
    copy.unpublish()
    soon.unpublish()
    for ending in ("", "calendar.ics", "results.csv", "results.xlsx"):
        response = client.get(link([soon, calls[1]], ending))
        assert response.status_code == 200
        assert "Bientôt".encode() not in response.content
    assert client.get(link([soon], "results.csv")).status_code == 404


@pytest.mark.parametrize("ending", ["", "calendar.ics", "results.csv", "booklet.pdf"])
def test_queries_do_not_grow_with_the_calls(client, home_fr, ending):
    def queries(number):
        address = link(
            [due(home_fr, f"{number} {n}", 9) for n in range(number)], ending
        )
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    assert queries(2) == queries(20)


@pytest.mark.parametrize("ending", ["calendar.ics", "results.csv", "results.xlsx"])
def test_broken_link_says_so_in_words(client, calls, ending):
    response = client.get(f"{OWN}{token_for([calls[0].pk])}x/{ending}")
    assert response.status_code == 404
    assert "pas complet" in response.text
