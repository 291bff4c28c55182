"""Campaigns before a real relay: killed again and again, frozen, refused, cut off.

Small here; in full, 10,000 mails and 15 kills for each policy on both databases:
`KILLS=15 MAILS=10000 make services-test ARGS="-k kills"`.
"""

import os
import random
import signal
import time
from collections import Counter

import psycopg
import pytest

from tests.newsletter.test_sending import KILL_SETUP
from tests.services.bench_newsletter import measured
from tests.worker import Bench, Sink

pytestmark = pytest.mark.services
MAILS, KILLS = int(os.environ.get("MAILS", "300")), int(os.environ.get("KILLS", "3"))
LINES = 2


class Site(Bench):
    """A site of its own, on SQLite or in a PostgreSQL database."""

    def __init__(self, folder, port, database=""):
        super().__init__(folder, port)
        self.environment |= {
            "DATABASE_URL": database,
            "MAIL_CONNECTIONS": str(LINES),
            # A moody relay is no reason to stop here.
            "CAMPAIGN_ERROR_PERCENT": "100",
        }
        self.url = database

    def states(self):
        query = "SELECT state, count(*) FROM newsletter_delivery GROUP BY state"
        if not self.url:
            return Counter(dict(self.rows(query)))
        with psycopg.connect(self.url) as database:
            return Counter(dict(database.execute(query).fetchall()))

    def make_due(self):
        """Let the time pass that mails wait, and a job that found no relay."""
        self.run(
            "from newsletter.models import *\n"
            "from hubsite.jobs import JobRun\n"
            "from django.utils import timezone\n"
            "Delivery.objects.filter(state='queued').update(due_at=timezone.now())\n"
            "JobRun.objects.update(due_at=timezone.now())"
        )


@pytest.fixture(params=["sqlite", "postgresql"])
def site_before(request, tmp_path):
    """Return a function that makes a Site before a relay's port."""
    if request.param == "sqlite":
        return lambda port: Site(tmp_path, port)
    database = request.getfixturevalue("new_database")()
    return lambda port: Site(tmp_path, port, database)


def wait_for(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("policy", ["hold", "resend"])
def test_kills_at_random_instants_leave_none_unaccounted(site_before, policy):
    with Sink() as sink:
        site = site_before(sink.port)
        site.run(KILL_SETUP.format(count=MAILS, policy=policy))
        for kill in range(KILLS):
            begun = len(sink.messages)
            worker = site.start_worker()
            # At any instant: before the first mail, between two, while one is sent.
            share = (MAILS - begun) / (KILLS - kill + 1)
            goal = begun + random.random() * share
            wait_for(lambda goal=goal: len(sink.messages) >= goal)
            time.sleep(random.random() * 0.01)
            worker.send_signal(signal.SIGKILL)
            worker.communicate()
        site.finish()
        site.make_due()
        site.finish()
        received = Counter(sink.recipients())
        ids = Counter(message["Message-ID"] for message in sink.parsed())
    states = site.states()
    assert states["sent"] + states["in_doubt"] == MAILS
    assert len(ids) == len(received) >= states["sent"]
    doubled = sum(received.values()) - len(received)
    if policy == "hold":
        assert doubled == 0
        assert states["in_doubt"] <= KILLS * LINES
    else:
        assert (states["in_doubt"], len(received)) == (0, MAILS)
        assert doubled <= KILLS * LINES


def test_frozen_worker_is_fenced(site_before):
    with Sink() as sink:
        site = site_before(sink.port)
        site.run(KILL_SETUP.format(count=MAILS, policy="hold"))
        frozen = site.start_worker()
        wait_for(lambda: len(sink.messages) > MAILS // 4)
        frozen.send_signal(signal.SIGSTOP)
        # Its silence, and its lease, as if three minutes had gone by.
        site.run(
            "from datetime import timedelta\n"
            "from django.utils import timezone\n"
            "from hubsite.jobs import JobRun\n"
            "from newsletter.models import SendSlot\n"
            "past = timezone.now() - timedelta(minutes=4)\n"
            "SendSlot.objects.update(beat_at=past)\n"
            "JobRun.objects.filter(name='campaigns').update("
            "leased_until=past, due_at=past)"
        )
        site.finish()
        frozen.send_signal(signal.SIGCONT)
        time.sleep(2)
        frozen.terminate()
        frozen.communicate(timeout=60)
        received = Counter(sink.recipients())
    states = site.states()
    assert states["sent"] + states["in_doubt"] == MAILS
    assert states["in_doubt"] <= LINES
    assert max(received.values()) == 1


class Moody(Sink):
    """Greylists, refuses for good, and cuts the line before and after the final dot."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        kind = random.random()
        if kind < 0.1:
            return "451 4.7.1 greylisted, come back later"
        if kind < 0.12:
            return "550 5.1.1 no such mailbox"
        if kind < 0.13:
            server.transport.abort()
            return "250 OK"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        kind = random.random()
        if kind < 0.01:
            server.transport.abort()
            return "250 OK"
        answer = await super().handle_DATA(server, session, envelope)
        if kind < 0.02:
            server.transport.abort()
        return answer


@pytest.mark.parametrize("policy", ["hold", "resend"])
def test_moody_relay_leaves_every_recipient_sent_failed_or_in_doubt(
    site_before, policy
):
    with Moody() as sink:
        site = site_before(sink.port)
        site.run(KILL_SETUP.format(count=MAILS, policy=policy))
        for _round in range(20):
            site.finish()
            states = site.states()
            if not states["queued"]:
                break
            site.make_due()
        received = Counter(sink.recipients())
    assert set(states) <= {"sent", "failed", "in_doubt"}
    assert sum(states.values()) == MAILS
    assert len(received) >= states["sent"]
    if policy == "hold":
        assert max(received.values()) == 1


def test_two_workers_share_a_campaign_and_double_none(site_before):
    with Sink() as sink:
        site = site_before(sink.port)
        site.run(KILL_SETUP.format(count=MAILS, policy="hold"))
        workers = [site.start_worker() for _worker in range(2)]
        try:
            wait_for(lambda: len(sink.messages) >= MAILS)
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.communicate(timeout=60)
        received = Counter(sink.recipients())
    assert len(received) == MAILS
    assert max(received.values()) == 1
    assert site.states()["sent"] == MAILS


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_campaign_is_no_slower_than_bare_smtplib(engine, new_database, monkeypatch):
    """With slack for a machine that does other things; see docs/performance.md."""
    monkeypatch.setenv("DATABASE_URL", new_database())
    result = measured(engine, 1500)
    assert result["best"] > 0.8, result
    assert result["memory"] < 200, result
