"""Where a request comes from, for throttling only; nothing keeps it."""

from django.conf import settings


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
