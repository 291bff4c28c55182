"""What mail servers and readers' providers told of mails that did not please."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BounceEvent(models.Model):
    """One refusal, bounce or complaint, told once whoever tells it again.

    `email_hmac` stands for the address, so that the row outlives its subscriber.
    """

    class Kind(models.TextChoices):
        HARD = "hard", _("the address does not exist")
        SOFT = "soft", _("refused for now")
        COMPLAINT = "complaint", _("complaint")

    provider = models.CharField(_("told by"), max_length=20)
    event_id = models.CharField(max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    detail = models.CharField(_("reply"), max_length=250, blank=True)
    email_hmac = models.CharField(max_length=64, db_index=True)
    subscriber = models.ForeignKey(
        "newsletter.Subscriber",
        models.SET_NULL,
        null=True,
        related_name="bounces",
        verbose_name=_("subscriber"),
    )
    campaign = models.ForeignKey(
        "newsletter.Campaign",
        models.SET_NULL,
        null=True,
        related_name="bounces",
        verbose_name=_("sending"),
    )
    at = models.DateTimeField(_("date"), auto_now_add=True)

    class Meta:
        verbose_name = _("bounce or complaint")
        verbose_name_plural = _("bounces and complaints")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "event_id"], name="bounce_told_once"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
