"""The public page of carrying organisations."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Organisation
from funding.models import CallIndexPage, Carrier, CarrierTerritory
from tests.search.factories import index_page, territory

PATHS = {"fr": "/fr/repondre-a-plusieurs/", "nl": "/nl/samen-indienen/"}


def carrier(code, **fields):
    one = Carrier.objects.create(
        organisation=Organisation.objects.create(
            code=code, name=code.title(), kind="company"
        ),
        **{
            "for_whom_fr": "Les petites structures", "for_whom_nl": "Kleine organisaties",
            "conditions_fr": "Une lettre", "conditions_nl": "Een brief",
        } | fields,
    )  # fmt: skip
    CarrierTerritory.objects.create(
        carrier=one, territory=territory(f"insee-dep:dep-{code}")
    )
    return one


def main_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ["Pour qui", "Les petites structures", "Conditions", "Une lettre"]),
        ("nl", ["Voor wie", "Kleine organisaties", "Voorwaarden", "Een brief"]),
    ],
)
def test_it_says_who_carries_for_whom_and_how(language, told, home_fr, home_nl, client):
    watch = index_page(home_fr if language == "fr" else home_nl, CallIndexPage)
    carrier("rivelaine", contact="portage@rivelaine.example")
    carrier("ailleurs", is_active=False)
    main = main_of(client, PATHS[language])
    for words in [*told, "Rivelaine", "portage@rivelaine.example", "dep-rivelaine"]:
        assert words.lower() in main.text.lower()
    assert "Ailleurs" not in main.text
    assert main.find("a", href=f"{watch.url}?joint=true")


def test_a_hub_without_carriers_says_so(home_fr, client):
    main = main_of(client, PATHS["fr"])
    assert "ne connaît pas encore" in main.text
    assert not main.find("a", class_="button")


def test_it_asks_as_much_for_twenty_as_for_two(home_fr, client):
    def cost():
        client.get(PATHS["fr"])
        with CaptureQueriesContext(connection) as queries:
            client.get(PATHS["fr"])
        return len(queries)

    carrier("un"), carrier("deux")
    few = cost()
    for number in range(18):
        carrier(f"n{number}")
    assert cost() == few
