"""What every template may count on: the hub's menus and identity, read when asked."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from .menus import chrome


def hub(request):
    def read():
        site = Site.find_for_request(request)
        return chrome(site) if site else None

    return {
        "hub": SimpleLazyObject(read),
        # Asking the session would make every public page vary by cookie.
        "may_edit": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
