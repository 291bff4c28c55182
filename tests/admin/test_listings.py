import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def listing(client, section, **filters):
    url = reverse("wagtailadmin_explore", args=[section.pk])
    response = client.get(url, filters)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("kind", "shown", "filters"),
    [
        ("call", "01/12/2026", {"status": "cancelled"}),
        ("event", "05/05/2026", {"status": "cancelled"}),
        ("resource", "CC-BY-4.0", {"licence": "CC0-1.0"}),
        ("sheet", "La Rivelaine", {"year": 1999}),
        ("step", "1.1", {"state": "pilot"}),
        ("news", "Inès", {"kind": "interview"}),
    ],
)
def test_listing_shows_and_filters(
    kind, shown, filters, admin_client, translated, section
):
    source, _page = translated(kind)
    parent = section(kind)[0]
    content = listing(admin_client, parent)
    assert source.title in content
    assert shown in content
    assert f"/pages/{source.pk}/edit/" not in listing(admin_client, parent, **filters)


@pytest.mark.parametrize("kind", ["call", "sheet", "news"])
def test_listing_costs_the_same_for_two_pages_and_for_twenty(
    kind, admin_client, translated, section
):
    def count():
        """Count what our columns ask; wagtail-localize's buttons ask for each row."""
        with CaptureQueriesContext(connection) as queries:
            listing(admin_client, section(kind)[0])
        return sum("directory_" in query["sql"] for query in queries)

    translated(kind, "p0")
    translated(kind, "p1")
    count()
    few = count()
    for number in range(2, 9):
        translated(kind, f"p{number}")
    assert count() == few
