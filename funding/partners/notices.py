"""Saying that one seeks or offers partners: sent, confirmed, changed, taken back.

No verb tells its caller whether an address was known. What the author does is proved by
a link in a mail; what the hub's team does is kept in Wagtail's log.
"""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log

from funding.kinds import CallStatus
from hubsite.cache import raise_generation
from hubsite.i18n import localize_many
from hubsite.mail import queue_mail

from .links import CONFIRM, MANAGE, link_for
from .models import PartnerNotice

# To one address, lest a stranger flood it.
MOST_MAILS_A_DAY = 3
OPEN = (CallStatus.UPCOMING, CallStatus.OPEN, CallStatus.CLOSING)

State = PartnerNotice.State


def takes_partners(call):
    """Tell whether notices on a call are taken and shown: it is joint and not over."""
    return call.joint and call.live and call.status in OPEN


def shown_on(call):
    """Return the notices that a call's page shows, the newest first; one query at most."""
    if not (call.pk and takes_partners(call)):
        return []
    return list(
        PartnerNotice.objects.filter(
            call__translation_key=call.translation_key, state=State.SHOWN
        )
    )


def call_for(notice, language=None):
    """Return the call's page in the language its author wrote in, where it exists."""
    found = localize_many([notice.call_id], language or notice.language)
    return found.get(notice.call_id, notice.call)


def mails_left(rows, email):
    """Tell whether that address may get one more confirmation today, as for these rows."""
    since = timezone.now() - timedelta(days=1)
    return rows.filter(email=email, mailed_at__gt=since).count() < MOST_MAILS_A_DAY


# What their authors do


@transaction.atomic
def send(*, call, language, email, **words):
    """Keep a notice and queue the mail that asks to confirm it.

    `words` are kind, organisation, territory, spoken, skills and text. The same text sent
    twice is one notice. Beyond MOST_MAILS_A_DAY to an address nothing is mailed, and the
    notice is forgotten like any other that nobody confirms.
    """
    rows = PartnerNotice.objects
    if rows.filter(call=call, email=email, text=words["text"]).exists():
        return
    may_mail = mails_left(rows, email)
    notice = rows.create(
        call=call,
        language=language,
        email=email,
        mailed_at=timezone.now() if may_mail else None,
        **words,
    )
    if may_mail:
        queue_mail(
            to=email,
            template="funding/partners/mail/confirm_notice",
            context={
                "link": link_for(notice, CONFIRM),
                "manage_link": link_for(notice, MANAGE),
                "call": call_for(notice).title,
            },
            language=language,
        )


@transaction.atomic
def confirm(notice):
    """Show a notice; a second click changes nothing, nor does one on what was hidden."""
    now = timezone.now()
    if PartnerNotice.objects.filter(pk=notice.pk, state=State.PENDING).update(
        state=State.SHOWN, confirmed_at=now, changed_at=now
    ):
        raise_generation()


@transaction.atomic
def change(notice, **words):
    """Write what its author changed; the hub reads it again. It stays hidden if it was."""
    rows = PartnerNotice.objects.filter(pk=notice.pk)
    rows.update(**words, changed_at=timezone.now(), reviewed_at=None, reviewed_by=None)
    raise_generation()


@transaction.atomic
def withdraw(notice):
    """Erase a notice and its conversations at its author's wish."""
    notice.delete()
    raise_generation()


# What the hub's team does


@transaction.atomic
def review(notice, *, show, user, answer=""):
    """Leave a confirmed notice on the site, or take it off; its author hears of a change.

    Returns False for a notice that nobody confirmed.
    """
    state = State.SHOWN if show else State.HIDDEN
    before = notice.state
    confirmed = PartnerNotice.objects.filter(pk=notice.pk).exclude(state=State.PENDING)
    if not confirmed.update(state=state, reviewed_at=timezone.now(), reviewed_by=user):
        return False
    notice.refresh_from_db()
    log(notice, f"funding.partner.{state}", user=user)
    raise_generation()
    if state != before:
        _mail_state(notice, answer)
    return True


def _mail_state(notice, answer):
    call = call_for(notice)
    queue_mail(
        to=notice.email,
        template="funding/partners/mail/notice_state",
        context={
            "is_shown": notice.state == State.SHOWN,
            "answer": answer,
            "call": call.title,
            "call_url": call.full_url,
            "manage_link": link_for(notice, MANAGE),
        },
        language=notice.language,
    )


@transaction.atomic
def propose_carrier(notice, carrier, *, user, to_all=False, answer=""):
    """Tell the author of a notice, or of all those shown on its call, of a carrier.

    Returns how many were told; who was told of that carrier before is not told again.
    """
    rows = PartnerNotice.objects.select_related("call").filter(pk=notice.pk)
    if to_all:
        rows = PartnerNotice.objects.select_related("call").filter(call=notice.call_id)
    told = 0
    for one in rows.filter(state=State.SHOWN).exclude(carrier=carrier):
        PartnerNotice.objects.filter(pk=one.pk).update(carrier=carrier)
        log(one, "funding.partner.carrier", user=user)
        _mail_carrier(one, carrier, answer)
        told += 1
    return told


def _mail_carrier(notice, carrier, answer):
    with translation.override(notice.language):
        words = {
            "carrier": carrier.organisation.label,
            "for_whom": carrier.for_whom,
            "conditions": carrier.conditions,
        }
    call = call_for(notice)
    queue_mail(
        to=notice.email,
        template="funding/partners/mail/carrier",
        context={
            **words,
            "contact": carrier.contact,
            "answer": answer,
            "call": call.title,
            "call_url": call.full_url,
            "manage_link": link_for(notice, MANAGE),
        },
        language=notice.language,
    )


def carriers_for(notice):
    """Return the active carriers, those that the call itself names first."""
    named = apps.get_model("funding.CallCarrier").objects.filter(page=notice.call_id)
    ids = set(named.values_list("carrier_id", flat=True))
    carriers = apps.get_model("funding.Carrier").objects.filter(is_active=True)
    found = carriers.select_related("organisation")
    return sorted(found, key=lambda one: (one.pk not in ids, str(one)))
