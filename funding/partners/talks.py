"""Messages between partners, passed on by the hub: neither is told the other's address.

A first message waits until its author confirmed their address, so that nobody can have
a stranger written to in another's name. Each mail brings a link to answer by.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from hubsite.mail import queue_mail

from .links import ANSWER, CONFIRM_TALK, MANAGE, WRITE, link_for
from .models import PartnerMessage, PartnerTalk
from .notices import State, call_for, mails_left, takes_partners

# What one side may write in a conversation, and one notice receive, in a day.
MOST_MESSAGES_A_DAY = 10
MOST_TALKS_A_DAY = 20


def is_open(notice):
    """Tell whether people may write to the author of a notice."""
    return notice.state == State.SHOWN and takes_partners(notice.call)


@transaction.atomic
def begin(notice, *, text, email, language, name, organisation):
    """Keep a first message and queue the mail that asks its author to confirm it."""
    rows = PartnerTalk.objects
    same = rows.filter(notice=notice, email=email, messages__text=text)
    if same.exists():
        return
    may_mail = mails_left(rows, email)
    talk = rows.create(
        notice=notice,
        email=email,
        language=language,
        name=name,
        organisation=organisation,
        mailed_at=timezone.now() if may_mail else None,
    )
    talk.messages.create(text=text)
    if may_mail:
        queue_mail(
            to=email,
            template="funding/partners/mail/confirm_message",
            context={
                "link": link_for(talk, CONFIRM_TALK),
                "call": call_for(notice, language).title,
            },
            language=language,
        )


@transaction.atomic
def confirm(talk):
    """Pass the first message on; return False where the notice got too many today.

    A second click changes nothing.
    """
    since = timezone.now() - timedelta(days=1)
    fresh = PartnerTalk.objects.filter(notice=talk.notice, confirmed_at__gt=since)
    if talk.confirmed_at is None and fresh.count() >= MOST_TALKS_A_DAY:
        return False
    if PartnerTalk.objects.filter(pk=talk.pk, confirmed_at=None).update(
        confirmed_at=timezone.now()
    ):
        _pass_on(talk, talk.messages.first())
    return True


@transaction.atomic
def write(talk, text, *, is_answer):
    """Pass a message on in a confirmed conversation; return False for too many today.

    The same message sent twice in a row is one.
    """
    since = timezone.now() - timedelta(days=1)
    mine = talk.messages.filter(is_answer=is_answer, at__gt=since)
    if mine.count() >= MOST_MESSAGES_A_DAY:
        return False
    last = talk.messages.last()
    if last and (last.text, last.is_answer) == (text, is_answer):
        return True
    _pass_on(talk, talk.messages.create(text=text, is_answer=is_answer))
    return True


def _pass_on(talk, message: PartnerMessage):
    notice = talk.notice
    reader = talk if message.is_answer else notice
    call = call_for(notice, reader.language)
    purpose = WRITE if message.is_answer else ANSWER
    context = {
        "sender": notice.organisation if message.is_answer else str(talk),
        "message": message.text,
        "call": call.title,
        "call_url": call.full_url,
        "link": link_for(talk, purpose, reader.language),
        "manage_link": "" if message.is_answer else link_for(notice, MANAGE),
    }
    queue_mail(
        to=reader.email,
        template="funding/partners/mail/message",
        context=context,
        language=reader.language,
    )


@transaction.atomic
def end(talk):
    """Erase a conversation at the wish of either side: nobody can write in it any more."""
    talk.delete()
