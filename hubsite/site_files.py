"""The small files that browsers and robots ask a site for."""

from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from wagtail.models import Site

from .menus import chrome


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
