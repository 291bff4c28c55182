"""The site map: the second way to every section, besides search (RGAA 12.1, 12.3)."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from .pages import ListPage


def pages_of_lists():
    """Return the page models whose pages stand in a list, where search finds them."""
    return [
        model
        for page_list in ListPage.__subclasses__()
        for model in page_list.clean_subpage_models()
    ]


@require_safe
def site_map(request):
    """Show the tree of the site in the reader's language, long lists as one link each."""
    home = Site.find_for_request(request).root_page.localized
    pages = (
        Page.objects.live()
        .public()
        .descendant_of(home)
        .filter(alias_of=None)
        .not_type(*pages_of_lists())
        .order_by("path")
    )
    return render(
        request,
        "search/site_map.html",
        {
            "title": _("Site map"),
            "description": _("Every section of the site, on one page."),
            "home": home,
            "tree": Page.get_annotated_list_qs(pages),
        },
    )
