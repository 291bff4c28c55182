"""Bounces and complaints, by the relay, by a webhook and by mail: who is left alone."""

import base64
import json
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.test import Client
from django.urls import path
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hubsite.mail import deliver_mail, queue_mail
from hubsite.return_path import return_path, row_in
from newsletter import bounces, consent, delivery, sending
from newsletter.bounce_mailbox import read
from newsletter.bounce_webhooks import patterns
from newsletter.models import BounceEvent, Subscriber
from newsletter.retention import purge_subscribers
from newsletter.suppression import is_suppressed

from . import factories

pytestmark = pytest.mark.django_db
Kind = BounceEvent.Kind
SECRET = "provider:a-long-word-that-nobody-guesses"
# A site that sends through Brevo, and one through Mailjet.
urlpatterns = [path("mail/", (patterns("brevo") + patterns("mailjet"), None, None))]


@pytest.fixture
def ada():
    return factories.subscriber("ada@example.org")


@pytest.fixture
def sink(sink, settings):
    settings.BOUNCE_ADDRESS = "bounces@hub.example"
    return sink


def told(event_id, kind, email="ada@example.org"):
    return bounces.record(provider="x", event_id=event_id, kind=kind, email=email)


def status(subscriber):
    subscriber.refresh_from_db()
    return subscriber.status


# Rules


@pytest.mark.parametrize(
    ("kind", "expected"), [(Kind.HARD, "bounced"), (Kind.COMPLAINT, "complained")]
)
def test_one_hard_bounce_or_complaint_stops_all_mail(ada, kind, expected):
    assert told("1", kind)
    assert status(ada) == expected
    ada.delete()
    assert is_suppressed("ADA@example.org")


def test_an_event_counts_once(ada):
    assert told("1", Kind.HARD)
    assert not told("1", Kind.HARD)
    assert BounceEvent.objects.count() == 1


def test_refusals_for_now_stop_mail_on_their_fifth_day(ada):
    now = timezone.now()
    for day in range(1, 5):
        for hour in range(3):
            with time_machine.travel(now + timedelta(days=day, minutes=hour)):
                told(f"{day}-{hour}", Kind.SOFT)
    assert status(ada) == "active"
    with time_machine.travel(now + timedelta(days=5)):
        told("5", Kind.SOFT)
    assert status(ada) == "bounced"


def test_what_the_person_does_forgives_refusals(ada):
    now = timezone.now()
    for day in range(1, 7):
        with time_machine.travel(now + timedelta(days=day)):
            told(f"{day}", Kind.SOFT)
            if day == 3:
                consent.change_preferences(
                    ada, language="nl", themes=[], territories=[], rhythm="each"
                )
    assert status(ada) == "active"


def test_who_confirms_anew_is_written_to_again(ada):
    told("1", Kind.HARD)
    ada.refresh_from_db()
    consent.confirm(ada)
    assert not is_suppressed(ada.email)
    assert status(ada) == "active"


def test_details_hold_no_address_and_events_are_forgotten(ada):
    bounces.record(
        provider="x", event_id="1", kind=Kind.SOFT, email=ada.email,
        detail="550 5.2.2 <ada@example.org>: mailbox\r\n full",
    )  # fmt: skip
    assert BounceEvent.objects.get().detail == "550 5.2.2 <…>: mailbox full"
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        purge_subscribers()
    assert not BounceEvent.objects.exists()


# The relay


def test_relay_that_knows_no_such_mailbox_ends_it(site, ada, sink):
    issue = factories.issue(site, site, translated=False)
    factories.subscriber("bo@example.org")
    factories.subscriber("cy@example.org")
    sink.refuse = {
        "ada@example.org": ["550 5.1.1 no such mailbox"],
        "bo@example.org": ["550 5.7.1 we do not like you"],
    }
    campaign = sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    assert status(ada) == "bounced"
    assert Subscriber.objects.get(email="bo@example.org").status == "active"
    assert dict(campaign.bounces.values_list("kind", "subscriber__email")) == {
        "hard": "ada@example.org",
        "soft": "bo@example.org",
    }


def test_relay_ends_it_at_any_mail(site, ada, sink):
    sink.refuse = {"ada@example.org": ["550 5.1.1 no such mailbox"]}
    queue_mail(to=ada.email, template="newsletter/mail/left", context={}, language="fr")
    deliver_mail()
    assert status(ada) == "bounced"


# The return path


def test_each_mail_has_a_return_path_of_its_own(site, ada, sink):
    senders = []

    async def note(server, session, envelope, address, options):
        senders.append(address)
        envelope.mail_from = address
        return "250 OK"

    sink.handle_MAIL = note
    factories.subscriber("bo@example.org")
    sending.queue_campaign(factories.issue(site, site, translated=False), user=None)
    delivery.send_campaigns()
    queue_mail(to=ada.email, template="newsletter/mail/left", context={}, language="fr")
    deliver_mail()
    rows = {row_in(f"<{sender}>") for sender in senders}
    assert {kind for kind, _pk in rows} == {"d", "m"}
    assert len(rows) == 3
    froms = {message["From"] for message in sink.parsed()}
    assert not any("bounces" in value for value in froms)


def test_return_path_outlives_a_change_of_key(settings):
    settings.BOUNCE_ADDRESS = "bounces@hub.example"
    address = return_path("d", 7)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert row_in(address) == ("d", 7)
    settings.SECRET_KEY_FALLBACKS = []
    assert row_in(address) is None


@given(st.text())
def test_no_text_is_taken_for_a_return_path(text):
    assert row_in(text) is None


