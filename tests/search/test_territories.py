"""Territories of the gazetteer in search: chosen without a row, named without a page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubsite.models import PageTerritory
from hubsite.territories import ensure_territory, load_territories
from search.collect import refresh
from search.engines.territories import TerritoryGraph
from search.models import SearchEntry

from .factories import standard
from .test_embedded import counts, search, titles

TOURCOING, AALST, GENT = "insee-com:59599", "nis:41002", "nis:44021"
SCOPES = (
    "iso:EU", "iso:FR", "iso:BE", "insee-reg:32", "insee-reg:84", "insee-dep:59",
    "insee-dep:62", "nuts:BE23", "nis:02000", "programme:interreg-fwvl",
)  # fmt: skip


@pytest.fixture
def scopes(home_fr):
    """One page for each scope, called after it."""
    load_territories()
    for reference in SCOPES:
        standard(home_fr, reference)
        name(reference, reference)
    return home_fr


def name(title, reference):
    """Let the page of that title name a territory."""
    page_id = SearchEntry.objects.get(title=title).pk
    PageTerritory.objects.create(page_id=page_id, territory=ensure_territory(reference))
    refresh([page_id])


def covering(reference):
    return set(titles(search(territory=[reference])))


def test_tourcoing_sees_what_covers_it(scopes):
    assert covering(TOURCOING) == {
        "iso:EU", "iso:FR", "insee-reg:32", "insee-dep:59", "programme:interreg-fwvl"
    }  # fmt: skip


def test_aalst_does_not_see_the_programme_that_gent_sees(scopes):
    flemish = {"iso:EU", "iso:BE", "nis:02000", "nuts:BE23"}
    assert covering(AALST) == flemish
    assert covering(GENT) == flemish | {"programme:interreg-fwvl"}


def test_a_department_sees_what_lies_inside_it_and_what_covers_it(scopes):
    standard(scopes, "Tourcoing")
    name("Tourcoing", TOURCOING)
    assert "Tourcoing" in covering("insee-dep:59")
    assert "Tourcoing" in covering("insee-com:59599")
    assert "Tourcoing" in covering("epci:200093201")
    assert "Tourcoing" in covering("programme:interreg-fwvl")
    assert "Tourcoing" not in covering("insee-com:59512")
    assert "Tourcoing" not in covering("insee-dep:62")


def test_a_body_across_departments_shows_the_communes_of_neither_to_the_other(home_fr):
    load_territories()
    # The body around Aire-sur-l'Adour lies in Landes, as that town does, and in Gers.
    commune, body = "insee-com:40001", "epci:200030435"
    assert {"insee-dep:40", body} <= TerritoryGraph.load().ancestors(commune)
    standard(home_fr, "commune")
    standard(home_fr, "body")
    name("commune", commune)
    name("body", body)
    assert covering("insee-dep:32") == {"body"}
    assert covering("insee-dep:40") == covering(body) == {"body", "commune"}


def test_a_choice_without_a_row_is_counted_and_named(scopes):
    for language, label in (("fr", "Courtrai"), ("nl", "Kortrijk")):
        result = search(language=language, territory=["nis:34022"])
        (facet,) = (one for one in result.facets if one.name == "territory")
        (chosen,) = (value for value in facet.values if value.selected)
        assert chosen.label == label
        assert chosen.count == result.total == 4


def test_an_unknown_code_finds_nothing_and_shows_itself(scopes):
    result = search(territory=["insee-com:99999"])
    assert result.total == 0
    assert counts(result, "territory")["insee-com:99999"] == 0


def test_searching_by_commune_asks_no_more_queries(scopes, django_assert_num_queries):
    search(territory=["iso:FR"])
    with CaptureQueriesContext(connection) as with_rows:
        search(territory=["iso:FR"])
    with django_assert_num_queries(len(with_rows)):
        search(territory=[TOURCOING, AALST, "insee-com:01001"])
