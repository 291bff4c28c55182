"""Who receives the newsletter, and the proof that they asked for it."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hubsite.gazetteer import gazetteer


def new_key():
    return secrets.token_urlsafe(16)


def territory_label(reference):
    """Return what a territory is called in the active language, or its reference."""
    place = gazetteer().place(reference)
    return place.label if place else reference


def masked(address):
    """Return an address as its owner recognises it and a stranger does not."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


class SubscriberQuerySet(models.QuerySet):
    def active(self):
        """Narrow to those who confirmed and have not left."""
        return self.filter(status=Subscriber.Status.ACTIVE)

    def reachable(self, today=None):
        """Narrow to active subscribers who have not paused: those to write to."""
        today = today or timezone.localdate()
        return self.active().filter(Q(paused_until=None) | Q(paused_until__lte=today))

    def receiving(self, today=None):
        """Narrow to those whom each issue is sent to: no digest, no pause."""
        return self.reachable(today).filter(rhythm=Subscriber.Rhythm.EACH)


class Subscriber(models.Model):
    """An address that asked for the newsletter, or for alerts only.

    `key` stands behind every personal link: changing it revokes them all. `departures`
    counts how often the person left, so that a confirmation link does not survive it.
    `territories` are references like "insee-dep:59" (`hubsite.gazetteer`): no row of a
    territory is made for what a person types. Mails start again on `paused_until`. The
    next monthly digest holds what was sent since `digest_from`. `new_email` is the
    address the person wants, until they confirm it from there.
    """

    class Status(models.TextChoices):
        NONE = "none", _("alerts only")
        PENDING = "pending", _("subscription pending")
        ACTIVE = "active", _("subscription confirmed")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
        BOUNCED = "bounced", _("address does not work")
        COMPLAINED = "complained", _("complained about our mail")

    class Rhythm(models.TextChoices):
        EACH = "each", _("every issue")
        MONTHLY = "monthly", _("one mail a month")

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
    territories = models.JSONField(_("territories"), default=list, blank=True)
    rhythm = models.CharField(
        _("rhythm"), max_length=8, choices=Rhythm.choices, default=Rhythm.EACH
    )
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    digest_from = models.DateTimeField(null=True, editable=False)
    new_email = models.EmailField(
        _("new address, not confirmed"), blank=True, editable=False
    )
    is_trained_helper = models.BooleanField(
        _("followed one of our courses"), default=False
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
    def has_newsletter(self):
        """Return whether the person gets the newsletter, or has asked for it."""
        return self.status in (self.Status.ACTIVE, self.Status.PENDING)

    @property
    def masked_email(self):
        """Return the address as its owner recognises it and a stranger does not."""
        return masked(self.email)

    @property
    def theme_labels(self):
        """Return the names of the themes chosen, as one text."""
        return ", ".join(theme.label for theme in self.themes.all())

    theme_labels.fget.short_description = _("themes")

    @property
    def territory_labels(self):
        """Return the names of the territories chosen, as one text."""
        return ", ".join(map(territory_label, self.territories))

    territory_labels.fget.short_description = _("territories")

    def revoke_links(self):
        """Make every personal link sent so far worthless."""
        self.key = new_key()
        self.save(update_fields=["key"])
        self.joined.all().delete()


class JoinedSubscriber(models.Model):
    """What the links of a row were made of, which became one with another.

    Both were of one person, whose older mails bring the links of both.
    """

    uuid = models.UUIDField(unique=True)
    key = models.CharField(max_length=32)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="joined")

    class Meta:
        verbose_name = _("joined subscriber")
        verbose_name_plural = _("joined subscribers")

    def __str__(self):
        return str(self.uuid)


class Consent(models.Model):
    """What a person agreed to or withdrew, and which words they saw; never changed.

    `email_hmac` lets the hub answer a person who asks after their data were erased,
    without keeping the address. `text` is what the person read, `source` where a consent
    given elsewhere comes from.
    """

    class Action(models.TextChoices):
        REQUEST = "request", _("asked to subscribe")
        CONFIRM = "confirm", _("confirmed")
        RENEW = "renew", _("asked to stay")
        IMPORT = "import", _("added by an import")
        CHANGE = "change", _("changed preferences")
        WITHDRAW = "withdraw", _("left")

    class Purpose(models.TextChoices):
        NEWSLETTER = "newsletter", _("newsletter")
        ALERTS = "alerts", _("alerts")

    subscriber = models.ForeignKey(
        Subscriber, models.SET_NULL, null=True, related_name="consents"
    )
    email_hmac = models.CharField(max_length=64, db_index=True)
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.NEWSLETTER
    )
    text_version = models.CharField(_("version of the text"), max_length=20, blank=True)
    text = models.TextField(_("words shown"), blank=True)
    page = models.CharField(_("page"), max_length=250, blank=True)
    source = models.CharField(_("source of the consent"), max_length=250, blank=True)
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