def test_signature_is_bound_to_its_row(settings):
    settings.BOUNCE_ADDRESS = "bounces@hub.example"
    mine = return_path("d", 7)
    assert row_in(mine.replace("+d7-", "+d8-")) is None
    assert row_in(mine.replace("+d7-", "+m7-")) is None


# Reports by mail


@pytest.fixture
def came_back(site, ada, sink):
    """The return path of a mail that was sent to Ada."""
    campaign = sending.queue_campaign(
        factories.issue(site, site, translated=False), user=None
    )
    delivery.send_campaigns()
    return return_path("d", campaign.deliveries.get().pk)


def report(to, action="failed", status="5.1.1", kind="delivery-status"):
    message = (
        "From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered Mail\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type={kind}; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/{kind}\r\n\r\n{fields}\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\n--b--\r\n"
    )
    fields = (
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; ada@example.org\r\n"
        f"Action: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} <ada@example.org> no\r\n"
    )
    if kind == "feedback-report":
        fields = "Feedback-Type: abuse\r\nVersion: 1\r\nUser-Agent: x\r\n"
    return message.format(to=to, kind=kind, fields=fields).encode()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "bounced"),
        ({"status": "5.2.2"}, "active"),
        ({"action": "delayed", "status": "4.4.1"}, "active"),
        ({"kind": "feedback-report"}, "complained"),
    ],
)
def test_report_to_the_return_path_counts(came_back, ada, options, expected):
    raw = report(came_back, **options)
    counts = options.get("action") != "delayed"
    assert read(raw) is counts
    assert status(ada) == expected
    read(raw)
    assert BounceEvent.objects.count() == counts


def test_late_report_from_the_address_one_left_does_not_end_the_new_one(came_back, ada):
    moved = {"email": "new@example.org", "last_action_at": timezone.now()}
    Subscriber.objects.filter(pk=ada.pk).update(**moved)
    assert read(report(came_back))
    assert status(ada) == "active"
    assert not is_suppressed("new@example.org")
    # A complaint is one wherever it comes from.
    read(report(came_back, kind="feedback-report"))
    assert status(ada) == "complained"


def test_forged_report_changes_nothing(came_back, ada):
    forged = came_back.replace(came_back.split("-")[1][:4], "0000")
    assert not read(report(forged))
    assert not read(report("bounces@hub.example"))
    assert status(ada) == "active"


def test_report_in_a_server_s_own_words_counts_as_refused_for_now(came_back, ada):
    text = (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {came_back}\r\n"
        "Subject: failure notice\r\n\r\nHi. This is the qmail-send program at mx.example."
        "\r\nI'm afraid I wasn't able to deliver your message.\r\n\r\n"
        "<ada@example.org>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
    )
    assert read(text.encode())
    assert BounceEvent.objects.get().kind == Kind.SOFT
    assert status(ada) == "active"


def test_absence_note_is_left_to_people(came_back, ada):
    note = EmailMessage()
    note["To"], note["From"], note["Subject"] = came_back, ada.email, "Absente"
    note["Auto-Submitted"] = "auto-replied"
    note.set_content("Je suis absente jusqu'à lundi.")
    assert not read(bytes(note))
    assert not BounceEvent.objects.exists()


@given(st.binary(max_size=400))
def test_no_message_breaks_the_reader(raw):
    assert read(raw) is False


# The provider's webhook


@pytest.fixture
def webhook(settings):
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}

    def call(body, provider="brevo", secret=SECRET):
        body = body if isinstance(body, str) else json.dumps(body)
        word = base64.b64encode(secret.encode()).decode()
        return Client(raise_request_exception=False).post(
            f"/mail/{provider}/tracking/",
            body,
            content_type="application/json",
            headers={"authorization": f"Basic {word}"},
        )

    return call


def brevo(event="hard_bounce", **fields):
    return {
        "event": event, "email": "ada@example.org", "id": 1, "ts_epoch": 1604933654000,
        "message-id": "<1@hub.example>", "reason": "550 no",
    } | fields  # fmt: skip


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (brevo(), "bounced"),
        (brevo("invalid_email"), "bounced"),
        (brevo("soft_bounce"), "active"),
        (brevo("soft_bounce", reason="550 5.1.1 unknown"), "bounced"),
        (brevo("spam"), "complained"),
        (brevo("opened"), "active"),
        (brevo("blocked"), "active"),
    ],
)
def test_webhook_tells_of_bounces_and_complaints(webhook, ada, event, expected):
    assert webhook(event).status_code == 200
    assert status(ada) == expected
    before = BounceEvent.objects.count()
    assert webhook(event).status_code == 200
    assert BounceEvent.objects.count() == before <= 1


def test_webhook_of_several_events(webhook, ada):
    bounced = {
        "event": "bounce", "time": 1430812195, "MessageID": 1, "email": ada.email,
        "hard_bounce": True, "error": "user unknown", "Message_GUID": "x",
    }  # fmt: skip
    assert webhook([bounced, bounced], provider="mailjet").status_code == 200
    assert status(ada) == "bounced"
    assert BounceEvent.objects.count() == 1


def test_webhook_without_its_secret_is_refused(webhook, ada):
    assert webhook(brevo(), secret="provider:wrong").status_code == 400
    assert status(ada) == "active"


@pytest.mark.parametrize("body", ["", "{", "[]", "5", '"x"', "null", '{"items": []}'])
def test_webhook_that_is_no_event_is_told_so(webhook, body):
    answer = webhook(body)
    assert answer.status_code == 400
    assert b"Traceback" not in answer.content
    assert not BounceEvent.objects.exists()


def test_only_the_provider_s_own_webhook_is_served():
    assert [str(served.pattern) for served in patterns("brevo")] == ["brevo/tracking/"]


def test_a_provider_that_anymail_does_not_know_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        patterns("nobody")
