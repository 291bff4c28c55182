"""Personal links: they prove who follows them, reveal nothing, and can be revoked.

A token is the subscriber's random id and a signature whose salt holds the purpose and
the subscriber's key. No address is in it, a link for one purpose opens nothing else, and
a new key makes all of them worthless. `SECRET_KEY_FALLBACKS` keeps links alive when the
site's own key changes.
"""

import uuid

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse
from django.utils import translation

from hubsite.mail import absolute

from .models import Subscriber

CONFIRM, MANAGE, LEAVE = "confirm", "manage", "leave"
TOKEN = "TOKEN"  # noqa: S105
CONFIRM_SECONDS = 48 * 3600


def _signer(subscriber, purpose):
    salt = f"newsletter.{purpose}.{subscriber.key}"
    if purpose == CONFIRM:
        return TimestampSigner(salt=f"{salt}.{subscriber.departures}")
    return Signer(salt=salt)


def token_for(subscriber, purpose):
    return _signer(subscriber, purpose).sign(subscriber.uuid.hex)


def subscriber_for(token, purpose):
    """Return the Subscriber that `token` stands for, or None, whatever is wrong."""
    try:
        found = uuid.UUID(hex=token.partition(":")[0])
    except ValueError:
        return None
    subscriber = Subscriber.objects.filter(uuid=found).first()
    if subscriber is None:
        return None
    expiry = {"max_age": CONFIRM_SECONDS} if purpose == CONFIRM else {}
    try:
        _signer(subscriber, purpose).unsign(token, **expiry)
    except BadSignature:
        return None
    return subscriber


def link_pattern(purpose, language):
    """Return the full address of the pages of this purpose, with TOKEN in it."""
    with translation.override(language):
        return absolute(reverse(f"newsletter:{purpose}", args=[TOKEN]))


def link_for(subscriber, purpose):
    """Return the full address of a subscriber's own page of this purpose."""
    token = token_for(subscriber, purpose)
    return link_pattern(purpose, subscriber.language).replace(TOKEN, token)


def unsubscribe_headers(subscriber):
    """Return the headers of RFC 2369 and RFC 8058 for a mail to `subscriber`."""
    return {
        "List-Unsubscribe": f"<{link_for(subscriber, LEAVE)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
