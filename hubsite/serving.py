"""From an address to its page: found at once rather than level by level."""

from functools import partial
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
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
    """Return the page that these steps lead to, specific, with its locale; or None.

    Which page stands there is remembered, so that one query is enough; a page that has
    moved since is not found by it, and looked for again.
    """
    url_path = home_path(site) + "".join(f"{step}/" for step in steps if step)
    name = f"page-at-{sha256(url_path.encode()).hexdigest()}"
    try:
        remembered = remember(name, partial(_standing_at, url_path))
        return _specific(url_path, *remembered) or _specific(
            url_path, *_standing_at(url_path)
        )
    except Page.DoesNotExist:
        return None


def _standing_at(url_path):
    """Return the id and the type of the page of that path; raises DoesNotExist."""
    slug = url_path.strip("/").rpartition("/")[2]
    # `slug` is indexed, `url_path` is not.
    found = Page.objects.filter(slug=slug, url_path=url_path)
    row = found.values_list("pk", "content_type_id").first()
    if row is None:
        raise Page.DoesNotExist
    return row


def _specific(url_path, pk, type_id):
    """Return the page as its own type, with the rows that type is served with, or None."""
    model = ContentType.objects.get_for_id(type_id).model_class() or Page
    served_with = getattr(model, "served_with", ())
    pages = model._default_manager.select_related("locale", *served_with)
    return pages.filter(pk=pk, url_path=url_path).first()


def home_path(site):
    """Return the `url_path` of a site's home page in the active language."""
    language = current_language()
    return remember(
        f"home-path-{site.pk}-{language}", lambda: site.root_page.localized.url_path
    )
