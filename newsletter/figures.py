"""How the list grows and whom issues reach: counted from acts, never from reading."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from hubsite.contracts import midnight

from .models import BounceEvent, Campaign, Consent, Delivery, Subscriber

MONTHS, ISSUES = 24, 12
Action, Kind = Consent.Action, BounceEvent.Kind


@dataclass(frozen=True)
class Month:
    """One month's acts: `day` is its first."""

    day: date
    confirmed: int
    imported: int
    left: int
    bounced: int
    complained: int

    @property
    def growth(self):
        return self.confirmed + self.imported - self.left


@dataclass(frozen=True)
class Issue:
    """What became of one sending; `left` is who left until the next one began."""

    campaign: Campaign
    sent: int
    failed: int
    bounced: int
    complained: int
    left: int


def months(today=None):
    """Return a Month for each of the last 24, the newest first."""
    today = today or timezone.localdate()
    number = today.year * 12 + today.month - 1
    days = [
        date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1)
    ]
    start = midnight(days[0])
    acts = _by_month(
        Consent.objects.filter(purpose=Consent.Purpose.NEWSLETTER, at__gte=start),
        "action",
    )
    told = _by_month(BounceEvent.objects.filter(at__gte=start), "kind")
    return [
        Month(
            day,
            confirmed=acts[day, Action.CONFIRM],
            imported=acts[day, Action.IMPORT],
            left=acts[day, Action.WITHDRAW],
            bounced=told[day, Kind.HARD],
            complained=told[day, Kind.COMPLAINT],
        )
        for day in reversed(days)
    ]


def _by_month(rows, field):
    found = rows.order_by().values_list(TruncMonth("at"), field).annotate(Count("pk"))
    return Counter(
        {(timezone.localdate(at), value): number for at, value, number in found}
    )


def issues():
    """Return an Issue for each of the last 12 sendings, the newest first."""
    begun = Campaign.objects.filter(started_at__isnull=False).select_related("issue")
    campaigns = list(begun.order_by("-started_at")[:ISSUES])
    if not campaigns:
        return []
    sent = _by_campaign(Delivery, campaigns, "state")
    told = _by_campaign(BounceEvent, campaigns, "kind")
    left = Consent.objects.filter(
        purpose=Consent.Purpose.NEWSLETTER,
        action=Action.WITHDRAW,
        at__gte=campaigns[-1].started_at,
    )
    left = list(left.order_by("at").values_list("at", flat=True))
    found, end = [], len(left)
    for campaign in campaigns:
        first = bisect_left(left, campaign.started_at)
        key = campaign.pk
        found.append(
            Issue(
                campaign,
                sent=sent[key, Delivery.State.SENT],
                failed=sent[key, Delivery.State.FAILED],
                bounced=told[key, Kind.HARD],
                complained=told[key, Kind.COMPLAINT],
                left=end - first,
            )
        )
        end = first
    return found


def _by_campaign(model, campaigns, field):
    rows = model.objects.filter(campaign__in=campaigns).order_by()
    found = rows.values_list("campaign_id", field).annotate(Count("pk"))
    return Counter({(key, value): number for key, value, number in found})


def totals():
    """Return [(status in words, how many)] of all subscribers."""
    found = Subscriber.objects.order_by("status").values_list("status")
    statuses = Subscriber.Status
    return [(statuses(s).label, n) for s, n in found.annotate(Count("pk"))]
