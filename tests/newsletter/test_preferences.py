"""What a subscriber chooses: at sign-up, later by a link, with places typed as such."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from hubsite.models import Theme
from newsletter import consent
from newsletter.links import MANAGE, link_for
from newsletter.models import Consent, Subscriber

from . import factories
from .factories import signup

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
LILLE, NORD = "insee-com:59350", "insee-dep:59"


@pytest.fixture
def theme():
    return Theme.objects.create(code="rights", label_fr="Droits", label_nl="Rechten")


def path_of(subscriber):
    return link_for(subscriber, MANAGE).removeprefix("http://localhost")


def chosen(**fields):
    return {"language": "fr", "rhythm": "each"} | fields


def soup_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_sign_up_keeps_topics_place_and_rhythm(language, site, client, theme):
    page = soup_of(client.get(f"/{language}/abonnement/"))
    names = {field.get("name") for field in page.find("main").find_all("input")}
    assert {"email", "language", "themes", "place", "rhythm", "consent"} <= names
    data = signup(language="nl", themes=[theme.pk], place="59000", rhythm="monthly")
    answer = client.post(f"/{language}/abonnement/", data, **SAME)
    assert answer.status_code == 303
    found = Subscriber.objects.get()
    assert found.territories == [LILLE]
    assert (found.rhythm, found.language) == ("monthly", "nl")
    assert list(found.themes.all()) == [theme]


def test_place_that_may_mean_several_is_asked_and_nothing_typed_is_lost(site, client):
    data = signup(place="Saint-Denis", rhythm="monthly", language="nl")
    page = soup_of(client.post("/fr/abonnement/", data, **SAME))
    assert not Subscriber.objects.exists()
    offered = page.find_all("input", {"name": "place_code"})
    assert len(offered) > 1
    assert page.find("input", {"name": "place"})["value"] == "Saint-Denis"
    assert page.find("input", {"name": "rhythm", "value": "monthly"}).has_attr(
        "checked"
    )
    data["place_code"] = offered[0]["value"]
    assert client.post("/fr/abonnement/", data, **SAME).status_code == 303
    assert Subscriber.objects.get().territories == [offered[0]["value"]]


def test_unknown_place_comes_back_with_what_was_typed(site, client):
    page = soup_of(client.post("/nl/abonnement/", signup(place="Xyzzyville"), **SAME))
    field = page.find("input", {"name": "place"})
    assert field["value"] == "Xyzzyville"
    assert field["aria-invalid"] == "true"
    assert not Subscriber.objects.exists()


def test_preferences_change_all_choices_without_showing_the_address(
    site, client, theme
):
    subscriber = factories.subscriber(territories=[NORD])
    path = path_of(subscriber)
    before = client.get(path)
    assert "ada@example.org" not in before.text
    kept = soup_of(before).find("input", {"name": "territories", "value": NORD})
    assert kept.has_attr("checked")
    later = timezone.localdate() + timedelta(days=30)
    data = chosen(
        language="nl",
        themes=[theme.pk],
        territories=[NORD],
        place="Kortrijk",
        rhythm="monthly",
        paused_until=later.isoformat(),
    )
    answer = client.post(path, data)
    assert soup_of(answer).find(role="status")
    subscriber.refresh_from_db()
    assert subscriber.language == "nl"
    assert subscriber.territories == [NORD, "nis:34022"]
    assert (subscriber.rhythm, subscriber.paused_until) == ("monthly", later)
    assert list(subscriber.themes.all()) == [theme]
    assert Consent.objects.get().action == "change"
    client.post(path, chosen(territories=["nis:34022"]))
    subscriber.refresh_from_db()
    assert subscriber.territories == ["nis:34022"]
    assert subscriber.paused_until is None


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("status", ["none", "unsubscribed"])
def test_who_has_no_newsletter_is_asked_nothing_about_it(
    site, client, theme, status, language
):
    subscriber = factories.subscriber(
        status=status, language=language, territories=[NORD], rhythm="monthly"
    )
    subscriber.themes.set([theme])
    page = soup_of(client.get(path_of(subscriber)))
    asked = {field["name"] for field in page.main.find_all("input")}
    assert asked == {"language", "paused_until"}
    assert page.main.find("a", href=f"/{language}/abonnement/")
    later = timezone.localdate() + timedelta(days=30)
    data = {"language": "nl", "paused_until": later.isoformat()}
    assert soup_of(client.post(path_of(subscriber), data)).find(role="status")
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.paused_until) == ("nl", later)
    # What was chosen before is there for who comes back.
    assert (subscriber.territories, subscriber.rhythm) == ([NORD], "monthly")
    assert list(subscriber.themes.all()) == [theme]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "xx"),
        ("rhythm", "hourly"),
        ("territories", ["insee-dep:62"]),
        ("place", "Xyzzyville"),
        ("paused_until", "2020-01-01"),
        ("paused_until", "9999-12-31"),
        ("paused_until", "demain"),
        ("themes", ["999999"]),
    ],
)
def test_wrong_choice_changes_nothing_and_says_where(site, client, field, value):
    subscriber = factories.subscriber(territories=[NORD])
    before = Subscriber.objects.values().get()
    answer = client.post(path_of(subscriber), chosen(**{field: value}))
    alert = soup_of(answer).find(role="alert")
    assert alert.find("a")
    assert Subscriber.objects.values().get() == before
    assert not Consent.objects.exists()


def test_no_more_than_ten_territories(site, client):
    ten = [f"insee-dep:{number}" for number in range(10, 20)]
    subscriber = factories.subscriber(territories=ten)
    data = chosen(territories=ten, place="59000")
    assert soup_of(client.post(path_of(subscriber), data)).find(role="alert")
    data["territories"] = ten[1:]
    client.post(path_of(subscriber), data)
    subscriber.refresh_from_db()
    assert subscriber.territories == [*ten[1:], LILLE]


def test_pause_that_ran_out_may_stay_in_the_form(site, client):
    day = timezone.localdate() - timedelta(days=3)
    subscriber = factories.subscriber(paused_until=day)
    answer = client.post(path_of(subscriber), chosen(paused_until=day.isoformat()))
    assert soup_of(answer).find(role="status")
    subscriber.refresh_from_db()
    assert subscriber.paused_until is None


def test_new_confirmation_ends_a_pause(site):
    later = timezone.localdate() + timedelta(days=30)
    subscriber = factories.subscriber(status="unsubscribed", paused_until=later)
    consent.confirm(subscriber)
    subscriber.refresh_from_db()
    assert subscriber.paused_until is None


@pytest.mark.parametrize("number", [2, 20])
def test_cost_of_the_page_does_not_grow(
    site, client, django_assert_num_queries, number
):
    for index in range(number):
        Theme.objects.create(code=f"t{index}", label_fr=f"T{index}", label_nl="T")
    references = [f"insee-dep:{index + 10}" for index in range(min(number, 10))]
    subscriber = factories.subscriber(territories=references)
    path = path_of(subscriber)
    client.get(path)
    with django_assert_num_queries(5):
        client.get(path)
