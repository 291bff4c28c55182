"""How far a sending is, how fast it goes, and when it will have ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from .models import Campaign, Delivery

# The speed told is that of the last minutes.
LOOKED_AT = timedelta(minutes=2)


@dataclass(frozen=True)
class Progress:
    """`failures` are mails refused or in doubt that no editor knew of.

    `a_minute` and `ends_at` are None while nothing is being sent.
    """

    left: int
    failures: int
    a_minute: int | None
    ends_at: datetime | None
    next_at: datetime | None
    last_reply: str
    error_percent: float


def progress_of(campaign, counts, now=None):
    """Return the Progress of a campaign whose `counts()` are these."""
    now, state = now or timezone.now(), Delivery.State
    left = counts[state.QUEUED] + counts[state.CLAIMED]
    rate, next_at = None, None
    if campaign.state == Campaign.State.SENDING:
        since = max(now - LOOKED_AT, campaign.started_at or now)
        seconds = max((now - since).total_seconds(), 1)
        sent = campaign.deliveries.filter(state=state.SENT, sent_at__gt=since)
        rate = sent.count() / seconds
        queued = campaign.deliveries.filter(state=state.QUEUED).order_by("due_at", "pk")
        first = queued.values_list("due_at", flat=True).first()
        # All that is left was refused for now, and waits for its next attempt.
        next_at = first if first and first > now else None
    bad = campaign.deliveries.filter(state__in=[state.FAILED, state.IN_DOUBT])
    last = bad.exclude(reply="").order_by("-pk").values_list("reply", flat=True).first()
    return Progress(
        left=left,
        failures=counts[state.FAILED]
        + counts[state.IN_DOUBT]
        - campaign.failures_accepted,
        a_minute=round(rate * 60) if rate else None,
        ends_at=now + timedelta(seconds=left / rate) if rate and left else None,
        next_at=next_at,
        last_reply=last or "",
        error_percent=settings.CAMPAIGN_ERROR_PERCENT,
    )
