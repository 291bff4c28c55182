"""Lines to the relay: several at once in one thread, each carrying many mails.

A conversation is a generator that yields a Wait wherever it has to wait; `converse` runs
many together. They share one thread because each of them writes to the database between
two steps: threads would wait for one another there, and for each other's turn in Python.
"""

import os
import re
import secrets
import selectors
import smtplib
import ssl
import time
from email import message_from_bytes, policy
from socket import IPPROTO_TCP, TCP_NODELAY
from socket import socket as Socket
from typing import NamedTuple

PATIENCE = 30  # seconds for each reply
# The relay may look at the whole mail before it takes it (RFC 5321 grants ten minutes;
# less, since the worker's other jobs wait for the end of the turn).
PATIENCE_AFTER_DOT = 60
LONGEST_LINE = 8192


class Wait(NamedTuple):
    """What a conversation waits for: a socket, or without one the time alone."""

    seconds: float
    socket: Socket | None = None
    events: int = selectors.EVENT_READ


def mailbox(address):
    """Return `address` as SMTP without extensions writes it, its domain in ASCII.

    Raises ValueError for what no such relay takes, and for what could end a command or
    a header: spaces, line breaks, angle brackets.
    """
    local, _at, domain = address.rpartition("@")
    ascii_domain = domain.encode("idna").decode("ascii") if domain else ""
    written = f"{local}@{ascii_domain}"
    if not re.fullmatch(
        r"[!-;=?-~]+@[A-Za-z0-9.-]+|[!-;=?-~]+@\[[0-9A-Fa-f.:]+\]", written
    ):
        raise ValueError("not an address that a mail server takes")
    return written


def converse(conversations, background=None):
    """Run the conversations until all have ended, `background` as long as they last.

    A socket that says nothing for the seconds of a Wait has TimeoutError raised in its
    conversation. What a conversation lets out ends all of them, each closed in turn.
    """
    with selectors.DefaultSelector() as selector:
        table = _Table(selector)
        everyone = [*conversations, *([background] if background else [])]
        try:
            for conversation in everyone:
                table.go_on(conversation)
            while table.deadlines.keys() - {background}:
                table.wait()
        finally:
            for conversation in everyone:
                conversation.close()


class _Table:
    def __init__(self, selector):
        self.selector = selector
        self.deadlines = {}
        self.watched = {}

    def wait(self):
        seconds = min(self.deadlines.values()) - time.monotonic()
        for key, _events in self.selector.select(max(seconds, 0)):
            self.go_on(key.data)
        now = time.monotonic()
        late = [who for who, until in self.deadlines.items() if until <= now]
        for conversation in late:
            self.go_on(conversation, late=True)

    def go_on(self, conversation, *, late=False):
        watched = self.watched.get(conversation)
        try:
            if late and watched:
                wait = conversation.throw(TimeoutError("no reply in time"))
            else:
                wait = next(conversation)
        except StopIteration:
            self.watch(conversation, None)
            self.deadlines.pop(conversation, None)
            return
        self.deadlines[conversation] = time.monotonic() + wait.seconds
        wanted = (wait.socket, wait.events) if wait.socket is not None else None
        if wanted != watched:
            self.watch(conversation, wanted)

    def watch(self, conversation, wanted):
        if before := self.watched.pop(conversation, None):
            self.selector.unregister(before[0])
        if wanted:
            self.selector.register(*wanted, data=conversation)
            self.watched[conversation] = wanted


