"""Links that a mail brings to one person, and the pages behind them.

A token is a row's random id and a signature whose salt holds the link's purpose and a
key of the row: no address is in it, a link for one purpose opens nothing else, and a
new key makes all of them worthless. `SECRET_KEY_FALLBACKS` keeps links alive when the
site's own key changes.

What such a page does is done by POST alone: programs that follow the links of a mail
change nothing. It carries no CSRF token, since the link itself is the proof.
"""

import uuid
from functools import wraps

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


def signed_token(identifier, salt, *, timed=False):
    """Return the token of a row's UUID; `timed` ones can be refused for their age."""
    signer = TimestampSigner if timed else Signer
    return signer(salt=salt).sign(identifier.hex)


def identifier_in(token):
    """Return the UUID that a token claims, or None; `is_signed` tells whether it may."""
    try:
        return uuid.UUID(hex=token.partition(":")[0])
    except ValueError:
        return None


def is_signed(token, salt, *, max_age=None):
    """Tell whether we signed the token, at most `max_age` seconds ago for timed ones."""
    try:
        if max_age is None:
            Signer(salt=salt).unsign(token)
        else:
            TimestampSigner(salt=salt).unsign(token, max_age=max_age)
    except BadSignature:
        return False
    return True


def personal(view):
    """Keep a page out of caches, search engines and referrers; take GET and POST."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = never_cache(view)(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response.setdefault("X-Robots-Tag", "noindex, nofollow")
        response["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(guarded))


def show(request, template, context, status=200):
    # Without this the forms' template would set a CSRF cookie.
    context = {"csrf_token": "", "noindex": True, **context}
    return render(request, template, context, status=status)


def message(request, title, text, *, status=200, links=()):
    """Answer with a few words, and `links`: (label, address) pairs to go on with."""
    context = {"title": title, "text": text, "links": links}
    return show(request, "personal/message.html", context, status=status)


def ask(request, title, text, button, **context):
    """Answer with a button that does, by POST, what the link is for."""
    context = {"title": title, "text": text, "button": button, **context}
    return show(request, "personal/button.html", context)
