"""What the newsletter forgets, and when (docs/privacy.md)."""

from datetime import timedelta

from django.utils import timezone

from . import bounces
from .alert_consent import purge_alerts
from .models import Alert, Consent, Subscriber

UNCONFIRMED_KEPT = timedelta(days=30)
State = Alert.State
# After the last action of the person; to have opened a mail would not be one.
KEPT = timedelta(days=3 * 365)


def purge_subscribers():
    """Erase requests never confirmed, people who left long ago and proofs as old.

    Proofs outlive the person they speak of, with a hash in place of the address. What was
    told of bounces goes with them, and alerts that ended. Returns how many rows were erased.
    """
    now = timezone.now()
    status = Subscriber.Status
    unconfirmed = Subscriber.objects.filter(
        status=status.PENDING, created_at__lt=now - UNCONFIRMED_KEPT
    ).exclude(mailed_at__gte=now - UNCONFIRMED_KEPT)
    left = Subscriber.objects.filter(
        status=status.UNSUBSCRIBED, last_action_at__lt=now - KEPT
    )
    erased = 0
    following = Alert.objects.filter(state__in=(State.ACTIVE, State.PAUSED))
    for rows in (unconfirmed, left):
        rows = rows.exclude(pk__in=following.values("subscriber"))
        erased += rows.count()
        rows.delete()
    proofs = Consent.objects.filter(subscriber=None, at__lt=now - KEPT)
    return erased + proofs.delete()[0] + bounces.purge() + purge_alerts()
