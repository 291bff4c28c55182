"""Every address of the site, in the order they are tried."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import outbox

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEMO or settings.DEBUG:
    from django.views.static import serve

    urlpatterns += [
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    ]

demo_urls = [
    path("demo/outbox/", outbox.outbox, name="outbox"),
    path("demo/outbox/<str:name>/", outbox.outbox_mail, name="outbox_mail"),
    path("demo/outbox/<str:name>/html/", outbox.outbox_html, name="outbox_html"),
]

urlpatterns += i18n_patterns(
    *(demo_urls if settings.DEMO else []),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
