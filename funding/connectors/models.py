"""Where calls come from, what came, and what waits for an editor."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from funding.kinds import CallKind
from hubsite.fields import CodesField, validate_link

from .reasons import told
from .record import DATES, TEXTS, WORDS, from_facts
from .table import KNOWN

FIELD_LABELS = {
    "title": _("title"),
    "summary": _("summary"),
    "what_is_funded": _("eligible costs"),
    "who_can_apply": _("who can apply?"),
    "how_to_apply": _("how to apply"),
    "official_url": _("official call"),
    "contact": _("contact"),
    "amount_min": _("minimum amount"),
    "amount_max": _("maximum amount"),
    "rate": _("funding rate"),
    "opens_on": _("opening date"),
    "predeposit_on": _("pre-application by"),
    "deadline_on": _("deadline"),
    "rolling": _("all year round"),
    WORDS: _("themes, audiences and territories"),
}
WORD_LABELS = {
    "theme": _("theme"), "audience": _("audience"), "territory": _("territory"),
}  # fmt: skip
FIELD_CHOICES = [(name, FIELD_LABELS[name]) for name in (*DATES, *TEXTS, WORDS)]


def validate_mapping(value):
    """Refuse a line that is not `field = column`, and a field that is not read."""
    for number, line in enumerate(value.splitlines(), 1):
        name, mark, column = (part.strip() for part in line.partition("="))
        if line.strip() and not (mark and column and name in KNOWN):
            raise ValidationError(
                _(
                    "Line %(number)s: write “field = column”, with one of these fields: %(fields)s."
                ),
                params={"number": number, "fields": ", ".join(KNOWN)},
            )


class Connector(models.Model):
    """A source of calls; its `token` for Aides-territoires stands in the settings."""

    class Kind(models.TextChoices):
        AIDES = "aides_territoires", "Aides-territoires (JSON)"
        FEED = "feed", _("RSS or Atom feed")
        CSV = "csv", _("CSV file")
        XLSX = "xlsx", _("XLSX workbook")

    class Every(models.TextChoices):
        HAND = "", _("only when asked")
        DAY = "day", _("every day")
        WEEK = "week", _("every week")

    class Asked(models.TextChoices):
        NOTHING = "", _("nothing")
        TRIAL = "trial", _("a trial run")
        RUN = "run", _("an import")

    PACES = {Every.DAY: timedelta(days=1), Every.WEEK: timedelta(days=7)}

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(
        _("form of the source"), max_length=20, choices=Kind.choices
    )
    url = models.CharField(
        _("address of the source"),
        max_length=700,
        blank=True,
        validators=[validate_link],
        help_text=_("Empty: you upload its files yourself."),
    )
    mapping = models.TextField(
        _("columns"),
        blank=True,
        validators=[validate_mapping],
        help_text=_(
            "Only for tables: one line a field, such as “title = Name of the call”. "
            "Usual names are found without it."
        ),
    )
    funder = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("usual funder"),
        help_text=_(
            "For calls whose funder the source does not name, or the hub not know."
        ),
    )
    call_kind = models.CharField(
        _("usual call kind"),
        max_length=20,
        choices=CallKind.choices,
        default=CallKind.AAP,
    )
    every = models.CharField(
        _("how often"), max_length=10, choices=Every.choices, blank=True, default=""
    )
    enabled = models.BooleanField(_("in use"), default=True)
    asked = models.CharField(max_length=10, choices=Asked.choices, blank=True)
    due_at = models.DateTimeField(null=True)
    running_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("source of calls")
        verbose_name_plural = _("sources of calls")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.every and not self.url:
            raise ValidationError({"url": _("Give the address to ask.")})

    def columns(self):
        """Return field -> column as the mapping says."""
        lines = (line.partition("=") for line in self.mapping.splitlines())
        return {name.strip(): column.strip() for name, mark, column in lines if mark}


class ImportRun(models.Model):
    """What one run did, or would do. `counts` are numbers by `Outcome`.

    `lines` are {"what", "title", "line", "detail"} for readers; `records` hold what an
    uploaded file says, until the editor decides.
    """

    class Outcome(models.TextChoices):
        NEW = "new", _("new drafts")
        DATES = "dates", _("dates brought up to date")
        QUEUED = "queued", _("changes to judge")
        SAME = "same", _("unchanged")
        LOCKED = "locked", _("changes left out: field locked")
        VANISHED = "vanished", _("gone from the source")
        BACK = "back", _("back at the source")
        FUNDER = "funder", _("funder not known: the usual one is used")
        WORD = "word", _("words not known: see “Words of sources”")
        COLUMN = "column", _("columns that are not read")
        BROKEN = "broken", _("rows that cannot be read")

    connector = models.ForeignKey(
        Connector,
        models.CASCADE,
        related_name="runs",
        verbose_name=_("source of calls"),
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    is_trial = models.BooleanField(_("trial run"), default=False)
    failure = models.CharField(_("failure"), max_length=200, blank=True)
    counts = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    records = models.JSONField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.connector}, {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"

    @property
    def failure_label(self):
        return told(self.failure) if self.failure else ""

    failure_label.fget.short_description = _("failure")

    def counted(self):
        """Return (label, number) of every outcome that occurred."""
        return [
            (outcome.label, self.counts[outcome.value])
            for outcome in self.Outcome
            if self.counts.get(outcome.value)
        ]

    def described(self):
        """Return the lines with their codes in words."""
        return [
            {
                **line,
                "label": self.Outcome(line["what"]).label,
                "detail": self._detail(line),
            }
            for line in self.lines
        ]

    def _detail(self, line):
        detail = line.get("detail", "")
        if line["what"] == self.Outcome.BROKEN:
            return told(detail)
        if line["what"] == self.Outcome.NEW and detail:
            return formats.date_format(date.fromisoformat(detail))
        if line["what"] in (
            self.Outcome.QUEUED,
            self.Outcome.LOCKED,
            self.Outcome.DATES,
        ):
            names = [name for name in re.split(r"\W+", detail) if name in FIELD_LABELS]
            return ", ".join(str(FIELD_LABELS[name]) for name in names)
        if line["what"] == self.Outcome.WORD:
            return WORD_LABELS[detail]
        return detail


class ImportedCall(models.Model):
    """A call of a source and its page here; None where an editor threw the page away.

    `facts` are what the source said last (`SourceCall.facts`); `round_key` names the
    round of the page that its dates go to.
    """

    connector = models.ForeignKey(
        Connector,
        models.CASCADE,
        related_name="calls",
        verbose_name=_("source of calls"),
    )
    source_id = models.CharField(_("number at the source"), max_length=200)
    page = models.ForeignKey(
        "funding.CallPage",
        models.SET_NULL,
        null=True,
        related_name="imports",
        verbose_name=_("call"),
    )
    facts = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    round_key = models.CharField(max_length=8)
    locked = CodesField(
        _("fields that the source may not change"), choices=FIELD_CHOICES
    )
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    vanished_at = models.DateTimeField(_("gone from the source"), null=True)

    class Meta:
        verbose_name = _("imported call")
        verbose_name_plural = _("imported calls")
        ordering = ["-first_seen_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["connector", "source_id"], name="one_row_for_a_call_of_a_source"
            )
        ]

    def __str__(self):
        return self.facts.get("title") or self.source_id

    def told(self):
        """Return the SourceCall that the source told last."""
        return from_facts(self.facts)


class ProposedChange(models.Model):
    """A change at the source that an editor judges; values are texts, "" for none."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to judge")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    imported = models.ForeignKey(
        ImportedCall,
        models.CASCADE,
        related_name="changes",
        verbose_name=_("imported call"),
    )
    field = models.CharField(_("field"), max_length=20, choices=FIELD_CHOICES)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    at = models.DateTimeField(_("seen"), default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "hubsite.User", models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("change at a source")
        verbose_name_plural = _("changes at sources")
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["imported", "field"],
                condition=models.Q(state="waiting"),
                name="one_change_of_a_field_waits",
            )
        ]

    def __str__(self):
        return f"{self.imported}: {self.get_field_display()}"
