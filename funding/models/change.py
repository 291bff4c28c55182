"""What changed in a published call, kept for its readers."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CallChange(models.Model):
    """One change of a fact. Never edited: a revision that is brought back adds to it.

    `before` and `after` are ISO moments, whole numbers, or "" for what was not stated;
    `number` counts the round concerned from 1, or is 0.
    """

    class What(models.TextChoices):
        DEADLINE = "deadline", _("deadline")
        OPENING = "opening", _("opening date")
        PREDEPOSIT = "predeposit", _("pre-application by")
        ROUND_ADDED = "round_added", _("round added")
        ROUND_REMOVED = "round_removed", _("round taken back")
        AMOUNT = "amount", _("maximum amount")
        RATE = "rate", _("funding rate")
        ROLLING = "rolling", _("all year round")
        CANCELLED = "cancelled", _("cancelled")
        RESULTS = "results", _("results published on")

    page = models.ForeignKey("funding.CallPage", models.CASCADE, related_name="history")
    what = models.CharField(max_length=20, choices=What.choices)
    number = models.PositiveSmallIntegerField(default=0)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change of a call")
        verbose_name_plural = _("changes of calls")
        ordering = ["-at", "pk"]

    def __str__(self):
        return f"{self.get_what_display()}: {self.before} → {self.after}"
