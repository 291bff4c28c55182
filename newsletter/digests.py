"""The monthly digest: one mail with the issues sent since the last one, each once.

An issue counts from the moment its sending began: whoever chose every issue by then gets
it, all others find it in their digest. A digest moves `digest_from` in the transaction
that queues its mail, from where it was read, so of two runs at once one is undone.
"""

from datetime import timedelta
from functools import cached_property

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from hubsite import jobs
from hubsite.contracts import midnight
from hubsite.mail import queue_mail, sender_domain
from hubsite.pages import plain_text
from hubsite.typography import day_text

from .composing import version_for
from .links import LEAVE, MANAGE, link_for, unsubscribe_headers
from .models import Campaign, Subscriber
from .suppression import is_suppressed, suppressed_among

# Nobody's telephone should sound for a list before this hour of the hub's day.
FIRST_HOUR = 7
AT_ONCE = 500
Rhythm = Subscriber.Rhythm


class SentIssues:
    """The issues whose sending began since a moment, as a digest tells them."""

    def __init__(self, since):
        self.since = since
        self.told = {}

    @cached_property
    def campaigns(self):
        begun = Campaign.objects.filter(started_at__gte=self.since)
        begun = begun.exclude(state=Campaign.State.CANCELLED)
        return list(begun.select_related("issue").order_by("started_at"))

    def between(self, since, until, language):
        """Return what to tell of those that began in `since` ≤ … < `until`."""
        return [
            told
            for campaign in self.campaigns
            if since <= campaign.started_at < until
            and (told := self._tell(campaign.issue, language))
        ]

    def _tell(self, issue, language):
        """Return an issue as the mail's templates read it; None if it is not online."""
        key = (issue.pk, language)
        if key not in self.told:
            page = version_for(issue, language)
            with translation.override(language):
                self.told[key] = _described(page, language) if page.live else None
        return self.told[key]


def _described(page, language):
    own = page.locale.language_code
    return {
        "title": page.title,
        "number": page.number or "",
        "day": day_text(page.content_date),
        "summary": page.preheader or page.summary,
        "intro": plain_text(page.intro),
        "url": page.full_url or "",
        "language": own,
        "is_foreign": own != language,
    }


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
    due = list(due.order_by("digest_from", "pk")[:AT_ONCE])
    never = suppressed_among([subscriber.email for subscriber in due])
    issues = SentIssues(due[0].digest_from) if due else None
    for number, subscriber in enumerate(due):
        if jobs.STOPPING.is_set():
            return number
        _send(subscriber, until, issues, may_mail=subscriber.email not in never)
    return len(due)


def begin_or_end(subscriber, rhythm):
    """Begin a person's digests now; or end them with one of what waits for its month."""
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
    same = Subscriber.objects.filter(pk=subscriber.pk, digest_from=since)
    if not same.update(digest_from=until):
        return
    found = issues.between(since, until, subscriber.language)
    if found and may_mail:
        _queue(subscriber, until, found)


def _queue(subscriber, until, found):
    last = timezone.localtime(until - timedelta(microseconds=1))
    with translation.override(subscriber.language):
        month = date_format(last, "F Y")
    queue_mail(
        to=subscriber.email,
        template="newsletter/mail/digest",
        context={
            "month": month,
            "issues": found,
            "manage_link": link_for(subscriber, MANAGE),
            "leave_link": link_for(subscriber, LEAVE),
        },
        language=subscriber.language,
        headers={
            **unsubscribe_headers(subscriber),
            "List-Id": f"<newsletter-{subscriber.language}.{sender_domain()}>",
            "Precedence": "bulk",
        },
    )
