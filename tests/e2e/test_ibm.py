"""IBM's accessibility engine on every template: a second opinion beside axe.

What it is sure of (FAIL) breaks the suite; what it asks a person to look at does not.
"""

import pytest

from tests.e2e.conftest import assert_none, show, tool

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang=fr><meta charset=utf-8><title>Bon</title>
<main><h1>Bon</h1><form><label>Nom <input name=nom autocomplete=name></label>
<button>Envoyer</button></form></main>"""
CHECK = """async () => {
  const checker = new ace.Checker();
  const report = await checker.check(document, ["WCAG_2_2"]);
  return report.results
    .filter(result => result.value[0] === "VIOLATION" && result.value[1] === "FAIL")
    .map(result => `${result.ruleId}: ${result.message} ${result.snippet}`);
}"""


@pytest.fixture(scope="module")
def engine():
    return tool("accessibility-checker-engine", "ace-window.js").read_text()


def failures(page, engine):
    """Return what the engine is sure to be wrong on the page shown, `rule: why`."""
    page.evaluate(engine)
    return [line[:300] for line in page.evaluate(CHECK)]


def test_every_template_passes(site, addresses, open_page, engine):
    page, found = open_page(), {}
    for name, path in addresses.items():
        page.goto(site + path)
        if wrong := failures(page, engine):
            found[f"{name} {path}"] = wrong
    assert_none(found)


def test_engine_sees_a_seeded_defect(open_page, engine):
    page = open_page()
    show(page, GOOD)
    assert failures(page, engine) == []
    show(page, GOOD.replace("<label>Nom ", "<p>").replace("</label>", "<img src=a>"))
    rules = {line.split(":")[0] for line in failures(page, engine)}
    assert rules >= {"img_alt_valid", "input_label_exists"}
