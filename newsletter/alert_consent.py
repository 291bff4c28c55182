"""Asking for an alert, confirming, changing and stopping it: each with its proof.

As with the newsletter, no verb tells its caller whether an address was known, and what a
stranger typed is not mailed: a request for an alert could else bring anybody any words.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext

from hubsite.mail import queue_mail, withdraw
from hubsite.open_forms import normal_address
from search.following import watermark

from .alert_links import CONFIRM, alert_link
from .alerts import NEVER
from .consent import prove
from .links import STOP_ALERTS, token_for
from .models import Alert, AlertHit, Consent, Subscriber
from .suppression import lift

DAY = timedelta(days=1)
# To one address, lest a stranger flood it.
MOST_MAILS_A_DAY = 5
MOST_PENDING = 20
FORGOTTEN_AFTER = timedelta(days=30)
ALERTS = Consent.Purpose.ALERTS
Action, State = Consent.Action, Alert.State


def consent_text(language):
    """Return the words a person agrees to, in `language`."""
    with translation.override(language):
        return gettext("I agree that the hub uses my address to send me this alert")


@transaction.atomic
def ask(wanted, *, email, title, page=""):
    """Record a request for the unsaved Alert `wanted`; queue the mail that asks to confirm.

    Asked twice, it is one request, with the choices made last; a mail goes once a day,
    and MOST_MAILS_A_DAY to an address. `title` is the hub's own name of what is followed.
    """
    email = normal_address(email)
    subscriber, _created = Subscriber.objects.get_or_create(
        email=email,
        defaults={"language": wanted.language, "status": Subscriber.Status.NONE},
    )
    wanted.subscriber = subscriber
    alert = _pending(wanted)
    prove(
        subscriber,
        Action.REQUEST,
        language=alert.language,
        purpose=ALERTS,
        page=page,
        text=consent_text(alert.language),
    )
    if _may_mail(alert):
        queue_mail(
            to=subscriber.email,
            template="newsletter/mail/alert_confirm",
            context={"link": alert_link(alert, CONFIRM), "title": title},
            language=alert.language,
        )


def _same(alert):
    """Return the alerts of that address that follow the same."""
    return Alert.objects.filter(
        subscriber=alert.subscriber,
        list_key=alert.list_key,
        item_key=alert.item_key,
        parameters=alert.parameters,
    )


def _pending(wanted):
    """Return the row of a request: an earlier one with the new choices, or a new one."""
    alert = _same(wanted).filter(state=State.PENDING).first() or wanted
    for name in ("language", "rhythm", "reminders"):
        setattr(alert, name, getattr(wanted, name))
    alert.changed_at = timezone.now()
    alert.watermark = str(watermark())
    alert.save()
    pending = Alert.objects.filter(subscriber=alert.subscriber, state=State.PENDING)
    kept = pending.order_by("-changed_at", "-pk").values_list("pk", flat=True)
    pending.exclude(pk__in=list(kept[:MOST_PENDING])).delete()
    return alert


def _may_mail(alert):
    now = timezone.now()
    recent = Alert.objects.filter(
        subscriber=alert.subscriber, mailed_at__gt=now - DAY
    ).values_list("pk", flat=True)
    if alert.pk in recent or len(recent) >= MOST_MAILS_A_DAY:
        return False
    return Alert.objects.filter(pk=alert.pk).update(mailed_at=now)


@transaction.atomic
def confirm(alert):
    """Make a requested alert run; once only, so a second click is harmless.

    It takes the place of an earlier alert on the same, with what that one told.
    """
    asked = Alert.objects.filter(pk=alert.pk, state=State.PENDING)
    if not asked.update(
        state=State.ACTIVE, watermark=str(watermark()), changed_at=timezone.now()
    ):
        return
    alert.refresh_from_db()
    _replace_earlier(alert)
    subscriber = alert.subscriber
    # Who reads the mail that asks, and says yes, has an address that works and agrees.
    lift(subscriber.email)
    if subscriber.status in NEVER:
        subscriber.status = Subscriber.Status.NONE
        subscriber.save(update_fields=["status"])
    _note(alert, Action.CONFIRM)


def _replace_earlier(alert):
    # Locked, so that nothing is told by it meanwhile. An address that took another's
    # place may follow the same twice.
    earlier = _same(alert).select_for_update().exclude(pk=alert.pk).order_by("-pk")
    for old in earlier:
        if old.state in (State.ACTIVE, State.PAUSED):
            told = AlertHit.objects.filter(
                alert=alert, item_key=OuterRef("item_key"), event=OuterRef("event")
            )
            old.hits.filter(~Exists(told)).update(alert=alert)
            alert.watermark, alert.checked_on = old.watermark, old.checked_on
            alert.save(update_fields=["watermark", "checked_on"])
        old.delete()


def change(alert, *, language, rhythm, reminders):
    """Change what an alert tells, and when."""
    # The new rhythm begins with the next mail.
    begins = {} if rhythm == alert.rhythm else {"news_from": None}
    _update(
        alert,
        Action.CHANGE,
        language=language,
        rhythm=rhythm,
        reminders=reminders,
        **begins,
    )


def pause(alert):
    """Keep a running alert silent; what comes meanwhile is told once it resumes."""
    if alert.state == State.ACTIVE:
        _update(alert, Action.CHANGE, state=State.PAUSED)


def resume(alert):
    """Let an alert run: one requested or stopped tells what comes from now on."""
    if alert.state == State.PENDING:
        confirm(alert)
    elif alert.state == State.PAUSED:
        _update(alert, Action.CHANGE, state=State.ACTIVE)
    elif alert.state == State.STOPPED:
        mark = str(watermark())
        _update(alert, Action.CONFIRM, state=State.ACTIVE, watermark=mark)


def stop(alert):
    """Stop an alert at once; a second time changes nothing."""
    if alert.state != State.STOPPED:
        _update(alert, Action.WITHDRAW, state=State.STOPPED)


@transaction.atomic
def delete(alert):
    """Erase an alert and what it told."""
    _note(alert, Action.WITHDRAW)
    alert.delete()


@transaction.atomic
def stop_all(subscriber):
    """Stop every alert of an address at once; a second time changes nothing."""
    running = Alert.objects.filter(subscriber=subscriber).exclude(state=State.STOPPED)
    if running.update(state=State.STOPPED, changed_at=timezone.now()):
        prove(subscriber, Action.WITHDRAW, language=subscriber.language, purpose=ALERTS)
        withdraw(subscriber.email, token_for(subscriber, STOP_ALERTS))


@transaction.atomic
def _update(alert, action, **fields):
    Alert.objects.filter(pk=alert.pk).update(changed_at=timezone.now(), **fields)
    alert.refresh_from_db()
    _note(alert, action)


def _note(alert, action):
    """Keep the proof of what was done, and that the person was here."""
    subscriber = alert.subscriber
    Subscriber.objects.filter(pk=subscriber.pk).update(last_action_at=timezone.now())
    prove(subscriber, action, language=alert.language, purpose=ALERTS)


def purge_alerts():
    """Erase alerts not confirmed or stopped long ago; return how many.

    An address that was known for alerts only goes with its last one.
    """
    before = timezone.now() - FORGOTTEN_AFTER
    ended = Alert.objects.filter(
        state__in=(State.PENDING, State.STOPPED), changed_at__lt=before
    )
    count = ended.count()
    ended.delete()
    alone = Subscriber.objects.filter(
        status=Subscriber.Status.NONE, alerts=None, last_action_at__lt=before
    ).exclude(mailed_at__gte=before)
    count += alone.count()
    alone.delete()
    return count
