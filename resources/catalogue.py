"""The whole catalogue as JSON, a hundred resources a page (docs/operations.md)."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, JsonResponse

from hubsite.licences import LICENCES
from hubsite.menus import hub_name

from .amb import CONTEXT, described, dumped

PER_PAGE = 100
# What is said of the resources is given away; each of them keeps its own licence.
METADATA = LICENCES["CC0-1.0"]


def catalogue_response(index, request):
    """Return one page of the dump, in the language of the library page `index`.

    An object: `licence` (of the metadata), `count`, `next` and `previous` (addresses or
    null), `resources` (AMB objects). 404 where `page` is not a page of it.
    """
    language = index.locale.language_code
    try:
        page = Paginator(dumped(language), PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    address = request.build_absolute_uri(request.path)

    def link(number):
        return f"{address}?page={number}"

    return JsonResponse(
        {
            "@context": [CONTEXT, {"@language": language}],
            "name": f"{hub_name()} – {index.title}",
            "licence": {"spdx": METADATA.spdx, "url": METADATA.uri},
            "count": page.paginator.count,
            "next": link(page.next_page_number()) if page.has_next() else None,
            "previous": link(page.previous_page_number())
            if page.has_previous()
            else None,
            "resources": [described(resource, request) for resource in page],
        },
        json_dumps_params={"ensure_ascii": False},
        content_type="application/ld+json; charset=utf-8",
    )
