"""The codes of the funding watch: kinds, statuses, zones, and bands of money."""

from datetime import time
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _


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


# What one can still answer: what the watch shows first.
CURRENT = (CallStatus.OPEN.value, CallStatus.CLOSING.value)


class OwnContribution(models.TextChoices):
    NONE = "none", _("no own contribution asked")
    REQUIRED = "required", _("own contribution asked")


class Zone(models.TextChoices):
    """The clock a funder's hours are told on."""

    PARIS = "Europe/Paris", _("Paris time")
    BRUSSELS = "Europe/Brussels", _("Brussels time")
    REUNION = "Indian/Reunion", _("Réunion time")
    UTC = "UTC", _("universal time (UTC)")

    @property
    def info(self):
        return ZoneInfo(self.value)


# The last second of a day whose hour is not told.
END_OF_DAY = time(23, 59, 59)
UNSTATED = "unstated"
AMOUNT_BANDS = ((10_000, "0-10000"), (50_000, "10000-50000"), (100_000, "50000-100000"))
RATE_BANDS = ((49, "0-49"), (79, "50-79"), (99, "80-99"))


def amount_band(amount):
    """Return the code of the band an amount in euros falls in, or "unstated"."""
    if amount is None:
        return UNSTATED
    return next((code for top, code in AMOUNT_BANDS if amount <= top), "100000-")


def amount_labels(language):
    """Return the label of each band, as search asks for it."""
    return {
        "0-10000": _("up to 10,000 euros"),
        "10000-50000": _("10,000 to 50,000 euros"),
        "50000-100000": _("50,000 to 100,000 euros"),
        "100000-": _("more than 100,000 euros"),
        UNSTATED: _("not stated"),
    }


def rate_band(rate):
    """Return the code of the band a rate in per cent falls in, or "unstated"."""
    if rate is None:
        return UNSTATED
    return next((code for top, code in RATE_BANDS if rate <= top), "100")


def rate_labels(language):
    """Return the label of each band, the most generous first."""
    return {
        "100": _("all costs (100%)"),
        "80-99": _("80% or more"),
        "50-79": _("50 to 79%"),
        "0-49": _("less than 50%"),
        UNSTATED: _("not stated"),
    }


def own_contribution_labels(language):
    """Return the label of each answer to "must we pay a part ourselves?"."""
    return {**dict(OwnContribution.choices), UNSTATED: _("not stated")}
