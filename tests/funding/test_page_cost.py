"""A call's page asks as much of the database however much it shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Organisation, Person
from funding.models import CallCarrier, CallFunder, Carrier, PartnerNotice
from tests.search.factories import call, event


def tomorrow():
    return timezone.now() + timedelta(days=1)


def organisation(code):
    return Organisation.objects.create(code=code, name=code, kind="association")


def queries_of(client, page):
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(page.url).content.decode()
    return len(queries), text


@pytest.mark.parametrize("rows", [2, 20])
def test_page_costs_the_same_however_much_it_shows(home_fr, client, rows):
    named = {
        "programme": organisation("leie"),
        "checked_by": Person.objects.create(code="maud", name="Maud"),
    }
    dates = {
        "opens_on": timezone.localdate() - timedelta(days=30),
        "deadline_on": timezone.localdate() + timedelta(days=30),
    }
    page = call(home_fr, "Former", ["training"], joint=True, **dates, **named)
    for number in range(rows):
        call(home_fr, f"Appel {number}", ["training"])
        event(home_fr, f"Atelier {number}", ["training"], starts_at=tomorrow())
        funder, carrier = (
            organisation(f"paie-{number}"),
            organisation(f"porte-{number}"),
        )
        CallFunder.objects.create(page=page, organisation=funder)
        texts = {
            f"{name}_{language}": "Pour tous"
            for name in ("for_whom", "conditions")
            for language in ("fr", "nl")
        }
        CallCarrier.objects.create(
            page=page, carrier=Carrier.objects.create(organisation=carrier, **texts)
        )
        PartnerNotice.objects.create(
            call=page, organisation=f"cherche-{number}", territory="insee-dep:59",
            email=f"a{number}@foyer.example", language="fr", state="shown",
        )  # fmt: skip
    count, text = queries_of(client, page)
    assert f"paie-{rows - 1}" in text
    assert f"porte-{rows - 1}" in text
    assert f"cherche-{rows - 1}" in text
    assert "Atelier" in text
    assert "Appel" in text
    assert count <= 14
