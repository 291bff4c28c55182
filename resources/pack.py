"""The replication pack of an experience sheet, as one ZIP file (R3.5)."""

from pathlib import PurePath

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from hubsite.licences import licence_for, terms_of
from hubsite.pages import plain_text

from .archives import archive_response
from .attached import attached_to
from .kit import capitalised
from .sheet_pdf import sheet_name, sheet_pdf


def pack_response(sheet):
    """Return the pack as a download, or None where no file is attached.

    It holds the sheet itself, every file of the pack, and a text that credits each.
    """
    items = attached_to(sheet).pack
    files = [(item, file) for item in items for file in item.files]
    if not files:
        return None
    prefetch_related_objects([file for _item, file in files], "page__origins__work")
    # Two files may have one name; the number also keeps the order.
    named = {
        f"{number:02}-{PurePath(file.document.filename).name}": (item, file)
        for number, (item, file) in enumerate(files, start=1)
    }
    lines = opening(sheet)
    for name, (item, file) in named.items():
        lines += credit(name, item, file)
    sheets = {
        sheet_name(sheet, "pdf"): sheet_pdf(sheet),
        _("CREDITS") + ".txt": "\r\n".join(lines) + "\r\n",
    }
    return archive_response(named, sheets, sheet_name(sheet, "zip"))


def opening(sheet):
    licence = licence_for(sheet.licence)
    lines = [sheet.title, sheet.full_url]
    lines.append(f"{licence.label} {licence.url}".strip())
    route = plain_text(sheet.funding_route)
    if route:
        lines += ["", _("Who pays, and how to ask for it"), route]
    return lines


def credit(name, item, file):
    """Return the lines that say what a file is, whose it is and what one may do."""
    use = capitalised(str(item.use.label))
    terms = [f"- {term.words}" for term in terms_of(licence_for(file.spdx))]
    return ["", name, f"{use} – {file.name}", file.credit().text(), *terms]
