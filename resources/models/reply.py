""" "We reused it": what people say who repeated an experience."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_REPLY = 3000


def new_key():
    return secrets.token_urlsafe(16)


class ReplyQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Reply.State.RECEIVED)

    def shown_under(self, sheet):
        """Narrow to what stands under a sheet, in whichever of its languages it is read."""
        return self.filter(
            state=Reply.State.ACCEPTED, sheet__translation_key=sheet.translation_key
        )


class Reply(models.Model):
    """A reply, from the form to the sheet: confirmed by mail, then accepted by an editor.

    `key` stands behind its personal links. `email` is emptied when it is no longer
    needed (resources.replies.purge_replies).
    """

    class State(models.TextChoices):
        PENDING = "pending", _("address not confirmed")
        RECEIVED = "received", _("submission received")
        ACCEPTED = "accepted", _("submission accepted")
        REFUSED = "refused", _("submission declined")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=32, default=new_key, editable=False)
    sheet = models.ForeignKey(
        "resources.ExperiencePage",
        models.CASCADE,
        related_name="replies",
        verbose_name=_("experience sheet"),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=160)
    town = models.CharField(_("town or city"), max_length=80, blank=True)
    text = models.TextField(_("reply"), max_length=LONGEST_REPLY)
    email = models.EmailField(_("e-mail address"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PENDING
    )
    created_at = models.DateTimeField(_("date"), auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided on"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = models.Manager.from_queryset(ReplyQuerySet)()

    class Meta:
        verbose_name = _("reply to a sheet")
        verbose_name_plural = _("replies to sheets")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["sheet", "state"], name="reply_sheet_state")]

    def __str__(self):
        return f"{self.name}, {self.organisation}"
