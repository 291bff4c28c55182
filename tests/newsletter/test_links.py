"""Personal links: what opens, what never does, and what a GET must not do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hubsite.mail import OutgoingEmail
from newsletter import consent
from newsletter.links import (
    ADDRESS,
    CONFIRM,
    DATA,
    LEAVE,
    MANAGE,
    link_for,
    subscriber_for,
    token_for,
)
from newsletter.models import Consent, Subscriber
from newsletter.retention import purge_subscribers

from . import factories

pytestmark = pytest.mark.django_db
PURPOSES = (CONFIRM, MANAGE, LEAVE, DATA, ADDRESS)


def path_of(subscriber, purpose):
    return link_for(subscriber, purpose).removeprefix("http://localhost")


def test_token_opens_its_own_purpose_only(site):
    subscriber = factories.subscriber(new_email="new@example.org")
    for made_for in PURPOSES:
        token = token_for(subscriber, made_for)
        for asked in PURPOSES:
            found = subscriber_for(token, asked)
            assert found == (subscriber if made_for == asked else None)


def test_token_of_one_person_is_no_one_elses(site):
    ada, bo = factories.subscriber(), factories.subscriber("bo@example.org")
    signature = token_for(ada, LEAVE).partition(":")[2]
    assert subscriber_for(f"{bo.uuid.hex}:{signature}", LEAVE) is None


def test_no_address_stands_in_a_link(site):
    link = link_for(factories.subscriber("zuzanna@example.org"), MANAGE)
    assert "zuzanna" not in link
    assert "example" not in link


@examples(max_examples=60, deadline=None)
@given(st.data())
def test_changed_token_opens_nothing(data):
    subscriber = Subscriber(email="ada@example.org")
    Subscriber.objects.filter(email=subscriber.email).delete()
    subscriber.save()
    purpose = data.draw(st.sampled_from(PURPOSES))
    token = token_for(subscriber, purpose)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda c: c != token[place]))
    changed = token[:place] + letter + token[place + 1 :]
    found = subscriber_for(changed, purpose)
    # The id may be written in capitals or with hyphens; the signature covers its words.
    assert found is None


@examples(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_as_token_is_answered(text):
    assert subscriber_for(text, LEAVE) is None


def test_site_key_rotation_keeps_links_for_a_while(site, settings):
    subscriber = factories.subscriber()
    token = token_for(subscriber, LEAVE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert subscriber_for(token, LEAVE) == subscriber
    settings.SECRET_KEY_FALLBACKS = []
    assert subscriber_for(token, LEAVE) is None


def test_new_key_revokes_every_link(site):
    subscriber = factories.subscriber(new_email="new@example.org")
    tokens = {purpose: token_for(subscriber, purpose) for purpose in PURPOSES}
    subscriber.revoke_links()
    assert not any(subscriber_for(t, purpose) for purpose, t in tokens.items())


def test_confirmation_link_works_for_48_hours(site, client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    subscriber = factories.subscriber(status="pending")
    path = path_of(subscriber, CONFIRM)
    time_machine.shift(timedelta(hours=48, seconds=-1))
    assert client.get(path).status_code == 200
    time_machine.shift(timedelta(seconds=3))
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    subscriber.refresh_from_db()
    assert subscriber.status == "pending"


def test_confirmation_link_does_not_survive_leaving(site, client):
    subscriber = factories.subscriber(status="pending")
    path = path_of(subscriber, CONFIRM)
    client.post(path)
    client.post(path_of(subscriber, LEAVE))
    assert client.post(path).status_code == 410
    subscriber.refresh_from_db()
    assert subscriber.status == "unsubscribed"


def test_second_confirmation_is_harmless(site, client):
    path = path_of(factories.subscriber(status="pending"), CONFIRM)
    assert [client.post(path).status_code for _time in range(2)] == [200, 200]
    assert Consent.objects.filter(action="confirm").count() == 1
    assert OutgoingEmail.objects.count() == 1


def test_get_of_every_link_changes_nothing(site, client):
    subscriber = factories.subscriber(status="pending", new_email="new@example.org")
    before = Subscriber.objects.values().get()
    for purpose in PURPOSES:
        for method in (client.get, client.head):
            answer = method(path_of(subscriber, purpose))
            assert answer.status_code == 200
            assert "no-store" in answer["Cache-Control"]
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "noindex" in answer["X-Robots-Tag"]
    assert Subscriber.objects.values().get() == before
    assert not Consent.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_one_click_post_of_rfc_8058_unsubscribes_without_cookie_or_redirect(site):
    client = Client(enforce_csrf_checks=True)
    subscriber = factories.subscriber()
    path = path_of(subscriber, LEAVE)
    for _time in range(2):
        answer = client.post(
            path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
    assert not client.cookies
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.departures) == ("unsubscribed", 1)
    assert Consent.objects.filter(action="withdraw").count() == 1
    assert OutgoingEmail.objects.count() == 1


def test_forged_leave_link_gets_the_same_answer(site, client):
    real = path_of(factories.subscriber(), LEAVE)
    forged = real[:-4] + "xxx/"
    for method in (client.get, client.post):
        answers = [method(path) for path in (real, forged)]
        bodies = {
            answer.text.replace(path[3:], "")
            for answer, path in zip(answers, (real, forged), strict=True)
        }
        assert len(bodies) == 1
        assert {answer.status_code for answer in answers} == {200}


def test_return_after_leaving_asks_for_confirmation_again(site):
    subscriber = factories.subscriber()
    consent.unsubscribe(subscriber)
    consent.subscribe(email=subscriber.email, language="nl")
    subscriber.refresh_from_db()
    assert subscriber.status == "unsubscribed"
    assert OutgoingEmail.objects.count() == 2
    assert subscriber_for(token_for(subscriber, CONFIRM), CONFIRM) == subscriber


def test_purge_erases_what_was_never_confirmed_and_who_left_long_ago(site):
    now = timezone.now()
    factories.subscriber("keep@example.org")
    factories.subscriber("new@example.org", status="pending")
    factories.subscriber("old@example.org", status="pending")
    factories.subscriber("left@example.org", status="unsubscribed")
    consent.subscribe(email="old@example.org", language="fr")
    rows = Subscriber.objects
    long_ago = now - timedelta(days=31)
    rows.filter(email="old@example.org").update(created_at=long_ago, mailed_at=long_ago)
    rows.filter(email="left@example.org").update(
        last_action_at=now - timedelta(days=1100)
    )
    assert purge_subscribers() == 2
    kept = set(rows.values_list("email", flat=True))
    assert kept == {"keep@example.org", "new@example.org"}
    proof = Consent.objects.get()
    assert proof.subscriber is None
    assert proof.email_hmac == consent.address_hmac("old@example.org")
    Consent.objects.update(at=now - timedelta(days=1100))
    assert purge_subscribers() == 1
    assert not Consent.objects.exists()
