"""An editor types in the admin, in a browser."""

import pytest
from playwright.sync_api import expect

from .conftest import told
from .test_import import log_in

pytestmark = pytest.mark.browser

CALENDAR = """
import json
from events.models import EventIndexPage
print(json.dumps(EventIndexPage.objects.get(locale__language_code="fr").pk))
"""


def test_address_is_made_of_plain_letters(site, open_page):
    page = open_page()
    log_in(site, page)
    page.goto(f"{site}/admin/pages/add/events/eventpage/{told(CALENDAR)}/")
    page.locator("#id_title").press_sequentially("Médiatrices d’été")
    expect(page.locator("#id_slug")).to_have_value("mediatrices-dete")


def test_day_typed_into_a_field_stays_as_it_was_typed(site, open_page):
    page = open_page()
    log_in(site, page)
    page.goto(f"{site}/admin/pages/add/events/eventpage/{told(CALENDAR)}/")
    field = page.locator("#id_starts_at")
    for typed in ("15/03/2027 18:30", "15/3/27", "2027-03-15 18:30", "31/02/2027"):
        field.fill("")
        field.press_sequentially(typed)
        field.press("Tab")
        page.locator("#id_venue").fill(f"Valence {typed}")
        assert field.input_value() == typed


def test_titles_of_a_list_are_read_on_a_telephone(site, open_page):
    page = open_page()
    page.set_viewport_size({"width": 360, "height": 800})
    log_in(site, page)
    page.goto(f"{site}/admin/pages/{told(CALENDAR)}/")
    assert page.locator("td.title").first.bounding_box()["width"] > 150
