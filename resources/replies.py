"""Sending, confirming, judging, withdrawing and forgetting a reply to a sheet.

No verb tells its caller whether an address was known. What a visitor does is proved by
a link in a mail; what an editor decides is kept in Wagtail's log.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import log

from hubsite.cache import raise_generation
from hubsite.i18n import localize_many
from hubsite.mail import absolute, queue_mail
from hubsite.personal_pages import identifier_in, is_signed, signed_token

from .models.reply import Reply

CONFIRM, WITHDRAW = "confirm", "withdraw"
CONFIRM_SECONDS = 48 * 3600
# To one address, lest a stranger flood it.
MOST_MAILS_A_DAY = 3
UNCONFIRMED_KEPT = timedelta(days=30)
REFUSED_KEPT = timedelta(days=90)
ADDRESS_KEPT = timedelta(days=365)

State = Reply.State


# Personal links


def _salt(reply, purpose):
    return f"resources.reply.{purpose}.{reply.key}"


def link_for(reply, purpose):
    """Return the full address of a reply's own page of this purpose."""
    salt = _salt(reply, purpose)
    token = signed_token(reply.uuid, salt, timed=purpose == CONFIRM)
    with translation.override(reply.language):
        return absolute(reverse(f"replies:{purpose}", args=[token]))


def reply_for(token, purpose):
    """Return the Reply that `token` stands for, or None, whatever is wrong."""
    found = Reply.objects.filter(uuid=identifier_in(token))
    reply = found.select_related("sheet__locale").first()
    if reply is None:
        return None
    max_age = CONFIRM_SECONDS if purpose == CONFIRM else None
    known = is_signed(token, _salt(reply, purpose), max_age=max_age)
    return reply if known else None


def sheet_for(reply):
    """Return the sheet in the language its author wrote in, where it exists."""
    found = localize_many([reply.sheet_id], reply.language)
    return found.get(reply.sheet_id, reply.sheet)


# What visitors do


@transaction.atomic
def send(*, sheet, language, email, **words):
    """Keep a reply and queue the mail that asks to confirm it.

    `words` are name, organisation, town and text. The same text sent twice is one reply.
    Beyond MOST_MAILS_A_DAY to an address nothing is mailed, and the reply is forgotten
    like any other that nobody confirms.
    """
    same = Reply.objects.filter(sheet=sheet, email=email, text=words["text"])
    if same.exclude(state=State.REFUSED).exists():
        return
    reply = Reply.objects.create(sheet=sheet, language=language, email=email, **words)
    now = timezone.now()
    mailed = Reply.objects.filter(email=email, mailed_at__gt=now - timedelta(days=1))
    if mailed.count() >= MOST_MAILS_A_DAY:
        return
    Reply.objects.filter(pk=reply.pk).update(mailed_at=now)
    queue_mail(
        to=email,
        template="resources/mail/confirm_reply",
        context={
            "link": link_for(reply, CONFIRM),
            "withdraw_link": link_for(reply, WITHDRAW),
            "sheet": sheet_for(reply).title,
        },
        language=language,
    )


def confirm(reply):
    """Hand a reply to the editors; a second click changes nothing."""
    Reply.objects.filter(pk=reply.pk, state=State.PENDING).update(
        state=State.RECEIVED, confirmed_at=timezone.now()
    )


@transaction.atomic
def withdraw(reply):
    """Erase a reply at its author's wish, whatever became of it."""
    reply.delete()
    raise_generation()


# What editors do


@transaction.atomic
def decide(reply, *, accept, user):
    """Accept or decline a confirmed reply; a decision may be changed later.

    Returns False when that was already decided. The author gets a mail.
    """
    state = State.ACCEPTED if accept else State.REFUSED
    open_to = Reply.objects.filter(pk=reply.pk).exclude(
        state__in=[State.PENDING, state]
    )
    if not open_to.update(state=state, decided_at=timezone.now(), decided_by=user):
        return False
    reply.refresh_from_db()
    log(reply, f"resources.reply.{'accept' if accept else 'refuse'}", user=user)
    raise_generation()
    if reply.email:
        _mail_decision(reply)
    return True


def _mail_decision(reply):
    accepted = reply.state == State.ACCEPTED
    sheet = sheet_for(reply)
    queue_mail(
        to=reply.email,
        template=(
            "resources/mail/reply_accepted"
            if accepted
            else "resources/mail/reply_refused"
        ),
        context={
            "sheet": sheet.title,
            "sheet_url": sheet.full_url,
            "withdraw_link": link_for(reply, WITHDRAW),
        },
        language=reply.language,
    )


# What is forgotten


def purge_replies():
    """Erase what nobody confirmed, what was declined, and addresses no longer needed.

    Returns how many replies or addresses went; docs/privacy.md tells when and why.
    """
    now = timezone.now()
    gone = (
        Reply.objects.filter(
            state=State.PENDING, created_at__lt=now - UNCONFIRMED_KEPT
        ),
        Reply.objects.filter(state=State.REFUSED, decided_at__lt=now - REFUSED_KEPT),
    )
    erased = sum(rows.delete()[0] for rows in gone)
    accepted = Reply.objects.filter(
        state=State.ACCEPTED, decided_at__lt=now - ADDRESS_KEPT
    )
    return erased + accepted.exclude(email="").update(email="")
