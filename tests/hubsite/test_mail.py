"""The mail queue: what is queued, what is sent, and what outlives a kill."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import mark_safe

from hubsite import jobs
from hubsite.mail import MailUnavailable, OutgoingEmail, deliver_mail, queue_mail
from hubsite.mjml import Marks, render_mjml
from tests.worker import Bench, Sink

pytestmark = pytest.mark.django_db

TEXT = """{% autoescape off %}{% if language == "nl" %}Dag{% else %}Bonjour{% endif %} {{ name }}

{{ link }}
{% endautoescape %}"""
MJML = """{% extends "mail/base.mjml" %}{% block content %}<mj-section><mj-column>
<mj-text><p>{{ name }}</p>{% for item in items %}<p>{{ item.title }}</p>{% endfor %}</mj-text>
<mj-button href="{{ link }}">ok</mj-button></mj-column></mj-section>{% endblock %}"""


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    (tmp_path / "note.txt").write_text(TEXT)
    (tmp_path / "note.mjml").write_text(MJML)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    jobs.STOPPING.clear()


def queue(to="ada@example.org", **options):
    context = {"name": "Ada", "link": "https://hub.example/x?a=1&b=2", "items": []}
    context |= options.pop("context", {})
    return queue_mail(to=to, template="note", context=context, language="fr", **options)


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


def test_queue_renders_both_parts_in_the_given_language():
    french, dutch = queue(), queue_mail(
        to="bo@example.org", template="note", context={"name": "Bo"}, language="nl"
    )  # fmt: skip
    assert (french.subject, dutch.subject) == ("Bonjour Ada", "Dag Bo")
    assert "https://hub.example/x?a=1&b=2" in french.text
    assert 'href="https://hub.example/x?a=1&amp;b=2"' in french.html
    assert 'lang="nl"' in dutch.html


def test_queued_row_disappears_with_the_transaction_that_made_it():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not OutgoingEmail.objects.exists()


def test_same_dedupe_key_queues_once():
    assert queue(dedupe_key="welcome:1") is not None
    assert queue(dedupe_key="welcome:1") is None
    assert OutgoingEmail.objects.count() == 1


def test_values_stay_inert_in_mjml():
    hostile = '</mj-text><mj-button href="https://evil.example">x</mj-button>&mark0n0e'
    html = render_mjml(
        "note.mjml",
        {
            "name": hostile,
            "link": '"><script>alert(1)</script>',
            "items": [{"title": "<b>no</b>"}, {"title": mark_safe("<b>yes</b>")}],
        },
    )
    assert "<script" not in html
    assert 'href="https://evil.example"' not in html
    assert "&lt;b&gt;no" in html
    assert "<b>yes</b>" in html
    assert "&amp;mark0n0e" in html


def test_paragraphs_of_a_value_stay_inert_in_mjml():
    wrapped = Marks().wrap({"text": "Un\n\n<mj-raw>\ufffe\x01{{ x }}"})
    mark = str(wrapped["text"].paragraphs)
    assert mark.isalnum()
    told = wrapped["text"].marks.fill(mark)
    assert told.startswith("<p>Un</p>")
    assert "&lt;mj-raw&gt;" in told


def test_html_part_fetches_nothing():
    html = queue().html
    assert "fonts.googleapis" not in html
    assert "<img" not in html
    assert "@import" not in html


def test_sent_mail_carries_its_headers_and_both_parts(sink):
    queued = queue(headers={"Reply-To": "hub@example.org"})
    assert deliver_mail() == 1
    (message,) = sink.parsed()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == queued.message_id
    assert message["Reply-To"] == "hub@example.org"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain", "text/html",
    ]  # fmt: skip
    queued.refresh_from_db()
    assert queued.state == OutgoingEmail.State.SENT
    assert queued.response == "250 kept as 1"
    assert (queued.text, queued.html) == ("", "")


def test_mail_not_yet_due_waits(sink):
    queue()
    OutgoingEmail.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert deliver_mail() == 0


def test_one_connection_carries_several_mails(sink):
    for number in range(3):
        queue(to=f"a{number}@example.org")
    assert deliver_mail() == 3
    assert len(sink.messages) == 3


def test_temporary_refusal_is_tried_again_later(sink):
    sink.refuse = {"ada@example.org": ["451 greylisted"]}
    queue()
    assert deliver_mail() == 0
    waiting = OutgoingEmail.objects.get()
    assert (waiting.state, waiting.attempts) == (OutgoingEmail.State.QUEUED, 1)
    assert waiting.response == "451 greylisted"
    wait = waiting.due_at - timezone.now()
    assert timedelta(minutes=3) < wait < timedelta(minutes=7)
    OutgoingEmail.objects.update(due_at=timezone.now())
    assert deliver_mail() == 1


def test_temporary_refusals_without_end_fail(sink):
    sink.refuse = {"ada@example.org": ["451 no"] * 20}
    queue()
    for _attempt in range(8):
        OutgoingEmail.objects.update(due_at=timezone.now())
        deliver_mail()
    assert OutgoingEmail.objects.get().state == OutgoingEmail.State.FAILED


def test_permanent_refusal_fails_and_the_next_mail_goes_out(sink):
    sink.refuse = {"ada@example.org": ["550 no such box"]}
    queue()
    queue(to="bo@example.org")
    assert deliver_mail() == 1
    failed = OutgoingEmail.objects.get(to="ada@example.org")
    assert (failed.state, failed.response) == ("failed", "550 no such box")


def test_relay_down_costs_no_attempt(settings):
    settings.EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    queue()
    with pytest.raises(MailUnavailable):
        deliver_mail()
    waiting = OutgoingEmail.objects.get()
    assert (waiting.state, waiting.attempts) == (OutgoingEmail.State.QUEUED, 0)


def test_header_injection_is_refused_for_good():
    queued = queue()
    OutgoingEmail.objects.update(subject="Hello\nBcc: all@example.org")
    assert deliver_mail() == 0
    queued.refresh_from_db()
    assert queued.state == OutgoingEmail.State.FAILED


def test_claim_of_a_silent_worker_is_sent_again_with_the_same_id():
    queued = queue()
    claim = {"state": "claimed", "claimed_by": "elsewhere:7"}
    OutgoingEmail.objects.update(claimed_at=timezone.now(), **claim)
    assert deliver_mail() == 0
    OutgoingEmail.objects.update(claimed_at=timezone.now() - timedelta(minutes=6))
    assert deliver_mail() == 1
    sent = django_mail.outbox[0].message()
    assert sent["Message-ID"] == queued.message_id


def test_stop_request_leaves_the_rest_for_later():
    queue()
    jobs.STOPPING.set()
    assert deliver_mail() == 0
    jobs.STOPPING.clear()
    assert deliver_mail() == 1


def test_two_kills_lose_nothing_and_double_at_most_one_mail_each(tmp_path):
    count = 300
    with Sink() as sink:
        bench = Bench(tmp_path, sink.port)
        bench.run(
            "from hubsite.mail import OutgoingEmail\n"
            "OutgoingEmail.objects.bulk_create([OutgoingEmail(to=f'p{n}@example.org',"
            f"language='fr', subject='s', text='t') for n in range({count})])"
        )
        first = random.randint(20, 120)
        bench.kill_at(sink, first)
        bench.kill_at(sink, first + random.randint(20, 120))
        bench.finish()
        received = Counter(sink.recipients())
        ids = {message["Message-ID"] for message in sink.parsed()}
    states = dict(
        bench.rows("SELECT state, count(*) FROM hubsite_outgoingemail GROUP BY state")
    )
    assert states == {"sent": count}
    assert len(received) == count
    assert sum(received.values()) <= count + 2
    assert len(ids) == count
