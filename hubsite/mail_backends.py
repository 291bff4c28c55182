"""Where mail goes: a relay over SMTP, or a folder that anyone can read on a local site.

Both speak Django's interface; `line()` gives what campaigns are sent over, a connection
that carries many mails made beforehand (hubsite.mail_lines).
"""

import smtplib
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from .mail_lines import OutboxLine, SMTPLine, keep


class ReplyingMixin:
    """An SMTP client that keeps the last reply to a message."""

    last_reply = ""

    def data(self, message):
        code, reply = super().data(message)
        self.last_reply = f"{code} {reply.decode('utf-8', 'replace')}"
        return code, reply


class ReplyingSMTP(ReplyingMixin, smtplib.SMTP):
    pass


class ReplyingSMTPOverTLS(ReplyingMixin, smtplib.SMTP_SSL):
    pass


class SMTPBackend(EmailBackend):
    """Django's SMTP backend that also tells the relay's reply."""

    def __init__(self, *args, timeout=None, **kwargs):
        super().__init__(*args, timeout=timeout or 30, **kwargs)

    @property
    def connection_class(self):
        return ReplyingSMTPOverTLS if self.use_ssl else ReplyingSMTP

    @property
    def last_reply(self):
        return self.connection.last_reply if self.connection else ""

    def line(self):
        return SMTPLine(self)


class OutboxBackend(BaseEmailBackend):
    """Write each mail to `DATA_DIR/outbox`, one file a Message-ID, for the owner only."""

    last_reply = "250 kept in the outbox"

    def open(self):
        self.line().open()
        return True

    def send_messages(self, email_messages):
        self.open()
        for message in email_messages:
            parsed = message.message()
            content = parsed.as_bytes(linesep="\r\n")
            keep(outbox_folder(), str(parsed["Message-ID"]), content)
        return len(email_messages)

    def line(self):
        return OutboxLine(outbox_folder())


def outbox_folder():
    return Path(settings.DATA_DIR) / "outbox"
