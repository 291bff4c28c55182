"""Events, webinars and training sessions, and the agenda that lists them (R4.7)."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.contracts import CalendarEntry, Moment, status_at
from hubsite.dated import DatedPageMixin
from hubsite.fields import CodesField, LinkField
from hubsite.pages import ClassifiedPage, body_field, plain_text
from hubsite.vocabularies import MaterialLanguage, Modality
from search.pages import ListPage


class EventKind(models.TextChoices):
    WEBINAR = "webinar", _("webinar")
    WORKSHOP = "workshop", _("workshop")
    REGIONAL_DAY = "regional_day", _("regional day")
    MEETING = "meeting", _("local meeting")
    TALK = "talk", _("talk")
    SESSION = "session", _("training session")
    TOT = "tot", _("train-the-trainer course")


class EventStatus(models.TextChoices):
    OPEN = "open", _("registration open")
    FULL = "full", _("full")
    WAITING = "waiting", _("waiting list")
    PLANNED = "planned", _("planned")
    PAST = "past", _("past event")
    REPORT = "report", _("report")
    REPLAY = "replay", _("watch the recording")
    CANCELLED = "cancelled", _("cancelled")


class EventIndexPage(ListPage):
    listed_types = ("event",)
    list_facets = (
        "status", "kind", "modality", "language", "theme", "audience", "territory",
        "month", "tag",
    )  # fmt: skip
    default_sort = "due"
    sorts = ("newest", "due")
    exits = ("atom", "ics", "xlsx", "csv", "json")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]

    class Meta:
        verbose_name = _("agenda")


class EventPage(DatedPageMixin, ClassifiedPage):
    search_type = "event"

    class Places(models.TextChoices):
        OPEN = "open", _("registration open")
        FULL = "full", _("full")
        WAITING = "waiting", _("waiting list")
        NONE = "planned", _("no registration")

    kind = models.CharField(_("event kind"), max_length=20, choices=EventKind.choices)
    modality = models.CharField(_("modality"), max_length=20, choices=Modality.choices)
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    venue = models.CharField(_("venue"), max_length=160, blank=True)
    town = models.CharField(_("town or city"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    organiser = models.ForeignKey(
        "directory.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organiser"),
    )
    languages = CodesField(
        _("event language"), choices=MaterialLanguage.choices, blank=False
    )
    capacity = models.CharField(_("capacity"), max_length=120, blank=True)
    places = models.CharField(
        _("registration"), max_length=10, choices=Places.choices, default=Places.OPEN
    )
    registration_url = LinkField(_("registration link"), blank=True)
    cancelled = models.BooleanField(_("cancelled"), default=False)
    report = RichTextField(_("report"), features=PLAIN_RICH_TEXT, blank=True)
    replay_url = LinkField(_("recording"), blank=True)
    body = body_field()

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    content_panels = [
        *ClassifiedPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("modality")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("venue"), FieldPanel("town")]),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("organiser"), FieldPanel("languages")]),
            ],
            _("Where and with whom"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("places")]),
                FieldPanel("registration_url"),
                FieldPanel("cancelled"),
            ],
            _("Registration"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("report"), FieldPanel("replay_url")], _("After the event")
        ),
        ClassifiedPage.illustration_panel,
    ]

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError(
                {"ends_at": _("The end date must come after the start date.")}
            )

    def timeline(self):
        """Return the event's statuses over time."""
        if self.cancelled:
            return (Moment(None, EventStatus.CANCELLED.value),)
        if self.replay_url:
            after = EventStatus.REPLAY
        elif plain_text(self.report):
            after = EventStatus.REPORT
        else:
            after = EventStatus.PAST
        return (Moment(None, str(self.places)), Moment(self.ends_at, after.value))

    @property
    def status(self):
        return EventStatus(status_at(self.timeline(), timezone.now()))

    @property
    def is_upcoming(self):
        return self.status in self.Places.values

    def facets(self):
        return {
            **super().facets(),
            "kind": (self.kind,),
            "modality": (self.modality,),
            "language": tuple(self.languages),
            "month": (f"{timezone.localtime(self.starts_at):%Y-%m}",),
        }

    def search_keywords(self):
        return f"{self.town} {self.venue} {super().search_keywords()}"

    def search_text(self):
        return f"{plain_text(self.body)} {plain_text(self.report)}"

    def facts(self):
        return {
            **super().facts(),
            "start": self.starts_at.isoformat(),
            "place": ", ".join(filter(None, (self.venue, self.town))),
            "cancelled": "1" if self.cancelled else "",
        }

    def search_document(self):
        return replace(
            super().search_document(),
            flags=("cancelled",) if self.cancelled else (),
            due_at=self.starts_at,
            details={
                "ends_at": self.ends_at.isoformat(),
                "town": self.town,
                "venue": self.venue,
            },
        )

    def calendar_entries(self):
        return (
            CalendarEntry(
                uid=str(self.translation_key),
                title=self.title,
                description=self.summary,
                url=self.full_url,
                starts_at=self.starts_at,
                ends_at=self.ends_at,
                updated_at=self.last_published_at or timezone.now(),
                location=", ".join(filter(None, (self.venue, self.address, self.town))),
                cancelled=self.cancelled,
            ),
        )
