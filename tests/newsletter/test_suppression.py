"""Whom the hub must not write to, known by a hash that outlives the address."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from newsletter.models import Subscriber, Suppression
from newsletter.suppression import (
    Reason,
    Scope,
    address_hmac,
    is_suppressed,
    lift,
    suppress,
    suppressed_among,
)

from . import factories

pytestmark = pytest.mark.django_db


def test_suppressed_address_is_known_however_it_is_written_and_kept_nowhere():
    assert suppress("Ada@Example.org", Reason.COMPLAINT)
    assert is_suppressed("ada@example.ORG ")
    assert not is_suppressed("bo@example.org")
    row = Suppression.objects.values().get()
    assert not any("ada" in str(value) for value in row.values())


def test_subscriber_of_a_suppressed_address_stops_at_once_and_erasure_changes_nothing():
    subscriber = factories.subscriber()
    suppress(subscriber.email, Reason.HARD_BOUNCE)
    subscriber.refresh_from_db()
    assert subscriber.status == Subscriber.Status.BOUNCED
    assert not Subscriber.objects.receiving().exists()
    subscriber.delete()
    assert is_suppressed("ada@example.org")


def test_second_suppression_never_weakens_the_first():
    assert suppress("ada@example.org", Reason.ERASED, Scope.IMPORTS)
    assert not is_suppressed("ada@example.org")
    assert is_suppressed("ada@example.org", by_import=True)
    assert not suppress("ada@example.org", Reason.COMPLAINT)
    assert is_suppressed("ada@example.org")
    assert not suppress("ada@example.org", Reason.ERASED, Scope.IMPORTS)
    assert is_suppressed("ada@example.org")
    assert Suppression.objects.get().reason == Reason.COMPLAINT


def test_lifted_suppression_is_gone():
    suppress("ada@example.org", Reason.HARD_BOUNCE)
    assert lift("ADA@example.org")
    assert not lift("ada@example.org")
    assert not is_suppressed("ada@example.org")


def test_rotated_secret_key_forgets_no_suppression(settings):
    suppress("ada@example.org", Reason.COMPLAINT)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert is_suppressed("ada@example.org")
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_suppressed("ada@example.org")


def test_key_of_its_own_makes_suppression_independent_of_the_secret_key(settings):
    settings.ADDRESS_HASH_KEY = "kept for ever"
    suppress("ada@example.org", Reason.COMPLAINT)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "quite another", []
    assert is_suppressed("ada@example.org")
    assert address_hmac("ada@example.org") == Suppression.objects.get().email_hmac


@pytest.mark.parametrize("number", [2, 600])
def test_many_addresses_are_asked_together(number, django_assert_num_queries):
    suppress("a1@example.org", Reason.COMPLAINT)
    emails = [f"A{index}@example.org" for index in range(number)]
    with django_assert_num_queries(1 if number < 500 else 2):
        assert suppressed_among(emails) == {"A1@example.org"}


def test_paused_subscriber_receives_again_on_the_day():
    today = timezone.localdate()
    factories.subscriber("past@example.org", paused_until=date(2020, 1, 1))
    factories.subscriber("due@example.org", paused_until=today)
    factories.subscriber("later@example.org", paused_until=today + timedelta(days=1))
    factories.subscriber("alerts@example.org", status="none")
    found = Subscriber.objects.receiving().values_list("email", flat=True)
    assert sorted(found) == ["due@example.org", "past@example.org"]
