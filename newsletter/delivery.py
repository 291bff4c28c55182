"""Sending campaigns so that a kill at any instant leaves none unaccounted.

A worker holds several lines to the relay, each with a slot of its own. A line claims a
batch, in the order of the rows. Just before the final dot of each mail it writes the
row's id to its slot's cursor; acceptances are recorded many at a time, every other
outcome at once. When the worker dies, rows below the cursor were accepted, rows above it
were not sent, and the one at it is in doubt (ADR 0005, ADR 0022).
"""

import logging
import time
from contextlib import contextmanager
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import connection, transaction
from django.utils import timezone

from hubsite import jobs, mail
from hubsite.mail_lines import Wait, converse

from . import sending
from .freezing import Preparation
from .models import Campaign, Delivery
from .sender import Sender
from .slots import recover

logger = logging.getLogger(__name__)

LONGEST_TURN = 30  # seconds: then the worker's other jobs get theirs
LOOK_EVERY = 0.5
# Fewer failures say nothing of the whole.
FEWEST_FAILURES = 20
State = Delivery.State


def send_campaigns():
    """Send what is due of the campaigns and return how many mails went out; a job."""
    recover()
    sending.queue_due()
    for campaign in Campaign.objects.filter(state=Campaign.State.QUEUED):
        start(campaign)
    running = Campaign.objects.filter(state=Campaign.State.SENDING).order_by("pk")
    turn = Turn()
    try:
        with quick_commits():
            for campaign in running:
                if turn.is_on:
                    turn.send(campaign)
                    finish(campaign)
    finally:
        turn.close()
    return turn.sent


def start(campaign):
    """Write bodies and one row per recipient; all of them or, killed meanwhile, none.

    A cancelled sending of the same issue ends first: only then is known who got it.
    """
    issue = campaign.issue_id
    if Delivery.objects.filter(campaign__issue=issue, state=State.CLAIMED).exists():
        return
    preparation = Preparation(campaign)
    preparation.render()
    with transaction.atomic():
        queued = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.QUEUED)
        if not queued.update(state=Campaign.State.SENDING):
            return
        # The row is ours: whoever changes the rhythm waits (digests.begin_or_end).
        now = timezone.now()
        Campaign.objects.filter(pk=campaign.pk).update(started_at=now)
        preparation.write(now)


def finish(campaign):
    """Close a campaign of which nothing waits."""
    waiting = campaign.deliveries.filter(state__in=[State.QUEUED, State.CLAIMED])
    if not waiting.exists():
        Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SENDING).update(
            state=Campaign.State.SENT, finished_at=timezone.now()
        )


@contextmanager
def quick_commits():
    """Let PostgreSQL write to disk a moment after each commit, as SQLite does here.

    A worker that dies loses nothing by it; a power cut may make the mails of the last
    half second come twice (MAIL_SURVIVES_POWER_CUT forbids it, and costs speed).
    """
    quick = connection.vendor == "postgresql" and not settings.MAIL_SURVIVES_POWER_CUT
    with connection.cursor() as cursor:
        if quick:
            cursor.execute("SET synchronous_commit TO off")
        try:
            yield
        finally:
            if quick and not connection.needs_rollback:
                cursor.execute("RESET synchronous_commit")


# One turn


class Turn:
    """A worker's turn at the campaigns, over lines that stay open until its end."""

    def __init__(self, seconds=LONGEST_TURN):
        self.end = time.monotonic() + seconds
        self.sent = 0
        self.is_wanted = True
        self.senders = []

    @cached_property
    def lines(self):
        backends = [get_connection() for _line in range(settings.MAIL_CONNECTIONS)]
        if not all(hasattr(backend, "line") for backend in backends):
            raise ImproperlyConfigured(
                "Campaigns need a mail backend of hubsite.mail_backends."
            )
        return [backend.line() for backend in backends]

    @property
    def seconds_left(self):
        return self.end - time.monotonic()

    @property
    def is_on(self):
        return self.seconds_left > 0 and not jobs.STOPPING.is_set()

    def send(self, campaign):
        """Send of one campaign what is due, until the turn ends.

        Raises MailUnavailable when no line carried a single mail because of the relay.
        """
        self.campaign, self.is_wanted = campaign, True
        self.senders = [Sender(campaign, line, self) for line in self.lines]
        try:
            converse([sender.conversation() for sender in self.senders], self._watch())
        finally:
            sent = sum(sender.sent for sender in self.senders)
            self.sent += sent
        stop_if_too_many_fail(campaign)
        failures = [sender.failure for sender in self.senders if sender.failure]
        if failures and not sent:
            raise failures[0]

    def _watch(self):
        """Look again and again whether to go on; first of all, send all other mail."""
        while True:
            yield Wait(LOOK_EVERY)
            for sender in self.senders:
                sender.flush()
            if mail.is_waiting():
                mail.deliver_mail()
            stop_if_too_many_fail(self.campaign)
            self.is_wanted = Campaign.objects.filter(
                pk=self.campaign.pk, state=Campaign.State.SENDING
            ).exists()

    def close(self):
        if "lines" in self.__dict__:
            for line in self.lines:
                line.close()


def stop_if_too_many_fail(campaign):
    """Pause a campaign of which more mails fail than its error budget allows.

    What had failed when an editor last let it go on does not count again.
    """
    bad = campaign.failures() - campaign.failures_accepted
    if bad < FEWEST_FAILURES:
        return
    sent = campaign.deliveries.filter(state=State.SENT).count()
    if bad * 100 > settings.CAMPAIGN_ERROR_PERCENT * (sent + bad):
        paused = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SENDING)
        if paused.update(state=Campaign.State.PAUSED, has_stopped_itself=True):
            logger.error("a campaign stopped itself", extra={"campaign": campaign.pk})
