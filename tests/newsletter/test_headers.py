"""The head of a campaign's mail, read by a parser that follows the RFCs."""

import email.headerregistry
import re
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hubsite.mail_lines import mailbox
from newsletter import delivery, sending
from newsletter.models import CampaignBody

from . import factories

pytestmark = pytest.mark.django_db
# Each may stand once at most (RFC 5322, 3.6; RFC 2369, 2; RFC 8058, 3).
ONCE = ["From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe"]
ONCE += ["List-Unsubscribe-Post", "Precedence", "Auto-Submitted", "Content-Language"]
ONCE += ["MIME-Version", "Content-Type", "List-Archive", "List-Subscribe"]


@pytest.fixture
def mails(issue, sink):
    """The mails of an issue as received: one in each language."""
    factories.subscriber("ada@example.org")
    factories.subscriber("bo@example.org", language="nl")
    sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    return dict(sink.messages)


@pytest.mark.parametrize(
    ("reader", "language"), [("ada@example.org", "fr"), ("bo@example.org", "nl")]
)
def test_head_follows_the_rfcs(mails, reader, language):
    raw = mails[reader]
    head = raw.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert not re.search(rb"[^\x20-\x7e\r\n\t]", head)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = message_from_bytes(raw, policy=policy.default)
    assert message.defects == []
    assert all(not value.defects for value in message.values())
    assert {name: len(message.get_all(name)) for name in ONCE} == dict.fromkeys(ONCE, 1)
    assert len(message["From"].addresses) == 1
    assert [a.addr_spec for a in message["To"].addresses] == [reader]
    age = timezone.now() - parsedate_to_datetime(message["Date"])
    assert abs(age.total_seconds()) < 60
    assert re.fullmatch(r"<[\w.]+@[\w.-]+>", message["Message-ID"])
    # RFC 2919, 2369, 8058, 3834
    assert re.fullmatch(r"<[a-z0-9-]+(\.[a-z0-9-]+)+>", message["List-Id"])
    assert re.fullmatch(r"<https?://[^<>\s]+>", message["List-Unsubscribe"])
    lists = {"fr": "/fr/lettre/", "nl": "/nl/nieuwsbrief/"}
    assert message["List-Archive"] == f"<http://localhost{lists[language]}>"
    signup = f"<http://localhost/{language}/abonnement/>"
    assert message["List-Subscribe"] == signup
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == language


def test_message_id_is_the_same_at_every_attempt(issue, sink):
    factories.subscriber("ada@example.org")
    campaign = sending.queue_campaign(issue, user=None)
    for _attempt in range(2):
        delivery.send_campaigns()
        campaign.deliveries.update(state="queued")
        type(campaign).objects.update(state="sending")
    first, second = sink.parsed()
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    "subject", ["Hi\r\nBcc: all@example.org", "Hi\nX: y", "=?utf-8?q?x=0d=0aBcc:_a?="]
)
def test_subject_adds_no_header(issue, sink, subject):
    factories.subscriber("ada@example.org")
    type(issue).objects.filter(pk=issue.pk).update(subject=subject)
    issue.refresh_from_db()
    issue.save_revision().publish()
    try:
        sending.queue_campaign(issue, user=None)
        delivery.send_campaigns()
    except ValueError:
        # Refused whole: nothing was written.
        assert not CampaignBody.objects.exists()
    for message in sink.parsed():
        assert message["Bcc"] is None
        assert message["X"] is None


@examples(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=40) | st.emails())
def test_address_ends_no_command_and_no_header(address):
    try:
        written = mailbox(address)
    except ValueError:
        return
    assert not re.search(r"[\s<>\x00-\x1f\x7f-\U0010ffff]", written)
    assert written.count("@") >= 1
    registry = email.headerregistry.HeaderRegistry()
    assert "\n" not in str(registry("To", written))
