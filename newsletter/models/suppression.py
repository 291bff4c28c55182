"""Addresses the hub must not write to, known by a hash only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """An address that is not to come back; it outlives the subscriber.

    What `scope` forbids: any newsletter and alert, or only that an import brings the
    address back.
    """

    class Reason(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", _("the address does not exist")
        SOFT_BOUNCES = "soft_bounces", _("refused too often")
        COMPLAINT = "complaint", _("complained about our mail")
        OBJECTION = "objection", _("asked never to be written to")
        ERASED = "erased", _("had everything erased")
        MOVED = "moved", _("moved to another address")
        LEFT = "left", _("left long ago")

    class Scope(models.TextChoices):
        LISTS = "lists", _("newsletter and alerts")
        IMPORTS = "imports", _("imports only")

    email_hmac = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=14, choices=Reason.choices)
    scope = models.CharField(
        _("forbids"), max_length=8, choices=Scope.choices, default=Scope.LISTS
    )
    at = models.DateTimeField(_("date"), auto_now_add=True)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.get_reason_display()} {self.at:%Y-%m-%d}"
