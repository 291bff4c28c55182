"""Tell whether receivers can trust the hub's mail, and whether the relay changes it."""

import imaplib
import time
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError

from newsletter.bounce_mailbox import message_of, open_mailbox
from newsletter.relay_check import (
    FAILURE,
    MARK,
    WARNING,
    Finding,
    domain_findings,
    message_findings,
    seed,
)

BETWEEN_LOOKS = 5  # seconds


class Command(BaseCommand):
    help = (
        "Check SPF and DMARC of the sender's domain and, by a seed mail that went through "
        "the relay, DKIM, the signed unsubscribe headers, and that the relay added "
        "neither pixel nor rewritten link. The seed comes back to BOUNCE_ADDRESS, or "
        "goes to an address of yours (--send-to) whose copy you give back (--message). "
        "Ends with an error if anything fails."
    )

    def add_arguments(self, parser):
        parser.add_argument("--send-to", help="Send the seed mail to this address.")
        parser.add_argument(
            "--message", type=Path, help="The seed mail as received, with all headers."
        )
        parser.add_argument(
            "--patience", type=int, default=120, help="Seconds to wait for the seed."
        )

    def handle(self, *, send_to=None, message=None, patience=120, **options):
        findings = domain_findings()
        if message:
            findings += self.given(message)
        elif send_to:
            seed(send_to).send()
            text = f"The seed mail went to {send_to}; save it whole for --message"
            findings.append(Finding(WARNING, text))
        elif settings.BOUNCE_MAILBOX_URL and settings.BOUNCE_ADDRESS:
            findings += self.came_back(patience)
        else:
            text = "Signature and content were not checked: use --send-to"
            findings.append(Finding(WARNING, text))
        for finding in findings:
            self.stdout.write(f"{finding.level}: {finding.text}")
        if any(finding.level == FAILURE for finding in findings):
            raise CommandError("mail is not as receivers want it", returncode=1)

    def given(self, path):
        try:
            return message_findings(path.read_bytes())
        except (OSError, ValueError) as fault:
            raise CommandError(f"{path}: {fault}") from fault

    def came_back(self, patience):
        """Send the seed to the bounce mailbox, wait for it there and judge it."""
        mail = seed(settings.BOUNCE_ADDRESS)
        mail.connection = get_connection()
        try:
            mail.send()
            raw = self.wait_for(mail.extra_headers[MARK], patience)
        except (OSError, imaplib.IMAP4.error) as failure:
            return [Finding(FAILURE, f"Seed mail: {failure}")]
        if raw is None:
            text = f"Seed mail: nothing came to {settings.BOUNCE_ADDRESS}"
            return [Finding(FAILURE, f"{text} in {patience} seconds")]
        return message_findings(raw)

    def wait_for(self, mark, patience):
        """Return the seed mail of this mark and delete it; None if it does not come."""
        deadline = time.monotonic() + patience
        while True:
            with open_mailbox(settings.BOUNCE_MAILBOX_URL) as mailbox:
                _status, (found,) = mailbox.uid("SEARCH", "HEADER", MARK, mark)
                for uid in found.split():
                    raw = message_of(mailbox, uid)
                    mailbox.uid("STORE", uid, "+FLAGS", r"(\Deleted)")
                    mailbox.expunge()
                    return raw
            if time.monotonic() > deadline:
                return None
            time.sleep(BETWEEN_LOOKS)
