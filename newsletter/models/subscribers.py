"""Who receives the newsletter, and the proof that they asked for it."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def new_key():
    return secrets.token_urlsafe(16)


class SubscriberQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Subscriber.Status.ACTIVE)


class Subscriber(models.Model):
    """An address that asked for the newsletter.

    `key` stands behind every personal link: changing it revokes them all. `departures`
    counts how often the person left, so that a confirmation link does not survive it.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("subscription pending")
        ACTIVE = "active", _("subscription confirmed")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="fr"
    )
    status = models.CharField(
        _("status"), max_length=14, choices=Status.choices, default=Status.PENDING
    )
    themes = models.ManyToManyField(
        "hubsite.Theme", blank=True, related_name="+", verbose_name=_("themes")
    )
    key = models.CharField(max_length=32, default=new_key, editable=False)
    departures = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("first request"), auto_now_add=True)
    mailed_at = models.DateTimeField(
        _("last confirmation mail"), null=True, editable=False
    )
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, editable=False)
    last_action_at = models.DateTimeField(_("last action"), auto_now_add=True)

    objects = models.Manager.from_queryset(SubscriberQuerySet)()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscriber_email_once")
        ]
        indexes = [
            models.Index(
                fields=["status", "language"], name="subscriber_status_language"
            )
        ]

    def __str__(self):
        return self.email

    @property
    def masked_email(self):
        """Return the address as its owner recognises it and a stranger does not."""
        name, _at, domain = self.email.partition("@")
        return f"{name[:1]}…@{domain}"

    def revoke_links(self):
        """Make every personal link sent so far worthless."""
        self.key = new_key()
        self.save(update_fields=["key"])


class Consent(models.Model):
    """What a person agreed to or withdrew, and which words they saw; never changed.

    `email_hmac` lets the hub answer a person who asks after their data were erased,
    without keeping the address.
    """

    class Action(models.TextChoices):
        REQUEST = "request", _("asked for the newsletter")
        CONFIRM = "confirm", _("confirmed")
        CHANGE = "change", _("changed preferences")
        WITHDRAW = "withdraw", _("left")

    subscriber = models.ForeignKey(
        Subscriber, models.SET_NULL, null=True, related_name="consents"
    )
    email_hmac = models.CharField(max_length=64, db_index=True)
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    text_version = models.CharField(_("version of the text"), max_length=20, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    page = models.CharField(_("page"), max_length=250, blank=True)
    language = models.CharField(_("language"), max_length=5)
    at = models.DateTimeField(_("date"), auto_now_add=True)

    class Meta:
        verbose_name = _("proof of consent")
        verbose_name_plural = _("proofs of consent")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_action_display()} {self.at:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("A proof of consent is never changed.")
        super().save(*args, **kwargs)
