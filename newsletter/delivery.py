"""Sending campaigns so that a kill at any instant leaves none unaccounted.

A worker claims a batch, in the order of the rows. Just before the final dot of each mail
it writes the row's id to its slot's cursor; acceptances are recorded fifty at a time,
every other outcome at once. When it dies, rows below the cursor were accepted, rows
above it were not sent, and the one at it is in doubt (ADR 0005).
"""

import logging
import secrets
import smtplib
import time
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from hubsite import jobs
from hubsite.i18n import site_languages
from hubsite.mail import MOST_ATTEMPTS, MailUnavailable, retry_delay

from . import freezing
from .links import LEAVE, MANAGE, TOKEN, link_pattern, token_for
from .messages import fill, head_values
from .models import Campaign, CampaignBody, Delivery, SendSlot, Subscriber

logger = logging.getLogger(__name__)

BATCH = 50
LONGEST_ROUND = 10  # seconds: then transactional mail gets its turn
SILENCE = timedelta(minutes=3)
State = Delivery.State


class TakenOver(Exception):
    """Another worker took this one for dead and has settled its batch."""


def send_campaigns():
    """Send what is due of the campaigns and return how many mails went out; a job."""
    recover()
    for campaign in Campaign.objects.filter(state=Campaign.State.QUEUED):
        start(campaign)
    sent, end = 0, time.monotonic() + LONGEST_ROUND
    for campaign in Campaign.objects.filter(state=Campaign.State.SENDING).order_by(
        "pk"
    ):
        if time.monotonic() < end and not jobs.STOPPING.is_set():
            sent += Sender(campaign, end).run()
            finish(campaign)
    return sent


def start(campaign):
    """Write bodies and one row per recipient; all of them or, killed meanwhile, none."""
    prepared, now = freezing.prepare(campaign), timezone.now()
    with transaction.atomic():
        queued = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.QUEUED)
        if queued.update(state=Campaign.State.SENDING, started_at=now):
            freezing.write(campaign, prepared, now)


def finish(campaign):
    """Close a campaign of which nothing waits."""
    waiting = campaign.deliveries.filter(state__in=[State.QUEUED, State.CLAIMED])
    if not waiting.exists():
        Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.SENDING).update(
            state=Campaign.State.SENT, finished_at=timezone.now()
        )


# After a kill


def recover():
    """Settle the batches of workers that are no more, and return how many."""
    held = SendSlot.objects.exclude(fence="")
    return sum(
        settle(slot)
        for slot in held
        # A round of this very process has ended, so a slot in its name is a leftover.
        if slot.worker == jobs.worker_id()
        or jobs.is_gone(slot.worker)
        or slot.beat_at < timezone.now() - SILENCE
    )


@transaction.atomic
def settle(slot):
    """Say of every mail in a dead worker's hands what became of it."""
    mine = SendSlot.objects.filter(pk=slot.pk, fence=slot.fence, beat_at=slot.beat_at)
    if not mine.update(fence="", worker=""):
        return False
    # Read again: the cursor may be newer than the row we were given.
    slot.refresh_from_db()
    claimed = Delivery.objects.filter(slot=slot, state=State.CLAIMED)
    claimed.filter(pk__lt=slot.cursor).update(
        state=State.SENT, code=250, reply="accepted", sent_at=slot.beat_at, slot=None
    )
    resend = slot.campaign and (
        slot.campaign.in_doubt_policy == Campaign.InDoubt.RESEND
    )
    claimed.filter(pk=slot.cursor).update(
        state=State.QUEUED if resend else State.IN_DOUBT,
        reply="in doubt: the worker was stopped",
        slot=None,
    )
    claimed.filter(pk__gt=slot.cursor).update(state=State.QUEUED, slot=None)
    logger.warning("a batch was settled", extra={"slot": slot.pk})
    return True


# One connection


