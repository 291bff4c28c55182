"""A reader types a commune or a postcode beside a list, with or without JavaScript."""

import json
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from events.models import EventIndexPage
from home.models import NewsIndexPage
from hubsite.territories import load_territories
from search.query import SearchQuery

from .factories import NOON, event, index_page, standard, territory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON + "Z", tick=False)]

SCOPES = ("iso:FR", "insee-dep:59", "insee-dep:62", "programme:interreg-fwvl")


@pytest.fixture
def events(home_fr, home_nl):
    """One event for each scope, called after it; returns their list."""
    load_territories()
    for reference in SCOPES:
        event(home_fr, reference, territories=[reference])
    return index_page(home_fr, EventIndexPage)


def ask(client, page, place, exit_name="", **params):
    address = page.url + exit_name + "?" + urlencode({"town": place, **params})
    return client.get(address)


def test_a_place_that_is_sure_becomes_a_choice_in_the_address(events, client):
    response = ask(client, events, "59200 Tourcoing", q="insee", theme="pass")
    assert response.status_code == 302
    assert response.url == (
        f"{events.url}?q=insee&theme=pass&territory=insee-com:59599"
    )
    response = ask(client, events, "Kortrijk", territory="insee-dep:59")
    assert response.url == f"{events.url}?territory=nis:34022"


def test_the_choice_holds_in_every_form_of_the_list(events, client):
    asked = "?territory=insee-com:59599"
    covering = {"iso:FR", "insee-dep:59", "programme:interreg-fwvl"}
    response = client.get(events.url + asked)
    assert {hit.title for hit in response.context["hits"]} == covering
    (chip,) = response.context["chips"]
    assert (chip.label, chip.url) == ("Tourcoing", events.url)
    assert response.context["exits"]["atom"] == f"{events.url}feed.atom{asked}"
    html = response.content.decode()
    assert '<input type="hidden" name="territory" value="insee-com:59599">' in html
    for reference in covering:
        feed = client.get(f"{events.url}feed.atom{asked}").content.decode()
        assert reference in feed
        assert (
            reference in client.get(f"{events.url}results.csv{asked}").content.decode()
        )
    answer = client.get(f"{events.url}results.json{asked}").json()
    assert {row["title"] for row in answer["results"]} == covering
    (chosen,) = (v for v in answer["facets"]["territory"] if v["selected"])
    assert chosen == {
        "code": "insee-com:59599", "label": "Tourcoing", "count": 3, "selected": True
    }  # fmt: skip
    calendar = Calendar.from_ical(
        client.get(f"{events.url}calendar.ics{asked}").content
    )
    assert {str(one["summary"]) for one in calendar.walk("VEVENT")} == covering


def test_several_places_are_offered_with_what_tells_them_apart(events, client):
    response = ask(client, events, "saint denis", q="insee")
    assert response.status_code == 200
    first = response.context["place_choices"][0]
    assert first.label == "Saint-Denis (93)"
    assert first.detail == "93200, 93210, 93380 · Seine-Saint-Denis"
    assert first.url == f"{events.url}?q=insee&territory=insee-com:93066"
    html = response.content.decode()
    assert "Quel lieu entendez-vous par « saint denis »" in html.replace("\xa0", " ")
    assert f'href="{events.url}?q=insee&amp;territory=insee-com:93066"' in html
    assert 'value="saint denis"' in html
    assert response.context["noindex"]


def test_an_unknown_place_is_told_and_what_was_typed_stays(events, client):
    response = ask(client, events, "Xqzzt")
    html = response.content.decode()
    assert response.status_code == 200
    assert "Nous ne connaissons pas de lieu « Xqzzt »" in html.replace("\xa0", " ")
    assert 'value="Xqzzt"' in html
    assert 'aria-invalid="true"' in html
    dutch = client.get("/nl/zoeken/?town=Xqzzt").content.decode()
    assert "We kennen geen plaats “Xqzzt” in Frankrijk of België" in dutch


def test_a_feed_refuses_a_place_that_is_not_decided(events, client):
    for exit_name in ("feed.atom", "results.json", "results.csv", "calendar.ics"):
        response = ask(client, events, "Lille", exit_name)
        assert response.status_code == 400
        assert "territory=insee-com:59350" in response.content.decode()
    sure = ask(client, events, "Tourcoing", "results.json").json()
    assert sure["total"] == 3


def test_places_are_suggested_with_the_other_choices_kept(events, client):
    address = "/fr/recherche/places.json?q=bus&territory=iso:FR&town=tourcoi"
    found = client.get(address).json()["suggestions"]
    assert found[0] == {
        "title": "Tourcoing",
        "url": "?q=bus&territory=insee-com:59599",
        "type": "59200 · Nord",
        "language": "fr",
    }
    dutch = client.get("/nl/zoeken/places.json?town=rijse").json()["suggestions"]
    assert dutch[0]["title"] == "Rijsel"
    assert client.get("/fr/recherche/places.json").json() == {"suggestions": []}
    html = client.get(f"{events.url}?q=bus").content.decode()
    assert 'data-hub-suggest="/fr/recherche/places.json?q=bus"' in html


def test_only_lists_with_territories_ask_for_a_place(home_fr, client):
    news = index_page(home_fr, NewsIndexPage)
    assert client.get(news.url).context["asks_place"]
    assert client.get("/fr/recherche/").context["asks_place"]
    assert "list-place" not in client.get("/fr/etiquettes/").content.decode()


def test_asking_by_place_costs_the_same_for_two_rows_and_for_twenty(
    events, client, django_assert_max_num_queries
):
    def queries(asked):
        client.get(events.url + asked)
        with django_assert_max_num_queries(20) as captured:
            client.get(events.url + asked)
        return len(captured)

    asked = ("?territory=insee-com:59599", "?town=Lille", "?town=Xqzzt")
    few = [queries(one) for one in asked]
    for number in range(17):
        event(events.get_parent(), f"Encore {number}", territories=["iso:FR"])
    assert [queries(one) for one in asked] == few


HOSTILE = ["<script>alert(1)</script>", "'; DROP TABLE x;--", "%00", "../..",
           "a" * 900, "１２３４５", "|~#", "\t\n", "=1+1", "insee-com:59599"]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_places_are_answered_in_words(events, client, typed):
    response = ask(client, events, typed)
    assert response.status_code in (200, 302)
    assert "<script>alert" not in response.content.decode()
    suggested = client.get(f"/fr/recherche/places.json?{urlencode({'town': typed})}")
    assert suggested.status_code == 200
    json.loads(suggested.content)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=150))
def test_any_place_is_one_choice_or_a_question(text):
    query = SearchQuery.from_request(
        QueryDict(urlencode({"town": text})), language="fr"
    )
    assert (query.place is None) or not query.selected.get("territory")
    if query.place:
        assert query.place.message


def test_the_territory_of_the_gazetteer_may_be_a_row_of_another_name(home_fr, client):
    territory("insee-com:59599", label_fr="Ma ville")
    standard(home_fr, "Page", territories=["insee-com:59599"])
    response = client.get("/fr/recherche/?town=tourcoing", follow=True)
    assert [chip.label for chip in response.context["chips"]] == ["Ma ville"]
    assert response.context["result"].total == 1
