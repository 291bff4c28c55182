"""A reader's own data, without an account: taken along, moved to another address, erased."""

import json
import time

import pytest
from playwright.sync_api import expect

from .conftest import mail_to, own_page, told, words_of

pytestmark = pytest.mark.browser

READER = """
import json
from newsletter.links import MANAGE, link_for
from newsletter.models import Subscriber
reader = Subscriber.objects.create(email="{address}", language="{language}", status="active")
print(json.dumps(link_for(reader, MANAGE)))
"""
# What the subjects of the mails say: the link to the data, to confirm, and what is done.
SUBJECTS = {
    "fr": ("Vos données", "Confirmez votre nouvelle adresse", "vers une autre adresse"),
    "nl": ("Uw gegevens", "Bevestig uw nieuwe adres", "naar een ander adres"),
}


def press(page, value):
    page.locator(f"main button[value={value}]").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_reader_takes_data_along_moves_and_is_erased(site, relay, open_page, language):
    data, confirm, moved = SUBJECTS[language]
    old, new = (
        f"{name}.{language}.{time.time():.0f}@own.example" for name in ("old", "new")
    )
    preferences = told(READER.format(address=old, language=language))
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(preferences)
    press(page, "data")
    first = own_page(language, "d", mail_to(relay, old, data))
    page.goto(site + first)
    with page.expect_download() as download:
        page.locator("main button[value=download]").click()
    held = json.loads(download.value.path().read_text())
    assert (held["email"], held["language"]) == (old, language)

    page.locator("input[name=new_email]").fill(new)
    press(page, "address")
    page.goto(site + own_page(language, "a", mail_to(relay, new, confirm)))
    expect(page.locator("main")).to_contain_text(new, use_inner_text=True)
    page.locator("main button").click()
    page.wait_for_load_state()
    here = page.locator("main a").last.get_attribute("href")
    assert new not in words_of(mail_to(relay, old, moved))
    # The old mailbox may be another's by now.
    for dead in (preferences, site + first):
        assert page.goto(dead).status == 410

    page.goto(site + here)
    press(page, "data")
    last = own_page(language, "d", mail_to(relay, new, data))
    page.goto(site + last)
    press(page, "erase")
    expect(page.locator("main")).to_contain_text(new, use_inner_text=True)
    press(page, "erase-now")
    expect(page.locator("main")).not_to_contain_text(new)
    for dead in (last, here):
        assert page.goto(site + dead).status == 410
    assert page.context.cookies() == []
