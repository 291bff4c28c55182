"""Where bounces come back to: an address of its own for each mail, which none can forge.

`BOUNCE_ADDRESS` names a mailbox that takes plus addresses (RFC 5233). The part after the
plus names the row a mail was made from and signs it: only who saw that very mail can
write to it, so that nobody can have a stranger's address shut out. Without
`BOUNCE_ADDRESS`, bounces go to the sender and are read by people.
"""

import re
from email.utils import parseaddr
from functools import cache

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SIGNATURE = 16  # hexadecimal digits: 64 bits
TOKEN = re.compile(r"\+([a-z])([0-9]{1,18})-([0-9a-f]{16})@", re.ASCII)


def return_path(kind, pk):
    """Return the envelope's sender for the mail of row `pk`; `kind` is one letter."""
    local, _at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    if not domain:
        return _mailbox_of(settings.DEFAULT_FROM_EMAIL)
    return f"{local}+{kind}{pk}-{_signature(kind, pk, settings.SECRET_KEY)}@{domain}"


# Asked for every mail of a campaign.
@cache
def _mailbox_of(sender):
    return parseaddr(sender)[1]


def row_in(text):
    """Return (kind, pk) of the first return path of ours in `text`, or None."""
    for kind, pk, signature in TOKEN.findall(text):
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            if constant_time_compare(_signature(kind, pk, key), signature):
                return kind, int(pk)
    return None


def _signature(kind, pk, key):
    signed = salted_hmac("hubsite.return_path", f"{kind}{pk}", secret=key)
    return signed.hexdigest()[:SIGNATURE]
