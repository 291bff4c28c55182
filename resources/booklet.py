"""A selection as one booklet: cover, contents, the texts, and what credits them."""

from pathlib import Path

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubsite.media import HubImage
from hubsite.menus import hub_name
from hubsite.pages import plain_text
from hubsite.pdf import qr_code, render_pdf, rich_text_nodes
from hubsite.printed_images import picture
from hubsite.richtext import file_facts
from hubsite.typography import day_text, euros

from . import sheet_pdf
from .kit import actions_of, body_parts, capitalised, step_facts
from .models import ExperiencePage, KitStepPage
from .verdicts import said

TEMPLATE = Path(__file__).parent / "typst" / "booklet.typ"


def booklet_pdf(selection, address):
    """Return a Selection as PDF/UA-1, in its language; `address` is where it is shared.

    A work whose rights are all reserved is named, not copied.
    """
    with translation.override(selection.language):
        return render_pdf(TEMPLATE, booklet_data(selection, address))


def booklet_data(selection, address):
    works = selection.published
    images = HubImage.objects.in_bulk({work.page.image_id for work in works} - {None})
    hub = hub_name()
    count = ngettext("%(n)s page", "%(n)s pages", len(works)) % {"n": len(works)}
    title = capitalised(_("selection"))
    return {
        "title": f"{title} – {hub}",
        "heading": title,
        "author": hub,
        "language": selection.language,
        "facts": [count, date_format(timezone.localdate())],
        "address": address,
        "qr": qr_code(address),
        "works": [work_data(work, images.get(work.page.image_id)) for work in works],
        "credits": [credit.text() for work in works for credit in work.credits],
        "verdict": said(selection.verdict()),
        "gone": gone(selection.gone),
        "labels": {
            "page": _("page"),
            "contents": capitalised(_("contents")),
            "credits": capitalised(_("credits")),
            "merge": _("May these pages be merged?"),
            "qr": _("QR code that leads to this page on the hub's site"),
        },
    }


def gone(number):
    """Return the sentence that says how many pages are no longer published, or ""."""
    if not number:
        return ""
    return ngettext(
        "%(n)s page of this selection is no longer published.",
        "%(n)s pages of this selection are no longer published.",
        number,
    ) % {"n": number}


def work_data(work, illustration=None):
    """Return a work as the booklet prints it, its headings in the work's language."""
    page = work.page
    language = page.locale.language_code
    with translation.override(language):
        return {
            "title": page.title,
            "language": language,
            "summary": page.summary,
            "url": page.full_url,
            "about": " · ".join(about(work)),
            "note": ""
            if work.may_be_copied
            else _("All rights reserved: read it on the hub's site."),
            "picture": picture(illustration, page.image_alt)
            if illustration and work.may_be_copied
            else None,
            "parts": list(parts_of(work)) if work.may_be_copied else [],
        }


def about(work):
    """Yield what stands above a title: the kind, and the licence or the status."""
    yield capitalised(str(work.kind))
    if work.licence:
        yield capitalised(str(work.licence.label))
    elif work.line and work.line.status_label:
        yield capitalised(work.line.status_label)


def dates_of(line):
    """Return the facts of a page with dates, as `parts.typ` sets them."""
    known = (
        (_("date"), line.due_at and day_text(timezone.localdate(line.due_at))),
        (_("maximum amount"), line.amount and euros(line.amount)),
        (_("funder"), line.details.get("funder")),
    )
    return [[capitalised(str(name)), str(value)] for name, value in known if value]


def parts_of(work):
    """Yield the parts of a work's text, as `parts.typ` sets them."""
    page = work.page
    if work.line:
        yield {"kind": "facts", "pairs": dates_of(work.line)}
    if isinstance(page, KitStepPage):
        yield from step_parts(page)
    if isinstance(page, ExperiencePage):
        yield {"kind": "facts", "pairs": sheet_pdf.facts(page)}
        yield from sheet_pdf.parts(page)
    elif not work.line:
        yield from body_parts(page.body, page.full_url)
    if work.is_resource and plain_text(page.transcript):
        yield heading(_("Transcript"))
        yield {"kind": "text", "nodes": rich_text_nodes(page.transcript, page.full_url)}
    if work.files:
        yield heading(_("Files"))
        yield {"kind": "list", "items": [file_line(file) for file in work.files]}


def file_line(file):
    return f"{file.name} ({file_facts(file.document)})"


def step_parts(step):
    yield {"kind": "facts", "pairs": step_facts(step)}
    if step.partners:
        yield heading(_("who to involve?"))
        yield {"kind": "list", "items": [str(block.value) for block in step.partners]}
    if step.actions:
        yield heading(_("actions, in order"))
    for number, action in enumerate(actions_of(step), start=1):
        title = f"{number}. {action['title']}"
        yield {"kind": "action", "title": title, "nodes": action["nodes"]}
    if step.checklist:
        yield heading(_("checklist"))
        items = [str(block.value) for block in step.checklist]
        yield {"kind": "checklist", "items": items}


def heading(words):
    return {"kind": "heading", "text": capitalised(str(words))}
