"""The other forms of a list: JSON, CSV, Atom, iCalendar, from the same query."""

from dataclasses import replace

from defusedcsv import csv
from django.http import HttpResponse, JsonResponse
from wagtail.models import Site

from hubsite.feeds import atom_response

from .engines import get_engine
from .loading import load_pages

MOST_ROWS = 2000
MOST_ENTRIES = 100
MOST_EVENTS = 500
COLUMNS = (
    "type", "title", "url", "language", "summary", "status", "published", "due",
    "amount", "theme", "audience", "territory", "tag",
)  # fmt: skip
# Besides what defusedcsv quotes: spreadsheets trim these, then see the formula.
_LEADING = " \t\r\n\v\f\u00a0\u200b\ufeff"
_WIDE = str.maketrans("＝＋－＠", "=+-@")


def site_root(request):
    """Return scheme and host of the site, never what the visitor's header claims."""
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


def as_csv(request, query, **about):
    hits = _all_hits(query, MOST_ROWS)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="results.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    root = site_root(request)
    for hit in hits:
        writer.writerow([plain_cell(value) for value in _row(hit, root)])
    return response


def csv_weight(result, root):
    """Return about how many bytes the whole list weighs as CSV, from one page of it."""
    if not result.hits:
        return 0
    rows = (_row(hit, root) for hit in result.hits)
    shown = sum(len(str(cell).encode()) + 1 for row in rows for cell in row)
    return shown * min(result.total, MOST_ROWS) // len(result.hits)


def _row(hit, root):
    listed = (hit.labels.get(name, ()) for name in COLUMNS[9:])
    return (
        hit.type_label,
        hit.title,
        root + hit.url,
        hit.language,
        hit.summary,
        hit.status_label,
        hit.published_at.isoformat() if hit.published_at else "",
        hit.due_at.isoformat() if hit.due_at else "",
        "" if hit.amount is None else hit.amount,
        *(" | ".join(labels) for labels in listed),
    )


def plain_cell(value):
    """Return a cell that no spreadsheet reads as a formula once defusedcsv has seen it."""
    if not isinstance(value, str):
        return value
    value = value.lstrip(_LEADING)
    return value[:1].translate(_WIDE) + value[1:]


def as_atom(request, query, *, title, base):
    """Return the feed: the newest first, unless the address says otherwise."""
    hits = _all_hits(replace(query, sort=query.sort or "newest"), MOST_ENTRIES)
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
        url=root + base + query.querystring(),
        feed_url=root + base + "feed.atom" + query.querystring(),
        language=query.language,
        author=site.site_name if site and site.site_name else title,
    )


def as_ics(request, query, *, title, base):
    """Return the calendar of every date on the list, those to come first if it is cut."""
    # Loaded by the process that first writes a calendar: 5 MB.
    from hubsite.calendars import calendar_response

    hits = _all_hits(replace(query, sort="due"), MOST_EVENTS)
    entries = [
        entry
        for page in load_pages([hit.page_id for hit in hits])
        for entry in page.calendar_entries()
    ]
    return calendar_response(
        entries,
        name=title,
        url=site_root(request) + base + query.querystring(),
        language=query.language,
    )


def _all_hits(query, most):
    return (
        get_engine().search(replace(query, facets=(), page=1).request(size=most)).hits
    )


EXIT_VIEWS = {"json": as_json, "csv": as_csv, "atom": as_atom, "ics": as_ics}
