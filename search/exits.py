"""The other forms of a list: JSON, CSV, XLSX, Atom, iCalendar, from the same query."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from defusedcsv import csv
from django.http import HttpResponse, JsonResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Site

from hubsite.cache import remember
from hubsite.feeds import atom_response

from .engines import get_engine
from .facets import FACETS, REACHES
from .labels import LabelBook
from .loading import load_pages

MOST_ROWS = 2000
MOST_ENTRIES = 100
MOST_EVENTS = 500
COLUMNS = (
    "type", "title", "url", "language", "summary", "status", "published", "due",
    "amount", "theme", "audience", "territory", "tag",
)  # fmt: skip
# Facets that a line keeps as codes.
KEPT = {"terms", "flag", "month", "territory"}
CANCELLED = "cancelled"
# Besides what defusedcsv quotes: spreadsheets trim these, then see the formula.
_LEADING = " \t\r\n\v\f\u00a0\u200b\ufeff"
_WIDE = str.maketrans("＝＋－＠", "=+-@")


def site_root(request):
    """Return scheme and host of the site, never what the visitor's header claims."""
    return remember(f"site-root-{request.get_host()}", lambda: _root_of(request))


def _root_of(request):
    site = Site.find_for_request(request)
    return site.root_url if site else ""


def as_json(request, query, **about):
    result = get_engine().search(query.request())
    root = site_root(request)
    return JsonResponse(
        {
            "total": result.total,
            "page": result.page,
            "pages": result.pages,
            "mode": result.mode,
            "corrected": [
                {"typed": typed, "used": used} for typed, used in result.corrected
            ],
            "engine": result.engine,
            "results": [
                {
                    "type": hit.type,
                    "title": hit.title,
                    "url": root + hit.url,
                    "language": hit.language,
                    "summary": hit.summary,
                    "highlight": hit.highlight,
                }
                for hit in result.hits
            ],
            "facets": {
                facet.name: [
                    {
                        "code": value.code,
                        "label": value.label,
                        "count": value.count,
                        "selected": value.selected,
                    }
                    for value in facet.values
                ]
                for facet in result.facets
            },
        },
        json_dumps_params={"ensure_ascii": False},
    )


def as_csv(request, query, *, page, **about):
    return csv_response(request, all_hits(query, MOST_ROWS), columns(page))


def csv_response(request, hits, names):
    """Return these hits as a table of these columns (see COLUMNS)."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="results.csv"'},
    )
    writer = csv.writer(response)
    root = site_root(request)
    writer.writerow(names)
    for hit in hits:
        cells = row_of(hit, root, names)
        writer.writerow([plain_cell(written(value)) for value in cells])
    return response


def as_xlsx(request, query, *, title, base, page):
    # Loaded by the process that first writes a workbook: 9 MB.
    from .workbook import workbook_response

    return workbook_response(
        request,
        all_hits(query, MOST_ROWS),
        columns(page),
        title=title,
        filters=described(query),
        url=base + query.querystring(),
        labels=page.facet_labels if page else {},
    )


def csv_weight(result, root, page=None):
    """Return about how many bytes the whole list weighs as CSV, from one page of it."""
    if not result.hits:
        return 0
    names = columns(page)
    rows = (row_of(hit, root, names) for hit in result.hits)
    shown = sum(len(str(written(cell)).encode()) + 1 for row in rows for cell in row)
    return shown * min(result.total, MOST_ROWS) // len(result.hits)


def columns(page):
    """Return the names of a table's columns: the common ones, then the list's own facets."""
    own = page.list_facets if page else ()
    return (*COLUMNS, *(n for n in own if n not in COLUMNS and FACETS[n].kind in KEPT))


def row_of(hit, root, names):
    """Return the cells of a hit in these columns: text, number, moment or None."""
    known = {
        "type": hit.type_label,
        "url": root + hit.url,
        "status": hit.status_label,
        "published": hit.published_at,
        "due": hit.due_at,
    }
    return [
        known[name]
        if name in known
        else " | ".join(hit.labels.get(name, ()))
        if name in FACETS and name not in ("amount", "language")
        else getattr(hit, name)
        for name in names
    ]


def written(value):
    """Return a cell as text has it: ISO 8601 for a moment, nothing for None."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def plain_cell(value):
    """Return a cell that no spreadsheet reads as a formula once defusedcsv has seen it."""
    if not isinstance(value, str):
        return value
    value = value.lstrip(_LEADING)
    return value[:1].translate(_WIDE) + value[1:]


def as_atom(request, query, *, title, base, **about):
    """Return the feed: the newest first, unless the address says otherwise."""
    hits = all_hits(replace(query, sort=query.sort or "newest"), MOST_ENTRIES)
    labels = {hit.page_id: hit.labels for hit in hits}
    entries = []
    for page in load_pages([hit.page_id for hit in hits]):
        entry = page.feed_entry(request)
        own = labels[page.pk]
        categories = (*own.get("theme", ()), *own.get("tag", ()))
        entries.append(replace(entry, categories=entry.categories or categories))
    root, site = site_root(request), Site.find_for_request(request)
    return atom_response(
        entries,
        title=title,
        subtitle=described(query),
        url=root + base + query.querystring(),
        feed_url=root + base + "feed.atom" + query.querystring(),
        language=query.language,
        author=site.site_name if site and site.site_name else title,
    )


def as_ics(request, query, *, title, base, **about):
    """Return the calendar of every date on the list, those to come first if it is cut.

    What was cancelled stays on it, or who took it over would never be told.
    """
    # Loaded by the process that first writes a calendar: 5 MB.
    from hubsite.calendars import calendar_response

    if statuses := query.selected.get("status"):
        selected = {**query.selected, "status": (*statuses, CANCELLED)}
        query = replace(query, selected=selected)
    hits = all_hits(replace(query, sort="due"), MOST_EVENTS)
    entries = [
        entry
        for page in load_pages([hit.page_id for hit in hits])
        for entry in page.calendar_entries()
    ]
    return calendar_response(
        entries,
        name=title,
        description=described(query),
        url=site_root(request) + base + query.querystring(),
        language=query.language,
    )


def described(query):
    """Return what narrows a list, the codes it opens with too, in the active language."""
    return " · ".join(narrowings(query))


def narrowings(query, book=None):
    """Return each thing that narrows a list, in words; `book` holds their labels."""
    if book is None and query.selected:
        book = LabelBook.read(query.language, query.selected)
    told = [f"“{query.q}”"] if query.q else []
    for name, codes in query.selected.items():
        labels = ", ".join(book.labels(name, codes, query.types))
        if name == "territory" and query.reach:
            labels += f" ({REACHES[query.reach]})"
        told.append(
            _("%(facet)s: %(labels)s")
            % {"facet": capfirst(FACETS[name].label), "labels": labels}
        )
    return told


def all_hits(query, most):
    return (
        get_engine().search(replace(query, facets=(), page=1).request(size=most)).hits
    )


@dataclass(frozen=True)
class Exit:
    """A form of a list: the last part of its address, and what answers there."""

    file: str
    view: Callable


EXITS: dict[str, Exit] = {}


def register_exit(name, file, view):
    """Offer a form of lists; a list says by its `exits` whether it has it."""
    EXITS[name] = Exit(file, view)


register_exit("atom", "feed.atom", as_atom)
register_exit("ics", "calendar.ics", as_ics)
register_exit("xlsx", "results.xlsx", as_xlsx)
register_exit("csv", "results.csv", as_csv)
register_exit("json", "results.json", as_json)
