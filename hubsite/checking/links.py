"""Finding out whether an address leads somewhere.

Addresses of the site are resolved, never fetched. Those outside are asked from the
server, so a page's author must not be able to make it talk to the hub's own network:
only http(s), only public addresses, the one that was looked at, at each redirection.
"""

from urllib.parse import urljoin, urlsplit

import certifi
import urllib3
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from hubsite.fetching import REDIRECTED, Refused, checked, public_address

TIMEOUT = urllib3.Timeout(connect=5, read=10)
REDIRECTIONS = 4
# RFC 2606: names for examples, which never lead anywhere.
RESERVED = (".example", ".test", ".invalid", ".localhost", "example.com", "example.org")


def is_outside(url):
    return urlsplit(url).scheme in ("http", "https")


def is_reserved(url):
    return (urlsplit(url).hostname or "").endswith(RESERVED)


def leads_somewhere(url):
    """Tell whether an address of this site, a path, shows anything."""
    parts = urlsplit(url)
    if parts.scheme or not parts.path:
        return True
    if parts.path.startswith(settings.STATIC_URL):
        return bool(finders.find(parts.path.removeprefix(settings.STATIC_URL)))
    try:
        with override(get_language_from_path(parts.path)):
            match = resolve(parts.path)
    except Resolver404:
        return False
    if match.url_name == "wagtaildocs_serve":
        documents = get_document_model().objects
        return documents.filter(pk=match.args[0]).exists()
    if match.url_name == "wagtail_serve":
        return is_page(parts.path) or is_redirected(parts.path)
    return True


def is_page(path):
    """Tell whether a live page, or a part of one, answers at this path."""
    language, *rest = [part for part in path.split("/") if part]
    home = Page.objects.filter(
        depth=2, live=True, locale__language_code=language
    ).first()
    if home is None:
        return False
    request = HttpRequest()
    request.method, request.path = "GET", path
    try:
        return home.specific.route(request, rest).page.live
    except Http404:
        return False


def is_redirected(path):
    return Redirect.objects.filter(old_path=Redirect.normalise_path(path)).exists()


def ask(url):
    """Return what an address outside answers: a status code, or the failure's name."""
    try:
        for _step in range(REDIRECTIONS):
            response = fetch(url)
            location = response.headers.get("Location")
            if response.status not in REDIRECTED or not location:
                return str(response.status)
            url = urljoin(url, location)
    except Refused:
        return "refused"
    except (OSError, UnicodeError, ValueError, urllib3.exceptions.HTTPError) as failure:
        return type(failure).__name__
    return "too many redirections"


def fetch(url):
    """Ask for the headers of `url` at the very address that was found public."""
    parts = checked(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = public_address(parts.hostname, port)
    options = {"timeout": TIMEOUT, "retries": False, "maxsize": 1}
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            address,
            port,
            ca_certs=certifi.where(),
            server_hostname=parts.hostname,
            assert_hostname=parts.hostname,
            **options,
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, **options)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": "hub-link-check"}
    with pool:
        response = pool.request("HEAD", target, headers=headers, redirect=False)
        if response.status in (403, 405, 501):
            response = pool.request(
                "GET", target, headers=headers, redirect=False, preload_content=False
            )
            response.close()
    return response


def is_failure(answer):
    """A server that wants a login or less haste still answers."""
    return not answer.isdigit() or (
        int(answer) >= 400 and answer not in ("401", "403", "429")
    )
