"""What stands beside a page on its themes: live, in order, and for one search's price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy, override
from wagtail.models import PageViewRestriction

from funding.beside import BESIDE_CALL, beside
from funding.models import CallPage
from hubsite.models import PageTheme
from search.related import Wanted, related_to

from .factories import NOON, call, event, noon, resource, standard, theme, translated

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{NOON}Z", tick=False)]


def block(*types, **options):
    return Wanted(
        types, gettext_lazy("Calls"), gettext_lazy("See all calls"), **options
    )


def titles(page, *wanted):
    page = type(page).objects.get(pk=page.pk)
    return [[hit.title for hit in related.hits] for related in related_to(page, wanted)]


def test_shares_a_theme_and_is_never_the_page_itself(home_fr):
    page = call(home_fr, "Former", ["training"])
    call(home_fr, "Former aussi", ["training", "rights"])
    call(home_fr, "Équiper", ["equipment"])
    assert titles(page, block("call")) == [["Former aussi"]]


def test_page_without_theme_asks_nothing_of_the_search(home_fr):
    page = CallPage.objects.get(pk=call(home_fr, "Former").pk)
    with CaptureQueriesContext(connection) as queries:
        assert related_to(page, BESIDE_CALL) == ()
    assert not [query for query in queries if "search_" in query["sql"]]


def test_calls_one_can_answer_come_first(home_fr):
    page = call(home_fr, "Former", ["training"])

    def on(title, days, **fields):
        day = (noon() + timedelta(days=days)).date()
        call(home_fr, title, ["training"], deadline_on=day, **fields)

    on("Close", -3)
    on("Plus tard", 20)
    on("Bientôt", 5)
    on("Annulé", 6, cancelled=True)
    on("À venir", 60, opens_on=(noon() + timedelta(days=40)).date())
    similar = BESIDE_CALL[-1]
    assert titles(page, similar) == [["Bientôt", "Plus tard", "À venir"]]
    everything = block("call", size=9, sort=similar.sort, selected=similar.selected)
    assert titles(page, everything) == [["Bientôt", "Plus tard", "À venir", "Close"]]


def test_what_is_private_is_beside_nothing(home_fr):
    page = call(home_fr, "Former", ["training"])
    hidden = call(home_fr, "Privé", ["training"])
    PageViewRestriction.objects.create(
        page=hidden, restriction_type=PageViewRestriction.LOGIN
    )
    assert titles(page, block("call")) == []


def test_line_stands_in_the_readers_language_where_it_exists(home_fr, home_nl):
    page = call(home_fr, "Former", ["training"])
    other = standard(home_fr, "Fiche", ["training"])
    with override("nl"):
        assert titles(page, block("page")) == [["Fiche"]]
        copy = translated(other, home_nl, "Steekkaart")
        copy.page_themes = [PageTheme(term=theme("training"))]
        copy.save()
        assert titles(page, block("page")) == [["Steekkaart"]]


@pytest.mark.parametrize("rows", [2, 20])
def test_four_blocks_cost_what_one_search_costs(home_fr, rows):
    page = call(home_fr, "Former", ["training"])
    for number in range(rows):
        call(home_fr, f"Appel {number}", ["training"])
        resource(home_fr, f"Fiche {number}", ["training"])
    page = CallPage.objects.get(pk=page.pk)
    related_to(page, BESIDE_CALL)
    with CaptureQueriesContext(connection) as for_one:
        related_to(page, (block("resource"),))
    with CaptureQueriesContext(connection) as queries:
        found = related_to(page, (*BESIDE_CALL, block("resource")))
    assert [len(related.hits) for related in found] == [min(rows, 3)] * 2
    # The services suite's engine asks once more: whether its replica is level.
    assert len(queries) == len(for_one) <= 3


def among_kin(home):
    """Return a call beside four others and an event of its theme."""
    page = call(home, "Former", ["training"])
    for number in range(4):
        call(home, f"Appel {number}", ["training"])
    event(home, "Atelier", ["training"])
    return CallPage.objects.get(pk=page.pk)


def test_link_leads_to_the_search_of_the_same_lines(home_fr, client):
    page = among_kin(home_fr)
    with override("fr"):
        (*_others, similar) = related_to(page, BESIDE_CALL)
    listed = client.get(similar.more_url).context["result"].hits
    assert similar.more_url.startswith("/fr/recherche/?type=call&theme=training")
    assert {hit.page_id for hit in similar.hits} < {hit.page_id for hit in listed}


def test_call_gathers_every_kind_under_one_title(home_fr, client):
    page = among_kin(home_fr)
    with override("fr"):
        (related,) = beside(page)
        html = render_to_string("search/related.html", {"related": (related,)})
    assert [hit.type for hit in related.hits] == ["event", "call", "call", "call"]
    assert related.more_url == "/fr/recherche/?theme=training"
    assert {hit.page_id for hit in related.hits} < {
        hit.page_id for hit in client.get(related.more_url).context["result"].hits
    }
    assert html.count("<h2") == 1
    assert "Événement · " in html


def test_call_without_theme_gathers_nothing(home_fr):
    assert beside(CallPage.objects.get(pk=call(home_fr, "Former").pk)) == ()


@pytest.mark.parametrize("types", [("call",), ("call", "event")])
def test_line_names_its_kind_where_the_title_does_not(home_fr, types):
    page = standard(home_fr, "Page", ["training"])
    call(home_fr, "Former", ["training"])
    with override("fr"):
        related = related_to(type(page).objects.get(pk=page.pk), [block(*types)])
        html = render_to_string("search/related.html", {"related": related})
    assert ("Appel · " in html) == (len(types) == 2)
    assert "Ouvert · " in html
