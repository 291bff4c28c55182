"""One line's share of a campaign: claim, send, and write down what became of each mail."""

import logging
import smtplib
from collections import OrderedDict
from contextlib import suppress
from datetime import timedelta
from email.utils import formatdate

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from hubsite.mail import MOST_ATTEMPTS, MailUnavailable, retry_delay
from hubsite.mail_lines import Wait, mailbox
from hubsite.mail_pace import take_turn
from hubsite.return_path import return_path

from . import bounces
from .links import LEAVE, MANAGE, TOKEN, link_pattern, token_for
from .messages import Letter
from .models import Campaign, CampaignBody, Delivery, SendSlot, Subscriber
from .slots import TakenOver, fields_in_doubt, hold, note, settle, take_slot

logger = logging.getLogger(__name__)

# The first batches are small: lines share a small campaign.
FIRST_BATCH, LARGEST_BATCH = 20, 200
MOST_LETTERS = 20
# After so many broken lines a mail is held to be their cause.
MOST_BREAKS = 12
State = Delivery.State
# What is read of each mail and of its reader.
ROW = ("subscriber_id", "body_id", "attempts", "breaks")
READER = ("uuid", "email", "new_email", "key", "departures")


class Sender:
    """One line at work for one campaign; `turn` says how long and whether to go on."""

    def __init__(self, campaign, line, turn):
        self.campaign, self.line, self.turn = campaign, line, turn
        self.accepted = []
        self.sent = 0
        self.failure = None
        self.slot = None
        self.database = connection.cursor()
        self.batch_size = FIRST_BATCH
        self.letters = OrderedDict()

    @property
    def is_going_on(self):
        return self.turn.is_on and self.turn.is_wanted

    def conversation(self):
        """Send until nothing is due or the turn ends; to be run by `converse`."""
        try:
            while self.is_going_on and (batch := self.claim()):
                if not (yield from self.send_batch(*batch)):
                    # What is left goes back when the slot is let go.
                    break
        except TakenOver:
            logger.warning("a slot was taken over", extra={"slot": self.slot.pk})
        except MailUnavailable as failure:
            self.failure = failure
        finally:
            if not self.line.is_idle:
                self.line.close()
            self.let_go()

    # Claiming

    @transaction.atomic
    def claim(self):
        """Take the next rows and put the cursor before them, in one transaction.

        Returns (rows, id -> Subscriber of those who may be written to), or None.
        """
        due = Delivery.objects.filter(
            campaign=self.campaign, state=State.QUEUED, due_at__lte=timezone.now()
        )
        # Ids first: an update over a limited sub-select is rerun per row by PostgreSQL.
        # Several workers pass by each other's rows there; SQLite has one writer.
        rows = due.order_by("due_at", "pk").select_for_update(skip_locked=True)
        ids = list(rows.values_list("pk", flat=True)[: self.batch_size])
        going = Campaign.objects.filter(pk=self.campaign.pk)
        if not ids or not going.filter(state=Campaign.State.SENDING).exists():
            return None
        self.batch_size = min(self.batch_size * 2, LARGEST_BATCH)
        self.slot = self.slot or take_slot(self.campaign)
        note(self.slot, 0, self.database)
        Delivery.objects.filter(pk__in=ids, state=State.QUEUED).update(
            state=State.CLAIMED, slot=self.slot
        )
        mine = Delivery.objects.filter(slot=self.slot, state=State.CLAIMED)
        batch = list(mine.order_by("pk").only(*ROW))
        readers = Subscriber.objects.reachable().only(*READER)
        readers = readers.in_bulk([row.subscriber_id for row in batch])
        return batch, readers

    # Sending

    def send_batch(self, batch, readers):
        """Send what `claim` returned; return whether the turn lasted for all of it."""
        for delivery in batch:
            subscriber = readers.get(delivery.subscriber_id)
            if subscriber is None:
                self.record(delivery, state=State.SKIPPED)
                continue
            wait = take_turn(self.turn.seconds_left) if self.is_going_on else None
            if wait:
                yield Wait(wait)
            if wait is None or not self.is_going_on:
                return False
            yield from self.send(delivery, subscriber)
        self.flush()
        return True

    def send(self, delivery, subscriber):
        """Send one mail; raises MailUnavailable when the relay is not there for us."""
        begun = []

        def before_dot():
            note(self.slot, delivery.pk, self.database)
            begun.append(True)

        try:
            recipient = mailbox(subscriber.email)
            message = self.message(delivery, subscriber, recipient)
        except ValueError as fault:
            self.record(delivery, state=State.FAILED, reply=f"{fault}"[:250])
            return
        try:
            self.open_line()
            sender = return_path(Delivery.RETURN_PATH, delivery.pk)
            yield from self.line.send(sender, recipient, message, before_dot)
        except smtplib.SMTPSenderRefused as refusal:
            # The relay refuses us, not this reader.
            raise MailUnavailable(str(refusal)) from refusal
        except smtplib.SMTPRecipientsRefused as refusal:
            self.refused(
                delivery, *refusal.recipients[recipient], subscriber=subscriber
            )
        except smtplib.SMTPResponseException as refusal:
            self.refused(delivery, refusal.smtp_code, refusal.smtp_error)
        except (OSError, smtplib.SMTPException) as failure:
            self.lost(delivery, failure, in_doubt=bool(begun))
        else:
            self.sent += 1
            self.accepted.append(delivery.pk)

    def open_line(self):
        """Open the line, anew after as many mails as the relay takes over one.

        Raises MailUnavailable.
        """
        if self.line.carried >= settings.MAIL_PER_CONNECTION > 0:
            self.line.close()
        try:
            self.line.open()
        except (OSError, smtplib.SMTPException) as failure:
            raise MailUnavailable(str(failure)) from failure

    def message(self, delivery, subscriber, recipient):
        letter, patterns = self.letter(delivery.body_id)
        links = {
            purpose: pattern.replace(TOKEN, token_for(subscriber, purpose))
            for purpose, pattern in patterns.items()
        }
        head = {
            "to": recipient,
            "date": formatdate(localtime=True),
            # The same at every attempt, so that a receiver drops the second.
            "id": f"issue.{self.campaign.uuid.hex}.{delivery.pk}",
            "leave": links[LEAVE],
        }
        return letter.to(head, links)

    def letter(self, body_id):
        """Return what a mail is made of: its Letter and the addresses of its links."""
        if body_id not in self.letters:
            body = CampaignBody.objects.only("language", "parts").get(pk=body_id)
            patterns = {
                purpose: link_pattern(purpose, body.language)
                for purpose in (LEAVE, MANAGE)
            }
            self.letters[body_id] = Letter(body.parts), patterns
            if len(self.letters) > MOST_LETTERS:
                self.letters.popitem(last=False)
        return self.letters[body_id]

    # Outcomes

    def refused(self, delivery, code, reply, subscriber=None):
        """The relay answered no; of a `subscriber` where it named the recipient."""
        reply = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        if code == 421:
            self.lost(delivery, f"421 {reply}", in_doubt=False)
            return
        attempts = delivery.attempts + 1
        fields = {"attempts": attempts, "code": code, "reply": str(reply)[:250]}
        if 400 <= code < 500 and attempts < MOST_ATTEMPTS:
            due_at = timezone.now() + retry_delay(attempts)
            self.record(delivery, state=State.QUEUED, due_at=due_at, **fields)
            return
        self.record(delivery, state=State.FAILED, **fields)
        if subscriber:
            bounces.record(
                provider="relay",
                event_id=f"delivery {delivery.pk}",
                kind=bounces.kind_of_reply(fields["reply"]),
                email=subscriber.email,
                detail=f"{code} {fields['reply']}",
                campaign=self.campaign,
            )

    def lost(self, delivery, failure, *, in_doubt):
        """The line broke: before the dot nothing was sent, after it nobody knows."""
        has_carried = self.line.carried
        self.line.close()
        if in_doubt:
            fields = fields_in_doubt(self.campaign, delivery)
        elif delivery.breaks + 1 < MOST_BREAKS:
            # Not an attempt; but others first, lest one mail hold up all.
            fields = {"state": State.QUEUED, "breaks": delivery.breaks + 1}
        else:
            fields = {"state": State.FAILED}
        due_at = timezone.now() + timedelta(minutes=2**delivery.breaks)
        due_at = min(due_at, timezone.now() + timedelta(hours=1))
        self.record(delivery, due_at=due_at, reply=f"{failure}"[:250], **fields)
        if not has_carried:
            raise MailUnavailable(str(failure))

    def record(self, delivery, **fields):
        """Write an outcome other than acceptance at once: the cursor moves on past it.

        Raises TakenOver: a slot is used again, and the row may be its new holder's.
        """
        with transaction.atomic():
            hold(self.slot)
            Delivery.objects.filter(
                pk=delivery.pk, state=State.CLAIMED, slot=self.slot
            ).update(slot=None, **fields)

    def flush(self):
        """Record what was accepted since the last time.

        Who took the slot over has settled it by the cursor.
        """
        if not self.accepted:
            return
        with suppress(TakenOver), transaction.atomic():
            hold(self.slot)
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
