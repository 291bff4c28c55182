"""The monthly digest: one mail with the issues sent since the last one, each once.

An issue counts from the moment its sending began: whoever chose every issue by then gets
it, all others find it in their digest. A digest moves `digest_from` in the transaction
that queues its mail, from where it was read, so of two runs at once one is undone.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from hubsite import jobs
from hubsite.contracts import midnight
from hubsite.mail import OutgoingEmail, sender_domain

from .composing import with_links
from .digest_mails import SentIssues
from .links import LEAVE, MANAGE, link_for, unsubscribe_headers
from .models import Campaign, Subscriber
from .suppression import is_suppressed, suppressed_among

# Nobody's telephone should sound for a list before this hour of the hub's day.
FIRST_HOUR = 7
AT_ONCE = 500
Rhythm = Subscriber.Rhythm


def send_digests(now=None):
    """Queue last month's digest of some who chose it; return how many were looked at.

    A job: those who paused get it when they are back.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    until = midnight(today.replace(day=1))
    if now < until + timedelta(hours=FIRST_HOUR):
        return 0
    due = Subscriber.objects.reachable(today).filter(
        rhythm=Rhythm.MONTHLY, digest_from__lt=until
    )
    due = due.order_by("digest_from", "pk").prefetch_related("themes")
    due = list(due[:AT_ONCE])
    never = suppressed_among([subscriber.email for subscriber in due])
    issues = SentIssues(due[0].digest_from) if due else None
    for number, subscriber in enumerate(due):
        if jobs.STOPPING.is_set():
            return number
        _send(subscriber, until, issues, may_mail=subscriber.email not in never)
    return len(due)


def begin_or_end(subscriber, rhythm):
    """Begin a person's digests now; or end them with one of what waits for its month.

    In the caller's transaction. A campaign that begins right now is waited for, and none
    begins before the caller is done: it then reads the new rhythm.
    """
    not_begun = Campaign.objects.filter(started_at=None).order_by("pk")
    list(not_begun.select_for_update().values_list("pk", flat=True))
    now = timezone.now()
    if rhythm == Rhythm.MONTHLY:
        subscriber.digest_from = now
        subscriber.save(update_fields=["digest_from"])
    elif subscriber.digest_from and subscriber.status == Subscriber.Status.ACTIVE:
        issues, email = SentIssues(subscriber.digest_from), subscriber.email
        _send(subscriber, now, issues, may_mail=not is_suppressed(email))


@transaction.atomic
def _send(subscriber, until, issues, *, may_mail):
    """Queue one digest, if there is something in it and nobody was quicker."""
    since = subscriber.digest_from
    # Whoever left meanwhile, or reads every issue by now, gets none.
    same = Subscriber.objects.active().filter(
        pk=subscriber.pk, digest_from=since, rhythm=Rhythm.MONTHLY
    )
    if not same.update(digest_from=until):
        return
    mail = issues.mail_for(subscriber, since, until)
    if mail and may_mail:
        _queue(subscriber, mail)


def _queue(subscriber, mail):
    links = {"manage": MANAGE, "leave": LEAVE}
    links = {name: link_for(subscriber, purpose) for name, purpose in links.items()}
    html, text = with_links(mail, links)
    OutgoingEmail.objects.create(
        to=subscriber.email,
        language=subscriber.language,
        subject=mail.subject,
        html=html,
        text=text,
        headers={
            **unsubscribe_headers(subscriber),
            "List-Id": f"<newsletter-{subscriber.language}.{sender_domain()}>",
            "Precedence": "bulk",
        },
    )
