"""A moderator brings a list of readers in: file, columns, look, import."""

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import told

pytestmark = pytest.mark.browser

# The account in this language of the admin.
SPEAK = """
import json
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile
user = get_user_model().objects.get(username="moderation")
UserProfile.objects.update_or_create(
    user=user, defaults={{"preferred_language": "{language}"}})
print(json.dumps(None))
"""
WORDS = {
    "fr": ("mensuel", "n’est pas un rythme", "un message par mois"),
    "nl": ("maandelijks", "geen ritme", "één bericht per maand"),
}


def log_in(site, page):
    accounts = (Path(os.environ["DATA_DIR"]) / "demo-accounts.txt").read_text()
    name, password = next(
        line.split() for line in accounts.splitlines() if line.startswith("moderation")
    )
    page.goto(f"{site}/admin/login/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"{site}/admin/")


def list_of(addresses, *rhythms):
    """Return a file of these addresses, one of them twice, and a line without any."""
    lines = map(";".join, zip(addresses, rhythms, strict=True))
    return "\n".join(["Courriel;X", *lines, "none;", addresses[0]]).encode()


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_moderator_imports_a_list(site, open_page, language):
    told(SPEAK.format(language=language))
    monthly, unknown, label = WORDS[language]
    now = f"{time.time():.0f}"
    addresses = [f"{name}.{language}.{now}@list.example" for name in ("ada", "bo")]
    body = list_of(addresses, monthly, unknown)
    page = open_page()
    log_in(site, page)
    page.goto(f"{site}/admin/subscribers/")
    page.locator("header [data-w-dropdown-target=toggle]").first.click()
    page.locator("a[href='/admin/newsletter/import/']").click()
    page.wait_for_url("**/newsletter/import/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("input[name=file]").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": body}
    )
    page.locator("input[name=source]").fill("Salon de Rivelaine, fiches papier")
    page.locator("main form[enctype] button[type=submit]").click()

    # Which column tells the rhythm its header does not say.
    page.locator("select[name=rhythm]").select_option(label="X")
    page.locator("button[value=columns]").click()
    page.wait_for_load_state()
    expect(page.locator("select[name=rhythm]")).to_have_value("1")
    counts = page.locator("main table").last.locator("td")
    expect(counts).to_have_text(["2", "0", "1", "0", "0", "1"], use_inner_text=True)
    faults = page.locator("main li", has_text=unknown)
    expect(faults).to_contain_text("3", use_inner_text=True)

    page.locator("button[value=import]").click()
    page.wait_for_load_state()
    page.goto(f"{site}/admin/subscribers/?q={now}")
    for address in addresses:
        assert page.locator("main tr", has_text=address).count() == 1
    assert label in page.locator("main tr", has_text=addresses[0]).inner_text()
