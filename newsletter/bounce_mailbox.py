"""Bounces that come back by mail: delivery reports (RFC 3464), complaints (RFC 5965).

`BOUNCE_MAILBOX_URL` names the mailbox behind `BOUNCE_ADDRESS`. Only what came back to a
signed return path counts (hubsite.return_path). What counted is deleted; the rest is
marked as seen and left to people.
"""

import hashlib
import imaplib
import logging
from email import message_from_bytes, policy
from urllib.parse import unquote, urlsplit

from django.conf import settings
from flufl.bounce import all_failures

from hubsite import jobs
from hubsite.mail import OutgoingEmail
from hubsite.return_path import row_in

from .bounces import Kind, kind_of_reply, record
from .models import Delivery

logger = logging.getLogger(__name__)

PATIENCE = 30  # seconds for each reply
LARGEST = 1_000_000  # bytes; a report holds a mail of ours at most
MOST = 500  # messages a run, so that the worker's other jobs get their turn


def read_mailbox():
    """Read the bounces that came; return how many counted. A job.

    Raises OSError or imaplib.IMAP4.error when the mailbox cannot be opened.
    """
    if not settings.BOUNCE_MAILBOX_URL:
        return 0
    counted = 0
    with open_mailbox(settings.BOUNCE_MAILBOX_URL) as mailbox:
        _status, (found,) = mailbox.uid("SEARCH", "UNSEEN", "SMALLER", str(LARGEST))
        for uid in found.split()[:MOST]:
            if jobs.STOPPING.is_set():
                break
            is_report = read(message_of(mailbox, uid))
            flag = r"(\Deleted)" if is_report else r"(\Seen)"
            mailbox.uid("STORE", uid, "+FLAGS", flag)
            counted += is_report
        mailbox.expunge()
    return counted


def open_mailbox(url):
    """Return a mailbox of imaps://name:password@host[:port][/folder], opened.

    Raises OSError or imaplib.IMAP4.error.
    """
    parts = urlsplit(url)
    client = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    default = 993 if parts.scheme == "imaps" else 143
    mailbox = client(parts.hostname, parts.port or default, timeout=PATIENCE)
    mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""))
    status, reply = mailbox.select(unquote(parts.path.strip("/")) or "INBOX")
    if status != "OK":
        raise imaplib.IMAP4.error(reply[0].decode("utf-8", "replace"))
    return mailbox


def message_of(mailbox, uid):
    """Return the message of this uid as bytes, without marking it as read."""
    _status, parts = mailbox.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def read(raw):
    """Record what the message `raw` reports, if it does; return whether it does."""
    row = row_in(raw.decode("latin-1"))
    recipient = row and _recipient(*row)
    if not recipient:
        return False
    try:
        kind, detail = _told(message_from_bytes(raw, policy=policy.compat32))
    except Exception:
        logger.warning("a bounce could not be read", exc_info=True)
        return False
    if kind is None:
        return False
    email, campaign, has_acted = recipient
    if kind == Kind.HARD and has_acted:
        # It was another address's mail, or one that has worked since.
        kind = Kind.SOFT
    digest = hashlib.sha256(raw).hexdigest()
    record(
        provider="mailbox",
        event_id=digest,
        kind=kind,
        email=email,
        detail=detail,
        campaign=campaign,
    )
    return True


def _recipient(kind, pk):
    """Return (address, campaign or None, whether the person acted since) or None.

    Who moved to another address did so by a link mailed there: what comes back from the
    old one, days later, must not end the new one.
    """
    if kind == Delivery.RETURN_PATH:
        row = Delivery.objects.select_related("subscriber", "campaign").filter(pk=pk)
        delivery = row.exclude(subscriber=None).first()
        if delivery is None:
            return None
        reader, sent_at = delivery.subscriber, delivery.sent_at
        has_acted = sent_at is not None and sent_at < reader.last_action_at
        return reader.email, delivery.campaign, has_acted
    mail = OutgoingEmail.objects.filter(pk=pk).first()
    return mail and (mail.to, None, False)


def _told(message):
    """Return (Kind or None, detail): what the report says; None for any other mail."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            return Kind.COMPLAINT, ""
        if kind == "message/delivery-status":
            return _delivery_status(part)
    temporary, permanent = all_failures(message)
    return (Kind.SOFT if temporary or permanent else None), ""


def _delivery_status(part):
    """Read the groups of fields of RFC 3464; only a failure that is final counts."""
    for group in part.get_payload():
        if (group.get("Action") or "").strip().lower() == "failed":
            detail = f"{group.get('Status', '')} {group.get('Diagnostic-Code', '')}"
            return kind_of_reply(str(group.get("Status", ""))), detail
    return None, ""
