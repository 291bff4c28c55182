"""A call's page asks as much of the database however much it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Organisation
from funding.models import CallCarrier, CallFunder, Carrier
from tests.search.factories import call


def organisation(code):
    return Organisation.objects.create(code=code, name=code, kind="association")


def queries_of(client, page):
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(page.url).content.decode()
    return len(queries), text


@pytest.mark.parametrize("rows", [2, 20])
def test_funders_and_carriers_cost_one_query_each(home_fr, client, rows):
    page = call(home_fr, "Former", joint=True)
    for number in range(rows):
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
    count, text = queries_of(client, page)
    assert f"paie-{rows - 1}" in text
    assert f"porte-{rows - 1}" in text
    assert count <= 14
