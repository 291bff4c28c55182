"""The one mail queue: a row first, sent after commit by the worker (ADR 0005)."""

import logging
import random
import smtplib
import time
from datetime import timedelta
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models
from django.db.models import Q
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from . import jobs
from .mail_pace import take_turn
from .mjml import render_mjml
from .return_path import return_path
from .site_settings import HubSettings

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
LONGEST_ROUND = 30  # seconds, so that the worker's other jobs get their turn
# Longer than the slowest exchange with a relay, each step of which has 30 seconds.
CLAIM_LASTS = timedelta(minutes=5)


# The relay refused the recipient of a mail for good: `mail` and `reply`, with its code.
mail_refused = Signal()


class MailUnavailable(Exception):
    """The relay cannot be reached or refuses us; the mails are not to blame."""


class OutgoingEmail(models.Model):
    """A mail waiting for the worker, or the record of what became of it.

    Texts hold personal links, so they are emptied once the mail is sent.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    # What its return path begins with (hubsite.return_path).
    RETURN_PATH = "m"

    to = models.EmailField(_("recipient"))
    language = models.CharField(max_length=5)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True, null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.QUEUED
    )
    due_at = models.DateTimeField(_("to be sent from"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    response = models.CharField(_("reply"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("queued on"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [models.Index(fields=["state", "due_at"], name="mail_state_due")]

    def __str__(self):
        return self.subject

    @property
    def message_id(self):
        """Return an id that every attempt shares, so that a receiver drops the second."""
        stamp = f"{self.created_at:%Y%m%d%H%M%S%f}"
        return f"<mail.{self.pk}.{stamp}@{sender_domain()}>"

    def message(self, connection=None):
        headers = {
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": self.message_id,
            "Date": format_datetime(self.created_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": self.language,
            **self.headers,
        }
        mail = EmailMultiAlternatives(
            self.subject,
            self.text,
            # The envelope's sender, where the header names another.
            from_email=return_path(self.RETURN_PATH, self.pk),
            to=[self.to],
            headers=headers,
            connection=connection,
        )
        if self.html:
            mail.attach_alternative(self.html, "text/html")
        return mail


def sender_domain():
    """Return the domain after the @ of the site's sending address."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def absolute(path):
    """Return `path` under the site's own address.

    Never the request's Host, which a stranger may choose and a mail would then carry.
    """
    return Site.objects.get(is_default_site=True).root_url + path


def hub_context(language):
    """Return what every mail says of the hub."""
    site = Site.objects.get(is_default_site=True)
    hub = HubSettings.for_site(site)
    return {
        "hub_name": hub.name,
        "hub_url": f"{site.root_url}/{language}/",
        "postal_address": " · ".join(hub.postal_address.split("\n")),
        "language": language,
    }


def render_mail(template, context, language):
    """Return the "subject", "text" and "html" of a mail in `language`.

    `<template>.txt` holds the subject on its first line, then an empty line, then the
    text; `<template>.mjml` the HTML part. `context` holds texts, numbers, and lists and
    dicts of them.
    """
    with translation.override(language):
        values = {**hub_context(language), **context}
        # The .txt templates turn autoescape off themselves.
        subject, _newline, text = render_to_string(f"{template}.txt", values).partition(
            "\n"
        )
        values["subject"] = subject.strip()
        html = render_mjml(f"{template}.mjml", values)
    return {
        "subject": values["subject"][:250],
        "text": text.strip() + "\n",
        "html": html,
    }


def queue_mail(*, to, template, context, language, dedupe_key=None, headers=None):
    """Queue one mail in the caller's transaction and return its row.

    It is rendered now, by `render_mail`. With a `dedupe_key` that was used before, nothing
    is queued and None is returned.
    """
    known = OutgoingEmail.objects.filter(dedupe_key=dedupe_key)
    if dedupe_key and known.exists():
        return None
    fields = {
        "to": to,
        "language": language,
        **render_mail(template, context, language),
        "headers": headers or {},
    }
    if not dedupe_key:
        return OutgoingEmail.objects.create(**fields)
    mail, created = OutgoingEmail.objects.get_or_create(
        dedupe_key=dedupe_key, defaults=fields
    )
    return mail if created else None


def withdraw(to, token):
    """Drop the mails to `to` that wait with a link of that token: it was followed."""
    queued = OutgoingEmail.objects.filter(state=OutgoingEmail.State.QUEUED)
    queued.filter(to__iexact=to, text__contains=token).delete()


def retry_delay(attempts):
    """Return the wait after the attempt of this number: 5 minutes, 10, 20, …, ± 20 %."""
    minutes = 5 * 2 ** (attempts - 1) * random.uniform(0.8, 1.2)  # noqa: S311
    return timedelta(minutes=minutes)


# Sending


