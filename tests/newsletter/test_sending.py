"""From an issue's page to the mails, and what outlives a kill."""

import random
import re
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from hubsite import jobs
from hubsite.mail import MailUnavailable
from hubsite.mail_lines import converse
from newsletter import delivery, sender, sending, slots
from newsletter.checking import review
from newsletter.composing import compose, version_for
from newsletter.messages import Letter, compile_message
from newsletter.models import Campaign, Delivery, SendSlot
from tests.worker import Bench, Sink

from . import factories

pytestmark = pytest.mark.django_db
State = Delivery.State
SENDER = {"From": "hub@example.org"}


@pytest.fixture
def readers(site):
    return [
        factories.subscriber("ada@example.org", language="fr"),
        factories.subscriber("bo@example.org", language="nl"),
        factories.subscriber("pending@example.org", status="pending"),
        factories.subscriber("left@example.org", status="unsubscribed"),
    ]


def send(issue, **options):
    campaign = sending.queue_campaign(issue, user=None, **options)
    delivery.send_campaigns()
    campaign.refresh_from_db()
    return campaign


def by_reader(sink):
    return {message["To"]: message for message in sink.parsed()}


def test_confirmed_readers_get_the_issue_in_their_language(issue, readers, sink):
    campaign = send(issue)
    assert campaign.state == Campaign.State.SENT
    mails = by_reader(sink)
    assert set(mails) == {"ada@example.org", "bo@example.org"}
    assert mails["ada@example.org"]["Subject"] == "Bienvenue : le kit est complet"
    assert mails["bo@example.org"]["Subject"] == "Welkom: de toolkit is volledig"
    assert mails["bo@example.org"]["Content-Language"] == "nl"


