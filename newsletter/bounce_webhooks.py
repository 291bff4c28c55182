"""Bounces and complaints that a mail provider's webhook tells, by Anymail.

`MAIL_PROVIDER` names the provider as Anymail does; its webhook is the only one served.
`WEBHOOK_SECRET` ("name:password") must come with each call, besides the signature where
the provider signs and Anymail's setting for it (`ANYMAIL_…`) is in the environment.
"""

import hashlib
import logging

from anymail import urls as anymail_urls
from anymail.signals import EventType, RejectReason, tracking
from django.core.exceptions import ImproperlyConfigured
from django.dispatch import receiver
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from .bounces import Kind, kind_of_reply, record

logger = logging.getLogger(__name__)

# What reading a body of another shape raises; the last is Anymail's own word for it.
NO_EVENT = (ValueError, LookupError, TypeError, AttributeError, ImproperlyConfigured)


def patterns(provider):
    """Return the address of `provider`'s webhook: `<provider>/tracking/`.

    Raises ValueError for a provider that Anymail does not know.
    """
    for pattern in anymail_urls.urlpatterns:
        if pattern.name == f"{provider}_tracking_webhook":
            view = _well_formed(pattern.callback)
            return [path(f"{provider}/tracking/", view, name="mail_webhook")]
    raise ValueError(f"MAIL_PROVIDER: Anymail knows no {provider!r}")


def _well_formed(view):
    """Answer 400 to what is no event of the provider's, instead of failing on it."""

    @csrf_exempt
    def wrapped(request):
        try:
            return view(request)
        except NO_EVENT:
            logger.warning("a webhook's body could not be read", exc_info=True)
            return HttpResponse("Not an event.", status=400, content_type="text/plain")

    return wrapped


@receiver(tracking)
def told(sender, event, esp_name, **_rest):
    """Record a bounce or a complaint; deliveries, readings and clicks are not kept."""
    kind = _kind(event)
    if kind is None or not event.recipient:
        return
    text = f"{event.timestamp} {event.event_type} {event.recipient} {event.message_id}"
    record(
        provider=esp_name,
        event_id=event.event_id or hashlib.sha256(text.encode()).hexdigest(),
        kind=kind,
        email=event.recipient,
        detail=event.mta_response or event.description or "",
    )


def _kind(event):
    """Return the Kind of a bounce or complaint; None for anything else.

    What the provider refused before sending (`rejected`) tells nothing new.
    """
    if event.event_type == EventType.COMPLAINED:
        return Kind.COMPLAINT
    if event.event_type != EventType.BOUNCED:
        return None
    is_hard = event.reject_reason == RejectReason.INVALID or _is_called_hard(event)
    return Kind.HARD if is_hard else kind_of_reply(event.mta_response or "")


def _is_called_hard(event):
    """Tell whether the provider itself says so: Anymail keeps no such difference."""
    own = event.esp_event
    words = [str(own.get(name, "")).lower() for name in ("event", "Type", "type")]
    return own.get("hard_bounce") is True or any("hard" in word for word in words)
