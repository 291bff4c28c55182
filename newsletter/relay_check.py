"""What receivers check of our mail, and whether the relay leaves it as we wrote it.

SPF (RFC 7208) and DMARC (RFC 7489) are read from the DNS. The rest is read from a seed
mail that went through the relay: its DKIM signature (RFC 6376) must hold, belong to the
sender's domain and cover both unsubscribe headers (RFC 8058, 4), and its links and
images must be the ones we wrote: a relay that adds a pixel records who reads.
"""

import re
import secrets
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import parseaddr

import dkim
import dns.exception
import dns.resolver
from bs4 import BeautifulSoup
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from hubsite.mail import absolute, hub_context, sender_domain
from hubsite.mjml import render_mjml

MARK = "X-Hub-Check"
# A mail as readers get it, with links: what the seed is made of.
TEMPLATE = "newsletter/mail/welcome"
UNSUBSCRIBE = ("list-unsubscribe", "list-unsubscribe-post")
OK, WARNING, FAILURE = "ok", "warning", "failure"
PATIENCE = 10  # seconds for each question to the DNS


@dataclass(frozen=True)
class Finding:
    """One thing that was checked; `level` is ok, warning or failure."""

    level: str
    text: str


def txt_records(name):
    """Return the TXT records of a name, an empty list where there are none.

    Raises dns.exception.DNSException when nobody answers.
    """
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


# The domain


def domain_findings(records=txt_records):
    """Return the Findings on the sender's domain; `records` answers for the DNS."""
    domain = sender_domain()
    try:
        return [_spf(domain, records(domain)), _dmarc(domain, records)]
    except dns.exception.DNSException as failure:
        return [Finding(FAILURE, f"DNS: {domain} could not be asked: {failure}")]


def _spf(domain, found):
    rules = [text for text in found if re.match(r"v=spf1( |$)", text, re.IGNORECASE)]
    if len(rules) != 1:
        problem = "more than one record" if rules else "no record"
        return Finding(
            FAILURE, f"SPF: {problem} at {domain}; receivers then trust none"
        )
    ending = re.search(r"([~?+-]?)all\b|redirect=", rules[0], re.IGNORECASE)
    if not ending or ending[1] in ("", "+", "?") and "redirect" not in ending[0]:
        return Finding(
            WARNING, f"SPF: the record ends in neither ~all nor -all: {rules[0]}"
        )
    return Finding(OK, f"SPF: {rules[0]}")


def _dmarc(domain, records):
    labels = domain.split(".")
    # The organisation's own record serves where the subdomain has none (6.6.3).
    for name in dict.fromkeys([domain, ".".join(labels[-2:])]):
        rules = [
            text for text in records(f"_dmarc.{name}") if text.startswith("v=DMARC1")
        ]
        if len(rules) == 1 and re.search(
            r"\bs?p=\s*(none|quarantine|reject)", rules[0]
        ):
            return Finding(OK, f"DMARC: {rules[0]}")
        if rules:
            return Finding(FAILURE, f"DMARC: unusable at _dmarc.{name}: {rules[0]}")
    return Finding(FAILURE, f"DMARC: no record at _dmarc.{domain}")


# The seed mail


def seed(to, mark=None):
    """Return the mail that is sent to `to` and compared when it comes back.

    The same `mark` gives the same content.
    """
    mark = mark or secrets.token_hex(8)
    page = absolute(f"/fr/?check={mark}")
    values = hub_context("fr") | {
        "subject": f"Check {mark}",
        "manage_link": f"{page}&link=manage",
        "leave_link": f"{page}&link=leave",
    }
    with translation.override("fr"):
        text = render_to_string(f"{TEMPLATE}.txt", values)
        html = render_mjml(f"{TEMPLATE}.mjml", values)
    headers = {
        MARK: mark,
        "List-Unsubscribe": f"<{values['leave_link']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMultiAlternatives(values["subject"], text, to=[to], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def message_findings(raw, records=txt_records):
    """Return the Findings on a seed mail as it was received, given as bytes.

    Raises ValueError when `raw` is none of our seed mails.
    """
    message = message_from_bytes(raw, policy=policy.default)
    mark = str(message.get(MARK, "")).strip()
    if not re.fullmatch(r"[0-9a-f]{16}", mark):
        raise ValueError(f"not a mail of this check: it has no header {MARK}")
    sent = seed("", mark).message().as_bytes()
    return [
        *_signature(raw, message, records),
        *_content(message_from_bytes(sent, policy=policy.default), message),
    ]


def _signature(raw, message, records):
    def answer(name, timeout=PATIENCE):
        found = records(name.decode().rstrip("."))
        return found[0].encode() if found else None

    count = len(message.get_all("DKIM-Signature", []))
    if not count:
        return [Finding(FAILURE, "DKIM: the mail is not signed")]
    sender = parseaddr(str(message["From"]))[1].rpartition("@")[2].lower()
    findings = []
    for place in range(count):
        domain, findings = _one_signature(raw, place, sender, answer)
        if domain and all(finding.level == OK for finding in findings):
            break
    return findings


def _one_signature(raw, place, sender, answer):
    """Return (its domain, Findings) of the DKIM signature at this place."""
    signature = dkim.DKIM(raw)
    try:
        holds = signature.verify(idx=place, dnsfunc=answer)
    except (dkim.DKIMException, dns.exception.DNSException) as failure:
        return None, [Finding(FAILURE, f"DKIM: the signature does not hold: {failure}")]
    domain = signature.domain.decode().lower()
    if not holds:
        return domain, [Finding(FAILURE, f"DKIM: {domain}'s signature does not hold")]
    findings = [Finding(OK, f"DKIM: signed by {domain}")]
    if not _is_aligned(domain, sender):
        text = (
            f"DKIM: {domain} is not the sender's domain {sender}; DMARC wants it to be"
        )
        findings.append(Finding(FAILURE, text))
    signed = {name.decode().lower() for name, _value in signature.signed_headers}
    missing = [name for name in UNSUBSCRIBE if name not in signed]
    if missing:
        text = f"DKIM: {', '.join(missing)} not signed: no one-click button (RFC 8058)"
        findings.append(Finding(FAILURE, text))
    else:
        findings.append(Finding(OK, "DKIM: both unsubscribe headers are signed"))
    return domain, findings


def _is_aligned(domain, sender):
    """Tell whether one is the other or lies below it (RFC 7489, 3.1: relaxed)."""
    return f".{sender}".endswith(f".{domain}") or f".{domain}".endswith(f".{sender}")


def _content(sent, received):
    before, after = _addresses(sent), _addresses(received)
    findings = []
    for name, problem in (
        ("links", "rewrote or added"),
        ("images", "added or changed"),
    ):
        strange = sorted(after[name] - before[name])
        if strange:
            text = f"Content: the relay {problem} {name}: {', '.join(strange)[:300]}"
            findings.append(Finding(FAILURE, text))
        elif before[name] - after[name]:
            findings.append(Finding(FAILURE, f"Content: the relay took {name} out"))
        else:
            findings.append(Finding(OK, f"Content: {name} are as we wrote them"))
    return findings


def _addresses(message):
    """Return where links lead and images come from, in either part of a mail."""
    html = message.get_body(["html"])
    soup = BeautifulSoup(html.get_content() if html else "", "html.parser")
    plain = message.get_body(["plain"])
    text = plain.get_content() if plain else ""
    links = {tag["href"] for tag in soup.find_all(href=True)}
    images = {
        tag.get(name) for tag in soup.find_all() for name in ("src", "background")
    }
    return {
        "links": links | set(re.findall(r"https?://\S+", text)),
        "images": images - {None},
    }
