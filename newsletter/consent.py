"""Joining, confirming, changing and leaving: each with its proof, each safe to repeat.

No verb tells its caller whether an address was known: what differs goes by mail to the
address itself.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext

from hubsite.mail import queue_mail, withdraw
from hubsite.open_forms import normal_address

from . import digests
from .links import (
    CONFIRM,
    LEAVE,
    MANAGE,
    link_for,
    token_for,
    unsubscribe_headers,
)
from .models import Consent, Subscriber
from .suppression import address_hmac, lift

# Change it whenever the words below, or what stands around them, change their meaning.
TEXT_VERSION = "2026-11"
BETWEEN_MAILS = timedelta(hours=24)
Rhythm = Subscriber.Rhythm
NEWSLETTER = Consent.Purpose.NEWSLETTER


def consent_text(language):
    """Return the words a person agrees to, in `language`."""
    with translation.override(language):
        return gettext("I agree that the hub uses my address to send me the newsletter")


def prove(subscriber, action, *, language, purpose=NEWSLETTER, page="", text=""):
    """Keep the proof of what a person did; `text` are the words they agreed to."""
    Consent.objects.create(
        subscriber=subscriber,
        email_hmac=address_hmac(subscriber.email),
        action=action,
        purpose=purpose,
        text_version=TEXT_VERSION if text else "",
        text=text,
        page=page[:250],
        language=language,
    )


@transaction.atomic
def subscribe(
    *,
    email,
    language,
    themes=(),
    territories=(),
    rhythm=Rhythm.EACH,
    is_trained_helper=False,
    page="",
):
    """Record a request for the newsletter and queue the mail that asks to confirm it.

    At most one mail goes to an address in 24 hours, whoever asks and however often. To
    an address that receives the newsletter already goes the link to its preferences,
    and nothing else changes.
    """
    email = normal_address(email)
    subscriber, _created = Subscriber.objects.get_or_create(
        email=email, defaults={"language": language}
    )
    if subscriber.status != Subscriber.Status.ACTIVE:
        subscriber.language, subscriber.rhythm = language, rhythm
        subscriber.territories = list(territories)
        subscriber.is_trained_helper = is_trained_helper
        subscriber.save(
            update_fields=["language", "rhythm", "territories", "is_trained_helper"]
        )
        subscriber.themes.set(themes)
        prove(
            subscriber,
            Consent.Action.REQUEST,
            language=language,
            page=page,
            text=consent_text(language),
        )
    if _may_mail(subscriber):
        _mail_about_request(subscriber)


def _may_mail(subscriber):
    now = timezone.now()
    recent = Q(mailed_at=None) | Q(mailed_at__lte=now - BETWEEN_MAILS)
    return Subscriber.objects.filter(recent, pk=subscriber.pk).update(mailed_at=now)


def _mail_about_request(subscriber):
    if subscriber.status == Subscriber.Status.ACTIVE:
        template, purpose = "newsletter/mail/already", MANAGE
    else:
        template, purpose = "newsletter/mail/confirm", CONFIRM
    queue_mail(
        to=subscriber.email,
        template=template,
        context={"link": link_for(subscriber, purpose)},
        language=subscriber.language,
    )


@transaction.atomic
def confirm(subscriber):
    """Make a requested subscription active; once only, so a second click is harmless."""
    now = timezone.now()
    changed = (
        Subscriber.objects.filter(pk=subscriber.pk)
        .exclude(status=Subscriber.Status.ACTIVE)
        .update(
            status=Subscriber.Status.ACTIVE,
            confirmed_at=now,
            last_action_at=now,
            digest_from=now,
            paused_until=None,
        )
    )
    if not changed:
        return
    subscriber.refresh_from_db()
    # Who reads the mail that asks, and says yes, has an address that works and agrees.
    lift(subscriber.email)
    prove(subscriber, Consent.Action.CONFIRM, language=subscriber.language)
    queue_mail(
        to=subscriber.email,
        template="newsletter/mail/welcome",
        context={
            "is_monthly": subscriber.rhythm == Rhythm.MONTHLY,
            "manage_link": link_for(subscriber, MANAGE),
            "leave_link": link_for(subscriber, LEAVE),
        },
        language=subscriber.language,
        headers=unsubscribe_headers(subscriber),
    )


@transaction.atomic
def change_preferences(
    subscriber,
    *,
    language,
    themes,
    territories,
    rhythm,
    is_trained_helper=False,
    paused_until=None,
):
    """Change what the person receives, how often, from when on and in which language.

    Whoever leaves the monthly digest gets at once what it would have held.
    """
    if rhythm != subscriber.rhythm:
        digests.begin_or_end(subscriber, rhythm)
    subscriber.language, subscriber.rhythm = language, rhythm
    subscriber.territories, subscriber.paused_until = territories, paused_until
    subscriber.is_trained_helper = is_trained_helper
    subscriber.last_action_at = timezone.now()
    subscriber.save(
        update_fields=[
            "language", "rhythm", "territories", "is_trained_helper", "paused_until",
            "last_action_at",
        ]
    )  # fmt: skip
    subscriber.themes.set(themes)
    prove(subscriber, Consent.Action.CHANGE, language=language)


@transaction.atomic
def unsubscribe(subscriber):
    """Take the person off the list at once; a second time changes nothing."""
    changed = (
        Subscriber.objects.filter(pk=subscriber.pk)
        .exclude(status=Subscriber.Status.UNSUBSCRIBED)
        .update(
            status=Subscriber.Status.UNSUBSCRIBED,
            departures=F("departures") + 1,
            last_action_at=timezone.now(),
            mailed_at=None,
        )
    )
    if not changed:
        return
    prove(subscriber, Consent.Action.WITHDRAW, language=subscriber.language)
    withdraw(subscriber.email, token_for(subscriber, LEAVE))
    queue_mail(
        to=subscriber.email,
        template="newsletter/mail/left",
        context={},
        language=subscriber.language,
    )
