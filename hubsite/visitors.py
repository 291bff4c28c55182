"""Where a request comes from: for throttling and forms without a token; nothing keeps it."""

import hashlib
import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

HOUR = 3600


def client_address(request):
    """Return the visitor's network address as seen by our outermost own proxy.

    Only what our own proxies added to X-Forwarded-For counts; the rest of it is whatever
    the visitor wrote.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        address = forwarded[-settings.TRUSTED_PROXIES].strip()
        if address:
            return address
    return request.META["REMOTE_ADDR"]


def client_network(request):
    """Return the address, or of IPv6 the network of one household, a request comes from."""
    address = client_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def comes_from_this_site(request):
    """Tell whether a browser says that a page of this site sent the request.

    For forms on cacheable pages, which can hold no CSRF token. Browsers set these
    headers themselves; a page elsewhere cannot change them.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def too_many(request, purpose, most):
    """Count a request and tell whether its sender made more than `most` this hour.

    The address is kept for an hour, as a hash, in the cache only.
    """
    network = hashlib.sha256(client_network(request).encode()).hexdigest()[:32]
    key = f"throttle.{purpose}.{network}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > most
    except ValueError:
        # The count ran out between the two calls.
        return False
