"""What keeps the site true to the clock and free of what it need not keep."""

import logging
from datetime import timedelta
from itertools import chain

from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from . import jobs
from .jobs import JobRun
from .mail import OutgoingEmail

logger = logging.getLogger(__name__)

SENT_MAIL_KEPT = timedelta(days=30)
FAILED_MAIL_KEPT = timedelta(days=90)


def publish_scheduled():
    """Unpublish what has expired, publish what is due; return how many changed.

    Wagtail's command of this name stops at the first page that cannot be published;
    here the others still come out, and the error is told at the end.
    """
    now = timezone.now()
    due = list(chain(_expired(now), _approved(now)))
    failures = []
    for thing, act in due:
        try:
            act()
        except Exception as failure:
            logger.exception("scheduled publication failed", extra={"what": str(thing)})
            failures.append(failure)
    if failures:
        raise failures[0]
    return len(due)


def _expired(now):
    drafts = (
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    )
    for model in chain([Page], drafts):
        expired = model.objects.filter(live=True, expire_at__lt=now)
        for thing in expired.order_by("expire_at"):
            yield (
                thing,
                lambda thing=thing: thing.unpublish(
                    set_expired=True, log_action="wagtail.unpublish.scheduled"
                ),
            )


def _approved(now):
    revisions = Revision.objects.filter(approved_go_live_at__lt=now)
    for revision in revisions.order_by("approved_go_live_at"):
        yield (
            revision,
            lambda revision=revision: revision.publish(
                log_action="wagtail.publish.scheduled"
            ),
        )


def purge():
    """Delete old mails, sessions and the records of jobs that no longer exist."""
    now = timezone.now()
    sent, failed = OutgoingEmail.State.SENT, OutgoingEmail.State.FAILED
    mails = OutgoingEmail.objects
    old = (
        mails.filter(state=sent, sent_at__lt=now - SENT_MAIL_KEPT),
        mails.filter(state=failed, created_at__lt=now - FAILED_MAIL_KEPT),
        JobRun.objects.exclude(name__in=jobs.JOBS).filter(
            started_at__lt=now - FAILED_MAIL_KEPT
        ),
    )
    call_command("clearsessions")
    return sum(rows.delete()[0] for rows in old)
