"""The site's mails as mail programs show them: features, width, contrast.

What a program does not know must cost nothing: without styles the text is still there,
in order, and readable.
"""

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import NODE_TOOLS, assert_none, program, show, told
from tests.e2e.test_accessibility import overflow, violations

pytestmark = pytest.mark.browser

# One of each kind of mail, in both languages; none is left in the queue.
MAILS = """
import json
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from hubsite.mail import OutgoingEmail, queue_mail
from newsletter.alerts import tell_alerts
from newsletter.digests import send_digests
from newsletter.composing import compose, version_for
from newsletter.models import Alert, Campaign, NewsletterIssuePage, Subscriber
from search.following import watermark
found = {}
noon = timezone.localtime().replace(hour=12) + timedelta(days=1)
link = "https://hub.example/fr/abonnement/c/" + "x" * 60 + "/"
links = {"link": link, "manage_link": link, "leave_link": link, "title": "Agenda"}
for language in ("fr", "nl"):
    for issue in NewsletterIssuePage.objects.live().filter(locale__language_code="fr"):
        mail = compose(version_for(issue, language), language)
        found[f"{issue.slug} {language}"] = mail.html
    with transaction.atomic():
        reader = Subscriber.objects.create(email="ada@example.org", language=language)
        Alert.objects.create(subscriber=reader, language=language, state="active",
                             watermark=str(watermark()), reminders=[30, 14, 3])
        assert tell_alerts(noon) == 1
        found[f"alerts {language}"] = OutgoingEmail.objects.get(to=reader.email).html
        transaction.set_rollback(True)
    with transaction.atomic():
        month = noon.replace(day=1)
        Subscriber.objects.create(email="bo@example.org", language=language,
                                  status="active", rhythm="monthly",
                                  digest_from=month - timedelta(days=20))
        Campaign.objects.all().delete()
        for issue in NewsletterIssuePage.objects.filter(locale__language_code="fr"):
            Campaign.objects.create(issue=issue, state="sent",
                                    started_at=month - timedelta(days=10))
        send_digests(noon)
        found[f"digest {language}"] = OutgoingEmail.objects.get(to="bo@example.org").html
        transaction.set_rollback(True)
    for name in ("confirm", "alert_confirm", "welcome", "already", "left"):
        with transaction.atomic():
            mail = queue_mail(to="ada@example.org", language=language, context=links,
                              template=f"newsletter/mail/{name}")
            found[f"{name} {language}"] = mail.html
            transaction.set_rollback(True)
print(json.dumps(found))
"""
# What adds to a mail where it is known, and takes nothing away where it is not: colours
# and sizes of the style sheet, dark mode, what only screen readers hear, MJML's resets.
GRACEFUL = {
    "!important keyword", "<body> element", "<style> element", "@media",
    "Adjacent sibling combinator", "Chaining selectors", "Class selector",
    "Descendant combinator", "ID selector", "Type selector", "aria-label attribute",
    "border-radius", "border-spacing", "color-scheme meta tag", "cursor",
    "display:none", "height property", "lang attribute", "max-height property",
    "opacity", "outline", "overflow", "padding-inline & padding-block",
    "padding-inline-start & padding-inline-end", "role attribute",
    "system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace", "target attribute",
    "text-decoration", "word-break", "word-spacing",
}  # fmt: skip

# Landmarks are the mail program's: a mail is an article in its window.
OF_A_PAGE = ("landmark-one-main:", "region:")


@pytest.fixture(scope="module")
def mails(site):
    """name -> HTML part of each kind of mail."""
    return told(MAILS)


def unknown(mails):
    """Return name -> features that a main mail program lacks and that would be missed."""
    script = Path(__file__).with_name("mail.mjs")
    result = subprocess.run(
        [program("node"), script, NODE_TOOLS / "caniemail"],
        input=json.dumps(mails),
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        name: missed
        for name, features in json.loads(result.stdout).items()
        if (missed := sorted(features.keys() - GRACEFUL))
    }


def test_mails_use_what_mail_programs_know(mails):
    assert len(mails) >= 18
    assert unknown(mails) == {}


def test_check_sees_a_feature_that_would_be_missed():
    seeded = {"x": "<body><div style='display:flex'><video src=a></video></div></body>"}
    assert unknown(seeded)["x"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mails_read_well_on_a_small_screen(mails, open_page, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 320, "height": 640})
    found = {}
    for name, html in mails.items():
        show(page, html)
        page.unroute("http://127.0.0.1/seeded/")
        wrong = [line for line in violations(page) if not line.startswith(OF_A_PAGE)]
        if overflow(page) > 0:
            wrong.append(f"{overflow(page)} px too wide")
        if wrong:
            found[name] = wrong
    assert_none(found)


def test_mails_stay_below_what_gmail_clips(mails):
    assert_none([name for name, html in mails.items() if len(html.encode()) > 102_000])
