"""The links in partners' mails; see `hubsite.personal_pages`."""

from django.urls import reverse
from django.utils import translation

from hubsite.mail import absolute
from hubsite.personal_pages import identifier_in, is_signed, signed_token

from .models import PartnerNotice, PartnerTalk

CONFIRM, MANAGE = "confirm", "manage"
CONFIRM_TALK, WRITE, ANSWER = "confirm_talk", "write", "answer"
TIMED = (CONFIRM, CONFIRM_TALK)
CONFIRM_SECONDS = 48 * 3600


def _salt(row, purpose):
    return f"funding.partner.{purpose}.{row.key}"


def path_for(row, purpose, language):
    """Return the path of a row's own page of this purpose, in a language."""
    token = signed_token(row.uuid, _salt(row, purpose), timed=purpose in TIMED)
    with translation.override(language):
        return reverse(f"partners:{purpose}", args=[token])


def link_for(row, purpose, language=None):
    """Return the full address of that page, in the row's own language if none is named."""
    return absolute(path_for(row, purpose, language or row.language))


def _row_for(rows, token, purpose):
    row = rows.filter(uuid=identifier_in(token)).first()
    if row is None:
        return None
    max_age = CONFIRM_SECONDS if purpose in TIMED else None
    return row if is_signed(token, _salt(row, purpose), max_age=max_age) else None


def notice_for(token, purpose):
    """Return the PartnerNotice that `token` stands for, or None, whatever is wrong."""
    return _row_for(PartnerNotice.objects.select_related("call"), token, purpose)


def talk_for(token, purpose):
    """Return the PartnerTalk that `token` stands for, or None, whatever is wrong."""
    rows = PartnerTalk.objects.select_related("notice__call")
    return _row_for(rows, token, purpose)
