"""What a bounce or complaint means for an address, whoever tells it.

The relay tells at once (SMTP replies), a provider by its webhook, other mail servers by a
mail to the return path. An address that does not exist and a complaint stop all mail at
once; refusals for now do on the fifth day of them.
"""

import re
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils import timezone

from .models import BounceEvent, Subscriber
from .suppression import Reason, address_hmac, suppress

Kind = BounceEvent.Kind
# RFC 3463 and the register of RFC 5248: no such mailbox or domain, moved, disabled, null
# MX. Not 5.7.x, which judges us, nor a full mailbox (5.2.2): those pass.
NO_SUCH_ADDRESS = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
# RFC 5322 atoms around an @, as replies like to repeat them.
ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")
SOFT_DAYS, SOFT_PERIOD = 5, timedelta(days=90)
KEPT = timedelta(days=365)


def kind_of_reply(reply):
    """Return the Kind of a refusal whose text, with its enhanced code, is `reply`."""
    return Kind.HARD if NO_SUCH_ADDRESS.search(reply) else Kind.SOFT


@transaction.atomic
def record(*, provider, event_id, kind, email, detail="", campaign=None):
    """Write down what `provider` told of `email` and draw the consequence.

    The same `event_id` a second time changes nothing. Returns whether it was new.
    """
    subscriber = Subscriber.objects.filter(email__iexact=email).first()
    _event, is_new = BounceEvent.objects.get_or_create(
        provider=provider[:20],
        event_id=event_id[:100],
        defaults={
            "kind": kind,
            "detail": ADDRESS.sub("…", " ".join(detail.split()))[:250],
            "email_hmac": address_hmac(email),
            "subscriber": subscriber,
            "campaign": campaign,
        },
    )
    if not is_new:
        return False
    if kind == Kind.COMPLAINT:
        suppress(email, Reason.COMPLAINT)
    elif kind == Kind.HARD:
        suppress(email, Reason.HARD_BOUNCE)
    elif subscriber and _soft_days(subscriber) >= SOFT_DAYS:
        suppress(email, Reason.SOFT_BOUNCES)
    return True


def told_by_relay(sender, mail, reply, **_rest):
    """Record that the relay refused the recipient of an OutgoingEmail."""
    event_id, kind = f"mail {mail.pk}", kind_of_reply(reply)
    record(provider="relay", event_id=event_id, kind=kind, email=mail.to, detail=reply)


def _soft_days(subscriber):
    """Return on how many days mail was refused, of late and since the person acted."""
    since = max(timezone.now() - SOFT_PERIOD, subscriber.last_action_at)
    events = subscriber.bounces.filter(kind=Kind.SOFT, at__gt=since)
    return events.order_by().values(day=TruncDate("at")).distinct().count()


def purge():
    """Erase what was told over a year ago; return how many. Suppressions stay."""
    return BounceEvent.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
