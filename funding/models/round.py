"""A round: one chance to answer a call, with its dates, hours and zone."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from funding.kinds import END_OF_DAY, Zone
from hubsite.i18n import InLanguage


def new_key():
    """Return a mark that a round keeps through revisions and translations."""
    return uuid4().hex[:8]


class Round(Orderable):
    """Dates of one round. Without an hour, an opening counts from 00:00 and a limit
    through 23:59:59 of its day, on the clock of `zone`."""

    page = ParentalKey(
        "funding.CallPage", on_delete=models.CASCADE, related_name="rounds"
    )
    key = models.CharField(max_length=8, default=new_key, editable=False)
    label_fr = models.CharField(_("name in French"), max_length=80, blank=True)
    label_nl = models.CharField(_("name in Dutch"), max_length=80, blank=True)
    opens_on = models.DateField(_("opening date"), null=True, blank=True)
    opens_time = models.TimeField(_("hour of the opening"), null=True, blank=True)
    predeposit_on = models.DateField(_("pre-application by"), null=True, blank=True)
    predeposit_time = models.TimeField(
        _("hour of the pre-application"), null=True, blank=True
    )
    deadline_on = models.DateField(_("deadline"), null=True, blank=True)
    deadline_time = models.TimeField(
        _("hour of the deadline"),
        null=True,
        blank=True,
        help_text=_("Without an hour, the whole day counts."),
    )
    zone = models.CharField(
        _("time zone"), max_length=30, choices=Zone.choices, default=Zone.PARIS
    )
    extended_from = models.DateField(
        _("extended from"),
        null=True,
        blank=True,
        help_text=_(
            "The first deadline. Filled in by itself when you move the deadline of a "
            "published call to a later day."
        ),
    )

    label = InLanguage()

    panels = [
        FieldRowPanel([FieldPanel("opens_on"), FieldPanel("opens_time")]),
        FieldRowPanel([FieldPanel("predeposit_on"), FieldPanel("predeposit_time")]),
        FieldRowPanel([FieldPanel("deadline_on"), FieldPanel("deadline_time")]),
        FieldRowPanel([FieldPanel("zone"), FieldPanel("extended_from")]),
        FieldRowPanel([FieldPanel("label_fr"), FieldPanel("label_nl")]),
    ]

    def clean(self):
        super().clean()
        errors = {}
        if not (self.opens_on or self.deadline_on):
            errors["deadline_on"] = _("Give a deadline, or an opening date.")
        if self.deadline and self.opens_at and self.deadline <= self.opens_at:
            errors["deadline_on"] = _("The deadline must come after the opening.")
        if self.predeposit:
            if self.deadline and self.predeposit > self.deadline:
                errors["predeposit_on"] = _(
                    "The pre-application must come before the deadline."
                )
            elif self.opens_at and self.predeposit <= self.opens_at:
                errors["predeposit_on"] = _(
                    "The pre-application must come after the opening."
                )
        if errors:
            raise ValidationError(errors)

    @property
    def opens_at(self):
        """Return the moment from which one can answer, aware, or None."""
        return self._at(self.opens_on, self.opens_time or time.min)

    @property
    def predeposit(self):
        """Return the last moment of the pre-application, aware, or None."""
        return self._at(self.predeposit_on, self.predeposit_time or END_OF_DAY)

    @property
    def deadline(self):
        """Return the last moment to answer, aware, or None."""
        return self._at(self.deadline_on, self.deadline_time or END_OF_DAY)

    @property
    def closes_at(self):
        """Return the first moment at which one can no longer answer, or None."""
        if self.deadline_on is None or self.deadline_time:
            return self.deadline
        return self._at(self.deadline_on + timedelta(days=1), time.min)

    @property
    def has_foreign_hour(self):
        """Return whether an hour is told on another clock than the hub's readers'."""
        hours = (self.opens_time, self.predeposit_time, self.deadline_time)
        return any(hours) and self.zone not in (Zone.PARIS, Zone.BRUSSELS)

    def _at(self, day, hour):
        if day is None:
            return None
        # In UTC: two moments of one zone would be compared by their clocks, even on the
        # night when an hour comes twice.
        return datetime.combine(day, hour, tzinfo=Zone(self.zone).info).astimezone(UTC)


def in_order(rounds):
    """Return rounds by deadline, those without one last."""
    return sorted(
        rounds,
        key=lambda one: (
            one.deadline is None,
            one.deadline.timestamp() if one.deadline else 0,
            one.sort_order or 0,
        ),
    )


def current_round(rounds, now):
    """Return the round that matters at `now`, or None without any.

    The one that can be answered and closes first, else the next to open, else the last.
    """
    rounds = in_order(rounds)
    still = [one for one in rounds if one.closes_at is None or one.closes_at > now]
    running = [one for one in still if one.opens_at is None or one.opens_at <= now]
    coming = sorted(still, key=lambda one: one.opens_at or now)
    return next(iter((*running, *coming, *reversed(rounds))), None)
