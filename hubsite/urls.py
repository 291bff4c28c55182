"""Every address of the site, in the order they are tried."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from directory.views import author

from . import health, outbox, site_files, sitemaps
from .documents import serve_document
from .glossary import glossary
from .serving import serve_page

handler400 = "hubsite.errors.bad_request"
handler403 = "hubsite.errors.forbidden"
handler404 = "hubsite.errors.not_found"
handler500 = "hubsite.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path(
        "sitemap.xml",
        sitemap,
        {"sitemaps": {"pages": sitemaps.PageSitemap}},
        name="sitemap",
    ),
    path("robots.txt", site_files.robots, name="robots"),
    path(".well-known/security.txt", site_files.security, name="security"),
    path("site.webmanifest", site_files.manifest, name="manifest"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve_document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.MAIL_PROVIDER:
    urlpatterns.append(path("mail/", include("newsletter.webhook_urls")))

if settings.SERVE_MEDIA:
    # Renditions only: originals may hold more than was meant to be shown, and documents
    # pass by their view, which asks who may read them.
    urlpatterns += [
        path(
            "media/images/<path:path>",
            cache_control(max_age=settings.MEDIA_SECONDS)(serve),
            {"document_root": settings.MEDIA_ROOT / "images"},
        ),
    ]

demo_urls = [
    path("demo/outbox/", outbox.outbox, name="outbox"),
    path("demo/outbox/<str:name>/", outbox.outbox_mail, name="outbox_mail"),
    path("demo/outbox/<str:name>/html/", outbox.outbox_html, name="outbox_html"),
]

urlpatterns += i18n_patterns(
    path("auteurs/<slug:code>/", author, name="author"),
    path(_("glossary/"), glossary, name="glossary"),
    *(demo_urls if settings.DEMO else []),
    path("", include("search.urls")),
    path(_("selection/"), include("resources.urls")),
    # A page's other forms: Wagtail's own pattern takes no dot.
    re_path(
        r"^((?:[\w\-]+/)*[\w\-]+\.(?:json|csv|xlsx|atom|ics|pdf|zip))$",
        serve_page,
        name="wagtail_serve_file",
    ),
    path(_("reuse/"), include("resources.reply_urls")),
    path(_("suggest-a-call/"), include("funding.suggestion_urls")),
    path(_("apply-together/"), include("funding.partners.urls")),
    path("abonnement/", include("newsletter.urls")),
    path(_("alerts/"), include("newsletter.alert_urls")),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
