"""What machines read of the library: AMB, schema.org, and the dump of the catalogue."""

import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from hubsite.licences import LICENCES
from resources.kinds import ResourceKind
from tests.search.factories import resource

from .factories import in_full

pytestmark = pytest.mark.django_db
SCHEMAS = [
    json.loads(path.read_text())
    for path in (Path(__file__).parents[1] / "data" / "amb").glob("*.json")
]
# A date is told from a moment by its format alone, which jsonschema leaves unchecked.
FORMATS = FormatChecker(["date"])


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value):
    return "T" in value and bool(datetime.fromisoformat(value))


@FORMATS.checks("uri", raises=ValueError)
def is_address(value):
    return bool(urlsplit(value).scheme and urlsplit(value).netloc)


@pytest.fixture(scope="module")
def amb_schema():
    """Return the validator of AMB 20231019, formats of addresses included."""
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS
    )
    entry = next(s for s in SCHEMAS if s["$id"].endswith("/schema.json"))
    return Draft7Validator(entry, registry=registry, format_checker=FORMATS)


def read(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/ld+json")
    return json.loads(response.content)


def test_a_resource_in_full_is_valid_amb(client, home_fr, amb_schema):
    page = in_full(
        home_fr, "Guichet", 2, activities=["quiz"], duration_minutes=20, kind="video",
        transcript="<p>Bonjour.</p>", version="1.2",
    )  # fmt: skip
    data = read(client, f"{page.url}amb.json")
    assert [error.message for error in amb_schema.iter_errors(data)] == []
    assert data["license"]["id"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert data["isBasedOn"][1]["name"] == "Carnet"
    assert data["encoding"][0]["contentSize"] == "7"
    assert data["duration"] == "PT20M"


@pytest.mark.parametrize("kind", ResourceKind.values)
def test_every_kind_is_valid_amb(client, home_fr, amb_schema, kind):
    page = resource(home_fr, "Sorte", kind=kind, transcript="<p>Dit.</p>")
    data = read(client, f"{page.url}amb.json")
    assert [error.message for error in amb_schema.iter_errors(data)] == []


@pytest.mark.parametrize("licence", LICENCES)
def test_every_licence_is_valid_amb_and_named_by_its_spdx_id(
    client, home_fr, amb_schema, licence
):
    page = resource(home_fr, "Licence", licence=licence)
    data = read(client, f"{page.url}amb.json")
    assert [error.message for error in amb_schema.iter_errors(data)] == []
    assert data["licence"]["spdx"] == licence


def test_a_page_changed_at_night_is_not_changed_before_it_was_published(
    client, home_fr, time_machine
):
    time_machine.move_to("2026-07-01T22:30:00+00:00", tick=False)
    page = resource(home_fr, "Nuit", licence="CC-BY-4.0", content_date="2026-07-02")
    page.last_published_at = timezone.now()
    page.save()
    found = read(client, f"{page.url}amb.json")
    assert found["dateModified"] == found["datePublished"] == "2026-07-02"


def test_search_engines_read_schema_org(client, home_fr):
    page = in_full(home_fr, "Guichet", duration_minutes=20, level="basic")
    html = client.get(page.url).content.decode()
    script = re.search(r"application/ld\+json\">(.*?)</script>", html)[1]
    found = json.loads(script)["@graph"][-1]
    assert found["@type"] == ["LearningResource", "TextDigitalDocument"]
    assert found["timeRequired"] == "PT20M"
    assert found["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert found["encoding"][0]["@type"] == "MediaObject"
    # A list of one type is right, but the types of schema-dts refuse it.
    assert found["isBasedOn"][0]["@type"] == "LearningResource"
    assert found["creator"] == [{"@type": "Organization", "name": "Hub"}]
    assert not {"id", "type", "@context"} & set(found)
    assert f'href="http://localhost{page.url}amb.json"' in html


def test_catalogue_says_the_licence_of_its_metadata(client, home_fr, amb_schema):
    open_page = in_full(home_fr, "Ouverte")
    closed = resource(home_fr, "Fermee", slug="fermee")
    closed.view_restrictions.create(restriction_type="login")
    draft = resource(home_fr, "Brouillon", slug="brouillon", live=False)
    dump = read(client, f"{open_page.get_parent().url}catalogue.json")
    assert dump["licence"]["spdx"] == "CC0-1.0"
    names = [entry["name"] for entry in dump["resources"]]
    assert names == ["Ouverte d'origine", "Ouverte"]
    assert dump["count"] == 2
    assert closed.title not in names
    assert draft.title not in names
    for entry in dump["resources"]:
        whole = {"@context": dump["@context"], **entry}
        assert [error.message for error in amb_schema.iter_errors(whole)] == []


def test_catalogue_is_paged(client, home_fr, monkeypatch):
    monkeypatch.setattr("resources.catalogue.PER_PAGE", 2)
    pages = [resource(home_fr, f"R{n}", slug=f"r{n}") for n in range(3)]
    url = f"{pages[0].get_parent().url}catalogue.json"
    first = read(client, url)
    assert first["previous"] is None
    second = read(client, first["next"])
    assert second["next"] is None
    assert [e["name"] for e in first["resources"] + second["resources"]] == [
        "R0", "R1", "R2",
    ]  # fmt: skip
    for wrong in ("3", "0", "x"):
        assert client.get(url, {"page": wrong}).status_code == 404


def test_catalogue_costs_the_same_for_two_and_for_twenty(client, home_fr):
    def count():
        with CaptureQueriesContext(connection) as queries:
            read(client, f"{url}catalogue.json", fresh=str(count))
        return len(queries)

    url = in_full(home_fr, "R0", 2).get_parent().url
    count()
    few = count()
    for number in range(1, 10):
        in_full(home_fr, f"R{number}", 3)
    count()
    assert count() == few


@pytest.mark.demo
def test_the_whole_demo_is_valid_amb(client, demo, amb_schema):
    for language in ("fr", "nl"):
        page = demo("R01", language)
        dump = read(client, f"{page.get_parent().url}catalogue.json")
        assert dump["count"] >= 38
        for entry in dump["resources"]:
            whole = {"@context": dump["@context"], **entry}
            assert [error.message for error in amb_schema.iter_errors(whole)] == []
