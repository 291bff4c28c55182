"""A campaign's message, encoded once a language and cut where persons differ.

A message to one person is then a join of bytes. Slots stand on soft-broken lines of
their own, so that what enters them can neither break a line nor be broken.
"""

import binascii
import re
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP

from hubsite.mail import sender_domain

SOFT = "=\r\n"


def compile_message(mail, campaign, sender, list_links=None):
    """Return the message as [text, slot, text, slot, …, text], ready to be sent.

    `sender` holds the headers that say who writes (`NewsletterSettings.headers`),
    `list_links` the addresses of headers that tell of the list (RFC 2369).

    Slots are those of `mail` in the body, and in the head `to`, `date`, `id` and `leave`.
    """
    boundary = f"=_{campaign.uuid.hex}"
    head = _head(mail, campaign, sender)
    # An address is never folded, so it is not the library that writes these lines.
    for name, url in (list_links or {}).items():
        head += f"{name}: <{url}>\r\n"
    parts = [head + "To: ", "to", "\r\nDate: ", "date", "\r\nMessage-ID: <", "id"]
    parts += [f"@{sender_domain()}>\r\nList-Unsubscribe: <", "leave", ">\r\n"]
    parts[-1] += f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    for subtype, content in (("plain", mail.text), ("html", mail.html)):
        parts[-1] += (
            f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        )
        encoded = _encode(content, mail.slots)
        parts[-1] += encoded[0]
        parts += encoded[1:]
        parts[-1] += "\r\n"
    parts[-1] += f"--{boundary}--\r\n"
    return parts


def _head(mail, campaign, sender):
    """Return the lines of the head that are the same for everyone."""
    head = EmailMessage(policy=SMTP)
    for name, value in sender.items():
        head[name] = _one_line(value)
    subject = Header(_one_line(mail.subject), "utf-8", header_name="Subject")
    head["MIME-Version"] = "1.0"
    head["Content-Language"] = mail.content_language
    head["List-Id"] = f"<newsletter-{mail.language}.{sender_domain()}>"
    head["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    head["Precedence"] = "bulk"
    head["Auto-Submitted"] = "auto-generated"
    head["X-Campaign"] = campaign.uuid.hex
    lines = head.as_bytes().decode("ascii").removesuffix("\r\n")
    return f"{lines}Subject: {subject.encode(linesep=SMTP.linesep)}\r\n"


def _one_line(text):
    """Return `text` without line breaks and control characters.

    The library would also decode what looks like an encoded word, and write the line
    breaks in it as they are: so the whole is encoded, whatever it says.
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _encode(content, slots):
    """Return `content` in quoted-printable, cut at its slots."""
    names = {mark: name for name, mark in slots.items()}
    pieces = re.split("(" + "|".join(map(re.escape, names)) + ")", content)
    parts = []
    for place, piece in enumerate(pieces):
        if place % 2:
            parts.append(names[piece])
            continue
        text = _quote(piece)
        before = SOFT if place else ""
        after = SOFT if place < len(pieces) - 1 else ""
        parts.append(before + text + after)
    return parts


def _quote(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    return binascii.b2a_qp(lines).decode("ascii").replace("\n", "\r\n")


def _quote_value(value):
    """Return an ASCII address for quoted-printable lines of its own, none a lone dot."""
    quoted = value.replace("=", "=3D")
    lines = re.findall(r".{1,60}(?<!=)(?<!=3)", quoted)
    return SOFT.join(re.sub(r"^\.", "=2E", line) for line in lines)


class Letter:
    """A compiled message; `to` joins it with what is one person's.

    Dots that begin a line are doubled already, as SMTP wants them (RFC 5321, 4.5.2).
    """

    def __init__(self, parts):
        texts = (text.replace("\r\n.", "\r\n..") for text in parts[::2])
        self._joined = [None] * len(parts)
        self._joined[::2] = [text.encode("ascii") for text in texts]
        # The first four slots are the head's.
        self._head, self._body = parts[1:9:2], parts[9::2]

    def to(self, head, links):
        """Return the message to one person as bytes.

        `head` and `links` (slot -> text) are ASCII without line breaks: addresses went
        through `mailbox`, the rest is made by us. Raises UnicodeError for anything else.
        """
        quoted = {name: _quote_value(link).encode() for name, link in links.items()}
        joined = self._joined.copy()
        joined[1:9:2] = [head[name].encode("ascii") for name in self._head]
        joined[9::2] = [quoted[name] for name in self._body]
        return b"".join(joined)
