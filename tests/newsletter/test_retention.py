"""What is forgotten when, by a command that says so; suppressions stay."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter import retention
from newsletter.models import Alert, Consent, Subscriber
from newsletter.suppression import Reason, Scope, is_suppressed, suppress

from . import factories

pytestmark = pytest.mark.django_db


def aged(email, days, **fields):
    """A subscriber whose every date is so many days ago."""
    subscriber = factories.subscriber(email, **fields)
    then = timezone.now() - timedelta(days=days)
    Subscriber.objects.filter(pk=subscriber.pk).update(
        created_at=then, mailed_at=then, last_action_at=then
    )
    return subscriber


def report(**options):
    out = StringIO()
    call_command("newsletter_retention", stdout=out, **options)
    lines = (line.split(maxsplit=1) for line in out.getvalue().splitlines())
    return {what: int(number) for number, what in lines}


@pytest.fixture
def old():
    """Something of each kind that is kept no longer."""
    aged("asked@example.org", 31, status="pending")
    aged("left@example.org", 1100, status="unsubscribed")
    aged("bounced@example.org", 1100, status="bounced")
    aged("moving@example.org", 31, new_email="new@example.org")
    suppress("bounced@example.org", Reason.HARD_BOUNCE)
    suppress("erased@example.org", Reason.ERASED, Scope.IMPORTS)
    proof = Consent.objects.create(email_hmac="x", action="confirm", language="fr")
    Consent.objects.filter(pk=proof.pk).update(at=timezone.now() - timedelta(days=1100))


def test_command_reports_and_forgets(old):
    told = report()
    assert told["requests never confirmed"] == 1
    assert told["people who left, or whose address ended"] == 2
    assert told["new addresses never confirmed"] == 1
    assert told["proofs of consent of people erased"] == 1
    assert told["forgotten"] == 5
    kept = Subscriber.objects.get()
    assert (kept.email, kept.new_email) == ("moving@example.org", "")
    assert is_suppressed("bounced@example.org")
    assert is_suppressed("erased@example.org", by_import=True)
    assert report()["forgotten"] == 0


def test_dry_run_counts_the_same_and_changes_nothing(old):
    before = list(Subscriber.objects.values()), list(Consent.objects.values())
    dry = report(dry_run=True)
    assert dry["would be forgotten"] == 5
    assert (list(Subscriber.objects.values()), list(Consent.objects.values())) == before
    assert retention.purge_subscribers() == 5


def test_who_follows_something_stays():
    subscriber = aged("left@example.org", 1100, status="unsubscribed")
    Alert.objects.create(
        subscriber=subscriber, language="fr", watermark="0", state="active"
    )
    assert report()["people who left, or whose address ended"] == 0


@examples(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    status=st.sampled_from(["pending", "active", "unsubscribed", "bounced"]),
    days=st.sampled_from([0, 29, 31, 1094, 1096, 4000]),
)
def test_state_and_age_decide(status, days, db):
    Subscriber.objects.all().delete()
    aged("ada@example.org", days, status=status)
    limit = {"pending": 30, "unsubscribed": 1095, "bounced": 1095}.get(status)
    retention.purge_subscribers()
    assert Subscriber.objects.exists() == (limit is None or days < limit)
