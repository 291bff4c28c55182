"""From an address to its page: found at once rather than level by level."""

from django.http import Http404
from wagtail import views
from wagtail.models import Page, Site

from .cache import remember
from .i18n import current_language


def serve_page(request, path):
    """Serve the page at `path`, below the home page of the active language.

    Wagtail's own way is left to find what is no page as a whole: a page's other forms,
    a redirection.
    """
    site = Site.find_for_request(request)
    if site and (page := page_at(site, path.split("/"))):
        try:
            route = page.route(request, [])
        except Http404:
            route = None
        request._wagtail_route_for_request = route
    return views.serve(request, path)


def page_at(site, steps):
    """Return the page that these steps lead to, specific, with its locale; or None."""
    above = home_path(site)
    url_path = above + "".join(f"{step}/" for step in steps if step)
    slug = url_path.strip("/").rpartition("/")[2]
    # `slug` is indexed, `url_path` is not.
    pages = Page.objects.filter(slug=slug, url_path=url_path).select_related("locale")
    page = pages.first()
    if page is None:
        return None
    specific = _specific(page)
    specific.locale = page.locale
    return specific


def _specific(page):
    """Return the page as its own type, with the rows that type is served with."""
    model = page.specific_class
    if names := getattr(model, "served_with", ()):
        return model._default_manager.select_related(*names).get(pk=page.pk)
    return page.specific


def home_path(site):
    """Return the `url_path` of a site's home page in the active language."""
    language = current_language()
    return remember(
        f"home-path-{site.pk}-{language}", lambda: site.root_page.localized.url_path
    )
