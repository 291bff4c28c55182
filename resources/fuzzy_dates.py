"""Dates as people remember them: a year, at best a season, a quarter or a month (R3.1)."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Part of a year -> its first month and how many it lasts. A winter begins in December.
SPANS = {
    "": (1, 12),
    "start": (1, 4),
    "end": (9, 4),
    "spring": (3, 3),
    "summer": (6, 3),
    "autumn": (9, 3),
    "winter": (12, 3),
    **{f"q{number}": (3 * number - 2, 3) for number in range(1, 5)},
    **{f"{month:02}": (month, 1) for month in range(1, 13)},
}
PARTS = (
    ("start", _("beginning of the year")),
    ("end", _("end of the year")),
    ("spring", _("spring")),
    ("summer", _("summer")),
    ("autumn", _("autumn")),
    ("winter", _("winter")),
    ("q1", _("first quarter")),
    ("q2", _("second quarter")),
    ("q3", _("third quarter")),
    ("q4", _("fourth quarter")),
    *((f"{number:02}", name) for number, name in MONTHS.items()),
)


@dataclass(frozen=True)
class FuzzyDate:
    """A stretch of time; `part` is "" for the whole year, or a code of PARTS."""

    year: int
    part: str = ""

    @property
    def first_day(self):
        return date(self.year, SPANS[self.part][0], 1)

    @property
    def last_day(self):
        first, length = SPANS[self.part]
        years, month = divmod(first + length - 2, 12)
        last = calendar.monthrange(self.year + years, month + 1)[1]
        return date(self.year + years, month + 1, last)

    @property
    def sort_key(self):
        """Return what sorts dates: what begins first, then what ends first."""
        return self.first_day, self.last_day

    def words(self, *, with_year=True):
        """Return the date in the active language: "spring 2025", "March 2025", "2024"."""
        if self.part.isdigit():
            return date_format(self.first_day, "F Y" if with_year else "F")
        names = {"year": self.year, "next": self.year + 1}
        names["part"] = dict(PARTS).get(self.part, "")
        return PATTERNS.get(self.part, _("%(part)s %(year)s")) % names


PATTERNS = {
    "": "%(year)s",
    "start": _("beginning of %(year)s"),
    "end": _("end of %(year)s"),
    "winter": _("winter %(year)s–%(next)s"),
    "q1": _("first quarter of %(year)s"),
    "q2": _("second quarter of %(year)s"),
    "q3": _("third quarter of %(year)s"),
    "q4": _("fourth quarter of %(year)s"),
}


def period_words(begins, ends):
    """Return a period in words, "" for one that is not dated.

    Two months of one year name the year once.
    """
    if begins is None or ends is None or begins == ends:
        known = begins or ends
        return known.words() if known else ""
    both_months = begins.part.isdigit() and ends.part.isdigit()
    short = both_months and begins.year == ends.year
    return gettext("%(begins)s to %(ends)s") % {
        "begins": begins.words(with_year=not short),
        "ends": ends.words(),
    }


def day_after(fuzzy):
    return fuzzy.last_day + timedelta(days=1)
