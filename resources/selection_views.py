"""The visitor's own selection, kept in a cookie, and the selections that links share.

No page of these forms is secret and pages that hold them are cached for everybody, so
they carry no CSRF token: a request must come from a page of this site.
"""

from functools import wraps

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from hubsite.collected import MOST_PAGES, ids_in, own_ids, token_for
from hubsite.errors import bad_form
from hubsite.pdf import pdf_response
from hubsite.visitors import comes_from_this_site, too_many
from search.exits import COLUMNS, csv_response
from search.lines import lines_of

from . import selections
from .booklet import booklet_pdf
from .selection_zip import MOST_BYTES, zip_response
from .selections import Full, Selection
from .verdicts import said

COOKIE_SECONDS = 90 * 24 * 3600
TABLE = (*COLUMNS, "funder", "licence")
CHANGES_AN_HOUR, DOCUMENTS_AN_HOUR = 600, 120


def selection_page(request, ids, *, status=200, **context):
    """Return the page that shows a selection, with a notice, an error or neither."""
    selection = Selection(ids)
    context = {
        "title": _("My selection"),
        "description": _("Pages you put side by side, to print, share or take along."),
        "selection": selection,
        "verdict": said(selection.verdict()),
        "share_url": shared_url(request, selection),
        "most_bytes": MOST_BYTES,
        "most_pages": MOST_PAGES,
        "noindex": True,
        "is_mine": True,
        # Without this the template would set a CSRF cookie.
        "csrf_token": "",
        **context,
    }
    return render(request, "resources/selection.html", context, status=status)


def shared_url(request, selection):
    """Return the full address of the link that shares a Selection."""
    path = reverse("selection:shared", args=[selection.token])
    return request.build_absolute_uri(path)


@never_cache
@require_safe
def mine(request):
    """Show the visitor's own selection, and what was just done to it."""
    ids = own_ids(request)
    added = request.GET.get("added", "")
    context = {"added": int(added) if added.isdecimal() and len(added) < 12 else None}
    before = request.GET.get("before", "")
    if before and ids_in(before):
        context["before"] = before
    return selection_page(request, ids, **context)


def form(view):
    """Let a view change the visitor's selection: by POST, from this site, not in floods.

    The view returns (ids, what to add to the address of the selection). Any other method
    leads to the selection; Full says so on its page.
    """

    @csrf_exempt
    @never_cache
    @wraps(view)
    def guarded(request):
        if request.method != "POST":
            return HttpResponseRedirect(reverse("selection:mine"))
        if not comes_from_this_site(request):
            return bad_form(request)
        before = own_ids(request)
        if too_many(request, "selection", CHANGES_AN_HOUR):
            error = _("Too many requests. Wait a few minutes.")
            return selection_page(request, before, error=error, status=429)
        try:
            ids, rest = view(request, before)
        except Full:
            error = _(
                "A selection holds %(n)s pages at most. Remove one before you add another."
            ) % {"n": MOST_PAGES}
            return selection_page(request, before, error=error, status=400)
        except ValueError:
            error = _("This page cannot be added: it is not, or no longer, published.")
            return selection_page(request, before, error=error, status=404)
        return remembered(HttpResponseRedirect(reverse("selection:mine") + rest), ids)

    return guarded


def remembered(response, ids):
    """Return the response with the selection in its cookie, or without one if empty."""
    response.status_code = 303
    if ids:
        response.set_cookie(
            settings.SELECTION_COOKIE,
            token_for(ids),
            max_age=COOKIE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(settings.SELECTION_COOKIE, samesite="Lax")
    return response


@form
def add(request, ids):
    page = selections.page_to_add(number(request.POST.get("page", "")))
    if page is None:
        raise ValueError
    return selections.with_page(ids, page), f"?added={page.pk}"


@form
def change(request, ids):
    """Move or remove one page, or empty the selection; the page shown offers to undo."""
    posted = request.POST
    for name, step in (("up", -1), ("down", 1)):
        if name in posted:
            pk = number(posted[name])
            return selections.moved(ids, pk, step), f"#page-{pk}"
    gone = number(posted["remove"]) if "remove" in posted else None
    left = [] if "clear" in posted else [pk for pk in ids if pk != gone]
    return left, f"?before={token_for(ids)}" if len(left) < len(ids) else ""


@form
def take(request, ids):
    """Add what a link shares to the visitor's selection, or put back what was there."""
    others = ids_in(request.POST.get("selection", ""))
    if others is None:
        raise ValueError
    return others if "instead" in request.POST else selections.joined(ids, others), ""


def number(text):
    """Return the id that a form sent; 0, which no page has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def by_link(view):
    """Give a view the Selection that the address holds; say plainly that it is broken."""

    @require_safe
    @wraps(view)
    def read(request, token, **options):
        ids = ids_in(token)
        if not ids:
            error = _(
                "This link is not complete: copy it once more, from its first to its last "
                "character."
            )
            context = {"title": _("A shared selection"), "is_mine": False}
            return selection_page(request, [], error=error, status=404, **context)
        return view(request, ids, **options)

    return read


@by_link
def shared(request, ids):
    return selection_page(request, ids, title=_("A shared selection"), is_mine=False)


@by_link
def booklet(request, ids):
    """Return the selection as one accessible PDF."""
    selection = Selection(ids)
    if refusal := refused(request, selection.published, ids):
        return refusal
    document = booklet_pdf(selection, shared_url(request, selection))
    return pdf_response(document, f"{file_name()}.pdf")


@by_link
def files(request, ids):
    """Return the files of the selection and what credits them as one ZIP."""
    selection = Selection(ids)
    if refusal := refused(request, selection.published, ids):
        return refusal
    if selection.weight > MOST_BYTES:
        error = _("These files are too large for one archive: take them one by one.")
        return selection_page(
            request, ids, error=error, status=413, is_mine=False,
            title=_("A shared selection"),
        )  # fmt: skip
    return zip_response(selection, f"{file_name()}.zip")


@by_link
def calendar(request, ids):
    """Return the dates of a selection as a calendar to subscribe to."""
    # Loaded by the process that first writes a calendar: 5 MB.
    from hubsite.calendars import calendar_response

    selection = Selection(ids)
    return calendar_response(
        [entry for work in selection.dated for entry in work.page.calendar_entries()],
        name=_("A shared selection"),
        url=shared_url(request, selection),
        language=selection.language,
    )


@by_link
def table(request, ids, form):
    """Return the pages of a selection as a table, those with dates first."""
    selection = Selection(ids)
    if refusal := refused(request, selection.published, ids):
        return refusal
    works = (*selection.dated, *(w for w in selection.undated if w.page))
    lines = lines_of([work.page.pk for work in works], selection.language)
    if form == "csv":
        return csv_response(request, lines, TABLE)
    # Loaded by the process that first writes a workbook: 9 MB.
    from search.workbook import workbook_response

    address = reverse("selection:shared", args=[selection.token])
    title = _("A shared selection")
    return workbook_response(request, lines, TABLE, title=title, url=address)


def refused(request, works, ids):
    """Return why no document is made, as a page, or None."""
    context = {"title": _("A shared selection"), "is_mine": False}
    if not works:
        error = _("No page of this selection is published any more.")
        return selection_page(request, ids, error=error, status=404, **context)
    if too_many(request, "selection.documents", DOCUMENTS_AN_HOUR):
        error = _("Too many requests. Wait a few minutes.")
        response = selection_page(request, ids, error=error, status=429, **context)
        response["Retry-After"] = "3600"
        return response
    return None


def file_name():
    return {"fr": "selection", "nl": "selectie"}[get_language()]