def deliver_mail():
    """Send what is due, for half a minute, and return how many went out; a job.

    A row is claimed, sent outside any transaction, and its outcome recorded. What a
    killed worker had claimed is in doubt and is sent again, with the same Message-ID: a
    confirmation that comes twice harms less than one that never comes. At most one mail
    a worker is in doubt at any time. Raises MailUnavailable when the relay is down.
    """
    _release_abandoned()
    sent, connection, end = 0, get_connection(), time.monotonic() + LONGEST_ROUND
    try:
        while time.monotonic() < end and not jobs.STOPPING.is_set():
            mail = _claim_next()
            if mail is None:
                break
            sent += _send(mail, connection)
    finally:
        connection.close()
    return sent


def _release_abandoned():
    claimed = OutgoingEmail.objects.filter(state=OutgoingEmail.State.CLAIMED)
    outdated = Q(claimed_at__lt=timezone.now() - CLAIM_LASTS)
    workers = claimed.order_by().values_list("claimed_by", flat=True).distinct()
    gone = [worker for worker in workers if jobs.is_gone(worker)]
    released = claimed.filter(outdated | Q(claimed_by__in=gone)).update(
        state=OutgoingEmail.State.QUEUED, response="in doubt: the worker was stopped"
    )
    if released:
        logger.warning("mails in doubt are sent again", extra={"count": released})


def is_waiting():
    """Tell whether a mail could be sent now."""
    return _due().exists()


def _due():
    queued = OutgoingEmail.State.QUEUED
    return OutgoingEmail.objects.filter(state=queued, due_at__lte=timezone.now())


def _claim_next():
    queued, due = OutgoingEmail.State.QUEUED, _due()
    for pk in due.order_by("due_at", "pk").values_list("pk", flat=True)[:20]:
        now = timezone.now()
        if OutgoingEmail.objects.filter(pk=pk, state=queued).update(
            state=OutgoingEmail.State.CLAIMED,
            claimed_at=now,
            claimed_by=jobs.worker_id(),
        ):
            return OutgoingEmail.objects.get(pk=pk)
    return None


def _send(mail, connection):
    """Send one claimed mail and record the outcome; return whether it was accepted."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as failure:
        _record(mail, state=OutgoingEmail.State.QUEUED)
        raise MailUnavailable(str(failure)) from failure
    # It waits for nobody; campaigns then wait that much longer.
    take_turn()
    try:
        connection.send_messages([mail.message(connection)])
    except smtplib.SMTPSenderRefused as refusal:
        # The relay refuses us, not this mail.
        _record(mail, state=OutgoingEmail.State.QUEUED)
        raise MailUnavailable(str(refusal)) from refusal
    except smtplib.SMTPRecipientsRefused as refusal:
        code, reply = next(iter(refusal.recipients.values()))
        _refused(mail, connection, code, reply, recipient=True)
    except smtplib.SMTPResponseException as refusal:
        _refused(mail, connection, refusal.smtp_code, refusal.smtp_error)
    except (OSError, smtplib.SMTPException) as failure:
        connection.close()
        _postpone(mail, f"connection lost: {failure}")
    except (ValueError, UnicodeError) as failure:
        # Not a mail that any relay would take, such as an address with a line break.
        _record(mail, state=OutgoingEmail.State.FAILED, response=str(failure))
    else:
        reply = getattr(connection, "last_reply", "") or "handed over"
        _record(
            mail,
            state=OutgoingEmail.State.SENT,
            response=reply,
            sent_at=timezone.now(),
            attempts=mail.attempts + 1,
            text="",
            html="",
        )
        return True
    return False


def _refused(mail, connection, code, reply, *, recipient=False):
    """Record a refusal, of the `recipient` if it is their address that was refused."""
    reply = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    if code == 421:
        # The relay closes the line: no judgment on this mail.
        connection.close()
        _record(
            mail,
            state=OutgoingEmail.State.QUEUED,
            response=f"{code} {reply}",
            due_at=timezone.now() + timedelta(minutes=1),
        )
    elif 400 <= code < 500:
        _postpone(mail, f"{code} {reply}")
    else:
        _record(
            mail,
            state=OutgoingEmail.State.FAILED,
            response=f"{code} {reply}",
            attempts=mail.attempts + 1,
        )
        if recipient:
            mail_refused.send(OutgoingEmail, mail=mail, reply=f"{code} {reply}")


def _postpone(mail, response):
    attempts = mail.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        state, due_at = OutgoingEmail.State.FAILED, mail.due_at
    else:
        state = OutgoingEmail.State.QUEUED
        due_at = timezone.now() + retry_delay(attempts)
    _record(mail, state=state, due_at=due_at, attempts=attempts, response=response)


def _record(mail, **fields):
    """Write the outcome, unless our claim ran out and another worker took the mail."""
    if "response" in fields:
        fields["response"] = fields["response"][:250]
    OutgoingEmail.objects.filter(
        pk=mail.pk, state=OutgoingEmail.State.CLAIMED, claimed_at=mail.claimed_at
    ).update(**fields)
