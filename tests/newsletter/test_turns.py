"""A worker's turn: several lines, a pace, other mail first, and when it stops itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hubsite.mail import OutgoingEmail
from hubsite.mail_pace import MailPace, seconds_between, take_turn
from newsletter import delivery, sending
from newsletter.models import Campaign, Delivery
from newsletter.progress import progress_of

from . import factories

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def campaign(issue):
    """A campaign to forty readers."""
    for number in range(40):
        factories.subscriber(f"p{number}@example.org")
    return sending.queue_campaign(issue, user=None)


def test_lines_share_the_mails_and_each_carries_many(campaign, sink, settings):
    settings.MAIL_CONNECTIONS = 3
    delivery.send_campaigns()
    assert campaign.counts()[State.SENT] == 40
    assert len(sink.messages) == len(set(sink.recipients())) == 40
    assert 2 <= len(sink.peers) <= 3


def test_a_mail_costs_one_statement(campaign, sink, settings):
    settings.MAIL_CONNECTIONS = 1
    delivery.start(campaign)
    with CaptureQueriesContext(connection) as queries:
        delivery.send_campaigns()
    assert len(sink.messages) == 40
    note = "UPDATE newsletter_sendslot SET cursor"
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    others = [sql for sql in asked if not sql.startswith(note)]
    assert len(asked) >= len(others) + 40
    assert len(others) < 40


def test_line_is_opened_anew_after_as_many_mails_as_it_may_carry(
    campaign, sink, settings
):
    settings.MAIL_CONNECTIONS, settings.MAIL_PER_CONNECTION = 1, 15
    delivery.send_campaigns()
    assert len(sink.messages) == 40
    assert len(sink.peers) == 3


def test_relay_that_says_421_loses_no_mail(campaign, sink):
    sink.refuse = {"p7@example.org": ["421 too many"]}
    delivery.send_campaigns()
    row = campaign.deliveries.get(state=State.QUEUED)
    assert (row.subscriber.email, row.attempts, row.breaks) == ("p7@example.org", 0, 1)
    campaign.deliveries.update(due_at=timezone.now())
    delivery.send_campaigns()
    assert campaign.counts()[State.SENT] == 40


def test_pace_of_the_settings_is_kept(campaign, sink, settings):
    settings.MAIL_PER_SECOND = 100
    begun = timezone.now()
    delivery.send_campaigns()
    assert timezone.now() - begun > timedelta(seconds=0.39)
    assert len(sink.messages) == 40


def test_pace_an_hour_is_spread_over_the_hour(settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    settings.MAIL_PER_SECOND, settings.MAIL_PER_HOUR = 10, 360
    assert seconds_between() == 10
    assert [take_turn(), take_turn(), take_turn(longest=15)] == [0, 10, None]
    time_machine.shift(10)
    assert take_turn(longest=15) == 10
    settings.MAIL_PER_SECOND = settings.MAIL_PER_HOUR = 0
    assert take_turn() == 0


def test_turn_ends_rather_than_waits_for_a_slow_pace(campaign, sink, settings):
    settings.MAIL_PER_HOUR = 60
    MailPace.objects.create(pk=1, next_at=timezone.now() + timedelta(seconds=31))
    assert delivery.send_campaigns() == 0
    assert campaign.counts()[State.QUEUED] == 40


def test_slow_pace_claims_no_more_than_one_batch_a_turn(campaign, sink, settings):
    """Claiming again would move the cursor off a mail accepted and not yet recorded."""
    settings.MAIL_PER_HOUR, settings.MAIL_CONNECTIONS = 60, 1
    with CaptureQueriesContext(connection) as queries:
        assert delivery.send_campaigns() == 1
    claims = [sql for sql in queries if f"= '{State.CLAIMED}', \"slot" in sql["sql"]]
    assert len(claims) == 1
    assert campaign.counts()[State.QUEUED] == 39


def test_other_mail_goes_first_while_a_campaign_runs(campaign, sink, monkeypatch):
    monkeypatch.setattr(delivery, "LOOK_EVERY", 0)
    OutgoingEmail.objects.create(to="urgent@example.org", language="fr", text="t")
    delivery.send_campaigns()
    assert "urgent@example.org" in sink.recipients()[:5]
    assert len(sink.messages) == 41


def test_address_that_no_relay_takes_fails_alone(campaign, sink):
    for number, address in enumerate(
        ["é@example.org", "a b@example.org", "x\r\nRCPT TO:<y@example.org>", "n@é.org"]
    ):
        campaign_row = factories.Subscriber.objects.get(email=f"p{number}@example.org")
        factories.Subscriber.objects.filter(pk=campaign_row.pk).update(email=address)
    delivery.send_campaigns()
    assert campaign.counts()[State.FAILED] == 3
    assert campaign.counts()[State.SENT] == 37
    assert "n@xn--9ca.org" in sink.recipients()
    assert "y@example.org" not in sink.recipients()


def test_campaign_of_which_too_many_mails_fail_stops_itself(campaign, sink):
    sink.refuse = {f"p{n}@example.org": ["550 blocked"] for n in range(30)}
    delivery.send_campaigns()
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.PAUSED
    assert campaign.has_stopped_itself
    known = campaign.failures()
    assert known >= delivery.FEWEST_FAILURES
    assert sending.resume(campaign)
    assert (campaign.has_stopped_itself, campaign.failures_accepted) == (False, known)
    delivery.send_campaigns()
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.SENT
    assert campaign.counts()[State.SENT] == 10


def test_few_failures_stop_nothing(campaign, sink):
    sink.refuse = {f"p{n}@example.org": ["550 blocked"] for n in range(19)}
    delivery.send_campaigns()
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.SENT


def test_progress_tells_speed_what_is_left_and_the_end(campaign, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    delivery.start(campaign)
    campaign.refresh_from_db()
    rows = list(campaign.deliveries.order_by("pk").values_list("pk", flat=True))
    campaign.deliveries.filter(pk__in=rows[:30]).update(
        state=State.SENT, sent_at=now + timedelta(seconds=30)
    )
    time_machine.shift(60)
    progress = progress_of(campaign, campaign.counts())
    assert (progress.left, progress.a_minute) == (10, 30)
    assert progress.ends_at == timezone.now() + timedelta(seconds=20)
    campaign.deliveries.update(state=State.SENT)
    assert progress_of(campaign, campaign.counts()).ends_at is None


def test_page_of_a_sending_that_stopped_itself_says_why(campaign, sink, admin_client):
    sink.refuse = {f"p{n}@example.org": ["550 we block you"] for n in range(30)}
    delivery.send_campaigns()
    page = admin_client.get(reverse("newsletter_campaign", args=[campaign.pk]))
    assert "550" in page.text
    assert "we block you" in page.text
    assert page.context["progress"].failures == campaign.failures()
    assert page.context["may_resume"]
