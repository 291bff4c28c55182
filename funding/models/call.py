"""A call, from its announcement to its results."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from funding.answers import answer, history_of, with_events
from funding.beside import beside
from funding.call_form import CallPageForm
from funding.call_panels import call_panels
from funding.dates import calendar_entries
from funding.history import as_texts, facts_in, facts_of, record_changes
from funding.kinds import (
    UNSTATED,
    CallKind,
    CallStatus,
    OwnContribution,
    amount_band,
    rate_band,
)
from funding.refusals import money_refusals, round_refusals
from funding.timeline import timeline_of
from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.contracts import status_at
from hubsite.dated import DatedPageMixin
from hubsite.fields import LinkField
from hubsite.media import open_documents
from hubsite.pages import ClassifiedPage, body_field, plain_text
from search.facets import TRUE

from .parts import CallCarrier, CallFunder, Laureate
from .round import current_round, in_order
from .watch_settings import closing_soon_days

# Rows that the page shows, read at once: one query for each kind.
SHOWN = (
    "rounds",
    models.Prefetch("co_funders", CallFunder.objects.select_related("organisation")),
    "documents",
    models.Prefetch("laureates", Laureate.objects.select_related("territory")),
)
CARRIERS = models.Prefetch(
    "carriers", CallCarrier.objects.select_related("carrier__organisation")
)


def text_field(label):
    return RichTextField(label, features=PLAIN_RICH_TEXT, blank=True)


def euros_field(label, **options):
    help_text = options.pop("help_text", _("In euros. Empty: not stated."))
    return models.PositiveIntegerField(
        label, null=True, blank=True, help_text=help_text, **options
    )


def organisation_field(label, on_delete=models.PROTECT, **options):
    return models.ForeignKey(
        "directory.Organisation",
        on_delete,
        related_name="+",
        verbose_name=label,
        **options,
    )


class CallPage(DatedPageMixin, ClassifiedPage):
    search_type = "call"
    is_collected = True
    served_with = ("funder", "programme", "checked_by")
    search_reads = ("rounds", "co_funders__organisation", "laureates")
    base_form_class = CallPageForm
    # Set by the form, which looks at its own rows: those of the page are the old ones.
    is_checked_by_form = False

    kind = models.CharField(_("call kind"), max_length=20, choices=CallKind.choices)
    funder = organisation_field(_("funder"))
    programme = organisation_field(
        _("programme"), models.SET_NULL, null=True, blank=True
    )
    rolling = models.BooleanField(_("all year round"), default=False)
    cancelled = models.BooleanField(_("cancelled"), default=False)
    next_edition = models.DateField(
        _("next edition expected"),
        null=True,
        blank=True,
        help_text=_("Readers see the month only."),
    )
    results_on = models.DateField(_("results published on"), null=True, blank=True)
    amount_min = euros_field(_("minimum amount"))
    amount_max = euros_field(_("maximum amount"))
    envelope = euros_field(_("total budget"))
    rate = models.PositiveSmallIntegerField(
        _("funding rate"),
        null=True,
        blank=True,
        help_text=_("In per cent. Empty: not stated."),
    )
    own_contribution = models.CharField(
        _("own contribution"),
        max_length=10,
        blank=True,
        choices=OwnContribution.choices,
        help_text=_("What the applicant pays or brings. Empty: not stated."),
    )
    joint = models.BooleanField(_("apply jointly"), default=False)
    who_can_apply = text_field(_("who can apply?"))
    what_is_funded = text_field(_("eligible costs"))
    how_to_apply = text_field(_("how to apply"))
    results_note = text_field(_("about the results"))
    official_url = LinkField(_("official call"))
    contact = models.EmailField(_("contact"), blank=True)
    proposed_by = models.CharField(
        _("proposed by"),
        max_length=120,
        blank=True,
        help_text=_("Who told the hub, if they wish to be named. Shown to readers."),
    )
    source_name = models.CharField(
        _("source"),
        max_length=160,
        blank=True,
        help_text=_("Where the hub read of it, if not at the funder's."),
    )
    source_url = LinkField(_("address of the source"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        "directory.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    body = body_field()

    parent_page_types = ["funding.CallIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    content_panels = [
        *ClassifiedPage.content_panels,
        *call_panels(),
        ClassifiedPage.illustration_panel,
    ]

    def clean(self):
        super().clean()
        errors = money_refusals(self.amount_min, self.amount_max, self.rate)
        if not self.is_checked_by_form:
            reasons = round_refusals(self.rounds.all(), self.rolling)
            errors |= {"rolling": reasons} if reasons else {}
        if errors:
            raise ValidationError(errors)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save the page; what changes in a published one is written down for readers."""
        whole = bool(self.pk) and not kwargs.get("update_fields") and self.live
        before = facts_of(self.pk) if whole else None
        result = super().save(*args, **kwargs)
        if before is not None:
            record_changes(self, before)
        return result

    # Dates

    def current_round(self, now=None):
        """Return the round that matters at `now`, or None (see funding.models.round)."""
        return current_round(self.rounds.all(), now or timezone.now())

    @property
    def deadline(self):
        """Return the last moment to answer, aware, or None for a rolling call."""
        found = None if self.rolling else self.current_round()
        return found.deadline if found else None

    @property
    def opens_at(self):
        """Return when the round that matters opens, aware, or None."""
        found = self.current_round()
        return found.opens_at if found else None

    @property
    def extended_from(self):
        """Return the first deadline of the round that matters, or None."""
        found = None if self.rolling else self.current_round()
        return found.extended_from if found else None

    def deadlines(self):
        """Return the last moment of every round, in order; none for a rolling call."""
        if self.rolling:
            return ()
        return tuple(r.deadline for r in in_order(self.rounds.all()) if r.deadline)

    def timeline(self):
        """Return the call's statuses over time; closing starts at 00:00 in Paris."""
        return timeline_of(
            self.rounds.all(),
            rolling=self.rolling,
            cancelled=self.cancelled,
            results_on=self.results_on,
            soon_days=closing_soon_days(),
        )

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

    def funders(self):
        """Return every organisation that pays, the first one first."""
        return [self.funder, *(row.organisation for row in self.co_funders.all())]

    def papers(self):
        """Return the papers of which visitors may know: one query for all files."""
        rows = list(self.documents.all())
        files = open_documents([row.document_id for row in rows if row.document_id])
        for row in rows:
            row.document = files.get(row.document_id)
        return [row for row in rows if row.document or row.url]

    # The page

    def linked_page_ids(self):
        return [row.event_id for row in self.laureates.all() if row.event_id]

    def get_context(self, request, *args, **kwargs):
        if not getattr(request, "is_preview", False):
            # A preview's rows are those of the form; they may not be saved yet.
            joint = (CARRIERS,) if self.joint else ()
            models.prefetch_related_objects([self], *SHOWN, *joint)
        now = timezone.now()
        return {
            **super().get_context(request, *args, **kwargs),
            "answer": answer(self, now),
            "round": self.current_round(now),
            "rounds": in_order(self.rounds.all()),
            "funders": self.funders(),
            "carriers": [
                row.carrier
                for row in (self.carriers.all() if self.joint else ())
                if row.carrier.is_active
            ],
            "papers": self.papers(),
            "laureates": with_events(self),
            "history": history_of(self),
            "related": beside(self),
        }

    # The contracts

    def facets(self):
        funders = self.funders()
        facets = {
            **super().facets(),
            "kind": (self.kind,),
            "funder": tuple(funder.code for funder in funders),
            "funder_kind": tuple(f.funder_kind for f in funders if f.funder_kind),
            "amount": (amount_band(self.amount_max),),
            "rate": (rate_band(self.rate),),
            "own": (self.own_contribution or UNSTATED,),
            "joint": (TRUE,) if self.joint else (),
            "month": tuple(
                f"{timezone.localtime(at):%Y-%m}" for at in self.deadlines()
            ),
        }
        return {name: codes for name, codes in facets.items() if codes}

    def search_text(self):
        parts = (
            self.who_can_apply, self.what_is_funded, self.how_to_apply,
            self.results_note, self.body,
        )  # fmt: skip
        laureates = (f"{row.name} {row.project}" for row in self.laureates.all())
        return " ".join([*map(plain_text, parts), *laureates])

    def facts(self):
        return {**super().facts(), **as_texts(facts_in(self))}

    def search_document(self):
        return replace(
            super().search_document(),
            flags=self.flags(),
            due_at=self.deadline,
            deadlines=self.deadlines(),
            amount=self.amount_max,
            details={"funder": self.funder.label, "rate": self.rate},
        )

    def calendar_entries(self):
        """Return what one must not miss: each pre-application and each deadline."""
        return calendar_entries(self)