def test_message_carries_the_headers_of_a_list(issue, readers, sink):
    send(issue)
    message = by_reader(sink)["ada@example.org"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(
        r"<http://localhost/fr/abonnement/u/[^>]+/>", message["List-Unsubscribe"]
    )
    assert message["List-Id"].startswith("<newsletter-fr.")
    assert message["Precedence"] == "bulk"
    assert not message.defects
    text, html = (
        part.get_content().replace("\r\n", "\n") for part in message.iter_parts()
    )
    link = message["List-Unsubscribe"][1:-1]
    assert link in text
    assert f'href="{link}"' in html
    assert 'href="https://a.example/?x=1&amp;y=2"' in html
    assert "Huit étapes à cocher." in html
    assert "- Un\n- Deux" in text
    assert (
        "http://localhost/le-kit-1/" in text or "http://localhost/fr/le-kit-1/" in text
    )
    assert "slot" not in text + html


def test_leave_link_of_the_mail_works_in_one_click(issue, readers, sink, client):
    send(issue)
    link = by_reader(sink)["ada@example.org"]["List-Unsubscribe"][1:-1]
    assert client.get(link).status_code == 200
    client.post(
        link.removeprefix("http://localhost"), {"List-Unsubscribe": "One-Click"}
    )
    readers[0].refresh_from_db()
    assert readers[0].status == "unsubscribed"


def test_untranslated_issue_reaches_dutch_readers_labelled(site, home_nl, readers):
    issue = factories.issue(site, home_nl, translated=False)
    mail = compose(version_for(issue, "nl"), "nl")
    assert (mail.language, mail.content_language) == ("nl", "fr")
    assert '<div lang="fr"><h1>' in mail.html
    assert 'lang="nl"' in mail.html
    found = review(issue)
    assert any("Nederlands" in finding.text for finding in found.findings)
    assert not found.blocking


def test_content_is_frozen_when_it_is_queued(issue, readers, sink):
    campaign = sending.queue_campaign(issue, user=None)
    assert campaign.revision == issue.live_revision
    for version in (issue, issue.get_translations().get()):
        version.subject = "Changed"
        version.save_revision().publish()
    delivery.send_campaigns()
    mails = by_reader(sink)
    assert mails["ada@example.org"]["Subject"].startswith("Bienvenue")
    assert mails["bo@example.org"]["Subject"].startswith("Welkom")


def test_each_mail_is_accounted_to_the_body_it_was(issue, readers, sink):
    campaign = send(issue)
    rows = campaign.deliveries.select_related("body", "subscriber")
    assert {row.subscriber.language: row.body.language for row in rows} == {
        "fr": "fr",
        "nl": "nl",
    }


def test_published_version_is_sent_not_the_draft(issue, readers, sink):
    issue.subject = "Draft"
    issue.save_revision()
    send(type(issue).objects.get(pk=issue.pk))
    assert by_reader(sink)["ada@example.org"]["Subject"].startswith("Bienvenue")


def test_nothing_blocks_a_complete_issue(issue, readers):
    with translation.override("en"):
        found = review(issue)
    assert not found.blocking
    # The only page it shows is in French.
    assert [finding.text for finding in found.findings] == [
        "In Nederlands, 1 page is not translated: it is labelled so."
    ]


def test_issue_is_not_sent_twice(issue, readers, sink):
    send(issue)
    with pytest.raises(ValidationError):
        sending.queue_campaign(issue, user=None)


@pytest.mark.parametrize("problem", ["nobody", "unpublished", "no subject"])
def test_incomplete_sending_is_refused(issue, problem):
    if problem != "nobody":
        factories.subscriber()
    if problem == "unpublished":
        issue.unpublish()
    if problem == "no subject":
        issue.subject = " "
        issue.save()
    with pytest.raises(ValidationError):
        sending.queue_campaign(issue, user=None)
    assert not Campaign.objects.exists()


def test_reader_who_leaves_before_the_turn_is_skipped(issue, readers, sink):
    campaign = sending.queue_campaign(issue, user=None)
    delivery.start(campaign)
    readers[0].status = "unsubscribed"
    readers[0].save()
    readers[1].delete()
    delivery.send_campaigns()
    assert campaign.counts()[State.SKIPPED] == 2
    assert sink.messages == []


def test_refusals_are_retried_or_final(issue, readers, sink):
    factories.subscriber("cy@example.org")
    sink.refuse = {"ada@example.org": ["451 later"], "bo@example.org": ["550 no"]}
    campaign = send(issue)
    assert campaign.state == Campaign.State.SENDING
    rows = {row.subscriber.email: row for row in campaign.deliveries.all()}
    assert rows["ada@example.org"].state == State.QUEUED
    assert rows["ada@example.org"].due_at > timezone.now() + timedelta(minutes=3)
    assert (rows["bo@example.org"].state, rows["bo@example.org"].code) == (
        "failed",
        550,
    )
    assert rows["cy@example.org"].state == State.SENT
    campaign.deliveries.update(due_at=timezone.now())
    delivery.send_campaigns()
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.SENT
    assert campaign.counts()[State.SENT] == 2


def test_relay_away_leaves_all_waiting_and_frees_the_slot(issue, readers, settings):
    settings.EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    campaign = sending.queue_campaign(issue, user=None)
    with pytest.raises(MailUnavailable):
        delivery.send_campaigns()
    assert campaign.counts()[State.QUEUED] == 2
    assert not campaign.deliveries.exclude(attempts=0).exists()
    assert SendSlot.objects.get().fence == ""


def test_paused_sending_waits_and_cancelled_one_ends(issue, readers, sink):
    campaign = sending.queue_campaign(issue, user=None)
    assert sending.pause(campaign)
    delivery.send_campaigns()
    assert sink.messages == []
    assert sending.resume(campaign)
    assert sending.cancel(campaign)
    assert not sending.resume(campaign)
    delivery.send_campaigns()
    assert sink.messages == []


def test_stop_request_gives_the_batch_back(issue, readers, sink):
    campaign = sending.queue_campaign(issue, user=None)
    jobs.STOPPING.set()
    delivery.send_campaigns()
    jobs.STOPPING.clear()
    assert campaign.counts()[State.CLAIMED] == 0
    delivery.send_campaigns()
    assert len(sink.messages) == 2


@pytest.mark.parametrize(
    ("policy_code", "state"), [("hold", "in_doubt"), ("resend", "queued")]
)
def test_batch_of_a_silent_worker_is_settled_by_its_cursor(
    issue, site, policy_code, state
):
    for number in range(3):
        factories.subscriber(f"a{number}@example.org")
    campaign = sending.queue_campaign(issue, user=None, in_doubt_policy=policy_code)
    delivery.start(campaign)
    first, second, third = campaign.deliveries.order_by("pk")
    slot = SendSlot.objects.create(
        campaign=campaign,
        worker="elsewhere:7",
        fence="abc",
        cursor=second.pk,
        beat_at=timezone.now(),
    )
    campaign.deliveries.update(state=State.CLAIMED, slot=slot)
    assert slots.recover() == 0
    SendSlot.objects.update(beat_at=timezone.now() - timedelta(minutes=4))
    assert slots.recover() == 1
    states = [row.state for row in campaign.deliveries.filter(slot=None).order_by("pk")]
    assert states == ["sent", state, "queued"]


def test_worker_taken_for_dead_lets_go_before_the_dot(issue, readers, sink):
    campaign = sending.queue_campaign(issue, user=None)
    delivery.start(campaign)

    class Robbed(sender.Sender):
        def message(self, *args):
            SendSlot.objects.filter(pk=self.slot.pk).update(fence="another")
            return super().message(*args)

    turn = delivery.Turn()
    robbed = Robbed(campaign, turn.lines[0], turn)
    converse([robbed.conversation()])
    assert robbed.sent == 0
    assert sink.messages == []
    assert SendSlot.objects.get().fence == "another"


@pytest.mark.parametrize("outcome", ["refused", "lost", "skipped", "accepted"])
def test_worker_that_wakes_writes_nothing_on_the_new_holder_s_rows(
    issue, readers, sink, outcome
):
    campaign = sending.queue_campaign(issue, user=None)
    delivery.start(campaign)
    turn = delivery.Turn()
    frozen, holder = (sender.Sender(campaign, line, turn) for line in turn.lines[:2])
    (row, _other), _readers = frozen.claim()
    # Taken for dead: its rows go to another line, which uses the same slot.
    SendSlot.objects.update(beat_at=timezone.now() - timedelta(minutes=4))
    frozen_slot = SendSlot.objects.get()
    assert slots.settle(frozen_slot)
    holder.claim()
    assert holder.slot.pk == frozen.slot.pk
    acts = {
        "refused": lambda: frozen.refused(row, 550, "no"),
        "lost": lambda: frozen.lost(row, OSError("gone"), in_doubt=True),
        "skipped": lambda: frozen.record(row, state=State.SKIPPED),
    }
    if outcome == "accepted":
        frozen.accepted.append(row.pk)
        frozen.flush()
    else:
        with pytest.raises(slots.TakenOver):
            acts[outcome]()
    frozen.let_go()
    assert campaign.counts()[State.CLAIMED] == 2
    holder.accepted.extend(campaign.deliveries.values_list("pk", flat=True))
    holder.flush()
    assert campaign.counts()[State.SENT] == 2


def test_in_doubt_readers_are_sent_to_again_when_an_editor_says_so(
    issue, readers, sink
):
    campaign = send(issue)
    campaign.deliveries.filter(body__language="fr").update(state=State.IN_DOUBT)
    assert sending.resend_in_doubt(campaign) == 1
    delivery.send_campaigns()
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.SENT
    ids = Counter(message["Message-ID"] for message in sink.parsed())
    assert sorted(ids.values()) == [1, 2]


def test_hostile_content_stays_inert_in_the_message(issue, readers):
    mail = compose(issue, "fr")
    hostile = "a\r\n.\r\nb @@SLOT@@ <script> = é" + "x" * 200 + " \n..\n"
    mail = type(mail)(
        **{**mail.__dict__, "text": hostile + mail.slots["leave"] + " end"}
    )
    campaign = Campaign(issue=issue)
    head = {"to": "ada@example.org", "date": "d", "id": "i", "leave": "u"}
    links = {"leave": "https://hub.example/u/" + "z=1:" * 40, "manage": "m"}
    content = Letter(compile_message(mail, campaign, SENDER)).to(head, links)
    assert b"\r\n.\r\n" not in content
    content = content.replace(b"\r\n..", b"\r\n.")
    assert all(len(line) <= 78 or b":" in line[:20] for line in content.split(b"\r\n"))
    message = message_from_bytes(content, policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    expected = hostile.replace("\r\n", "\n") + links["leave"] + " end"
    assert text.replace("\r\n", "\n").rstrip("\n") == expected


def test_test_mail_goes_to_one_address_with_harmless_links(issue, outbox):
    sending.send_test(issue, to="editor@example.org", language="nl")
    (mail,) = outbox()
    assert mail["to"] == "editor@example.org"
    assert "/abonnement/" not in mail["text"] + mail["html"]
    assert "slot" not in mail["text"] + mail["html"]


def test_issue_is_found_as_an_issue_with_its_number(issue):
    document = issue.search_document()
    assert (document.type, document.details["number"]) == ("issue", 1)
    assert "Bonjour & bienvenue" in document.body


@pytest.mark.parametrize("mode", ["html", "text"])
def test_preview_shows_the_mail(issue, rf, mode):
    answer = issue.make_preview_request(preview_mode=mode)
    assert answer.status_code == 200
    assert "Bonjour" in answer.text


@pytest.mark.parametrize("policy_code", ["hold", "resend"])
def test_kills_leave_none_unaccounted_and_few_in_doubt(tmp_path, settings, policy_code):
    count, kills = 300, 3
    with Sink() as sink:
        bench = Bench(tmp_path, sink.port)
        bench.run(KILL_SETUP.format(count=count, policy=policy_code))
        reached = 0
        for _kill in range(kills):
            reached += random.randint(10, 80)
            bench.kill_at(sink, reached)
        bench.finish()
        received = Counter(sink.recipients())
        ids = {message["Message-ID"] for message in sink.parsed()}
    states = dict(
        bench.rows("SELECT state, count(*) FROM newsletter_delivery GROUP BY state")
    )
    in_doubt = states.pop("in_doubt", 0)
    assert states == {"sent": count - in_doubt}
    # One mail a line and kill.
    most = kills * settings.MAIL_CONNECTIONS
    assert in_doubt <= (most if policy_code == "hold" else 0)
    assert len(received) >= count - in_doubt
    assert sum(received.values()) - len(received) <= (
        0 if policy_code == "hold" else most
    )
    assert len(ids) == len(received)


KILL_SETUP = """
from wagtail.models import Page, Locale
from newsletter.models import *
from newsletter import sending
home = Page.objects.get(depth=2)
issue = NewsletterIssuePage(title="L", slug="l", subject="S", intro="<p>I</p>",
    locale=Locale.objects.get(language_code="fr"))
home.add_child(instance=issue)
issue.save_revision().publish()
Subscriber.objects.bulk_create([
    Subscriber(email=f"p{{n}}@example.org", status="active", key=str(n))
    for n in range({count})])
issue = NewsletterIssuePage.objects.get()
sending.queue_campaign(issue, user=None, in_doubt_policy="{policy}")
"""
