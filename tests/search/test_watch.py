"""The funding watch: what the list opens with, what narrows it, and its other forms."""

import io
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest
import yaml
from icalendar import Calendar
from openpyxl import load_workbook

from funding.models import CallIndexPage, Round
from hubsite.contracts import midnight

from .factories import NOON, call, index_page, noon, standard
from .test_embedded import counts, search, titles
from .test_territories import AALST, SCOPES, TOURCOING, name, scopes

__all__ = ["scopes"]

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{NOON}Z", tick=False)]

COMMON_GRANTS = Path("tests/data/commongrants/openapi.0.4.0.yaml")


@pytest.fixture
def watch(home_fr):
    call(home_fr, "Ouvert", ["pass"], amount_max=15_000)
    call(home_fr, "Bientôt clos", ["pass"], deadline_on=date(2026, 6, 20))
    call(home_fr, "Clos", ["pass"], deadline_on=date(2026, 6, 1), amount_max=90_000)
    call(home_fr, "Annulé", ["pass"], cancelled=True)
    return index_page(home_fr, CallIndexPage)


def shown(client, address):
    return [hit.title for hit in client.get(address).context["hits"]]


def test_list_opens_with_what_one_can_still_answer(watch, client):
    response = client.get(watch.url)
    assert [hit.title for hit in response.context["hits"]] == ["Bientôt clos", "Ouvert"]
    (opening,) = response.context["openings"]
    assert opening.shown == ("ouvert", "bientôt clos")
    others = {one.label: (one.count, one.url) for one in opening.others}
    assert others["clos"] == (1, watch.url + "?status=closed")
    assert others["tous"] == (4, watch.url + "?status=all")
    assert response.context["chips"] == ()
    assert not response.context["noindex"]


def test_any_other_status_is_one_address_away(watch, client):
    assert shown(client, watch.url + "?status=closed") == ["Clos"]
    assert len(shown(client, watch.url + "?status=all")) == 4
    html = client.get(watch.url + "?status=closed").content.decode()
    assert f'href="{watch.url}"' in html


def test_what_lies_under_other_statuses_is_counted_where_nothing_is_left(watch, client):
    response = client.get(watch.url + "?amount=50000-100000")
    assert not response.context["hits"]
    (opening,) = response.context["openings"]
    others = {one.label: one for one in opening.others if one.count}
    assert {label: one.count for label, one in others.items()} == {"clos": 1, "tous": 1}
    led = client.get(others["clos"].url).context["hits"]
    assert [hit.title for hit in led] == ["Clos"]


def test_every_form_opens_with_the_same_and_says_so(watch, client):
    assert client.get(watch.url + "results.json").json()["total"] == 2
    grants = client.get(watch.url + "commongrants.json").json()
    assert grants["paginationInfo"]["totalItems"] == 2
    for exit_name in ("feed.atom", "calendar.ics"):
        text = client.get(watch.url + exit_name).content.decode()
        assert "Statut\xa0: ouvert" in text.replace("\r\n ", "").replace("\\", "")


def test_a_calendar_tells_what_was_cancelled(watch, client):
    found = Calendar.from_ical(client.get(watch.url + "calendar.ics").content)
    states = {str(e["SUMMARY"]).split(": ")[-1]: str(e["STATUS"]) for e in found.events}
    assert states["Annulé"] == "CANCELLED"
    assert "Clos" not in states


def test_amounts_go_from_the_largest_to_what_is_not_stated(watch):
    found = titles(search(types=("call",), sort="amount"))
    assert found[:2] == ["Clos", "Ouvert"]


@pytest.mark.parametrize(("code", "days"), [("7", 7), ("30", 30)])
def test_what_is_new_stays_so_through_the_last_second_of_its_window(
    home_fr, code, days
):
    standard(home_fr, "Nouveau", content_date=noon().date())
    ends = midnight(noon().date() + timedelta(days=days + 1))
    second = timedelta(seconds=1)
    told = [
        counts(search(now=at, facets=("published",)), "published")[code]
        if titles(search(now=at, published=[code])) == ["Nouveau"]
        else 0
        for at in (ends - second, ends)
    ]
    assert told == [1, 0]


