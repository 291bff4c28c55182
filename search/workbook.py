"""A list as a workbook (Office Open XML, ISO/IEC 29500), for who works in a spreadsheet."""

import re
from io import BytesIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .exits import row_of, site_root
from .facets import FACETS

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Characters; a text longer than its column stays whole in its cell.
WIDTH, WIDE = 18, 48
WIDE_COLUMNS = ("title", "url", "summary")
LONGEST = 32_000
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def workbook_response(request, hits, names, *, title, url, filters="", labels=None):
    """Return these hits as a workbook: their lines, and a sheet that says what it is.

    `names` are its columns (search.exits.COLUMNS), `labels` what some are called here.
    """
    root, labels = site_root(request), labels or {}
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_A_NAME.sub(" ", title)[:31])
    sheet.freeze_panes = "C2"
    for number, name in enumerate(names, start=1):
        width = WIDE if name in WIDE_COLUMNS else WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([cell(sheet, heading(name, labels), bold=True) for name in names])
    for hit in hits:
        sheet.append([cell(sheet, value) for value in row_of(hit, root, names)])
    about = book.create_sheet(capfirst(_("about this list")))
    about.column_dimensions["B"].width = WIDE
    for name, value in (
        (_("list"), title),
        (_("filters"), filters),
        (_("address"), root + url),
        (_("made on"), timezone.now()),
        (_("lines"), len(hits)),
    ):
        about.append([cell(about, capfirst(name), bold=True), cell(about, value)])
    made = BytesIO()
    book.save(made)
    return HttpResponse(
        made.getvalue(),
        content_type=TYPE,
        headers={"Content-Disposition": 'attachment; filename="results.xlsx"'},
    )


def heading(name, labels):
    """Return what a column is called, in the active language."""
    own = {
        "title": _("title"),
        "url": _("address"),
        "summary": _("summary"),
        "published": _("published on"),
        "due": _("date"),
    }
    return capfirst(str(own.get(name) or labels.get(name) or FACETS[name].label))


def cell(sheet, value, *, bold=False):
    """Return a cell of text, number or moment; a text is never read as a formula."""
    if hasattr(value, "tzinfo"):
        # A workbook's moments have no zone: those of the hub's readers.
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    is_text = isinstance(value, str)
    if is_text:
        value = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:LONGEST]
    made = WriteOnlyCell(sheet, value=value)
    if is_text:
        made.data_type = "s"
    if bold:
        made.font = Font(bold=True)
    return made
