"""How text, dates and money are written in each language of the site."""

import re
from datetime import datetime

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext

from .i18n import current_language

NBSP = "\u00a0"
THIN = "\u202f"
TAG = re.compile(r"(<[^>]*>)")


def french_spaces(text):
    """Bind double punctuation and guillemets to their words with the right space."""
    text = re.sub(r" ([;!?])", rf"{THIN}\1", text)
    return re.sub(r" ([:»])|(«) ", rf"\2{NBSP}\1", text)


def typeset(html, language=None):
    """Return text or HTML with the spaces its language asks for; tags stay as they are."""
    if (language or current_language()) != "fr":
        return html
    return "".join(
        part if part.startswith("<") else french_spaces(part)
        for part in TAG.split(html)
    )


# Dates


def day_text(value, weekday=False, year=True):
    """Return a day in words: `1er mars 2026`, `zondag 1 maart 2026`."""
    pattern = " ".join(
        filter(None, ("l" if weekday else "", "j F", "Y" if year else ""))
    )
    text = formats.date_format(value, pattern)
    if value.day == 1 and current_language() == "fr":
        text = re.sub(r"\b1 ", "1er ", text, count=1)
    return text.replace(" ", NBSP) if not weekday else text


def hour_text(value):
    """Return an hour as people write it: `9 h 30`, `9.30 uur`."""
    minutes = f"{value.minute:02}" if value.minute else ""
    if current_language() == "fr":
        return NBSP.join(filter(None, (str(value.hour), "h", minutes)))
    hour = f"{value.hour}.{minutes}" if minutes else str(value.hour)
    return f"{hour}{NBSP}uur"


def day_element(value, weekday=False):
    """Return a `<time>` element for a date, or for the day of a moment in Paris."""
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date()
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), day_text(value, weekday)
    )


def moment_text(value):
    """Return a moment in words: day and hour in Paris."""
    local = timezone.localtime(value)
    return pgettext("a moment", "%(day)s at %(hour)s") % {
        "day": day_text(local.date()),
        "hour": hour_text(local),
    }


def moment_element(value):
    """Return a `<time>` element for a moment: day and hour in Paris."""
    at = timezone.localtime(value).isoformat()
    return format_html('<time datetime="{}">{}</time>', at, moment_text(value))


def period_text(start, end):
    """Return from when to when something happens, saying nothing twice."""
    if isinstance(end, str):
        end = datetime.fromisoformat(end)
    start, end = timezone.localtime(start), timezone.localtime(end)
    if start.date() == end.date():
        return gettext("%(day)s, from %(start)s to %(end)s") % {
            "day": day_text(start.date(), weekday=True),
            "start": hour_text(start),
            "end": hour_text(end),
        }
    return gettext("from %(first)s to %(last)s") % {
        "first": day_text(start.date(), weekday=True),
        "last": day_text(end.date(), weekday=True),
    }


def file_size(size):
    """Return a number of bytes as people read it, in SI units: `85 ko`, `1,2 MB`."""
    if size < 1_000_000:
        number = formats.number_format(max(1, round(size / 1000)))
        return gettext("%(number)s kB") % {"number": number}
    number = formats.number_format(size / 1_000_000, decimal_pos=1)
    return gettext("%(number)s MB") % {"number": number}


def euros(amount):
    """Return an amount of whole euros: `45 000 €`, `€ 45.000`."""
    number = formats.number_format(amount, decimal_pos=0, force_grouping=True)
    number = number.replace(" ", NBSP)
    return f"{number}{NBSP}€" if current_language() == "fr" else f"€{NBSP}{number}"
