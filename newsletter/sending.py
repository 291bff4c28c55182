"""Deciding to send: the queue, a test, and stopping what runs."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from hubsite.mail import OutgoingEmail, absolute

from .checking import review
from .composing import compose, version_for
from .freezing import content_of
from .models import Campaign, Delivery, newsletter_settings

State = Campaign.State


@transaction.atomic
def queue_campaign(issue, *, user, in_doubt_policy=Campaign.InDoubt.HOLD):
    """Freeze the published version of `issue` and hand it to the worker.

    Raises ValidationError with all that stands against it, also when another editor was
    quicker.
    """
    if blocking := review(issue).blocking:
        raise ValidationError(blocking)
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                issue=issue,
                revision=issue.live_revision,
                content=content_of(issue),
                state=State.QUEUED,
                in_doubt_policy=in_doubt_policy,
                queued_by=user,
            )
    except IntegrityError as error:
        raise ValidationError(gettext("This issue was sent already.")) from error
    return campaign


def send_test(issue, *, to, language):
    """Queue the mail of `issue` to one address; its personal links lead to the issue."""
    page = version_for(issue, language)
    mail = compose(page, language)
    link = page.full_url or absolute(f"/{language}/")
    html, text = mail.html, mail.text
    for mark in mail.slots.values():
        html, text = html.replace(mark, link), text.replace(mark, link)
    with translation.override(language):
        subject = gettext("[Test] %(subject)s") % {"subject": mail.subject}
    return OutgoingEmail.objects.create(
        to=to,
        language=language,
        subject=subject[:250],
        text=text,
        html=html,
        headers=newsletter_settings().headers(language),
    )


def pause(campaign):
    return _move(campaign, [State.QUEUED, State.SENDING], State.PAUSED)


def resume(campaign):
    """Go on where the sending stopped; one that had not begun begins.

    What has failed so far is then known, and does not stop it again.
    """
    state = State.SENDING if campaign.started_at else State.QUEUED
    return _move(
        campaign,
        [State.PAUSED],
        state,
        has_stopped_itself=False,
        failures_accepted=campaign.failures(),
    )


def cancel(campaign):
    """Send no more; what was sent stays sent."""
    states = [State.QUEUED, State.SENDING, State.PAUSED]
    return _move(campaign, states, State.CANCELLED, finished_at=timezone.now())


def resend_in_doubt(campaign):
    """Send again to those of whom nobody knows whether they got it; return how many."""
    with transaction.atomic():
        number = campaign.deliveries.filter(state=Delivery.State.IN_DOUBT).update(
            state=Delivery.State.QUEUED, due_at=timezone.now()
        )
        if number:
            _move(campaign, [State.SENT], State.SENDING, finished_at=None)
    return number


def _move(campaign, states, state, **fields):
    """Change the state unless it changed meanwhile; return whether it did."""
    moved = Campaign.objects.filter(pk=campaign.pk, state__in=states).update(
        state=state, **fields
    )
    campaign.refresh_from_db()
    return bool(moved)
