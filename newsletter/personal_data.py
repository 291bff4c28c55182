"""What the hub holds of a subscriber: shown, moved to another address, erased.

All of it asks for a link just mailed to the address: older mails get forwarded.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hubsite.mail import OutgoingEmail, queue_mail

from .consent import prove
from .links import ADDRESS, DATA, link_for
from .models import Alert, Consent, JoinedSubscriber, Subscriber
from .models.subscribers import masked, territory_label
from .suppression import Reason, Scope, address_hmac, lift, suppress

Action, Status = Consent.Action, Subscriber.Status
# What comes with a subscription that is taken over.
CHOICES = (
    "status", "confirmed_at", "digest_from", "language", "rhythm", "territories",
    "paused_until",
)  # fmt: skip


def mail_link(subscriber):
    """Queue the mail with the link to a person's data; at most one an hour to an address.

    A link mailed to the address before is worth nothing once the person has moved.
    """
    hour = timezone.now().strftime("%Y%m%d%H")
    address = address_hmac(subscriber.email)[:32]
    queue_mail(
        to=subscriber.email,
        template="newsletter/mail/data",
        context={"link": link_for(subscriber, DATA)},
        language=subscriber.language,
        dedupe_key=f"data.{subscriber.uuid.hex}.{address}.{hour}",
    )


# Showing


def held(subscriber):
    """Return all that the newsletter holds of a person, in JSON types (GDPR, art. 15)."""
    return {
        "email": subscriber.email,
        "new_email": subscriber.new_email,
        "language": subscriber.language,
        "status": subscriber.status,
        "themes": [theme.label for theme in subscriber.themes.all()],
        "territories": [
            {"reference": reference, "name": territory_label(reference)}
            for reference in subscriber.territories
        ],
        "rhythm": subscriber.rhythm,
        "paused_until": subscriber.paused_until,
        "is_trained_helper": subscriber.is_trained_helper,
        "requested_at": subscriber.created_at,
        "confirmed_at": subscriber.confirmed_at,
        "last_action_at": subscriber.last_action_at,
        "consents": list(
            subscriber.consents.values(
                "action", "purpose", "at", "language", "page", "source", "text",
                "text_version",
            )
        ),
        "alerts": list(
            subscriber.alerts.values(
                "parameters", "language", "rhythm", "reminders", "state", "created_at"
            )
        ),
        "mails": list(
            subscriber.deliveries.order_by("pk").values(
                "campaign__issue__title", "state", "code", "reply", "sent_at"
            )
        ),
        "bounces": list(subscriber.bounces.values("kind", "detail", "at")),
    }  # fmt: skip


# Another address


@transaction.atomic
def ask_address(subscriber, new_email):
    """Note the address a person wants and queue a mail there that asks to confirm it.

    Nothing tells whether it is known here. To one address a person can have one mail a day
    sent.
    """
    if new_email == subscriber.email:
        return
    subscriber.new_email, subscriber.last_action_at = new_email, timezone.now()
    subscriber.save(update_fields=["new_email", "last_action_at"])
    day = timezone.localdate().strftime("%Y%m%d")
    queue_mail(
        to=new_email,
        template="newsletter/mail/address",
        context={"link": link_for(subscriber, ADDRESS)},
        language=subscriber.language,
        dedupe_key=f"address.{subscriber.uuid.hex}.{address_hmac(new_email)[:32]}.{day}",
    )


@transaction.atomic
def change_address(subscriber):
    """Move to the address just confirmed and tell the old one; return whether it did.

    Whoever was known under the new address becomes one with this person, who has shown
    that both mailboxes are theirs.
    """
    old, new = subscriber.email, subscriber.new_email
    rows = Subscriber.objects.select_for_update()
    # In one order, so that two persons who exchange addresses do not wait for each other.
    locked = {
        row.email: row for row in rows.filter(email__in=[old, new]).order_by("pk")
    }
    mine, other = locked.get(old), locked.get(new)
    if mine is None or mine.pk != subscriber.pk or mine.new_email != new:
        return False
    if other is not None:
        _absorb(mine, other)
    mine.email, mine.new_email, mine.last_action_at = new, "", timezone.now()
    mine.save()
    # Who reads the mail that asks, and says yes, has an address that works and agrees.
    lift(new)
    # Older lists know the person by it; an import would write to both.
    suppress(old, Reason.MOVED, Scope.IMPORTS)
    prove(mine, Action.CHANGE, language=mine.language)
    queue_mail(
        to=old,
        template="newsletter/mail/moved",
        context={"new_address": masked(new)},
        language=mine.language,
    )
    subscriber.refresh_from_db()
    return True


def _absorb(mine, other):
    """Make two rows of one person into one, whom the links of both still serve."""
    if other.status == Status.ACTIVE != mine.status:
        for name in CHOICES:
            setattr(mine, name, getattr(other, name))
        mine.themes.set(other.themes.all())
    mine.is_trained_helper |= other.is_trained_helper
    # Of a sending that had both, each got its mail, or mine gets it.
    had = mine.deliveries.values("campaign")
    other.deliveries.exclude(campaign__in=had).update(subscriber=mine)
    for theirs in (other.alerts, other.consents, other.bounces, other.joined):
        theirs.update(subscriber=mine)
    JoinedSubscriber.objects.create(uuid=other.uuid, key=other.key, subscriber=mine)
    other.delete()


# Erasing


def _mails_of(subscriber):
    """Return the records of mails that name a person, and those that wait to be sent.

    Mails that other parts of the site have waiting for the address are not among them,
    nor are the records by which those tell that they wrote already.
    """
    own = Q(dedupe_key__contains=subscriber.uuid.hex)
    ended = Q(to__iexact=subscriber.email, dedupe_key=None) & Q(
        state__in=(OutgoingEmail.State.SENT, OutgoingEmail.State.FAILED)
    )
    for uuid in (subscriber.uuid, *subscriber.alerts.values_list("uuid", flat=True)):
        own |= Q(to__iexact=subscriber.email, text__contains=uuid.hex)
    return OutgoingEmail.objects.filter(own | ended).exclude(
        state=OutgoingEmail.State.CLAIMED
    )


@transaction.atomic
def erase(subscriber):
    """Forget a person; a hash remains, so that no import brings the address back.

    Proofs of consent and bounces stay without the address, for as long as
    docs/privacy.md says.
    """
    prove(subscriber, Action.WITHDRAW, language=subscriber.language)
    if Alert.objects.filter(subscriber=subscriber).exists():
        purpose = Consent.Purpose.ALERTS
        prove(
            subscriber, Action.WITHDRAW, language=subscriber.language, purpose=purpose
        )
    suppress(subscriber.email, Reason.ERASED, Scope.IMPORTS)
    _mails_of(subscriber).delete()
    subscriber.deliveries.update(reply="")
    subscriber.delete()
