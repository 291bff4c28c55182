"""Calls for projects and other funding, and the watch that lists them (R4.10)."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.contracts import CalendarEntry, Moment, midnight, status_at
from hubsite.dated import DatedPageMixin
from hubsite.fields import LinkField
from hubsite.pages import ClassifiedPage, body_field, plain_text
from search.pages import ListPage


class CallKind(models.TextChoices):
    AAP = "aap", _("call for projects")
    AMI = "ami", _("call for expressions of interest")
    GRANT = "grant", _("grant")
    TRAINING_FUND = "training_fund", _("training fund")


class CallStatus(models.TextChoices):
    UPCOMING = "upcoming", _("upcoming")
    OPEN = "open", _("open")
    CLOSING = "closing", _("closing soon")
    CLOSED = "closed", _("closed")
    RESULTS = "results", _("results published")
    CANCELLED = "cancelled", _("cancelled")


AMOUNT_BANDS = ((10_000, "0-10000"), (50_000, "10000-50000"), (100_000, "50000-100000"))


def amount_band(amount):
    """Return the code of the band an amount in euros falls in, or "unstated"."""
    if amount is None:
        return "unstated"
    return next((code for top, code in AMOUNT_BANDS if amount <= top), "100000-")


def amount_labels(language):
    """Return the label of each band, as search asks for it."""
    return {
        "0-10000": _("up to 10,000 euros"),
        "10000-50000": _("10,000 to 50,000 euros"),
        "50000-100000": _("50,000 to 100,000 euros"),
        "100000-": _("more than 100,000 euros"),
        "unstated": _("not stated"),
    }


class CallIndexPage(ListPage):
    listed_types = ("call",)
    list_facets = (
        "status", "kind", "funder", "amount", "audience", "theme", "territory", "joint",
        "month", "tag",
    )  # fmt: skip
    default_sort = "due"
    has_calendar = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["funding.CallPage"]

    class Meta:
        verbose_name = _("funding watch")


class CallPage(DatedPageMixin, ClassifiedPage):
    search_type = "call"

    kind = models.CharField(_("call kind"), max_length=20, choices=CallKind.choices)
    funder = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("funder"),
    )
    opens_at = models.DateTimeField(_("opening date"), null=True, blank=True)
    deadline_day = models.DateField(_("deadline"), null=True, blank=True)
    deadline_time = models.TimeField(
        _("hour of the deadline"),
        null=True,
        blank=True,
        help_text=_("In Paris time. Without an hour, the whole day counts."),
    )
    rolling = models.BooleanField(_("all year round"), default=False)
    extended_from = models.DateField(
        _("extended from"), null=True, blank=True, help_text=_("The first deadline.")
    )
    cancelled = models.BooleanField(_("cancelled"), default=False)
    results_on = models.DateField(_("results published on"), null=True, blank=True)
    amount_max = models.PositiveIntegerField(
        _("maximum amount"), null=True, blank=True, help_text=_("In euros.")
    )
    rate = models.PositiveSmallIntegerField(
        _("funding rate"), null=True, blank=True, help_text=_("In per cent.")
    )
    joint = models.BooleanField(_("apply jointly"), default=False)
    carrier = models.ForeignKey(
        "directory.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("carrying organisation (joint grant)"),
    )
    who_can_apply = RichTextField(
        _("who can apply?"), features=PLAIN_RICH_TEXT, blank=True
    )
    what_is_funded = RichTextField(
        _("eligible costs"), features=PLAIN_RICH_TEXT, blank=True
    )
    how_to_apply = RichTextField(
        _("how to apply"), features=PLAIN_RICH_TEXT, blank=True
    )
    laureates = RichTextField(
        _("successful applicants"), features=PLAIN_RICH_TEXT, blank=True
    )
    official_url = LinkField(_("official call"))
    contact = models.EmailField(_("contact"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    body = body_field()

    parent_page_types = ["funding.CallIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    content_panels = [
        *ClassifiedPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("funder")]),
        MultiFieldPanel(
            [
                FieldPanel("opens_at"),
                FieldRowPanel(
                    [FieldPanel("deadline_day"), FieldPanel("deadline_time")]
                ),
                FieldRowPanel([FieldPanel("rolling"), FieldPanel("extended_from")]),
                FieldRowPanel([FieldPanel("cancelled"), FieldPanel("results_on")]),
            ],
            _("Dates"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("amount_max"), FieldPanel("rate")]),
                FieldRowPanel([FieldPanel("joint"), FieldPanel("carrier")]),
            ],
            _("Money"),
        ),
        FieldPanel("who_can_apply"),
        FieldPanel("what_is_funded"),
        FieldPanel("how_to_apply"),
        FieldPanel("laureates"),
        MultiFieldPanel(
            [
                FieldPanel("official_url"),
                FieldRowPanel([FieldPanel("contact"), FieldPanel("checked_on")]),
            ],
            _("Source"),
        ),
        FieldPanel("body"),
        ClassifiedPage.illustration_panel,
    ]

    def clean(self):
        super().clean()
        if not (self.rolling or self.deadline_day):
            raise ValidationError(
                {"deadline_day": _("Give a deadline, or say that the call is rolling.")}
            )
        if self.opens_at and self.deadline and self.deadline < self.opens_at:
            raise ValidationError(
                {"deadline_day": _("The deadline must come after the opening.")}
            )

    @property
    def deadline(self):
        """Return the last moment to apply, aware, or None for a rolling call."""
        if self.rolling or not self.deadline_day:
            return None
        last = self.deadline_time or time(23, 59, 59)
        return timezone.make_aware(datetime.combine(self.deadline_day, last))

    @property
    def closes_at(self):
        """Return the first moment at which one can no longer apply."""
        if self.deadline is None:
            return None
        if self.deadline_time:
            return self.deadline
        return midnight(self.deadline_day + timedelta(days=1))

    def timeline(self):
        """Return the call's statuses over time; closing starts at 00:00 in Paris."""
        if self.cancelled:
            return (Moment(None, CallStatus.CANCELLED.value),)
        steps = [Moment(None, CallStatus.UPCOMING.value)] if self.opens_at else []
        steps.append(Moment(self.opens_at, CallStatus.OPEN.value))
        if closes_at := self.closes_at:
            days = timedelta(days=settings.CLOSING_SOON_DAYS)
            closing = midnight(self.deadline_day - days)
            if self.opens_at:
                closing = max(closing, self.opens_at)
            steps += [
                Moment(closing, CallStatus.CLOSING.value),
                Moment(closes_at, CallStatus.CLOSED.value),
            ]
        if self.results_on:
            steps.append(Moment(midnight(self.results_on), CallStatus.RESULTS.value))
        return tuple(steps)

    @property
    def status(self):
        return CallStatus(status_at(self.timeline(), timezone.now()))

    def flags(self):
        """Return the badges besides the status: rolling, extended, joint, cancelled."""
        return tuple(
            name
            for name, holds in (
                ("rolling", self.rolling),
                ("extended", self.extended_from),
                ("cancelled", self.cancelled),
                ("joint", self.joint),
            )
            if holds
        )

    def facets(self):
        facets = {
            **super().facets(),
            "kind": (self.kind,),
            "funder": (self.funder.code,),
            "amount": (amount_band(self.amount_max),),
            "joint": ("true",) if self.joint else (),
        }
        if self.deadline:
            facets["month"] = (f"{self.deadline_day:%Y-%m}",)
        return facets

    def search_text(self):
        parts = (
            self.who_can_apply, self.what_is_funded, self.how_to_apply, self.laureates,
            self.body,
        )  # fmt: skip
        return " ".join(plain_text(part) for part in parts)

    def search_document(self):
        return replace(
            super().search_document(),
            flags=self.flags(),
            due_at=self.deadline,
            amount=self.amount_max,
            details={"funder": self.funder.name, "rate": self.rate},
        )

    def calendar_entries(self):
        """Return the deadline as one moment with an alarm a week before."""
        if self.deadline is None:
            return ()
        return (
            CalendarEntry(
                uid=f"{self.translation_key}-deadline",
                title=_("Deadline: %(title)s") % {"title": self.title},
                description=self.summary,
                url=self.full_url,
                starts_at=self.deadline,
                updated_at=self.last_published_at or timezone.now(),
                cancelled=self.cancelled,
                alarm_days=7,
            ),
        )