def test_what_covers_a_place_and_what_lies_in_it_are_asked_apart(scopes, client):
    standard(scopes, "Tourcoing")
    name("Tourcoing", TOURCOING)

    def reach(reference, how):
        found = client.get(f"/fr/recherche/?territory={reference}&reach={how}")
        assert sum(one.selected for one in found.context["reaches"]) == 1
        return {hit.title for hit in found.context["hits"]}

    around = {"iso:EU", "iso:FR", "insee-reg:32", "programme:interreg-fwvl"}
    assert reach(TOURCOING, "covers") == around | {"insee-dep:59", "Tourcoing"}
    assert reach("insee-dep:59", "inside") == {"insee-dep:59", "Tourcoing"}
    assert reach("insee-dep:59", "covers") == around | {"insee-dep:59"}
    assert "programme:interreg-fwvl" not in reach(AALST, "covers")
    assert reach("iso:BE", "inside") == {"iso:BE", "nis:02000", "nuts:BE23"}


@pytest.mark.parametrize("reach", ["", "covers", "inside"])
def test_each_territory_is_counted_as_choosing_it_would_find(scopes, client, reach):
    address = f"/fr/recherche/results.json?reach={reach}&territory="
    facet = client.get(address + "iso:FR").json()["facets"]["territory"]
    told = {value["code"]: value["count"] for value in facet}
    for reference in SCOPES:
        assert client.get(address + reference).json()["total"] == told.get(reference, 0)


def test_a_workbook_holds_texts_numbers_and_moments_and_no_formula(home_fr, client):
    call(home_fr, "=1+1", summary="@SUM(A1)\x0b", amount_max=15_000)
    watch = index_page(home_fr, CallIndexPage)
    response = client.get(watch.url + "results.xlsx")
    book = load_workbook(io.BytesIO(response.content))
    lines, about = book.worksheets
    titles_, row = list(lines.rows)
    cells = dict(zip([cell.value for cell in titles_], row, strict=True))
    assert cells["Titre"].value == "=1+1"
    assert "f" not in {cell.data_type for cell in row}
    assert cells["Montant maximum"].value == 15_000
    assert cells["Date"].value.isoformat() == "2026-07-15T23:59:59"
    assert "Statut\xa0: ouvert" in " ".join(str(cell.value) for cell in about["B"])


# CommonGrants


def valid(answer):
    document = yaml.safe_load(COMMON_GRANTS.read_text())
    path = document["paths"]["/common-grants/opportunities"]["get"]
    content = path["responses"]["200"]["content"]["application/json"]
    schema = {**content["schema"], "components": document["components"]}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(answer)


def test_calls_are_opportunities_of_common_grants(home_fr, client):
    call(home_fr, "Tout dit", ["pass"], ["iso:FR"], amount_min=1, amount_max=9, rate=80)
    call(home_fr, "Toute l'année", rolling=True)
    call(home_fr, "Annulé", cancelled=True)
    rounds = [
        Round(deadline_on=date(2026, 6, 20), predeposit_on=date(2026, 6, 18)),
        Round(opens_on=date(2026, 9, 1), deadline_on=date(2026, 10, 1)),
    ]
    call(home_fr, "Deux fois", rounds=rounds)
    watch = index_page(home_fr, CallIndexPage)
    answer = client.get(watch.url + "commongrants.json?status=all").json()
    valid(answer)
    by_title = {item["title"]: item for item in answer["items"]}
    assert by_title["Annulé"]["status"]["customValue"] == "cancelled"
    assert by_title["Toute l'année"]["keyDates"]["closeDate"]["eventType"] == "other"
    assert by_title["Deux fois"]["keyDates"]["closeDate"]["date"] == "2026-06-20"
    assert len(by_title["Deux fois"]["keyDates"]["otherDates"]) == 3
    assert by_title["Tout dit"]["funding"]["maxAwardAmount"] == {
        "amount": "9",
        "currency": "EUR",
    }


def test_the_schema_refuses_what_is_no_opportunity():
    with pytest.raises(jsonschema.ValidationError):
        valid({"status": 200, "message": "x", "items": [{}], "paginationInfo": {}})
