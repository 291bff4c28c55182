"""The small files that browsers and robots ask a site for."""

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from wagtail.models import Site

from .i18n import site_languages
from .menus import chrome

SECURITY_CONTACT_HOLDS = timedelta(days=180)


@cache_control(public=True, max_age=86400)
def manifest(request):
    """Answer with the web app manifest, named as the hub is."""
    site = Site.find_for_request(request)
    hub = chrome(site) if site else None
    return JsonResponse(
        {
            "name": hub.name if hub else "",
            "short_name": hub.name if hub else "",
            "start_url": "/",
            "display": "browser",
            "background_color": "#fffdf9",
            "theme_color": "#14304f",
            "icons": [
                {
                    "src": static(f"hubsite/icon-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                }
                for size in (192, 512)
            ],
        },
        content_type="application/manifest+json",
    )


@cache_control(public=True, max_age=86400)
def robots(request):
    """Keep robots out of the admin; say where the sitemap is."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@cache_control(public=True, max_age=86400)
def security(request):
    """Say where to report a weakness (RFC 9116); 404 while the hub names no address.

    The address is read from the hub's settings at each request, so it is true today:
    the date on which it expires moves with it.
    """
    site = Site.find_for_request(request)
    hub = chrome(site) if site else None
    if not (hub and hub.contact_email):
        raise Http404
    expires = datetime.now(UTC).replace(microsecond=0) + SECURITY_CONTACT_HOLDS
    lines = (
        f"Contact: mailto:{hub.contact_email}",
        f"Expires: {expires.isoformat()}",
        f"Preferred-Languages: {', '.join([*site_languages(), 'en'])}",
        f"Canonical: {hub.root_url}{request.path}",
    )
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"
    )
