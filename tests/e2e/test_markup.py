"""The HTML of every template, read by two checkers that nobody here wrote."""

import json
import subprocess

import pytest

from tests.e2e.conftest import assert_none, program, tool

pytestmark = pytest.mark.browser

# Rules of style, or that contradict the HTML standard's own freedom.
OFF = ["void-style", "no-trailing-whitespace", "doctype-style", "attr-quotes"]
OFF += [
    "attribute-boolean-style",
    "long-title",
    "no-inline-style",
    "prefer-native-element",
]
OFF += ["attribute-empty-style", "element-required-ancestor", "tel-non-breaking"]
# Django names each box of one question alike, and labels it by `for` too.
OFF += ["form-dup-name", "no-redundant-for"]
OFF += ["require-sri", "no-raw-characters", "attr-spacing", "prefer-tbody"]


def saved(bodies, folder):
    """Write each page to a file, since the checkers refuse loopback addresses."""
    for number, (name, body) in enumerate(bodies.items()):
        (folder / f"{number:03}-{name.replace(' ', '-')}.html").write_text(body)
    return sorted(folder.glob("*.html"))


def nu(files):
    """Return what the Nu checker finds, as `file:line: message`."""
    result = subprocess.run(
        [program("java"), "-jar", tool("vnu-jar", "build", "dist", "vnu.jar")]
        + ["--format", "json", "--exit-zero-always", *files],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return [
        f"{m['url'].rsplit('/', 1)[1]}:{m.get('lastLine')}: {m['message']}"
        for m in json.loads(result.stderr)["messages"]
        if m["type"] == "error" or m.get("subType") == "warning"
    ]


def html_validate(files, folder):
    """Return what html-validate finds, as `file:line: rule: message`."""
    rules = dict.fromkeys(OFF, "off")
    config = {"extends": ["html-validate:recommended"], "rules": rules, "root": True}
    (folder / ".htmlvalidate.json").write_text(json.dumps(config))
    # To a file: node cuts a pipe short when it ends.
    report = folder / "report.json"
    subprocess.run(
        [program("node"), tool("html-validate", "bin", "html-validate.mjs")]
        + [
            "--formatter",
            f"json={report}",
            "--config",
            folder / ".htmlvalidate.json",
            *files,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return [
        f"{page['filePath'].rsplit('/', 1)[1]}:{m['line']}: {m['ruleId']}: {m['message']}"
        for page in json.loads(report.read_text())
        for m in page["messages"]
    ]


def test_every_template_is_valid_for_nu(bodies, tmp_path):
    assert_none(nu(saved(bodies, tmp_path)))


def test_what_scripts_make_of_a_template_is_valid(site, addresses, open_page, tmp_path):
    page, bodies = open_page(), {}
    for name, path in addresses.items():
        page.goto(site + path)
        bodies[name] = page.content()
    assert_none(nu(saved(bodies, tmp_path)))


def test_every_template_is_valid_for_html_validate(bodies, tmp_path):
    assert_none(html_validate(saved(bodies, tmp_path), tmp_path))


def test_both_see_a_seeded_defect(tmp_path):
    good = '<!DOCTYPE html>\n<html lang="fr"><head><title>Bon</title></head>'
    good += "<body><main><h1>Bon</h1></main></body></html>\n"
    files = saved({"good": good}, tmp_path)
    assert nu(files) == html_validate(files, tmp_path) == []
    bad = good.replace("<main>", '<p id="a"><div id="a"></p><img src="x.png"><main>')
    files = saved({"good": bad}, tmp_path)
    assert len(nu(files)) >= 2
    assert len(html_validate(files, tmp_path)) >= 2
