"""Whom the hub must not write to, without keeping their addresses.

An address is known by a keyed hash. `ADDRESS_HASH_KEY` is its key; while it is not set,
the site's secret key and those it followed (`SECRET_KEY_FALLBACKS`) are.
"""

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from hubsite.open_forms import normal_address

from .models import Subscriber, Suppression

Reason, Scope = Suppression.Reason, Suppression.Scope
STATUS = {
    Reason.HARD_BOUNCE: Subscriber.Status.BOUNCED,
    Reason.SOFT_BOUNCES: Subscriber.Status.BOUNCED,
    Reason.COMPLAINT: Subscriber.Status.COMPLAINED,
    Reason.OBJECTION: Subscriber.Status.UNSUBSCRIBED,
}


def _keys():
    own = [settings.ADDRESS_HASH_KEY] if settings.ADDRESS_HASH_KEY else []
    return [*own, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _hmac(address, key):
    return salted_hmac(
        "newsletter.address", normal_address(address), secret=key, algorithm="sha256"
    ).hexdigest()


def address_hmac(address):
    """Return the hash that a new row keeps in place of an address."""
    return _hmac(address, _keys()[0])


def address_hmacs(address):
    """Return every hash that an earlier row may keep in place of an address."""
    return [_hmac(address, key) for key in _keys()]


def is_suppressed(email, *, by_import=False):
    """Return whether the newsletter and alerts must not be sent to this address.

    `by_import` asks for an import, which must not bring back an erased person either.
    """
    return bool(suppressed_among([email], by_import=by_import))


def suppressed_among(emails, *, by_import=False):
    """Return the set of these addresses, as given, that must not be written to."""
    owners = {hmac: email for email in emails for hmac in address_hmacs(email)}
    rows = Suppression.objects.all()
    if not by_import:
        rows = rows.filter(scope=Scope.LISTS)
    hmacs, found = list(owners), set()
    for start in range(0, len(hmacs), 500):
        part = rows.filter(email_hmac__in=hmacs[start : start + 500])
        found.update(owners[hmac] for hmac in part.values_list("email_hmac", flat=True))
    return found


@transaction.atomic
def suppress(email, reason, scope=Scope.LISTS):
    """Never write to this address again; its subscriber, if any, stops at once.

    A suppression that forbids more is never weakened. Returns whether it is new.
    """
    found = Suppression.objects.filter(email_hmac__in=address_hmacs(email)).first()
    if found is None:
        Suppression.objects.create(
            email_hmac=address_hmac(email), reason=reason, scope=scope
        )
    elif scope == Scope.LISTS and found.scope != Scope.LISTS:
        Suppression.objects.filter(pk=found.pk).update(reason=reason, scope=scope)
    if scope == Scope.LISTS:
        Subscriber.objects.filter(email__iexact=email).update(status=STATUS[reason])
    return found is None


def lift(email):
    """Forget that this address is suppressed; return whether it was."""
    rows = Suppression.objects.filter(email_hmac__in=address_hmacs(email))
    return bool(rows.delete()[0])
