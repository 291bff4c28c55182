"""Who may send the sign-up form, and how often: no third party, no cookie."""

import hashlib
import ipaddress
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.views.decorators.cache import never_cache

MOST_PER_HOUR = 20


def comes_from_this_site(request):
    """Tell whether a browser says that a page of this site sent the request.

    The form stands on cacheable pages, which can hold no CSRF token. Browsers set these
    headers themselves; a page elsewhere cannot change them.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def client_network(request):
    """Return the address, or of IPv6 the network of one household, a request comes from.

    Behind the one proxy that we trust, the last address it noted.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "")
        address = forwarded.rpartition(",")[2].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def too_many(request):
    """Count a request and tell whether its sender has made too many this hour.

    The address is kept for an hour, as a hash, in the cache only.
    """
    network = hashlib.sha256(client_network(request).encode()).hexdigest()[:32]
    key = f"newsletter.signup.{network}"
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) > MOST_PER_HOUR
    except ValueError:
        # The count ran out between the two calls.
        return False


def private_link(view):
    """Keep a page with a personal link out of caches, search engines and referrers."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = never_cache(view)(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded
