"""What people tell the hub of calls: one it lacks, or what is wrong with one it has."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 3000


class CallSuggestion(models.Model):
    """What somebody typed, kept as typed, and what the team made of it.

    `page` is the call concerned: from the start for a mistake, on decision for a call
    suggested. `shown` holds the ids of the calls that were offered as possibly the same
    and did not stop its author. `email` and `credit` are emptied when they are no longer
    needed (funding.suggestions.purge_suggestions).
    """

    class Kind(models.TextChoices):
        CALL = "call", _("call suggested")
        MISTAKE = "mistake", _("mistake or change")

    class State(models.TextChoices):
        RECEIVED = "received", _("submission received")
        ACCEPTED = "accepted", _("submission accepted")
        MERGED = "merged", _("already reported")
        REFUSED = "refused", _("submission declined")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    page = models.ForeignKey(
        "funding.CallPage",
        models.SET_NULL,
        null=True,
        related_name="suggestions",
        verbose_name=_("call"),
    )
    url = models.CharField(_("address"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    funder = models.CharField(_("funder"), max_length=160, blank=True)
    deadline = models.DateField(_("deadline"), null=True)
    text = models.TextField(_("message"), max_length=LONGEST_TEXT, blank=True)
    credit = models.CharField(_("name to show"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    shown = models.JSONField(default=list)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    created_at = models.DateTimeField(_("date"), auto_now_add=True)
    answer = models.TextField(_("message to the author"), blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("suggestion about a call")
        verbose_name_plural = _("suggestions about calls")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "created_at"], name="suggestion_state")
        ]

    def __str__(self):
        return self.title or self.url or self.text[:80]
