"""Lists and pages that someone follows, and what they were told of them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .subscribers import Subscriber


class Alert(models.Model):
    """A list, the whole site's search or one page that an address follows.

    `list_key` and `item_key` are translation keys, so that they hold in both languages;
    without either the search of the whole site is followed. `parameters` are those of
    the list's address. `watermark` is how far the person was told
    (`search.following.Watermark`), `checked_on` the last day the alert was looked at and
    `news_from` the first day its rhythm allows news again. `changed_at` is when the
    person last asked, changed or stopped it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("alert to be confirmed")
        ACTIVE = "active", _("alert running")
        PAUSED = "paused", _("alert paused")
        STOPPED = "stopped", _("alert stopped")

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="alerts")
    list_key = models.UUIDField(null=True, blank=True)
    item_key = models.UUIDField(null=True, blank=True)
    parameters = models.CharField(max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    rhythm = models.CharField(
        _("rhythm"), max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY
    )
    reminders = models.JSONField(_("days before a deadline"), default=list, blank=True)
    state = models.CharField(
        _("status"), max_length=8, choices=State.choices, default=State.PENDING
    )
    watermark = models.CharField(max_length=80)
    checked_on = models.DateField(null=True, blank=True)
    news_from = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(_("first request"), auto_now_add=True)
    mailed_at = models.DateTimeField(
        _("last confirmation mail"), null=True, editable=False
    )
    changed_at = models.DateTimeField(_("last change"), default=timezone.now)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "checked_on"], name="alert_state_day")]

    def __str__(self):
        return f"{self.subscriber_id} {self.parameters}"


class AlertHit(models.Model):
    """One event of one item that an alert told: never told again.

    `event` is "new", "changed" with the change, or "closing" with the days and deadline.
    """

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="hits")
    item_key = models.UUIDField()
    event = models.CharField(max_length=60)
    told_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "item_key", "event"], name="alert_hit_once"
            )
        ]

    def __str__(self):
        return f"{self.item_key} {self.event}"