@dataclass
class Sender:
    """One worker's turn at one campaign, over one connection."""

    campaign: Campaign
    end: float
    accepted: list = field(default_factory=list)
    sent: int = 0
    since_opened: int = 0

    def run(self):
        """Send until nothing is due, time is up or a stop is asked; return how many."""
        self.connection = get_connection()
        if not hasattr(self.connection, "send_bytes"):
            raise ImproperlyConfigured(
                "Campaigns need a mail backend of hubsite.mail_backends."
            )
        self.sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        self.body = None
        self.slot = None
        self.patterns = {
            (purpose, language): link_pattern(purpose, language)
            for purpose in (LEAVE, MANAGE)
            for language in site_languages()
        }
        try:
            while self.going_on():
                batch = self.claim()
                if not batch:
                    break
                self.send_batch(batch)
        except TakenOver:
            logger.warning("a slot was taken over", extra={"slot": self.slot.pk})
        finally:
            self.connection.close()
            self.let_go()
        return self.sent

    def going_on(self):
        return (
            time.monotonic() < self.end
            and not jobs.STOPPING.is_set()
            and Campaign.objects.filter(
                pk=self.campaign.pk, state=Campaign.State.SENDING
            ).exists()
        )

    @transaction.atomic
    def claim(self):
        """Take the next rows and put the cursor before them, in one transaction."""
        due = self.campaign.deliveries.filter(
            state=State.QUEUED, due_at__lte=timezone.now()
        )
        # Ids first: an update over a limited sub-select is rerun per row by PostgreSQL.
        ids = list(due.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            return []
        self.take_slot()
        self.note(0)
        Delivery.objects.filter(pk__in=ids, state=State.QUEUED).update(
            state=State.CLAIMED, slot=self.slot
        )
        rows = Delivery.objects.filter(slot=self.slot, state=State.CLAIMED)
        return list(rows.order_by("pk").select_related("subscriber"))

    def take_slot(self):
        if self.slot is not None:
            return
        free = SendSlot.objects.filter(fence="")
        fence, now = secrets.token_hex(8), timezone.now()
        fields = {"worker": jobs.worker_id(), "fence": fence, "beat_at": now}
        fields |= {"cursor": 0, "campaign": self.campaign}
        for slot in free[:5]:
            if free.filter(pk=slot.pk).update(**fields):
                self.slot = SendSlot.objects.get(pk=slot.pk)
                return
        self.slot = SendSlot.objects.create(**fields)

    def note(self, cursor):
        """Move the cursor; raise TakenOver when the slot is no longer ours."""
        ours = SendSlot.objects.filter(pk=self.slot.pk, fence=self.slot.fence)
        if not ours.update(cursor=cursor, beat_at=timezone.now()):
            raise TakenOver

    def send_batch(self, batch):
        for place, delivery in enumerate(batch):
            if jobs.STOPPING.is_set():
                self.give_back(batch[place:])
                break
            subscriber = delivery.subscriber
            if subscriber is None or subscriber.status != Subscriber.Status.ACTIVE:
                self.record(delivery, state=State.SKIPPED)
            else:
                self.send(delivery, batch[place:])
        self.flush()

    def send(self, delivery, rest):
        """Send one mail; `rest` are the rows to give back when the relay is away."""
        begun = []

        def before_commit():
            self.note(delivery.pk)
            begun.append(True)

        delivery.campaign = self.campaign
        message = self.message(delivery)
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as failure:
            self.away(rest, failure)
        try:
            self.connection.send_bytes(
                self.sender, delivery.subscriber.email, message, before_commit
            )
        except smtplib.SMTPSenderRefused as refusal:
            # The relay refuses us, not this reader.
            self.away(rest, refusal)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, reply = next(iter(refusal.recipients.values()))
            self.refused(delivery, rest, code, reply)
        except smtplib.SMTPResponseException as refusal:
            self.refused(delivery, rest, refusal.smtp_code, refusal.smtp_error)
        except (OSError, smtplib.SMTPException) as failure:
            self.lost(delivery, rest, failure, in_doubt=bool(begun))
        else:
            self.since_opened += 1
            self.sent += 1
            self.accepted.append(delivery.pk)

    def message(self, delivery):
        # Rows of one body lie together.
        if self.body is None or self.body.pk != delivery.body_id:
            self.body = CampaignBody.objects.defer("html", "text").get(
                pk=delivery.body_id
            )
        links = {
            purpose: self.patterns[purpose, self.body.language].replace(
                TOKEN, token_for(delivery.subscriber, purpose)
            )
            for purpose in (LEAVE, MANAGE)
        }
        return fill(self.body.parts, links, head_values(delivery, links[LEAVE]))

    # Outcomes

    def refused(self, delivery, rest, code, reply):
        reply = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        if code == 421:
            self.lost(delivery, rest, f"421 {reply}", in_doubt=False)
            return
        attempts = delivery.attempts + 1
        fields = {"attempts": attempts, "code": code, "reply": str(reply)[:250]}
        if 400 <= code < 500 and attempts < MOST_ATTEMPTS:
            due_at = timezone.now() + retry_delay(attempts)
            self.record(delivery, state=State.QUEUED, due_at=due_at, **fields)
        else:
            self.record(delivery, state=State.FAILED, **fields)

    def lost(self, delivery, rest, failure, *, in_doubt):
        """The line broke: before the dot nothing was sent, after it nobody knows."""
        self.connection.close()
        worked, self.since_opened = self.since_opened, 0
        resend = self.campaign.in_doubt_policy == Campaign.InDoubt.RESEND
        if in_doubt and not resend:
            self.record(delivery, state=State.IN_DOUBT, reply=f"{failure}"[:250])
        else:
            # Not an attempt; but others first, lest one mail hold up all.
            due_at = timezone.now() + timedelta(minutes=1)
            reply = f"{failure}"[:250]
            self.record(delivery, state=State.QUEUED, due_at=due_at, reply=reply)
        if not worked:
            self.away(rest, failure)

    def away(self, rest, failure):
        """Not once did this connection work: leave all for later."""
        self.give_back(rest)
        self.flush()
        raise MailUnavailable(str(failure)) from None

    def record(self, delivery, **fields):
        """Write an outcome other than acceptance at once: the cursor moves on past it."""
        Delivery.objects.filter(
            pk=delivery.pk, state=State.CLAIMED, slot=self.slot
        ).update(slot=None, **fields)

    def give_back(self, rows):
        Delivery.objects.filter(
            pk__in=[row.pk for row in rows], state=State.CLAIMED, slot=self.slot
        ).update(state=State.QUEUED, slot=None)

    def flush(self):
        """Record what was accepted since the last time."""
        Delivery.objects.filter(
            pk__in=self.accepted, state=State.CLAIMED, slot=self.slot
        ).update(state=State.SENT, code=250, sent_at=timezone.now(), slot=None)
        self.accepted.clear()

    def let_go(self):
        """Free the slot; a batch that an error cut short is settled like a dead one's."""
        if self.slot is None:
            return
        self.flush()
        slot = SendSlot.objects.filter(pk=self.slot.pk, fence=self.slot.fence).first()
        if slot is not None:
            settle(slot)
