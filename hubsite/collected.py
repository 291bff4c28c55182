"""A selection as a signed list of page ids: what its cookie and its links hold (ADR 14).

Any room may offer a page to it; `resources` shows it.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.http import base36_to_int, int_to_base36

MOST_PAGES = 40
_signer = Signer(salt="resources.selection")


def token_for(ids):
    """Return the signed text that stands for these page ids, in this order."""
    return _signer.sign(".".join(int_to_base36(pk) for pk in ids))


def ids_in(token):
    """Return the page ids a token stands for, in order, or None if it is not one of ours."""
    try:
        parts = _signer.unsign(token).split(".")
        return [base36_to_int(part) for part in parts][:MOST_PAGES]
    except (BadSignature, ValueError):
        return None


def own_ids(request):
    """Return the page ids of the visitor's selection; none without a sound cookie."""
    return ids_in(request.COOKIES.get(settings.SELECTION_COOKIE, "")) or []
