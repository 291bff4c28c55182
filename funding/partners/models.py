"""Who seeks or offers partners for a joint call, and what they write to one another."""

import secrets
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hubsite.fields import CodesField
from hubsite.gazetteer import gazetteer
from hubsite.vocabularies import MaterialLanguage

LONGEST_TEXT = 1500
LONGEST_MESSAGE = 2000


def new_key():
    return secrets.token_urlsafe(16)


def validate_place(value):
    """Refuse a reference that no territory of the gazetteer has."""
    if gazetteer().place(value) is None:
        raise ValidationError(_("This is no territory we know."))


class Linked(models.Model):
    """A row that its author reaches by links in mails; `key` stands behind them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=32, default=new_key, editable=False)
    organisation = models.CharField(_("organisation"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(_("date"), default=timezone.now)
    mailed_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, editable=False)

    class Meta:
        abstract = True


class PartnerNotice(Linked):
    """A structure that seeks or offers partnership; shown once its address is confirmed.

    `call` is the page in the source language; `territory` a reference of the gazetteer,
    so that what strangers type makes no rows. `reviewed_at` is emptied when the author
    changes the notice; `call_closed_at` says since when nobody is shown it any more.
    """

    class Kind(models.TextChoices):
        SEEKS = "seeks", _("seeks partners")
        OFFERS = "offers", _("offers to take part")

    class State(models.TextChoices):
        PENDING = "pending", _("address not confirmed")
        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("taken off the site")

    call = models.ForeignKey(
        "funding.CallPage",
        models.CASCADE,
        related_name="partner_notices",
        verbose_name=_("call"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    territory = models.CharField(
        _("territory"), max_length=60, validators=[validate_place]
    )
    spoken = CodesField(_("working languages"), choices=MaterialLanguage.choices)
    skills = models.CharField(_("skills"), max_length=200)
    text = models.TextField(_("message"), max_length=LONGEST_TEXT)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PENDING
    )
    changed_at = models.DateTimeField(_("changed on"), default=timezone.now)
    call_closed_at = models.DateTimeField(null=True, editable=False)
    reviewed_at = models.DateTimeField(_("read on"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("read by"),
    )
    carrier = models.ForeignKey(
        "funding.Carrier",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("carrying organisation (joint grant)"),
    )

    class Meta:
        verbose_name = _("partnership notice")
        verbose_name_plural = _("partnership notices")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["call", "state"], name="partner_call_state")]

    def __str__(self):
        return f"{self.organisation}: {self.get_kind_display()}"

    @property
    def place(self):
        """Return the name of the territory in the active language, "" if it is no more."""
        found = gazetteer().place(self.territory)
        return found.label if found else ""

    @property
    def spoken_labels(self):
        return [MaterialLanguage(code).label for code in self.spoken]


class PartnerTalk(Linked):
    """Somebody's messages with the author of a notice; neither sees the other's address."""

    notice = models.ForeignKey(
        PartnerNotice, models.CASCADE, related_name="talks", verbose_name=_("notice")
    )
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("conversation between partners")
        verbose_name_plural = _("conversations between partners")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.name}, {self.organisation}"


class PartnerMessage(models.Model):
    """One message; `is_answer` where the author of the notice wrote it."""

    talk = models.ForeignKey(PartnerTalk, models.CASCADE, related_name="messages")
    is_answer = models.BooleanField(default=False)
    text = models.TextField(_("message"), max_length=LONGEST_MESSAGE)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message between partners")
        verbose_name_plural = _("messages between partners")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:80]
