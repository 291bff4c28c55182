"""Alerts on the page of preferences: seen in words, changed, paused, deleted."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funding.models import CallIndexPage
from newsletter import alert_consent
from newsletter.links import LEAVE, MANAGE, token_for
from newsletter.models import Alert, Consent
from search.following import watermark
from tests.search.factories import call, index_page, noon, theme

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(time_machine, site):
    time_machine.move_to(noon(), tick=False)


@pytest.fixture
def ada():
    return factories.subscriber(status="none")


def follow(person, **fields):
    fields = {
        "language": "fr",
        "state": "active",
        "watermark": str(watermark()),
    } | fields
    return Alert.objects.create(subscriber=person, **fields)


def preferences(person, language="fr"):
    return f"/{language}/abonnement/p/{token_for(person, MANAGE)}/"


def own_page(alert, purpose=MANAGE):
    return f"/fr/alertes/m/{token_for(alert.subscriber, purpose)}/{alert.uuid}/"


def section(client, person, language="fr"):
    answer = client.get(preferences(person, language))
    return BeautifulSoup(answer.content, "html.parser").find(id="alerts")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Tout le site", "Thème\u00a0: Droits", "chaque semaine", "14, 3"]),
        ("nl", ["De hele website", "Thema: Rechten", "elke week", "14, 3"]),
    ],
)
def test_alerts_are_told_in_the_reader_s_words(ada, client, language, words):
    theme("rights", "Droits", "Rechten")
    follow(ada, parameters="theme=rights", rhythm="weekly", reminders=[14, 3])
    follow(factories.subscriber("bo@example.org"), parameters="q=secret")
    text = section(client, ada, language).get_text(" ", strip=True)
    assert [word for word in words if word not in text] == []
    assert "secret" not in text


@pytest.mark.parametrize(
    ("states", "is_offered"),
    [
        (("active", "paused"), True),
        (("active", "stopped"), False),
        (("stopped", "stopped"), False),
    ],
)
def test_all_can_be_stopped_where_several_run(ada, client, states, is_offered):
    for number, state in enumerate(states):
        follow(ada, parameters=f"q={number}", state=state)
    assert ("Arrêter toutes" in section(client, ada).text) == is_offered


def test_who_follows_nothing_sees_no_section(ada, client):
    assert section(client, ada) is None


def test_what_left_the_site_can_still_be_deleted(ada, home_fr, client):
    page = call(home_fr, "Appel")
    alert = follow(ada, item_key=page.translation_key)
    assert "Appel" in section(client, ada).text
    page.unpublish()
    assert "N’est plus sur le site" in section(client, ada).text
    assert client.get(own_page(alert)).status_code == 200
    client.post(own_page(alert), {"verb": "delete"})
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        ("active", "pause", "paused"),
        ("paused", "resume", "active"),
        ("stopped", "resume", "active"),
        ("pending", "resume", "active"),
        ("stopped", "pause", "stopped"),
        ("pending", "pause", "pending"),
        ("active", "resume", "active"),
    ],
)
def test_an_alert_is_paused_and_starts_again(ada, client, before, verb, after):
    mark = "0@2026-01-01T00:00:00+00:00"
    alert = follow(ada, state=before, watermark=mark)
    answer = client.post(own_page(alert), {"verb": verb}, follow=True)
    alert.refresh_from_db()
    assert alert.state == after
    # Only a pause ends with what came meanwhile.
    keeps = before == after or "paused" in (before, after)
    assert (alert.watermark == mark) == keeps
    assert 'role="status"' in answer.text


def test_rhythm_language_and_reminders_are_changed(ada, client):
    alert = follow(ada, news_from=noon().date(), rhythm="monthly", reminders=[30])
    page = BeautifulSoup(client.get(own_page(alert)).content, "html.parser")
    checked = {box["value"] for box in page.find_all("input", checked=True)}
    assert checked == {"monthly", "30", "fr"}
    client.post(
        own_page(alert), {"rhythm": "daily", "language": "nl", "reminders": ["14", "3"]}
    )
    alert.refresh_from_db()
    assert (alert.rhythm, alert.language, alert.reminders) == ("daily", "nl", [14, 3])
    assert alert.news_from is None
    assert Consent.objects.get().action == "change"


def test_a_wrong_choice_is_said_and_changes_nothing(ada, client):
    alert = follow(ada, reminders=[30])
    answer = client.post(
        own_page(alert), {"rhythm": "hourly", "language": "fr", "reminders": ["3"]}
    )
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find(role="alert")
    assert page.find("input", {"value": "3"}).has_attr("checked")
    alert.refresh_from_db()
    assert (alert.rhythm, alert.reminders) == ("daily", [30])


def test_deleting_takes_two_steps_and_leaves_the_proof(ada, client):
    alert = follow(ada)
    assert not section(client, ada).find("button", value="delete")
    page = client.get(own_page(alert))
    assert 'value="delete"' in page.text
    assert Alert.objects.exists()
    client.post(own_page(alert), {"verb": "delete"})
    assert not Alert.objects.exists()
    assert Consent.objects.get().action == "withdraw"


def test_nobody_else_s_link_opens_an_alert(ada, client):
    bo = factories.subscriber("bo@example.org")
    alert = follow(ada)
    theirs = f"/fr/alertes/m/{token_for(bo, MANAGE)}/{alert.uuid}/"
    for wrong in (theirs, own_page(alert, LEAVE), own_page(alert).replace(":", ":x")):
        for answer in (client.get(wrong), client.post(wrong, {"verb": "delete"})):
            assert answer.status_code == 410
    right = own_page(alert)
    ada.revoke_links()
    assert client.post(right, {"verb": "delete"}).status_code == 410
    assert Alert.objects.count() == 1


def test_a_scanner_s_visit_changes_nothing(ada, client):
    alert = follow(ada)
    client.get(own_page(alert) + "?verb=delete")
    client.get(preferences(ada) + "?done=delete")
    alert.refresh_from_db()
    assert (alert.state, Consent.objects.exists()) == ("active", False)


def test_all_are_stopped_at_once_and_can_start_again(ada, client):
    follow(ada), follow(ada, parameters="q=b")
    (form,) = section(client, ada).find_all("form", action=lambda path: "/s/" in path)
    assert client.post(form["action"]).status_code == 200
    assert section(client, ada).text.count("Reprendre") == 2


@pytest.mark.parametrize(
    ("status", "offered"),
    [("none", False), ("unsubscribed", False), ("active", True), ("pending", True)],
)
def test_only_who_has_the_newsletter_is_offered_to_leave_it(client, status, offered):
    person = factories.subscriber(status=status)
    follow(person)
    page = client.get(preferences(person)).text
    assert ("/abonnement/u/" in page) == offered


STEPS = st.lists(
    st.sampled_from(
        ["ask", "again", "confirm", "pause", "resume", "stop", "all", "delete"]
    ),
    max_size=14,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_is_done_only_a_yes_makes_one_alert_run(ada, steps):
    Alert.objects.all().delete()
    said_yes = False
    for step in steps:
        if step in ("ask", "again"):
            wanted = Alert(language="fr", parameters="q=a", rhythm="weekly")
            alert_consent.ask(wanted, email=ada.email, title="Tout le site")
            continue
        if step == "all":
            alert_consent.stop_all(ada)
        elif alert := Alert.objects.order_by("-pk").first():
            getattr(alert_consent, step)(alert)
            said_yes = said_yes or step in ("confirm", "resume")
        running = Alert.objects.filter(state__in=["active", "paused"]).count()
        assert running <= (1 if said_yes else 0)
        assert Alert.objects.filter(state="pending").count() <= 1


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_twenty_alerts_ask_no_more_of_the_database_than_two(
    ada, home_fr, client, language
):
    theme("rights", "Droits", "Rechten")
    page = call(home_fr, "Appel")
    calls = index_page(home_fr, CallIndexPage)

    def queries():
        client.get(preferences(ada, language))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(preferences(ada, language)).status_code == 200
        return len(caught)

    def add(number):
        follow(
            ada, list_key=calls.translation_key, parameters=f"theme=rights&q={number}"
        )
        follow(ada, item_key=page.translation_key)

    add(0)
    two = queries()
    for number in range(9):
        add(number)
    assert Alert.objects.count() == 20
    assert queries() == two
