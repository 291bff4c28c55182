"""Deciding to send: checks, the queue, a test, and stopping what runs."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from hubsite.i18n import site_languages
from hubsite.mail import OutgoingEmail, absolute
from hubsite.navigation import language_name

from .composing import HEAVY, compose, version_for
from .freezing import content_of
from .models import Campaign, Delivery, Subscriber

State = Campaign.State


@dataclass(frozen=True)
class Finding:
    """Something to know before sending; `blocks` when it must be put right first."""

    text: str
    blocks: bool = False


def recipients(issue):
    """Return language -> number of people who will get the issue."""
    counted = Subscriber.objects.receiving().values_list("language")
    found = dict(counted.order_by().annotate(number=Count("pk")))
    return {language: found.get(language, 0) for language in site_languages()}


def check(issue):
    """Return what an editor should know before sending `issue`."""
    findings = []
    if not issue.live:
        findings.append(Finding(gettext("Publish the issue first."), blocks=True))
    elif issue.has_unpublished_changes:
        findings.append(
            Finding(gettext("The published version is sent, not your latest changes."))
        )
    if Campaign.objects.filter(issue=issue).exclude(state=State.CANCELLED).exists():
        findings.append(Finding(gettext("This issue was sent already."), blocks=True))
    counts = recipients(issue)
    if not any(counts.values()):
        text = gettext("Nobody has confirmed a subscription yet.")
        findings.append(Finding(text, blocks=True))
    for language, number in counts.items():
        findings += _check_language(issue, language, number)
    return findings


def _check_language(issue, language, number):
    page, name = version_for(issue, language), language_name(language)
    own = page.locale.language_code
    findings = []
    if own != language:
        text = ngettext(
            "Not translated: %(number)d reader in %(name)s gets the original.",
            "Not translated: %(number)d readers in %(name)s get the original.",
            number,
        )
        findings.append(Finding(text % {"number": number, "name": name}))
        return findings
    if not page.subject.strip():
        text = gettext("The subject is missing in %(name)s.") % {"name": name}
        findings.append(Finding(text, blocks=True))
    followed = page.translated_from
    if followed and issue.last_published_at and issue.last_published_at > followed:
        text = gettext("The original changed after its translation into %(name)s.")
        findings.append(Finding(text % {"name": name}))
    if len(compose(page, language).html.encode()) > HEAVY:
        text = gettext("The mail in %(name)s is so long that some programs cut it.")
        findings.append(Finding(text % {"name": name}))
    return findings


@transaction.atomic
def queue_campaign(issue, *, user, in_doubt_policy=Campaign.InDoubt.HOLD):
    """Freeze the published version of `issue` and hand it to the worker.

    Raises ValidationError with all that stands against it, also when another editor was
    quicker.
    """
    blocking = [finding.text for finding in check(issue) if finding.blocks]
    if blocking:
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
        to=to, language=language, subject=subject[:250], text=text, html=html
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
