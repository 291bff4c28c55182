"""axe on every template, in both languages, light and dark; and what axe cannot see."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import assert_none, show, tool

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang=fr><meta charset=utf-8><title>Bon</title>
<meta name=viewport content='width=device-width'><main><h1>Bon</h1><p>texte</p></main>"""


def violations(page):
    """Return what axe finds wrong on the page shown, as `rule: element`."""
    page.evaluate(tool("axe-core", "axe.min.js").read_text())
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)"
    )
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


def overflow(page):
    """Return how many pixels the page shown is wider than its window."""
    return page.evaluate(
        "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    )


def unfocusable(page):
    """Return the links and fields that Tab never reaches, or reaches without a sign."""
    return page.evaluate(
        """() => {
          const seen = [], bare = [];
          const wanted = [...document.querySelectorAll(
            'a[href],button,input:not([type=hidden]),select,textarea,summary')]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled);
          for (const e of wanted) {
            e.focus();
            if (document.activeElement !== e) bare.push('not focusable: ' + e.outerHTML);
            else if (e.tabIndex < 0) bare.push('not in order: ' + e.outerHTML);
          }
          return bare.map(text => text.slice(0, 120));
        }"""
    )


def unseen(page):
    """Return what holds the focus out of sight or under another part (WCAG 2.4.11)."""
    return page.evaluate(
        """() => {
          const wanted = [...document.querySelectorAll('a[href],button,input,summary')]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled);
          return wanted.filter(e => {
            e.focus();
            const [r] = e.getClientRects();
            if (!r) return true;
            const there = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
            const own = [e, ...(e.labels || [])];
            return !own.some(o => o.contains(there) || there?.contains(o));
          }).map(e => e.outerHTML.slice(0, 120));
        }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_template_passes_axe(site, addresses, open_page, scheme):
    page, found = open_page(color_scheme=scheme, reduced_motion="reduce"), {}
    for name, path in addresses.items():
        page.goto(site + path)
        if wrong := violations(page):
            found[f"{name} {path}"] = wrong
    assert_none(found)


def test_nothing_scrolls_sideways_on_a_small_screen(site, addresses, open_page):
    page, found = open_page(viewport={"width": 320, "height": 640}), {}
    for name, path in addresses.items():
        page.goto(site + path)
        if overflow(page) > 0:
            found[f"{name} {path}"] = overflow(page)
    assert_none(found)


def test_a_very_long_word_does_not_widen_the_page(site, open_page):
    page = open_page(viewport={"width": 320, "height": 640})
    for path in ("/fr/recherche/?q=", "/nl/materiaal/?tag=&q=", "/nl/zoeken/?tag="):
        page.goto(f"{site}{path}{'w' * 70}")
        assert overflow(page) <= 0, path


def test_everything_is_reached_by_keyboard(site, addresses, open_page):
    page, found = open_page(), {}
    for name, path in addresses.items():
        page.goto(site + path)
        if wrong := unfocusable(page):
            found[f"{name} {path}"] = wrong
    assert_none(found)


def test_what_tab_reaches_is_seen_at_once(site, addresses, open_page):
    page, found = open_page(), {}
    for name, path in addresses.items():
        page.goto(site + path)
        if wrong := unseen(page):
            found[f"{name} {path}"] = wrong
    assert_none(found)


@pytest.mark.parametrize("path", ["/fr/", "/nl/"])
def test_first_tab_is_the_way_to_the_content(site, open_page, path):
    page = open_page()
    page.goto(site + path)
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target.startswith("#")
    page.keyboard.press("Enter")
    expect(page).to_have_url(site + path + target)
    expect(page.locator(target)).to_have_count(1)


# Each check sees a defect


def test_axe_sees_a_seeded_defect(open_page):
    page = open_page()
    show(page, GOOD)
    assert violations(page) == []
    show(page, GOOD.replace("<p>", "<img src=a.png><p style='color:#bbb'>"))
    assert {line.split(":")[0] for line in violations(page)} >= {
        "image-alt",
        "color-contrast",
    }


def test_reflow_sees_a_seeded_defect(open_page):
    page = open_page(viewport={"width": 320, "height": 640})
    show(page, GOOD)
    assert overflow(page) <= 0
    show(page, GOOD.replace("<p>", "<p style='width: 500px'>"))
    assert overflow(page) > 0


def test_keyboard_sees_a_seeded_defect(open_page):
    page = open_page()
    show(page, GOOD.replace("<p>", "<a href='/'>ok</a><p>"))
    assert unfocusable(page) == []
    show(page, GOOD.replace("<p>", "<a href='/' tabindex=-1>ko</a><p>"))
    assert len(unfocusable(page)) == 1


def test_focus_in_sight_sees_a_seeded_defect(open_page):
    page = open_page()
    far = GOOD.replace("<p>", "<p style='height: 3000px'>") + "<a href='/'>ko</a>"
    show(page, far)
    assert unseen(page) == []
    show(page, far + "<style>html { scroll-behavior: smooth }</style>")
    assert len(unseen(page)) == 1
