"""A report that came back to a real mailbox, read by IMAP from the whole site."""

import imaplib
from urllib.parse import quote

import pytest

from tests.newsletter.test_bounces import report
from tests.services.conftest import as_ordinary_user, program, server
from tests.worker import free_port

pytestmark = pytest.mark.services
PASSWORD = "a-secret-p@ss/word"
DOVECOT = """
base_dir = {folder}/run
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{folder}/mail
first_valid_uid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
"""


@pytest.fixture
def mailbox(open_folder):
    """An empty mailbox: (its address, a client that has it open)."""
    folder, port = open_folder("dovecot"), free_port()
    prefix = as_ordinary_user(folder)
    (folder / "dovecot.conf").write_text(
        DOVECOT.format(
            folder=folder,
            user="nobody",
            group="nogroup",
            port=port,
            password=PASSWORD,
        )
    )

    def answers():
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=2).shutdown()
        except OSError:
            return False
        return True

    command = [*prefix, program("dovecot", "/usr/sbin"), "-F", "-c"]
    with server([*command, folder / "dovecot.conf"], folder, answers):
        client = imaplib.IMAP4("127.0.0.1", port)
        client.login("bounces", PASSWORD)
        client.select("INBOX")
        yield (
            f"imap://bounces:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/INBOX",
            client,
        )
        client.logout()


def subjects(client, which):
    """Return the subjects of the messages that IMAP's search `which` finds."""
    client.select("INBOX")
    found = []
    for number in client.search(None, which)[1][0].split():
        _status, parts = client.fetch(number, "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        line = next(part[1] for part in parts if isinstance(part, tuple))
        found.append(line.decode().partition(":")[2].strip())
    return sorted(found)


def test_report_in_the_mailbox_stops_mail_to_its_address(
    production, mailbox, monkeypatch
):
    address, client = mailbox
    for name, value in {
        "BOUNCE_ADDRESS": "bounces@hub.example",
        "BOUNCE_MAILBOX_URL": address,
    }.items():
        monkeypatch.setitem(production.environment, name, value)
    return_path = production.ask(
        "from hubsite.mail import OutgoingEmail\n"
        "from hubsite.return_path import return_path\n"
        "from newsletter.models import Subscriber\n"
        "Subscriber.objects.create(email='gone@example.org', status='active')\n"
        "mail = OutgoingEmail.objects.create(to='gone@example.org', language='fr',"
        " subject='Lettre', text='x', state='sent')\n"
        "print(return_path('m', mail.pk))"
    )
    note = f"To: {return_path}\r\nSubject: Absente\r\n\r\nJusqu'au lundi.\r\n"
    for message in (report(return_path), report("bounces@hub.example"), note.encode()):
        client.append("INBOX", None, None, message)
    read = (
        "from newsletter.bounce_mailbox import read_mailbox\n"
        "from newsletter.models import Subscriber\n"
        "print(read_mailbox(), Subscriber.objects.get(email='gone@example.org').status)"
    )
    assert production.ask(read) == "1 bounced"
    # What nobody could attribute is left, marked as read, and not read twice.
    assert subjects(client, "ALL") == ["Absente", "Undelivered Mail"]
    assert subjects(client, "UNSEEN") == []
    assert production.ask(read) == "0 bounced"
