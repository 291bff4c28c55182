"""How pages with a personal link are kept to the person who has it."""

from functools import wraps

from django.views.decorators.cache import never_cache

# Sign-ups from one network in an hour.
MOST_PER_HOUR = 20


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
