"""How far an experience has spread: its phases as readers see them (R3.1 to R3.4).

And who does what in it (R2.4).
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hubsite.contracts import Moment, midnight, status_at

from .fuzzy_dates import day_after, period_words

NEVER_DATED = date.max


class DiffusionPhase(models.TextChoices):
    EXPERIMENT = "experiment", _("experiment phase")
    PILOT = "pilot", _("pilot phase")
    REGIONAL = "regional", _("regional spread")
    NATIONAL = "national", _("national spread")


class Certainty(models.TextChoices):
    """What keeps a hope from being read as a fact (R3.2)."""

    CERTAIN = "certain", _("decided")
    CONDITIONAL = "conditional", _("conditional")
    UNCONFIRMED = "unconfirmed", _("to be confirmed")


class Role(models.TextChoices):
    REFERENT = "referent", _("contact person in charge")
    PROFESSIONAL = "professional", _("supervising professional")
    PEER_HELPER = "peer_helper", _("peer helper")
    HELPED = "helped", _("helped person")
    MEDIATOR = "mediator", _("digital mediator")
    TRAINER = "trainer", _("trainer")
    VOLUNTEER = "volunteer", _("volunteer")
    PARTNER = "partner", _("partner")


class PhaseState(models.TextChoices):
    PLANNED = "planned", _("planned")
    ONGOING = "ongoing", _("in progress")
    DONE = "done", pgettext_lazy("phase", "done")
    CONDITIONAL = "conditional", _("conditional")
    UNCONFIRMED = "unconfirmed", _("to be confirmed")


@dataclass(frozen=True)
class Phase:
    """One phase, ready to be shown; `state` is told at the moment it was made."""

    kind: DiffusionPhase
    when: str
    state: PhaseState
    condition: str = ""
    sites: str = ""
    funder: str = ""
    text: str = ""
    updated_on: date | None = None
    update_note: str = ""
    lessons: tuple[str, ...] = field(default=())


def timeline(value):
    """Return the states of a phase over time, from the value of its block.

    What is not decided has no other state than that, whatever dates were hoped for.
    """
    if value["certainty"] != Certainty.CERTAIN:
        return (Moment(None, value["certainty"]),)
    begins, ends = value["begins"].date, value["ends"].date
    if begins is None and ends is None:
        return (Moment(None, PhaseState.UNCONFIRMED.value),)
    moments = [Moment(None, PhaseState.PLANNED.value)]
    if begins:
        moments.append(Moment(midnight(begins.first_day), PhaseState.ONGOING.value))
    if ends:
        moments.append(Moment(midnight(day_after(ends)), PhaseState.DONE.value))
    return tuple(moments)


def phases_of(stream, now=None):
    """Return the Phase values of a sheet: as it spreads, each step in the order of time."""
    now = now or timezone.now()
    values = sorted((block.value for block in stream), key=sort_key)
    return [phase_of(value, now) for value in values]


def sort_key(value):
    """Sort by the step first: an undated pilot still comes before what it leads to."""
    known = value["begins"].date or value["ends"].date
    when = known.sort_key if known else (NEVER_DATED, NEVER_DATED)
    return DiffusionPhase.values.index(value["kind"]), when


def phase_of(value, now):
    return Phase(
        kind=DiffusionPhase(value["kind"]),
        when=period_words(value["begins"].date, value["ends"].date),
        state=PhaseState(status_at(timeline(value), now)),
        lessons=tuple(value["lessons"]),
        **{
            name: value[name]
            for name in (
                "condition", "sites", "funder", "text", "updated_on", "update_note",
            )
        },
    )  # fmt: skip
