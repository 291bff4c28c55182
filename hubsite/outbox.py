"""The demo's outbox: read in the browser the mails that this local site has sent."""

import re
from email import message_from_bytes, policy

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from .mail_backends import outbox_folder

MOST_LISTED = 100
# A frame with an origin of its own, in which nothing runs and nothing is fetched.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation"
)


def _read(path):
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    parts = {}
    for part in message.walk():
        if part.get_content_type() in ("text/plain", "text/html"):
            parts[part.get_content_subtype()] = part.get_content()
    return {
        "name": path.stem,
        "subject": str(message["Subject"]),
        "to": str(message["To"]),
        "sender": str(message["From"]),
        "sent_at": timezone.datetime.fromtimestamp(
            path.stat().st_mtime, tz=timezone.get_current_timezone()
        ),
        "headers": [(name, str(value)) for name, value in message.items()],
        "text": parts.get("plain", ""),
        "html": parts.get("html", ""),
        # Links of the text part, so that a confirmation is one click away.
        "links": re.findall(r"https?://[^\s<>]+", parts.get("plain", "")),
    }


def _find(name):
    for path in outbox_folder().glob("*.eml"):
        if path.stem == name:
            return _read(path)
    raise Http404


def _private(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
def outbox(request):
    """List the newest mails first."""
    files = sorted(
        outbox_folder().glob("*.eml"), key=lambda p: p.stat().st_mtime, reverse=True
    )
    context = {
        "mails": [_read(path) for path in files[:MOST_LISTED]],
        "count": len(files),
    }
    return _private(render(request, "outbox/list.html", context))


@never_cache
def outbox_mail(request, name):
    mail = _find(name)
    context = {
        "title": mail["subject"],
        "noindex": True,
        "crumbs": [(gettext("Demonstration outbox"), reverse("outbox"))],
        "mail": mail,
    }
    return _private(render(request, "outbox/mail.html", context))


@never_cache
def outbox_html(request, name):
    """Show the HTML part alone, as a mail program would: no script, no address of ours."""
    response = HttpResponse(_find(name)["html"])
    response["Content-Security-Policy"] = MAIL_POLICY
    return _private(response)
