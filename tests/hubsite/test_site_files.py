"""The small files for browsers and robots, and addresses without a language."""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Site

from hubsite.cache import raise_generation
from hubsite.site_settings import HubSettings

pytestmark = pytest.mark.demo


def test_security_contact_is_the_hub_s_and_does_not_expire_soon(demo, client):
    response = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    left = datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:contact@hub-passerelles.example"
    assert lines["Preferred-Languages"] == "fr, nl, en"
    assert lines["Canonical"].endswith("/.well-known/security.txt")
    assert timedelta(days=30) < left < timedelta(days=365)


def test_hub_without_an_address_has_no_security_contact(demo, client):
    hub = HubSettings.for_site(Site.objects.get(is_default_site=True))
    hub.contact_email = ""
    hub.save()
    raise_generation()
    assert client.get("/.well-known/security.txt").status_code == 404


def test_every_page_gives_up_what_it_does_not_use(demo, client):
    policy = client.get("/fr/plan-du-site/")["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy


@pytest.mark.parametrize(
    ("path", "language", "target"),
    [
        ("/", "nl", "/nl/"),
        ("/toolkit/", "nl", "/nl/toolkit/"),
        ("/kit/", "fr", "/fr/kit/"),
        ("/recherche/", "fr", "/fr/recherche/"),
    ],
)
def test_address_without_language_leads_to_the_page(
    demo, client, path, language, target
):
    response = client.get(path, headers={"Accept-Language": language})
    assert (response.status_code, response.get("Location")) == (302, target)


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "introuvable"), ("nl", "niet gevonden")]
)
def test_address_of_nothing_is_missing_at_once(demo, client, language, said):
    response = client.get(
        "/definitely-not-here/", headers={"Accept-Language": language}
    )
    text = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}"' in text
    assert said in text
    assert f'href="/{language}/"' in text