class SMTPLine:
    """One connection over which `backend` (Django's, for SMTP) sends many mails."""

    def __init__(self, backend):
        self.backend = backend
        self.socket = None
        self.is_idle = True
        self.carried = 0

    def open(self):
        """Connect, encrypt and log in as the settings say; wait for it.

        Raises OSError or what smtplib raises.
        """
        if self.socket is not None:
            return
        try:
            self.backend.open()
            client = self.backend.connection
            client.ehlo_or_helo_if_needed()
            client.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
            client.sock.setblocking(False)
        except BaseException:
            self.close()
            raise
        self.pipelining = client.has_extn("pipelining")
        self.socket, self.received = client.sock, b""
        self.is_idle, self.carried = True, 0

    def close(self):
        client, self.backend.connection = self.backend.connection, None
        polite = self.socket is not None and self.is_idle
        self.socket, self.is_idle = None, True
        if client is None:
            return
        try:
            if polite:
                client.sock.settimeout(2)
                client.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            client.close()

    def send(self, sender, recipient, message, before_dot):
        """Send `message` (CRLF lines, dots doubled) and return the reply; a conversation.

        `before_dot` is called when all is said but the final dot; what it raises leaves
        the mail unsent. Raises what smtplib raises, TimeoutError, and
        SMTPServerDisconnected also when the relay says that it closes (421).
        """
        self.is_idle = False
        yield from self._envelope(sender, recipient)
        yield from self._write(message)
        try:
            before_dot()
        except BaseException:
            # Nothing said now would be a command: only hanging up leaves it unsent.
            self.close()
            raise
        yield from self._write(b".\r\n")
        code, reply = yield from self._reply(PATIENCE_AFTER_DOT)
        self.is_idle = code != 421
        if not 200 <= code < 300:
            raise smtplib.SMTPDataError(code, reply)
        self.carried += 1
        return f"{code} {reply.decode('utf-8', 'replace')}"

    def _envelope(self, sender, recipient):
        """Say who writes to whom, in one go where the relay allows it (RFC 2920)."""
        commands = [f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"]
        commands = [f"{command}\r\n".encode("ascii") for command in commands]
        refused, together = None, self.pipelining
        if together:
            yield from self._write(b"".join(commands))
        for place, command in enumerate(commands):
            if not together:
                yield from self._write(command)
            code, reply = yield from self._reply()
            if place == 2 and refused and code == 354:
                # The relay takes a mail to nobody: end it.
                yield from self._write(b".\r\n")
                yield from self._reply()
            elif not refused and not self._is_taken(place, code):
                refused = (place, code, reply)
                if not together:
                    break
        if refused:
            yield from self._write(b"RSET\r\n")
            yield from self._reply()
            self.is_idle = True
            self._refuse(sender, recipient, *refused)

    @staticmethod
    def _is_taken(place, code):
        return code == 354 if place == 2 else 200 <= code < 300

    @staticmethod
    def _refuse(sender, recipient, place, code, reply):
        if place == 0:
            raise smtplib.SMTPSenderRefused(code, reply, sender)
        if place == 1:
            raise smtplib.SMTPRecipientsRefused({recipient: (code, reply)})
        raise smtplib.SMTPDataError(code, reply)

    def _reply(self, patience=None):
        lines = []
        while True:
            line, newline, rest = self.received.partition(b"\n")
            if not newline:
                if len(self.received) > LONGEST_LINE:
                    raise smtplib.SMTPServerDisconnected("endless line")
                self.received += yield from self._read(patience or PATIENCE)
                continue
            self.received = rest
            lines.append(line[4:].strip())
            if line[3:4] != b"-":
                break
        if not line[:3].isdigit():
            raise smtplib.SMTPServerDisconnected("not a reply of a mail server")
        code, reply = int(line[:3]), b"\n".join(lines)
        if code == 421 and not patience:
            said = reply.decode("utf-8", "replace")
            raise smtplib.SMTPServerDisconnected(f"421 {said}")
        return code, reply

    def _read(self, patience):
        wait = Wait(patience, self.socket)
        while True:
            yield wait
            try:
                data = self.socket.recv(65536)
            except (BlockingIOError, ssl.SSLWantReadError):
                continue
            except ssl.SSLWantWriteError:
                yield Wait(patience, self.socket, selectors.EVENT_WRITE)
                continue
            if not data:
                raise smtplib.SMTPServerDisconnected("the line was cut")
            return data

    def _write(self, data):
        while data:
            try:
                data = data[self.socket.send(data) :]
            except (BlockingIOError, ssl.SSLWantWriteError):
                yield Wait(PATIENCE, self.socket, selectors.EVENT_WRITE)
            except ssl.SSLWantReadError:
                yield Wait(PATIENCE, self.socket)


class OutboxLine:
    """A local site's line: each mail becomes a file that only its owner reads."""

    is_idle = True

    def __init__(self, folder):
        self.folder = folder
        self.carried = 0

    def open(self):
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def close(self):
        self.carried = 0

    def send(self, sender, recipient, message, before_dot):
        yield from ()
        content = re.sub(rb"(?m)^\.\.", b".", message)
        head = message_from_bytes(content.partition(b"\r\n\r\n")[0], policy=policy.SMTP)
        keep(self.folder, str(head["Message-ID"]), content, before_dot)
        self.carried += 1
        return "250 kept in the outbox"


def keep(folder, message_id, content, before=lambda: None):
    """Write a mail to `folder` under its id, all of it or nothing; `before` may object."""
    name = re.sub(r"[^A-Za-z0-9.@_-]", "", message_id)[:120]
    temporary = folder / f".{name}.{secrets.token_hex(4)}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    try:
        before()
    except BaseException:
        temporary.unlink()
        raise
    temporary.replace(folder / f"{name}.eml")
