"""Segments, their export, erasure and figures, as an administrator sees them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hubsite.models import Theme
from newsletter import consent, figures
from newsletter.models import BounceEvent, Campaign, Consent, Subscriber
from newsletter.suppression import address_hmac, is_suppressed

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(site):
    """Readers of several segments."""
    theme = Theme.objects.create(code="rights", label_fr="Droits", label_nl="Rechten")
    lille = factories.subscriber("lille@example.org", territories=["insee-com:59350"])
    lille.themes.set([theme])
    factories.subscriber("nord@example.org", territories=["insee-dep:59"])
    factories.subscriber(
        "kortrijk@example.org", language="nl", territories=["nis:34022"]
    )
    factories.subscriber("any@example.org", rhythm="monthly", is_trained_helper=True)
    return theme


def listed(client, **query):
    page = client.get(reverse("subscribers:index"), query)
    assert page.status_code == 200
    found = page.context["object_list"]
    return sorted(row.email.partition("@")[0] for row in found)


def test_segments_narrow_the_list(people, admin_client):
    assert len(listed(admin_client)) == 4
    assert listed(admin_client, language="nl") == ["kortrijk"]
    assert listed(admin_client, rhythm="monthly") == ["any"]
    assert listed(admin_client, themes=people.pk) == ["lille"]
    assert listed(admin_client, territory="Nord") == ["lille", "nord"]
    assert listed(admin_client, territory="59000") == ["lille"]
    assert listed(admin_client, territory="Hauts-de-France", language="fr") == [
        "lille",
        "nord",
    ]
    assert listed(admin_client, territory="Xyzzyville") == []
    assert listed(admin_client, is_trained_helper="true") == ["any"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_segment_is_exported_without_formulas(people, admin_client, kind):
    factories.subscriber("=cmd@example.org", language="nl")
    query = {"language": "nl", "export": kind}
    answer = admin_client.get(reverse("subscribers:index"), query)
    body = b"".join(answer.streaming_content)
    assert 'filename="newsletter_subscriber.' in answer["Content-Disposition"]
    if kind == "csv":
        text = body.decode()
        assert "lille" not in text
        assert "'=cmd@example.org" in text
        assert "Kortrijk" in text or "Courtrai" in text


def cost(client, query):
    """Return how many queries the list asks, read to its end, the second time."""
    address = reverse("subscribers:index")
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, query)
            rows = list(answer.streaming_content if answer.streaming else answer)
    return len(queries), b"".join(rows).count(b"@example.org")


@pytest.mark.parametrize(
    "query",
    [{}, {"territory": "Kortrijk"}, {"q": "example"}, {"export": "csv"}],
    ids=str,
)
def test_cost_of_the_list_does_not_grow(site, admin_client, query):
    theme = Theme.objects.create(code="rights", label_fr="Droits", label_nl="Rechten")
    costs, shown = [], []
    for number in (2, 20):
        for index in range(Subscriber.objects.count(), number):
            row = factories.subscriber(
                f"a{index}@example.org", territories=["nis:34022"]
            )
            row.themes.set([theme])
        queries, rows = cost(admin_client, query)
        costs.append(queries)
        shown.append(rows)
    assert costs[0] == costs[1]
    assert costs[0] <= 20
    assert shown[1] - shown[0] >= 18


def test_administrator_s_erasure_leaves_a_hash_and_no_address(admin_client, site):
    subscriber = factories.subscriber()
    admin_client.post(reverse("subscribers:delete", args=[subscriber.pk]))
    assert not Subscriber.objects.exists()
    assert is_suppressed("ada@example.org", by_import=True)


# Figures


def act(action, at, email="a@example.org"):
    proof = Consent.objects.create(
        email_hmac=address_hmac(email), action=action, language="fr"
    )
    Consent.objects.filter(pk=proof.pk).update(at=at)


def told(kind, at, campaign=None):
    event = BounceEvent.objects.create(
        provider="x",
        event_id=f"{at}{kind}",
        kind=kind,
        email_hmac="x",
        campaign=campaign,
    )
    BounceEvent.objects.filter(pk=event.pk).update(at=at)


def test_months_count_acts_of_the_newsletter_in_the_hub_s_zone():
    # The last hour of October in Paris is still the 31st in UTC; one later is November.
    act("confirm", datetime(2026, 10, 31, 22, 30, tzinfo=UTC))
    act("confirm", datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    act("import", datetime(2026, 11, 3, tzinfo=UTC))
    act("withdraw", datetime(2026, 11, 4, tzinfo=UTC))
    act("change", datetime(2026, 11, 4, tzinfo=UTC))
    told("hard", datetime(2026, 11, 5, tzinfo=UTC))
    told("soft", datetime(2026, 11, 5, tzinfo=UTC))
    told("complaint", datetime(2026, 11, 5, tzinfo=UTC))
    alerts = {"purpose": "alerts", "email_hmac": "x", "language": "fr"}
    Consent.objects.create(action="confirm", **alerts)
    found = figures.months(datetime(2026, 11, 29, tzinfo=UTC).date())
    assert len(found) == figures.MONTHS
    november, october = found[:2]
    assert (november.confirmed, november.imported, november.left) == (1, 1, 1)
    assert (november.growth, november.bounced, november.complained) == (1, 1, 1)
    assert (october.confirmed, october.growth) == (1, 1)
    assert not any(month.growth for month in found[2:])


def test_issue_counts_who_left_before_the_next_one(site, home_nl):
    now = timezone.now()
    first, second = (
        Campaign.objects.create(
            issue=factories.issue(site, home_nl, number=number),
            state="sent",
            started_at=now - timedelta(days=days),
        )
        for number, days in ((1, 30), (2, 10))
    )
    body = first.bodies.create(language="fr", content_language="fr", parts=[])
    for state in ("sent", "sent", "failed"):
        first.deliveries.create(body=body, state=state)
    for days in (40, 29, 20, 5):
        act("withdraw", now - timedelta(days=days))
    told("hard", now, first)
    newest, oldest = figures.issues()
    assert (newest.campaign, newest.left) == (second, 1)
    assert (oldest.sent, oldest.failed, oldest.bounced, oldest.left) == (2, 1, 1, 2)


@pytest.mark.parametrize("number", [2, 20])
def test_cost_of_the_figures_does_not_grow(
    site, home_nl, admin_client, number, django_assert_num_queries
):
    for index in range(number):
        subscriber = factories.subscriber(f"a{index}@example.org", status="pending")
        consent.confirm(subscriber)
        act("withdraw", timezone.now() - timedelta(days=31 * index))
    Campaign.objects.create(
        issue=factories.issue(site, home_nl), state="sent", started_at=timezone.now()
    )
    with django_assert_num_queries(7):
        figures.months()
        figures.issues()
        figures.totals()
    assert admin_client.get(reverse("newsletter_figures")).status_code == 200


def test_figures_ask_for_the_right_to_see_subscribers(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("x", is_staff=True))
    assert client.get(reverse("newsletter_figures")).status_code == 302
