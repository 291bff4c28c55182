"""Where mail goes: a relay over SMTP, or a folder that anyone can read on a local site.

Both speak Django's interface, and `send_bytes` for campaigns: a message made beforehand,
with a word before the step that cannot be undone.
"""

import os
import re
import secrets
import smtplib
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend


def no_word():
    return None


class ReplyingMixin:
    """An SMTP client that keeps the last reply to a message and speaks before the dot."""

    last_reply = ""
    before_dot = staticmethod(no_word)

    def data(self, message):
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        if message.startswith(b".") or b"\r\n." in message:
            message = re.sub(rb"(?m)^\.", b"..", message)
        self.send(message if message.endswith(b"\r\n") else message + b"\r\n")
        try:
            self.before_dot()
        except BaseException:
            # Nothing said now would be a command: only hanging up leaves it unsent.
            self.close()
            raise
        self.send(b".\r\n")
        code, reply = self.getreply()
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

    def send_bytes(self, sender, recipient, message, before_commit=no_word):
        """Send `message` (CRLF lines) and return the reply.

        `before_commit` is called when all is said but the final dot; what it raises
        leaves the message unsent. Raises what smtplib raises.
        """
        self.open()
        self.connection.before_dot = before_commit
        try:
            self.connection.sendmail(sender, [recipient], message)
        finally:
            if self.connection:
                self.connection.before_dot = no_word
        return self.connection.last_reply


class OutboxBackend(BaseEmailBackend):
    """Write each mail to `DATA_DIR/outbox`, one file a Message-ID, for the owner only."""

    last_reply = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = outbox_folder()

    def open(self):
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return True

    def send_messages(self, email_messages):
        for message in email_messages:
            parsed = message.message()
            self._write(str(parsed["Message-ID"]), parsed.as_bytes(linesep="\r\n"))
        return len(email_messages)

    def send_bytes(self, sender, recipient, message, before_commit=no_word):
        head = message_from_bytes(message.partition(b"\r\n\r\n")[0], policy=policy.SMTP)
        self._write(str(head["Message-ID"]), message, before_commit)
        return self.last_reply

    def _write(self, message_id, content, before_commit=no_word):
        self.open()
        name = re.sub(r"[^A-Za-z0-9.@_-]", "", message_id)[:120]
        temporary = self.folder / f".{name}.{secrets.token_hex(4)}"
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        try:
            before_commit()
        except BaseException:
            temporary.unlink()
            raise
        temporary.replace(self.folder / f"{name}.eml")
        self.last_reply = "250 kept in the outbox"


def outbox_folder():
    return Path(settings.DATA_DIR) / "outbox"
