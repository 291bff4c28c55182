"""A campaign's message, encoded once a language and cut where persons differ.

A message to one person is then a join of bytes. Slots stand on soft-broken lines of
their own, so that what enters them can neither break a line nor be broken.
"""

import binascii
import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from django.conf import settings

from hubsite.mail import sender_domain

SOFT = "=\r\n"


def compile_message(mail, campaign):
    """Return the message as [text, slot, text, slot, …, text], ready to be sent.

    Slots are those of `mail` in the body, and in the head `to`, `date`, `id` and `leave`.
    """
    boundary = f"=_{campaign.uuid.hex}"
    head = _head(mail, campaign)
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


def _head(mail, campaign):
    """Return the lines of the head that are the same for everyone."""
    head = EmailMessage(policy=SMTP)
    head["From"] = settings.DEFAULT_FROM_EMAIL
    head["Subject"] = mail.subject
    head["MIME-Version"] = "1.0"
    head["Content-Language"] = mail.content_language
    head["List-Id"] = f"<newsletter-{mail.language}.{sender_domain()}>"
    head["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    head["Precedence"] = "bulk"
    head["Auto-Submitted"] = "auto-generated"
    head["X-Campaign"] = campaign.uuid.hex
    return head.as_bytes().decode("ascii").removesuffix("\r\n")


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
    """Return an ASCII address for a quoted-printable line of its own."""
    quoted = value.replace("=", "=3D")
    return SOFT.join(re.findall(r".{1,60}(?<!=)(?<!=3)", quoted))


def fill(parts, body_values, head_values):
    """Return the message to one person as bytes.

    The first four slots are the head's. Values are ASCII without line breaks: addresses
    were validated, the rest is made by us.
    """
    values = [head_values[name] for name in parts[1:9:2]]
    quoted = {name: _quote_value(value) for name, value in body_values.items()}
    values += [quoted[name] for name in parts[9::2]]
    joined = [None] * len(parts)
    joined[::2] = parts[::2]
    joined[1::2] = values
    return "".join(joined).encode("ascii")


def head_values(delivery, leave_link):
    """Return what the head says to one person; the id is the same at every attempt."""
    return {
        "to": delivery.subscriber.email,
        "date": formatdate(localtime=True),
        "id": f"issue.{delivery.campaign.uuid.hex}.{delivery.pk}",
        "leave": leave_link,
    }
