"""One sending of an issue: what is sent, to whom, and what became of each mail."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .bounces import BounceEvent


class Campaign(models.Model):
    """The sending of one issue.

    `content` is what was published when an editor said "send", by language: later edits
    do not reach it. The worker writes bodies and deliveries from it when it begins.
    """

    class State(models.TextChoices):
        REVIEW = "review", _("to be approved")
        SCHEDULED = "scheduled", _("scheduled")
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    class InDoubt(models.TextChoices):
        HOLD = "hold", _("hold for a decision: none is sent twice")
        RESEND = "resend", _("send again: none is missed, one may come twice")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issue = models.ForeignKey(
        "newsletter.NewsletterIssuePage",
        models.PROTECT,
        related_name="campaigns",
        verbose_name=_("newsletter issue"),
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, related_name="+"
    )
    content = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REVIEW
    )
    in_doubt_policy = models.CharField(
        _("when a mail is in doubt"),
        max_length=8,
        choices=InDoubt.choices,
        default=InDoubt.HOLD,
    )
    has_stopped_itself = models.BooleanField(default=False, editable=False)
    failures_accepted = models.PositiveIntegerField(
        _("failures an editor knew of when it went on"), default=0, editable=False
    )
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    send_at = models.DateTimeField(_("to be sent from"), null=True)
    left_out = models.PositiveIntegerField(
        _("readers for whom it held nothing"), default=0, editable=False
    )
    created_at = models.DateTimeField(_("queued on"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"],
                condition=~Q(state="cancelled"),
                name="campaign_once_per_issue",
            )
        ]

    def __str__(self):
        return str(self.issue)

    def counts(self):
        """Return delivery state -> number of recipients, every state present."""
        found = dict(
            self.deliveries.order_by()
            .values_list("state")
            .annotate(number=models.Count("pk"))
        )
        return {state: found.get(state, 0) for state in Delivery.State.values}

    def bounce_counts(self):
        """Return [(kind in words, number)] of what was told of its mails afterwards."""
        kinds = BounceEvent.Kind
        found = self.bounces.order_by("kind").values_list("kind")
        return [
            (kinds(kind).label, n) for kind, n in found.annotate(models.Count("pk"))
        ]

    def body_counts(self):
        """Return [{"language", "subject", "number" of distinct mails}] by language."""
        by_language = self.bodies.order_by("language").values("language", "subject")
        return by_language.annotate(number=models.Count("pk"))

    def failures(self):
        """Return how many mails failed or are in doubt."""
        states = [Delivery.State.FAILED, Delivery.State.IN_DOUBT]
        return self.deliveries.filter(state__in=states).count()


class CampaignBody(models.Model):
    """The mail as readers of one language, to whom the same sections matter, get it.

    `selection` names what it holds (`newsletter.audience`), "" where that is everything.
    `parts` is the finished message cut at its personal places: texts at even places,
    names of what goes between them at odd ones.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bodies")
    language = models.CharField(_("language"), max_length=5)
    selection = models.CharField(max_length=64, blank=True)
    content_language = models.CharField(_("language of the text"), max_length=5)
    subject = models.CharField(_("subject"), max_length=150)
    html = models.TextField()
    text = models.TextField()
    parts = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("body of a sending")
        verbose_name_plural = _("bodies of a sending")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "language", "selection"], name="campaign_body_once"
            )
        ]

    def __str__(self):
        return self.subject


class SendSlot(models.Model):
    """The write-ahead note of one connection to the relay.

    `cursor` is the delivery whose final dot is about to be, or was, sent: claimed rows
    below it were accepted, rows above were not yet sent, the row itself is in doubt when
    the worker dies. `fence` changes with every holder; a worker that was taken for dead
    finds it changed and lets go.
    """

    campaign = models.ForeignKey(Campaign, models.SET_NULL, null=True, related_name="+")
    worker = models.CharField(max_length=120, blank=True)
    fence = models.CharField(max_length=32, blank=True)
    cursor = models.BigIntegerField(default=0)
    beat_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("send slot")
        verbose_name_plural = _("send slots")

    def __str__(self):
        return self.worker or str(self.pk)


class Delivery(models.Model):
    """One mail to one subscriber."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("left before")
        IN_DOUBT = "in_doubt", _("in doubt")

    # What its return path begins with (hubsite.return_path).
    RETURN_PATH = "d"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(
        "newsletter.Subscriber", models.SET_NULL, null=True, related_name="deliveries"
    )
    body = models.ForeignKey(
        CampaignBody, models.CASCADE, related_name="deliveries", verbose_name=_("body")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.QUEUED
    )
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    breaks = models.PositiveSmallIntegerField(
        _("times the line broke on this mail"), default=0
    )
    slot = models.ForeignKey(SendSlot, models.SET_NULL, null=True, related_name="+")
    code = models.PositiveSmallIntegerField(_("reply code"), null=True)
    reply = models.CharField(_("reply"), max_length=250, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "subscriber"], name="delivery_once"
            )
        ]
        # Partial indexes on `state IN (…)` are not used by SQLite.
        indexes = [
            models.Index(
                fields=["campaign", "state", "due_at", "id"], name="delivery_due"
            )
        ]

    def __str__(self):
        return f"{self.campaign_id}/{self.pk}"
