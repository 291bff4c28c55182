"""Cards to print: a page of the library on paper, both sides, to take along (R0.13)."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.http import Http404
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path

from hubsite.licences import licence_for
from hubsite.made_files import MakesFiles
from hubsite.models import HubSettings
from hubsite.pdf import pdf_response, qr_code, render_pdf
from resources.kit import body_parts, capitalised

TEMPLATE = Path(__file__).parent / "typst" / "card.typ"


@dataclass(frozen=True)
class Layout:
    """One way to print: paper, and the sizes of letters to try, in points, largest first.

    The largest size at which the text fits on the two sides of one sheet is used; the
    last one in any case.
    """

    label: str | Promise
    paper: str
    margin_mm: int
    sizes: tuple[float, ...]


LAYOUTS = {
    "a4": Layout(
        gettext_lazy("A4, both sides"), "a4", 20, (18, 17, 16, 15, 14, 13, 12)
    ),
    "a5": Layout(
        gettext_lazy("A5, both sides"), "a5", 12, (13, 12.5, 12, 11.5, 11, 10.5, 10)
    ),
    "large": Layout(gettext_lazy("A4, large print"), "a4", 18, (22,)),
}
INKS = {"": False, "-bw": True}
# Kinds whose page holds the text itself, and not only what is said of a file.
PRINTED_KINDS = {"card", "charter", "activity", "quiz", "guide"}


class PrintedOnCards(MakesFiles, RoutablePageMixin):
    """What a page of the library offers to print."""

    def files_to_make(self):
        return {
            card_address(layout, ink): partial(card_pdf, self, layout, ink)
            for layout in LAYOUTS
            for ink in INKS
            if self.is_printed_on_cards
        }

    @re_path(r"^card-(a4|a5|large)(-bw)?\.pdf/?$", name="card")
    def as_card(self, request, layout, ink=""):
        if not self.is_printed_on_cards:
            raise Http404
        content = self.made_file(card_address(layout, ink or ""))
        return pdf_response(content, card_name(self, layout, ink or ""))

    @property
    def is_printed_on_cards(self):
        return self.kind in PRINTED_KINDS and bool(self.body)

    def cards(self):
        """Return (label, name in colour, name in black and white) of what can be printed."""
        if not self.is_printed_on_cards:
            return []
        return [
            (layout.label, *(card_address(code, ink) for ink in INKS))
            for code, layout in LAYOUTS.items()
        ]


def card_address(layout, ink):
    """Return the last part of a card's address."""
    return f"card-{layout}{ink}.pdf"


def card_pdf(page, layout, ink=""):
    """Return a page as a PDF/UA-1 card: title, text, source, licence, version, QR code.

    `layout` is a key of LAYOUTS, `ink` one of INKS. In the language of the text.
    """
    with translation.override(text_language(page)):
        mono = INKS[ink]
        data = {**card_data(page, mono), **layout_data(LAYOUTS[layout], mono)}
        return render_pdf(TEMPLATE, data)


def card_name(page, layout, ink=""):
    """Return the file's name, after the page's title, version and layout."""
    version = slugify(page.version) or "1"
    return f"{slugify(page.title)}-{version}-{layout}{ink}-{text_language(page)}.pdf"


def text_language(page):
    """Return the code of the language a page is written in; an alias keeps its source's."""
    return (page.alias_of or page).locale.language_code


def layout_data(layout, mono):
    return {
        "paper": layout.paper,
        "margin": layout.margin_mm,
        "sizes": list(layout.sizes),
        "mono": mono,
    }


def card_data(page, mono=False):
    licence = licence_for(page.licence)
    version = version_of(page)
    return {
        "title": page.title,
        "language": text_language(page),
        "author": HubSettings.for_site(page.get_site()).name,
        "kind": capitalised(str(page.get_kind_display())),
        "summary": page.summary,
        "body": body_parts(page.body, page.full_url, mono=mono),
        "footer": " · ".join(filter(None, [page.title, version, licence.short])),
        "url": page.full_url,
        "qr": qr_code(page.full_url),
        "origin": [
            line
            for line in (
                _("Authors: %(authors)s") % {"authors": page.authors},
                f"{capitalised(str(licence.label))} {licence.url}".strip(),
                capitalised(version),
                adapted_from(page),
            )
            if line
        ],
        "labels": {
            "page": _("page"),
            "notes": _("My notes"),
            "qr": _("QR code that leads to this page on the hub's site"),
        },
    }


def adapted_from(page):
    """Return the credit line of the work a page was adapted from, "" where there is none."""
    origin = page.credit().origin
    return (
        capitalised(_("adapted from %(source)s") % {"source": origin.text()})
        if origin
        else ""
    )


def version_of(page):
    """Return "version 1.2, 3 March 2026": the version and the day it dates from."""
    told = {row.version: row.day for row in page.versions.all()}
    day = date_format(told.get(page.version) or page.updated_on or page.content_date)
    if not page.version:
        return day
    return _("version %(version)s, %(day)s") % {"version": page.version, "day": day}
