"""Answers to a search: the page, its other forms, suggestions, the tags."""

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hubsite.i18n import current_language

from . import asking_place
from .engines import get_engine
from .exits import EXITS, csv_weight, site_root
from .listing import listing_context
from .query import SearchQuery
from .reports import note_nothing_found

SEARCH_FACETS = (
    "type", "theme", "topic", "audience", "profile", "territory", "status", "kind",
    "language", "tag",
)  # fmt: skip
SEARCH_DESCRIPTION = gettext_lazy(
    "Search the strategy kit, the calls, the events, the resources, the experience "
    "sheets and the news of the hub."
)


# The forms of the search of the whole site.
SEARCH_EXITS = ("atom", "csv", "json")


def list_response(request, exit_name, query, *, page=None):
    """Answer with a list in the form `exit_name`: "page", or one of search.exits.

    `page` is the list's own page, or None for the search of the whole site. The page's
    template is its `list_template` (`search/search.html` without a page).
    """
    exits = page.exits if page else SEARCH_EXITS
    base = page.get_url(request) if page else reverse("search")
    title = page.title if page else _("Search")
    if exit_name != "page":
        if exit_name not in exits:
            raise Http404
        if query.place:
            return _undecided(query)
        exit_ = EXITS[exit_name]
        return exit_.view(request, query, title=title, base=base, page=page)
    if request.GET.get(asking_place.PARAMETER) and not query.place:
        return HttpResponseRedirect(base + query.querystring())
    result = get_engine().search(query.request())
    if query.q and not result.total:
        note_nothing_found(query)
    about = {"sorts": page.sorts, "labels": page.facet_labels} if page else {}
    context = listing_context(query, result, base=base, exits=exits, **about)
    context["csv_weight"] = csv_weight(result, site_root(request), page)
    if page is None:
        context |= {
            "title": title,
            "description": SEARCH_DESCRIPTION,
        }
        return render(request, "search/search.html", context)
    return page.render(request, template=page.list_template, context_overrides=context)


def _undecided(query):
    """Refuse a feed or a file for a place that is not decided: it would hold too much."""
    lines = [
        f"territory={choice.reference}  {choice.label} ({choice.detail})"
        for choice in asking_place.choices(query, query.place.places)
    ]
    return HttpResponse(
        "\n".join([query.place.message, *lines, ""]),
        status=400,
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def search(request, exit_name="page"):
    """Search the whole site."""
    query = SearchQuery.from_request(
        request.GET, language=current_language(), facets=SEARCH_FACETS
    )
    return list_response(request, exit_name, query)


@require_safe
def suggestions(request):
    """Return titles whose words begin as typed, for the search box."""
    query = SearchQuery.from_request(request.GET, language=current_language())
    found = get_engine().suggest(query.q, query.language, timezone.now())
    return _suggestions_response(
        {
            "title": suggestion.title,
            "url": suggestion.url,
            "type": suggestion.type_label,
            "language": suggestion.language,
        }
        for suggestion in found
    )


@require_safe
def place_suggestions(request):
    """Return places that begin as typed, each with the list's address narrowed to it."""
    GET = request.GET.copy()
    typed = "".join(GET.pop(asking_place.PARAMETER, [])[-1:])
    query = SearchQuery.from_request(GET, language=current_language())
    return _suggestions_response(
        {
            "title": choice.label,
            "url": choice.url,
            "type": choice.detail,
            "language": query.language,
        }
        for choice in asking_place.suggested(query, typed)
    )


def _suggestions_response(suggestions):
    return JsonResponse(
        {"suggestions": list(suggestions)}, json_dumps_params={"ensure_ascii": False}
    )


@require_safe
def tags(request):
    """Show every tag in use, with the number of pages that carry it."""
    query = SearchQuery(language=current_language(), facets=("tag",), opened="tag")
    result = get_engine().search(query.request(size=1))
    base = reverse("search")
    context = listing_context(query, result, base=base, exits=())
    return render(
        request,
        "search/tags.html",
        {
            "title": _("Tags"),
            "description": _("Every tag of the site, and how many pages carry it."),
            "tags": [tag for facet in context["facets"] for tag in facet.values],
        },
    )
