"""Deciding to send: the queue, a test, and stopping what runs."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from hubsite.mail import OutgoingEmail, absolute

from .checking import review
from .composing import compose, version_for, without_slots
from .freezing import content_of
from .models import Campaign, Delivery, newsletter_settings

State = Campaign.State


@transaction.atomic
def queue_campaign(
    issue, *, user, in_doubt_policy=Campaign.InDoubt.HOLD, send_at=None, now=None
):
    """Freeze the published version of `issue` and hand it to the worker, or to review.

    Where settings ask for a second person it waits for `approve`; with `send_at`, for
    that moment. Raises ValidationError with all that stands against it, also when
    another editor was quicker.
    """
    if blocking := review(issue).blocking:
        raise ValidationError(blocking)
    state = _ready(send_at, now)
    if newsletter_settings().needs_second_person:
        state = State.REVIEW
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                issue=issue,
                revision=issue.live_revision,
                content=content_of(issue),
                state=state,
                in_doubt_policy=in_doubt_policy,
                send_at=send_at,
                queued_by=user,
            )
    except IntegrityError as error:
        raise ValidationError(gettext("This issue was sent already.")) from error
    return campaign


def _ready(send_at, now=None):
    """Return the state of what may go: at its moment, or at once."""
    is_later = send_at and send_at > (now or timezone.now())
    return State.SCHEDULED if is_later else State.QUEUED


def may_approve(campaign, user):
    """Return whether this user is a second person, whom the sending waits for."""
    return campaign.state == State.REVIEW and campaign.queued_by_id != user.pk


def approve(campaign, user, now=None):
    """Let go what another person asked to send; return whether it went."""
    if not may_approve(campaign, user):
        return False
    state = _ready(campaign.send_at, now)
    return _move(campaign, [State.REVIEW], state, approved_by=user)


def queue_due(now=None):
    """Queue the campaigns whose moment has come."""
    due = Campaign.objects.filter(
        state=State.SCHEDULED, send_at__lte=now or timezone.now()
    )
    # Looked at every few seconds: no lock is taken for nothing.
    return due.update(state=State.QUEUED) if due.exists() else 0


def send_test(issue, *, to, language):
    """Queue the mail of `issue` to one address; its personal links lead to the issue."""
    page = version_for(issue, language)
    mail = compose(page, language)
    link = page.full_url or absolute(f"/{language}/")
    html, text = without_slots(mail, link)
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
    states = [
        State.REVIEW, State.SCHEDULED, State.QUEUED, State.SENDING, State.PAUSED,
    ]  # fmt: skip
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
