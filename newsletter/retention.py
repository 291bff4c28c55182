"""What the newsletter forgets, and when (docs/privacy.md)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from . import bounces
from .alert_consent import purge_alerts
from .models import Alert, Consent, Subscriber, SubscriberImport
from .suppression import Reason, Scope, suppress

UNCONFIRMED_KEPT = timedelta(days=30)
UPLOAD_KEPT = timedelta(days=1)
State, Status = Alert.State, Subscriber.Status
# After the last action of the person; to have opened a mail would not be one.
KEPT = timedelta(days=3 * 365)
ENDED = (Status.UNSUBSCRIBED, Status.BOUNCED, Status.COMPLAINED)


@transaction.atomic
def purge(*, dry_run=False):
    """Forget what is kept no longer; return {what: how many}, also where nothing is kept.

    Proofs outlive the person they speak of, with a hash in place of the address;
    suppressions outlive everything. A `dry_run` counts and changes nothing.
    """
    now = timezone.now()
    unconfirmed = Subscriber.objects.filter(
        status=Status.PENDING, created_at__lt=now - UNCONFIRMED_KEPT
    ).exclude(mailed_at__gte=now - UNCONFIRMED_KEPT)
    ended = Subscriber.objects.filter(status__in=ENDED, last_action_at__lt=now - KEPT)
    report = {
        "requests never confirmed": _erase(unconfirmed),
        "people who left, or whose address ended": _erase(ended, remember=True),
        "new addresses never confirmed": _forget_new_addresses(now),
        "alerts that ended, and who had no other": purge_alerts(),
        "bounces and complaints": bounces.purge(),
        "lists uploaded and never imported": SubscriberImport.objects.filter(
            imported_at=None, created_at__lt=now - UPLOAD_KEPT
        ).delete()[0],
        "proofs of consent of people erased": Consent.objects.filter(
            subscriber=None, at__lt=now - KEPT
        ).delete()[0],
    }
    if dry_run:
        transaction.set_rollback(True)
    return report


def _erase(rows, *, remember=False):
    """Erase subscribers and return how many; whoever follows something stays.

    `remember` keeps a hash of each, so that no import brings the address back.
    """
    following = Alert.objects.filter(state__in=(State.ACTIVE, State.PAUSED))
    rows = rows.exclude(pk__in=following.values("subscriber"))
    emails = list(rows.values_list("email", flat=True))
    for email in emails if remember else ():
        suppress(email, Reason.LEFT, Scope.IMPORTS)
    rows.delete()
    return len(emails)


def _forget_new_addresses(now):
    wanted = Subscriber.objects.exclude(new_email="")
    return wanted.filter(last_action_at__lt=now - UNCONFIRMED_KEPT).update(new_email="")


def purge_subscribers():
    """Forget what is kept no longer and return how many things; a job."""
    return sum(purge().values())
