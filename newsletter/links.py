"""Personal links of the newsletter, which can be revoked (see hubsite.personal_pages)."""

from django.urls import reverse
from django.utils import translation

from hubsite.mail import absolute
from hubsite.personal_pages import identifier_in, is_signed, signed_token

from .models import JoinedSubscriber, Subscriber

CONFIRM, MANAGE, LEAVE = "confirm", "manage", "leave"
STOP_ALERTS = "stop_alerts"
# What shows or erases data asks for a link just mailed, since mails get forwarded.
DATA, ADDRESS = "data", "address"
TOKEN = "TOKEN"  # noqa: S105
CONFIRM_SECONDS = 48 * 3600
# What opens also by the links of a row that became one with the person's.
OUTLIVING = (MANAGE, LEAVE, STOP_ALERTS)
LIFETIMES = {CONFIRM: CONFIRM_SECONDS, ADDRESS: CONFIRM_SECONDS, DATA: 24 * 3600}


def _salt(subscriber, purpose, key):
    """Return what a link dies with when it changes.

    A link to leave outlives a change of address, one to the preferences does not: the
    old mailbox may be another's by then.
    """
    ends_with = {
        CONFIRM: subscriber.departures,
        MANAGE: subscriber.email,
        DATA: subscriber.email,
        ADDRESS: f"{subscriber.email} {subscriber.new_email}",
    }
    salt = f"newsletter.{purpose}.{key}"
    return f"{salt}.{ends_with[purpose]}" if purpose in ends_with else salt


def token_for(subscriber, purpose):
    salt = _salt(subscriber, purpose, subscriber.key)
    return signed_token(subscriber.uuid, salt, timed=purpose in LIFETIMES)


def subscriber_for(token, purpose):
    """Return the Subscriber that `token` stands for, or None, whatever is wrong."""
    subscriber, key = _owner(identifier_in(token), purpose)
    if subscriber is None or (purpose == ADDRESS and not subscriber.new_email):
        return None
    max_age = LIFETIMES.get(purpose)
    known = is_signed(token, _salt(subscriber, purpose, key), max_age=max_age)
    return subscriber if known else None


def _owner(identifier, purpose):
    """Return (Subscriber, key of the link) of an id, or (None, "")."""
    subscriber = Subscriber.objects.filter(uuid=identifier).first()
    if subscriber is not None:
        return subscriber, subscriber.key
    if purpose in OUTLIVING:
        joined = JoinedSubscriber.objects.select_related("subscriber")
        if found := joined.filter(uuid=identifier).first():
            return found.subscriber, found.key
    return None, ""


def link_pattern(purpose, language):
    """Return the full address of the pages of this purpose, with TOKEN in it."""
    with translation.override(language):
        return absolute(reverse(f"newsletter:{purpose}", args=[TOKEN]))


def link_for(subscriber, purpose, language=""):
    """Return the full address of a subscriber's own page of this purpose.

    It leads to the page in `language`, else in the subscriber's.
    """
    token = token_for(subscriber, purpose)
    return link_pattern(purpose, language or subscriber.language).replace(TOKEN, token)


def own_page(subscriber, purpose):
    """Return the path of that page in the language of the request."""
    return reverse(f"newsletter:{purpose}", args=[token_for(subscriber, purpose)])


def unsubscribe_headers(subscriber, purpose=LEAVE, language=""):
    """Return the headers of RFC 2369 and RFC 8058 for a mail to `subscriber`."""
    return {
        "List-Unsubscribe": f"<{link_for(subscriber, purpose, language)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
