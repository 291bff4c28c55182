"""Send slots: the write-ahead note of each line, and what it tells after a kill."""

import logging
import secrets
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from hubsite import jobs

from .models import Campaign, Delivery, SendSlot

logger = logging.getLogger(__name__)

SILENCE = timedelta(minutes=3)
# So many times a mail in doubt is sent again where the campaign says so.
MOST_RESENDS = 3
State = Delivery.State


class TakenOver(Exception):
    """Another worker took this one for dead and has settled its batch."""


def take_slot(campaign):
    """Return a SendSlot that is this line's alone until it is settled."""
    free = SendSlot.objects.filter(fence="")
    fence, now = secrets.token_hex(8), timezone.now()
    fields = {"worker": jobs.worker_id(), "fence": fence, "beat_at": now}
    fields |= {"cursor": 0, "campaign": campaign}
    for slot in free[:5]:
        if free.filter(pk=slot.pk).update(**fields):
            return SendSlot.objects.get(pk=slot.pk)
    return SendSlot.objects.create(**fields)


def note(slot, cursor, database):
    """Move the cursor; raise TakenOver when the slot is no longer ours.

    Plain SQL over an open `database` cursor: it is the one statement that every single
    mail costs.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    database.execute(
        "UPDATE newsletter_sendslot SET cursor = %s, beat_at = %s"
        " WHERE id = %s AND fence = %s",
        [cursor, now, slot.pk, slot.fence],
    )
    if not database.rowcount:
        raise TakenOver


def hold(slot):
    """Keep a slot from being settled until the transaction ends; raise TakenOver when it
    was.
    """
    mine = SendSlot.objects.filter(pk=slot.pk, fence=slot.fence)
    if not mine.update(beat_at=timezone.now()):
        raise TakenOver


def recover():
    """Settle the batches of workers that are no more, and return how many."""
    settled = 0
    for slot in SendSlot.objects.exclude(fence=""):
        # A turn of this very process has ended, so a slot in its name is a leftover.
        if (
            slot.worker == jobs.worker_id()
            or jobs.is_gone(slot.worker)
            or slot.beat_at < timezone.now() - SILENCE
        ) and settle(slot):
            logger.warning("a batch was settled", extra={"slot": slot.pk})
            settled += 1
    return settled


@transaction.atomic
def settle(slot):
    """Free a slot and say of every mail still in its hands what became of it.

    Returns whether it was this caller who did.
    """
    mine = SendSlot.objects.filter(pk=slot.pk, fence=slot.fence, beat_at=slot.beat_at)
    if not mine.update(fence="", worker=""):
        return False
    # Read again: the cursor may be newer than the row we were given.
    slot.refresh_from_db()
    claimed = Delivery.objects.filter(slot=slot, state=State.CLAIMED)
    claimed.filter(pk__lt=slot.cursor).update(
        state=State.SENT, code=250, reply="accepted", sent_at=slot.beat_at, slot=None
    )
    for row in claimed.filter(pk=slot.cursor):
        fields = fields_in_doubt(slot.campaign, row)
        reply = "in doubt: the worker was stopped"
        claimed.filter(pk=row.pk).update(reply=reply, slot=None, **fields)
    claimed.filter(pk__gt=slot.cursor).update(state=State.QUEUED, slot=None)
    return True


def fields_in_doubt(campaign, row):
    """Return the new fields of a mail of which nobody knows whether it arrived."""
    resend = campaign and campaign.in_doubt_policy == Campaign.InDoubt.RESEND
    if resend and row.breaks < MOST_RESENDS:
        return {"state": State.QUEUED, "breaks": row.breaks + 1}
    return {"state": State.IN_DOUBT}
