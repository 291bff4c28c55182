"""What `newsletter_check` finds: in the DNS, and in a seed mail that came back."""

from pathlib import Path

import dkim
import dns.exception
import pytest
from django.core.management import CommandError, call_command

from hubsite.mail import sender_domain
from newsletter.relay_check import FAILURE, OK, domain_findings, message_findings, seed

pytestmark = pytest.mark.django_db
KEY = (Path(__file__).parents[1] / "data" / "dkim-test-key.pem").read_bytes()
# The record of KEY, as its domain publishes it.
RECORD = (
    "v=DKIM1; k=rsa; p="
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC5kdcXqlb90Tjp3mzxOvQxbSutPGEkgvfzIlxi"
    "LHxVD1e6HveBjdyocQYm+HzR5yXbd0sJ9KwhfY+A/hyMl6/8y1R1EQqXWB6+Pr3awOvGLN9OdQE4"
    "sPG9w756MMXEL/k6ZvDsGF8m9Kc6QIR9TabgC4+PHpEyq1OVMhhh/Ku/fQIDAQAB"
)
HEADERS = [b"from", b"subject", b"list-unsubscribe", b"list-unsubscribe-post"]
GOOD = {
    "hub.example": ["v=spf1 include:_spf.relay.example -all", "other=1"],
    "_dmarc.hub.example": ["v=DMARC1; p=quarantine"],
}


@pytest.fixture(autouse=True)
def _sender(settings, site):
    settings.DEFAULT_FROM_EMAIL = "Hub <lettre@hub.example>"


def levels(findings):
    """Return {what was checked: its worst level}."""
    found = {}
    for finding in findings:
        name = finding.text.partition(":")[0]
        found[name] = FAILURE if found.get(name) == FAILURE else finding.level
    return found


# The domain


@pytest.mark.parametrize(
    ("records", "spf", "dmarc"),
    [
        (GOOD, "ok", "ok"),
        ({}, "failure", "failure"),
        ({**GOOD, "hub.example": ["v=spf1 +all"]}, "warning", "ok"),
        ({**GOOD, "hub.example": ["v=spf1 mx"]}, "warning", "ok"),
        ({**GOOD, "hub.example": ["v=spf1 redirect=_spf.x.example"]}, "ok", "ok"),
        ({**GOOD, "hub.example": ["v=spf1 -all", "v=spf1 ~all"]}, "failure", "ok"),
        ({**GOOD, "_dmarc.hub.example": ["v=DMARC1; x=y"]}, "ok", "failure"),
    ],
)
def test_records_of_the_domain(records, spf, dmarc):
    findings = domain_findings(lambda name: records.get(name, []))
    assert levels(findings) == {"SPF": spf, "DMARC": dmarc}


def test_organisation_s_record_serves_a_subdomain(settings):
    settings.DEFAULT_FROM_EMAIL = "lettre@news.hub.example"
    assert sender_domain() == "news.hub.example"
    findings = domain_findings(lambda name: GOOD.get(name, []))
    assert levels(findings)["DMARC"] == OK


def test_silent_dns_is_a_failure():
    def away(name):
        raise dns.exception.Timeout

    assert levels(domain_findings(away)) == {"DNS": FAILURE}


# The seed mail


def received(change=lambda raw: raw, domain=b"hub.example", headers=HEADERS):
    """Return the seed as it arrives: changed by the relay, then signed."""
    raw = change(seed("ada@example.org").message().as_bytes(linesep="\r\n"))
    signature = dkim.sign(raw, b"s1", domain, KEY, include_headers=headers)
    return signature + raw


def check(raw):
    return levels(message_findings(raw, lambda name: [RECORD]))


def test_mail_that_came_as_it_was_sent_is_fine():
    assert check(received()) == {"DKIM": OK, "Content": OK}


def test_unsigned_mail_is_a_failure():
    raw = seed("ada@example.org").message().as_bytes(linesep="\r\n")
    assert check(raw) == {"DKIM": FAILURE, "Content": OK}


@pytest.mark.parametrize(
    "options",
    [
        {"headers": [b"from", b"subject", b"list-unsubscribe"]},
        {"domain": b"relay.example"},
    ],
)
def test_signature_must_be_the_sender_s_and_cover_both_headers(options):
    assert check(received(**options)) == {"DKIM": FAILURE, "Content": OK}


def test_changed_after_the_signature_is_a_failure():
    raw = received()
    assert check(raw.replace(b"Subject: Check", b"Subject: Chick"))["DKIM"] == FAILURE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</body>", b'<img src="https://relay.example/pixel"></body>'),
        (b"http://localhost/fr/?check", b"https://relay.example/click?check"),
    ],
)
def test_pixel_and_rewritten_links_are_found(old, new):
    def change(raw):
        assert old in raw
        return raw.replace(old, new)

    assert check(received(change)) == {"DKIM": OK, "Content": FAILURE}


def test_any_other_mail_is_refused():
    with pytest.raises(ValueError, match="X-Hub-Check"):
        message_findings(b"Subject: x\r\n\r\nhello")


def test_command_judges_a_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("dns.resolver.resolve", _resolve)
    path = tmp_path / "seed.eml"
    path.write_bytes(received())
    call_command("newsletter_check", message=path)
    assert "failure" not in capsys.readouterr().out
    path.write_bytes(b"Subject: x\r\n\r\nhello")
    with pytest.raises(CommandError, match="not a mail of this check"):
        call_command("newsletter_check", message=path)


def test_command_says_what_it_could_not_check(monkeypatch, capsys, mailoutbox):
    monkeypatch.setattr("dns.resolver.resolve", _resolve)
    call_command("newsletter_check")
    assert "--send-to" in capsys.readouterr().out
    call_command("newsletter_check", send_to="ada@example.org")
    assert mailoutbox[0].extra_headers["X-Hub-Check"]


class _Row:
    def __init__(self, text):
        self.strings = [text[:200].encode(), text[200:].encode()]


def _resolve(name, kind, lifetime):
    if "_domainkey" in name:
        return [_Row(RECORD)]
    if name not in GOOD:
        raise dns.resolver.NXDOMAIN
    return [_Row(text) for text in GOOD[name]]
