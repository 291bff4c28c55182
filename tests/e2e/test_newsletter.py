"""The newsletter from sign-up to leaving, without JavaScript, over a real mail server."""

import time
import urllib.request

import pytest
from playwright.sync_api import expect

from .conftest import mail_to, own_page, told, words_of

pytestmark = pytest.mark.browser

# The newest issue is sent again, to these readers too; language -> its subject, title.
SEND = """
import json
from newsletter import sending
from newsletter.models import Campaign, NewsletterIssuePage
issues = NewsletterIssuePage.objects.live().filter(locale__language_code="fr")
issue = issues.order_by("-number").first()
Campaign.objects.filter(issue=issue).delete()
sending.queue_campaign(issue, user=None)
pages = [issue, *issue.get_translations()]
print(json.dumps({p.locale.language_code: [p.subject or p.title, p.title] for p in pages}))
"""
LISTS = {"fr": "/fr/lettre/", "nl": "/nl/nieuwsbrief/"}
CONFIRM = {"fr": "Confirmez votre inscription", "nl": "Bevestig uw inschrijving"}
STATUS = {"fr": "désabonné", "nl": "uitgeschreven"}


def sign_up(page, address):
    form = page.locator("form:has(input[type=email])").first
    form.locator("input[type=email]").fill(address)
    form.locator("input[name=consent]").check()
    # People are not that fast, and the form knows it.
    page.wait_for_timeout(4000)
    with page.expect_navigation():
        form.locator("input[type=email]").press("Enter")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main input[type=email]")).to_have_count(0)


def unsubscribe_by_mail_program(mail):
    """Do what a mail program does when its button is pressed (RFC 8058)."""
    address = mail["List-Unsubscribe"].strip("<>")
    body = mail["List-Unsubscribe-Post"].encode()
    with urllib.request.urlopen(address, body, timeout=30) as answer:  # noqa: S310
        assert answer.status == 200


def test_reader_signs_up_reads_chooses_and_leaves(site, relay, open_page):
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    now = int(time.time())
    readers = {language: f"{language}.{now}@reader.example" for language in LISTS}
    for language, address in readers.items():
        page.goto(site + LISTS[language])
        sign_up(page, address)
        asked = own_page(language, "c", mail_to(relay, address, CONFIRM[language]))
        page.goto(site + asked)
        page.locator("main button").click()
        page.wait_for_load_state()
    for language, (subject, title) in told(SEND).items():
        mail = mail_to(relay, readers[language], subject)
        assert mail["Content-Language"] == language
        archive = page.goto(site + path_in(mail, LISTS[language]))
        assert archive.status == 200
        assert page.locator("h1").inner_text() == title

        preferences = site + own_page(language, "p", mail)
        page.goto(preferences)
        page.locator("input[name=rhythm][value=monthly]").check()
        page.locator("main button[type=submit]").first.click()
        page.locator("main [role=status]").wait_for()
        assert page.locator("input[name=rhythm][value=monthly]").is_checked()

        # As a mail scanner would: nobody leaves.
        page.goto(site + own_page(language, "u", mail))
        page.goto(preferences)
        assert STATUS[language] not in page.locator("main").inner_text().lower()
        unsubscribe_by_mail_program(mail)
        page.goto(preferences)
        assert STATUS[language] in page.locator("main").inner_text().lower()
    assert page.context.cookies() == []


def path_in(mail, start):
    """Return the path of the first page below `start` that a mail's text leads to."""
    text = words_of(mail)
    return text[text.index(start) :].split()[0]
