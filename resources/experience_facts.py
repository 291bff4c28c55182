"""The practical facts of an experience, as readers filter by them (R2.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The largest number of helped people of each class of the filter, with its code.
RATIOS = (("1", 1), ("2", 2), ("3-5", 5), ("6+", None))


class Rhythm(models.TextChoices):
    HALF_DAY = "half_day", _("half a day")
    DAYS_3 = "days_3", _("three days")
    HOURS_WEEKLY = "hours_1_2_weekly", _("one to two hours a week")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    MONTHS_6 = "months_6", _("six months")


class Place(models.TextChoices):
    OWN = "own", _("in the organisation itself")
    LIBRARY = "library", _("library")
    EPN = "epn", _("public computer room")
    TOWN_HALL = "town_hall", _("town hall")
    SHARED_ROOM = "shared_room", _("village or neighbourhood hall")
    MOBILE = "mobile", _("on the road")


class Equipment(models.TextChoices):
    COMPUTER = "computer", _("computers")
    TABLET = "tablet", _("tablets")
    PHONE = "phone", _("people's own telephones")
    PRINTER = "printer", _("printer")
    PROJECTOR = "projector", _("projector")
    CONNECTION = "connection", _("internet connection")
    PAPER = "paper", _("paper material")


class ToolUse(models.TextChoices):
    """What an attached resource is for; the last four make the replication pack (R3.5)."""

    TOOL = "tool", _("tool used")
    OUTREACH = "outreach", _("posters and messages")
    RECOGNITION = "recognition", _("recognition of skills")
    PRESENTATION = "presentation", _("presentation")
    PROCEDURE = "procedure", _("procedure")
    FUNDING = "funding", _("funding route")
    DOCUMENTATION = "documentation", _("documentation")


PACK = (
    ToolUse.PRESENTATION, ToolUse.PROCEDURE, ToolUse.FUNDING, ToolUse.DOCUMENTATION,
)  # fmt: skip


def ratio_code(number):
    """Return the code of the filter's class that this many helped people belong to."""
    if not number:
        return ""
    return next(code for code, most in RATIOS if most is None or number <= most)


def ratio_labels(_language):
    return {
        "1": _("one helped person per helper"),
        "2": _("up to two helped people per helper"),
        "3-5": _("three to five helped people per helper"),
        "6+": _("six helped people per helper or more"),
    }


def labels_of(choices, codes):
    """Return the labels of codes of one of these classes, comma-separated."""
    return ", ".join(str(choices(code).label) for code in codes)
