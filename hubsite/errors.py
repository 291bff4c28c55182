"""Error pages in the visitor's language, whatever broke."""

from django.conf import settings
from django.http import HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from hubsite.i18n import site_languages

TITLES = {
    400: _("This address cannot be read"),
    414: _("This address is too long"),
    403: _("You may not see this page"),
    404: _("This page was not found"),
    429: _("Too many attempts: wait a quarter of an hour"),
    "csrf": _("This form is no longer valid"),
}


def language_of(request):
    """Return the language of an address, else the browser's, else the source's."""
    prefix = request.path.split("/")[1]
    if prefix in site_languages():
        return prefix
    return translation.get_language_from_request(request)


def error_page(request, status, template="", title=""):
    """Return the page for `status`, in the language of the address."""
    template = template or f"{status}.html"
    with translation.override(language_of(request)):
        context = {"title": title or TITLES.get(status, ""), "is_error": True}
        # These pages may not ask anything of the request or of the part that broke.
        given = None if template in {"400.html", "500.html"} else request
        try:
            body = loader.render_to_string(template, context, given)
            kind = "text/html; charset=utf-8"
        except TemplateDoesNotExist:
            body, kind = str(status), "text/plain; charset=utf-8"
        response = HttpResponse(body, status=status, content_type=kind)
        response["Content-Language"] = translation.get_language()
    add_never_cache_headers(response)
    return response


def bad_request(request, exception=None):
    return error_page(request, 400)


def too_long(request):
    return error_page(request, 414, "400.html")


def forbidden(request, exception=None):
    return error_page(request, 403)


def bad_form(request, reason=""):
    """Answer a form sent without a valid CSRF token."""
    return error_page(request, 403, "403_csrf.html", TITLES["csrf"])


def not_found(request, exception=None):
    return error_page(request, 404)


def server_error(request):
    return error_page(request, 500)


def locked_out(request, *args, **kwargs):
    """Answer somebody who tried too many passwords."""
    response = error_page(request, 429, "403.html")
    response["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME * 3600))
    return response
