"""What a visitor comes for, without JavaScript."""

import re
import time

import pytest
from playwright.sync_api import expect

from .conftest import mail_to, own_page, told, words_of

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page):
    return open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})


@pytest.mark.parametrize(
    ("start", "words"), [("/fr/", "médiation"), ("/nl/", "digitaal")]
)
def test_visitor_searches_narrows_and_reads(site, page, start, words):
    page.goto(site + start)
    box = page.locator("form[role=search] input[name=q]").first
    box.fill(words)
    box.press("Enter")
    page.wait_for_url("**q=*")
    results = page.locator("main article a, main li a").all()
    assert results
    # The filters open over the list on a small screen, without a script.
    page.locator("button[popovertarget=filters]").click()
    page.locator("#filters a[href*='type=']").first.click()
    expect(page).to_have_url(re.compile("type="))
    expect(page).to_have_url(re.compile("q="))
    page.locator(
        "main article h2 a, main article h3 a, main li h2 a, main li h3 a"
    ).first.click()
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("start", ["/fr/kit/", "/nl/toolkit/"])
def test_visitor_walks_through_the_kit(site, addresses, page, start):
    page.goto(site + start)
    steps = page.locator(f"main a[href^='{start}']").evaluate_all(
        "links => [...new Set(links.map(a => a.pathname))]"
    )
    steps = [path for path in steps if path.count("/") == 4 and path.endswith("/")]
    assert len(steps) >= 6
    page.goto(site + steps[0])
    page.locator("a[rel=next]").first.click()
    expect(page).not_to_have_url(site + steps[0])


@pytest.mark.parametrize("path", ["/fr/", "/nl/"])
def test_reader_changes_language(site, page, path):
    page.goto(site + path)
    other = {"/fr/": "nl", "/nl/": "fr"}[path]
    page.locator(f"header a[hreflang={other}]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", other)


# A call that opens, and what its followers are told at noon; then it is gone.
NEW_CALL = """
import json
from django.utils import timezone
from funding.models import CallPage
from newsletter import alerts
from newsletter.models import Alert
call = CallPage.objects.live().filter(locale__language_code="{language}", rolling=True)
copy = call.first().copy(update_attrs={{"title": "{title}", "slug": "{slug}"}})
# The worker may have looked already today.
Alert.objects.update(checked_on=None, news_from=None)
alerts.tell_alerts(timezone.localtime().replace(hour=12))
copy.delete()
print(json.dumps(None))
"""


def follow(page, language, address):
    """Ask, on the page of a list, to follow it every day."""
    label = {"fr": "Suivre cette liste", "nl": "Deze lijst volgen"}[language]
    page.get_by_role("link", name=label).click()
    page.locator("input[type=email]").fill(address)
    page.locator("input[name=rhythm][value=daily]").check()
    page.locator("input[name=consent]").check()
    # People are not that fast, and the form knows it.
    page.wait_for_timeout(3000)
    page.locator("main button[type=submit]").click()
    page.locator("main [role=status]").wait_for()


@pytest.mark.parametrize(
    ("path", "confirm", "news"),
    [
        ("/fr/financements/", "Confirmez votre alerte", "informatio"),
        ("/nl/financiering/", "Bevestig uw melding", "nieuwtje"),
    ],
)
def test_follower_confirms_is_told_changes_and_leaves(
    site, relay, page, path, confirm, news
):
    language, now = path[1:3], int(time.time())
    address, title = f"{language}.{now}@follower.example", f"Call {now}"
    page.goto(site + path)
    follow(page, language, address)
    mail = mail_to(relay, address, confirm)
    page.goto(site + own_page(language, "c", mail))
    page.locator("main button").click()
    page.wait_for_load_state()
    page.locator("main a").last.click()
    expect(page.locator("#alerts form")).to_have_count(1)

    told(NEW_CALL.format(language=language, title=title, slug=f"call-{language}-{now}"))
    mail = mail_to(relay, address, news)
    assert title in words_of(mail)
    stop, preferences = own_page(language, "s", mail), own_page(language, "p", mail)
    # As a mail scanner would: nothing stops.
    page.goto(site + stop)
    page.goto(site + preferences)
    page.locator("#alerts a.button").click()
    page.locator("input[name=rhythm][value=monthly]").check()
    page.locator("main button[type=submit]").first.click()
    page.locator("#alerts [role=status]").wait_for()
    expect(page.locator("#alerts button[value=pause]")).to_have_count(1)

    page.goto(site + stop)
    page.locator("main button").click()
    page.locator("main [role=status]").wait_for()
    page.goto(site + preferences)
    expect(page.locator("#alerts button[value=resume]")).to_have_count(1)
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/fr/proposer-un-appel/", "Former mille aidants"),
        ("/nl/oproep-melden/", "Duizend digihelpers opleiden"),
    ],
)
def test_known_call_is_shown_while_it_is_typed(site, open_page, path, title):
    page = open_page(viewport={"width": 360, "height": 640})
    page.goto(site + path)
    page.locator("#id_title").press_sequentially(title)
    found = page.locator("[role=status] a")
    found.wait_for()
    expect(found).to_have_text(title, use_inner_text=True)
    page.locator("#id_title").fill("")
    found.wait_for(state="detached")


def test_trainer_collects_orders_and_shares(site, page, open_page):
    for path in ("/fr/ressources/mot-de-passe-solide/", "/fr/kit/poser-le-cadre/"):
        page.goto(site + path)
        page.get_by_role("button", name="Ajouter à ma sélection").click()
        expect(page.locator("[role=status]")).to_have_count(1)
    page.get_by_role("button", name="Monter").click()
    titles = page.locator(".collected > li > div:first-child a")
    expect(titles).to_have_text(
        ["Poser le cadre", "Mot de passe solide"], use_inner_text=True
    )
    other = open_page(java_script_enabled=False)
    other.goto(page.locator("#share").get_attribute("href"))
    expect(other.locator(".collected > li")).to_have_count(2)
    other.get_by_role("button", name="Ajouter à ma sélection").click()
    expect(other).to_have_url(f"{site}/fr/selection/")
    other.get_by_role("button", name="Vider la sélection").click()
    other.get_by_role("button", name="Annuler").click()
    expect(other.locator(".collected > li")).to_have_count(2)


@pytest.mark.parametrize(
    ("start", "town", "chip"),
    [("/fr/recherche/", "59200", "Tourcoing"), ("/nl/zoeken/", "courtrai", "Kortrijk")],
)
def test_reader_narrows_a_list_to_a_town(site, page, start, town, chip):
    page.goto(site + start)
    page.locator("input[name=town]").fill(town)
    page.locator("input[name=town]").press("Enter")
    expect(page).to_have_url(re.compile("territory="))
    expect(page).not_to_have_url(re.compile("town="))
    expect(page.locator(".chips")).to_contain_text(chip, use_inner_text=True)


def test_reader_chooses_between_towns_of_one_name(site, page):
    page.goto(site + "/fr/recherche/?q=formation")
    page.locator("input[name=town]").fill("Saint-Denis")
    page.locator("input[name=town]").press("Enter")
    page.get_by_role("link", name="Saint-Denis (974)").click()
    expect(page).to_have_url(re.compile(r"\?q=formation&territory=insee-com:97411$"))


def test_towns_are_suggested_while_typing(site, open_page):
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto(site + "/nl/zoeken/?q=digitaal")
    page.locator("input[name=town]").press_sequentially("rijse")
    option = page.get_by_role("option").first
    option.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=digitaal&territory=insee-com:59350")
