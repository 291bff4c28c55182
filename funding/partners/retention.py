"""What is forgotten of partners; docs/privacy.md tells when and why."""

from datetime import timedelta

from django.utils import timezone

from .models import PartnerNotice, PartnerTalk
from .notices import takes_partners

UNCONFIRMED_KEPT = timedelta(days=30)
CLOSED_KEPT = timedelta(days=30)
# A call that is open all year round never closes.
UNCHANGED_KEPT = timedelta(days=365)


def purge_partners():
    """Erase notices of calls that are over, and whatever nobody confirmed or changed.

    Returns how many rows went. A call that opens again within CLOSED_KEPT shows its
    notices again.
    """
    now, rows = timezone.now(), PartnerNotice.objects
    for notice in rows.select_related("call").prefetch_related("call__rounds"):
        is_over = not takes_partners(notice.call)
        if is_over != bool(notice.call_closed_at):
            rows.filter(pk=notice.pk).update(call_closed_at=now if is_over else None)
    gone = (
        rows.filter(state=PartnerNotice.State.PENDING).filter(
            created_at__lt=now - UNCONFIRMED_KEPT
        ),
        rows.filter(call_closed_at__lt=now - CLOSED_KEPT),
        rows.filter(changed_at__lt=now - UNCHANGED_KEPT),
        PartnerTalk.objects.filter(
            confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT
        ),
    )
    return sum(each.delete()[0] for each in gone)
