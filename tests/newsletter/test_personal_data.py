"""One's own data: shown by a fresh link only, taken along, moved, erased."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from hubsite.mail import OutgoingEmail
from hubsite.models import Theme
from newsletter import consent, personal_data
from newsletter.alert_links import CONFIRM, STOP, alert_link
from newsletter.links import (
    ADDRESS,
    DATA,
    LEAVE,
    MANAGE,
    STOP_ALERTS,
    link_for,
    token_for,
)
from newsletter.models import Alert, Campaign, Consent, Subscriber, Suppression
from newsletter.suppression import Reason, address_hmac, is_suppressed, suppress

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site):
    """Every page stands on the site."""


def path_of(subscriber, purpose):
    return link_for(subscriber, purpose).removeprefix("http://localhost")


def alert_of(subscriber):
    return Alert.objects.create(
        subscriber=subscriber, language="fr", watermark="0", state="active"
    )


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_link_to_the_data_comes_by_mail_once_an_hour(language, client, outbox, link_in):
    subscriber = factories.subscriber(language=language)
    for _time in range(2):
        answer = client.post(path_of(subscriber, MANAGE), {"verb": "data"})
        assert answer.status_code == 200
    (mail,) = outbox()
    page = client.get(link_in(mail, "d"))
    assert page.status_code == 200
    assert "ada@example.org" in page.text
    assert f'lang="{language}"' in page.text


def test_link_to_the_data_works_for_a_day(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    path = path_of(factories.subscriber(), DATA)
    time_machine.shift(timedelta(hours=24, seconds=2))
    for answer in (client.get(path), client.post(path, {"verb": "erase-now"})):
        assert answer.status_code == 410
        assert "ada@" not in answer.text
    assert Subscriber.objects.exists()


def test_download_holds_everything_and_a_get_gives_the_page_only(client, issue):
    theme = Theme.objects.create(code="rights", label_fr="Droits", label_nl="Rechten")
    consent.subscribe(
        email="ada@example.org",
        language="fr",
        themes=[theme],
        territories=["insee-dep:59"],
        page="/fr/kit/",
    )
    subscriber = Subscriber.objects.get()
    consent.confirm(subscriber)
    alert_of(subscriber)
    campaign = Campaign.objects.create(issue=issue)
    body = campaign.bodies.create(language="fr", content_language="fr", parts=[])
    campaign.deliveries.create(subscriber=subscriber, body=body, state="sent")
    path = path_of(subscriber, DATA)
    assert client.get(path)["Content-Type"].startswith("text/html")
    answer = client.post(path, {"verb": "download"})
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    held = json.loads(answer.content)
    assert held["email"] == "ada@example.org"
    assert held["themes"] == ["Droits"]
    assert held["territories"] == [{"reference": "insee-dep:59", "name": "Nord"}]
    actions = [proof["action"] for proof in held["consents"]]
    assert actions == ["request", "confirm"]
    assert held["consents"][0]["text"] == consent.consent_text("fr")
    assert held["mails"][0]["campaign__issue__title"] == "Bienvenue au hub"
    assert len(held["alerts"]) == 1


@pytest.mark.parametrize("number", [2, 20])
def test_cost_of_a_download_does_not_grow(number, issue, django_assert_num_queries):
    subscriber = factories.subscriber()
    for _index in range(number):
        alert_of(subscriber)
        consent.prove(subscriber, "change", language="fr")
    with django_assert_num_queries(5):
        personal_data.held(subscriber)


# Another address


def ask_address(client, subscriber, address="new@example.org"):
    data = {"verb": "address", "new_email": address}
    return client.post(path_of(subscriber, DATA), data)


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_address_changes_once_confirmed_there_and_the_old_one_is_told(
    language, client, outbox, link_in
):
    subscriber = factories.subscriber(language=language)
    old_links = {purpose: path_of(subscriber, purpose) for purpose in (MANAGE, LEAVE)}
    suppress("new@example.org", Reason.HARD_BOUNCE)
    ask_address(client, subscriber, "New@Example.org")
    (mail,) = outbox()
    assert mail["to"] == "new@example.org"
    link = link_in(mail, "a")
    assert client.get(link).status_code == 200
    assert Subscriber.objects.get().email == "ada@example.org"
    assert client.post(link).status_code == 200
    subscriber.refresh_from_db()
    assert (subscriber.email, subscriber.new_email) == ("new@example.org", "")
    told = outbox()[-1]
    assert told["to"] == "ada@example.org"
    assert "new@example.org" not in told["text"]
    assert not is_suppressed("new@example.org")
    proof = Consent.objects.get(action="change")
    assert proof.email_hmac == address_hmac("new@example.org")
    # Used up; and what the old mailbox holds opens nothing, but still takes off the list.
    assert client.post(link).status_code == 410
    assert client.get(old_links[MANAGE]).status_code == 410
    client.post(old_links[LEAVE])
    subscriber.refresh_from_db()
    assert subscriber.status == "unsubscribed"


def test_known_and_unknown_new_address_get_the_same_answer(client):
    factories.subscriber("known@example.org")
    subscriber = factories.subscriber()
    answers = []
    for address in ("known@example.org", "unknown@example.org", "ada@example.org"):
        answer = ask_address(client, subscriber, address)
        token = token_for(subscriber, MANAGE)
        answers.append((answer.status_code, answer.text.replace(token, "")))
    # The path of each answer holds its own moment.
    strip = {(status, BeautifulSoup(text, "html.parser").main.text) for status, text in answers}  # fmt: skip
    assert len(strip) == 1
    assert Subscriber.objects.count() == 2


def test_two_rows_of_one_person_become_one(client, link_in, outbox):
    other = factories.subscriber("new@example.org")
    mine = factories.subscriber(status="unsubscribed")
    kept = alert_of(other)
    ask_address(client, mine)
    client.post(link_in(outbox()[0], "a"))
    mine.refresh_from_db()
    assert (mine.email, mine.status) == ("new@example.org", "active")
    kept.refresh_from_db()
    assert kept.subscriber == mine
    assert Subscriber.objects.count() == 1


def move(client, subscriber, outbox, link_in, address="new@example.org"):
    """Move to an address as its owner does: by the link mailed there."""
    ask_address(client, subscriber, address)
    client.post(link_in(outbox()[-1], "a"))
    subscriber.refresh_from_db()
    assert subscriber.email == address


def posted_links(subscriber, alert):
    """Return the paths that mails to an address hold, by purpose."""
    links = {
        purpose: path_of(subscriber, purpose)
        for purpose in (MANAGE, LEAVE, STOP_ALERTS)
    }
    links |= {what: alert_link(alert, what) for what in (STOP, CONFIRM)}
    return {what: link.removeprefix("http://localhost") for what, link in links.items()}


@pytest.mark.parametrize("moves", [1, 2])
def test_mails_to_either_row_still_lead_to_the_one(moves, client, outbox, link_in):
    other = factories.subscriber("new@example.org")
    alert, asked = alert_of(other), alert_of(other)
    Alert.objects.filter(pk=asked.pk).update(state="pending", parameters="q=x")
    asked.refresh_from_db()
    links = posted_links(other, alert)
    links[CONFIRM] = posted_links(other, asked)[CONFIRM]
    mine = factories.subscriber(status="none")
    move(client, mine, outbox, link_in)
    if moves == 2:
        first, mine = mine, factories.subscriber("third@example.org", status="none")
        mine_alert = alert_of(first)
        links_of_first = posted_links(first, mine_alert)
        move(client, mine, outbox, link_in)
        assert client.get(links_of_first[MANAGE]).status_code == 200
        client.post(links_of_first[STOP])
        mine_alert.refresh_from_db()
        assert mine_alert.state == "stopped"

    page = client.get(links[MANAGE])
    assert page.status_code == 200
    assert str(alert.uuid) in page.text
    client.post(links[CONFIRM])
    client.post(links[STOP])
    states = dict(Alert.objects.values_list("pk", "state"))
    assert (states[asked.pk], states[alert.pk]) == ("active", "stopped")
    client.post(links[STOP_ALERTS])
    assert not Alert.objects.exclude(state="stopped").exists()
    client.post(links[LEAVE])
    mine.refresh_from_db()
    assert mine.status == "unsubscribed"


def test_links_of_a_joined_row_die_with_the_others(client, outbox, link_in):
    other = factories.subscriber("new@example.org")
    alert = alert_of(other)
    links = posted_links(other, alert)
    mine = factories.subscriber(status="none")
    move(client, mine, outbox, link_in)
    # What shows data needs a link to the address of now.
    move(client, mine, outbox, link_in, "third@example.org")
    assert client.get(links[MANAGE]).status_code == 410
    mine.revoke_links()
    client.post(links[STOP])
    client.post(links[LEAVE])
    alert.refresh_from_db()
    mine.refresh_from_db()
    assert (alert.state, mine.status) == ("active", "active")


def test_subscription_taken_over_keeps_what_was_chosen(client, outbox, link_in):
    theme = Theme.objects.create(code="rights", label_fr="Droits", label_nl="Rechten")
    chosen = {"language": "nl", "rhythm": "monthly", "territories": ["nis:34022"]}
    factories.subscriber("new@example.org", **chosen).themes.set([theme])
    mine = factories.subscriber(status="none")
    move(client, mine, outbox, link_in)
    assert {name: getattr(mine, name) for name in chosen} == chosen
    assert list(mine.themes.all()) == [theme]
    # Whoever has a subscription of their own keeps it as it is.
    factories.subscriber("other@example.org")
    move(client, mine, outbox, link_in, "other@example.org")
    assert (mine.rhythm, list(mine.themes.all())) == ("monthly", [theme])


def test_who_moved_gets_a_link_to_the_data_there_within_the_hour(
    client, outbox, link_in
):
    mine = factories.subscriber()
    client.post(path_of(mine, MANAGE), {"verb": "data"})
    move(client, mine, outbox, link_in)
    client.post(path_of(mine, MANAGE), {"verb": "data"})
    mail = outbox()[-1]
    assert mail["to"] == "new@example.org"
    assert client.get(link_in(mail, "d")).status_code == 200


def test_issue_on_its_way_follows_who_moves_and_comes_once(
    site, home_nl, client, outbox, link_in
):
    other = factories.subscriber("new@example.org")
    mine = factories.subscriber(status="none")
    first, second = (
        Campaign.objects.create(issue=factories.issue(site, home_nl, number=number))
        for number in (1, 2)
    )
    for campaign, readers in ((first, [other]), (second, [other, mine])):
        body = campaign.bodies.create(language="fr", content_language="fr", parts=[])
        for reader in readers:
            campaign.deliveries.create(subscriber=reader, body=body)
    move(client, mine, outbox, link_in)
    for campaign in (first, second):
        assert campaign.deliveries.filter(subscriber=mine).count() == 1


def test_link_for_one_new_address_does_not_confirm_another(client, outbox, link_in):
    subscriber = factories.subscriber()
    ask_address(client, subscriber, "first@example.org")
    first = link_in(outbox()[0], "a")
    ask_address(client, subscriber, "second@example.org")
    assert client.post(first).status_code == 410
    subscriber.refresh_from_db()
    assert subscriber.email == "ada@example.org"


def test_wrong_new_address_comes_back_as_typed(client):
    answer = ask_address(client, factories.subscriber(), "new@")
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find("input", {"name": "new_email"})["value"] == "new@"
    assert page.find(role="alert")
    assert not OutgoingEmail.objects.exists()


def test_sixth_new_address_of_an_hour_is_refused(client):
    subscriber = factories.subscriber()
    statuses = [
        ask_address(client, subscriber, f"n{index}@example.org").status_code
        for index in range(6)
    ]
    assert statuses == [200] * 5 + [429]
    assert OutgoingEmail.objects.count() == 5


# Erasing


def test_erasure_asks_once_more_then_leaves_a_hash_and_proofs_only(client, issue):
    subscriber = factories.subscriber()
    alert_of(subscriber)
    consent.prove(subscriber, "confirm", language="fr")
    campaign = Campaign.objects.create(issue=issue)
    body = campaign.bodies.create(language="fr", content_language="fr", parts=[])
    row = campaign.deliveries.create(
        subscriber=subscriber, body=body, state="failed", reply="no ada@example.org"
    )
    path = path_of(subscriber, DATA)
    page = BeautifulSoup(client.post(path, {"verb": "erase"}).content, "html.parser")
    assert page.find("button", {"value": "erase-now"})
    assert Subscriber.objects.exists()
    assert client.post(path, {"verb": "erase-now"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert not Alert.objects.exists()
    assert is_suppressed("ada@example.org", by_import=True)
    assert not is_suppressed("ada@example.org")
    assert Suppression.objects.get().reason == Reason.ERASED
    proofs = Consent.objects.values_list("action", "purpose", "subscriber")
    assert set(proofs) == {
        ("confirm", "newsletter", None),
        ("withdraw", "newsletter", None),
        ("withdraw", "alerts", None),
    }
    row.refresh_from_db()
    assert (row.subscriber, row.reply) == (None, "")
    assert client.post(path, {"verb": "erase-now"}).status_code == 410


def test_erasure_takes_the_records_of_mails_and_those_that_wait():
    subscriber = factories.subscriber(new_email="new@example.org")
    consent.subscribe(email="ada@example.org", language="fr")
    OutgoingEmail.objects.update(state="sent", text="")
    personal_data.mail_link(subscriber)
    personal_data.ask_address(subscriber, "other@example.org")
    for number, purpose in enumerate((CONFIRM, STOP)):
        OutgoingEmail.objects.create(
            to="ada@example.org",
            text=alert_link(alert_of(subscriber), purpose),
            state=["queued", "failed"][number],
        )
    OutgoingEmail.objects.create(to="bo@example.org", state="sent")
    # Another part of the site wrote to the same address, or is about to.
    OutgoingEmail.objects.create(to="ada@example.org", text="Réponse")
    OutgoingEmail.objects.create(to="ada@example.org", dedupe_key="x", state="sent")
    assert OutgoingEmail.objects.count() == 8
    personal_data.erase(subscriber)
    kept = OutgoingEmail.objects.order_by("pk").values_list("to", "text", "dedupe_key")
    assert list(kept) == [
        ("bo@example.org", "", None),
        ("ada@example.org", "Réponse", None),
        ("ada@example.org", "", "x"),
    ]


def test_who_was_erased_may_come_back_alone(client):
    personal_data.erase(factories.subscriber())
    consent.subscribe(email="ada@example.org", language="fr")
    consent.confirm(Subscriber.objects.get())
    assert not Suppression.objects.exists()


def test_unknown_verb_shows_the_page_and_changes_nothing(client):
    subscriber = factories.subscriber()
    answer = client.post(path_of(subscriber, DATA), {"verb": "drop"})
    assert answer.status_code == 200
    assert Subscriber.objects.get().email == "ada@example.org"


def test_address_link_without_a_wanted_address_is_dead(client):
    path = path_of(factories.subscriber(), ADDRESS)
    assert client.get(path).status_code == 410
