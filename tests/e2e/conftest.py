"""The demo hub served for real, a real browser, and the addresses to look at.

A developer may keep a site running and name it: SITE_UNDER_TEST=http://127.0.0.1:8000
with its DATA_DIR; the journeys that wait for mail need the suite's own.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.worker import ROOT, free_port

NODE_TOOLS = ROOT / "build" / "node-tools" / "node_modules"
# One page of each type and language: of those that exist, the one that says most.
EXAMPLES = """
import json
from wagtail.models import Page
found = {}
for page in Page.objects.live().public().filter(depth__gt=1).specific().order_by("path"):
    kind = (type(page).__name__, page.locale.language_code)
    weight = len(str(page.serializable_data()))
    if page.url and weight > found.get(kind, (0, ""))[0]:
        found[kind] = (weight, page.relative_url(None) or page.url)
print(json.dumps({" ".join(kind): url for kind, (_, url) in found.items()}))
"""
# What no page type shows: searches, a second page, errors, forms.
OTHERS = {
    "search fr": "/fr/recherche/?q=mediation",
    "search nl": "/nl/zoeken/?q=digitaal",
    "place to choose fr": "/fr/recherche/?town=saint-denis",
    "place unknown nl": "/nl/zoeken/?town=xyzzy",
    "nothing found fr": "/fr/recherche/?q=xyzzyxyzzy",
    "nothing found nl": "/nl/zoeken/?q=xyzzyxyzzy",
    "filtered list fr": "/fr/ressources/?theme=training",
    "second page nl": "/nl/materiaal/?page=2",
    "selection fr": "/fr/selection/",
    "selection nl": "/nl/selectie/",
    "site map fr": "/fr/plan-du-site/",
    "site map nl": "/nl/sitemap/",
    "carriers fr": "/fr/repondre-a-plusieurs/",
    "carriers nl": "/nl/samen-indienen/",
    "glossary fr": "/fr/glossaire/",
    "glossary nl": "/nl/woordenlijst/",
    "sign-up fr": "/fr/abonnement/",
    "sign-up nl": "/nl/abonnement/",
    "follow a list fr": "/fr/alertes/?theme=training&q=tablette",
    "follow the search nl": "/nl/meldingen/",
    "missing fr": "/fr/rien-ici/",
    "missing nl": "/nl/niets-hier/",
}

# What the selection that the suite looks at holds.
COLLECTED = (
    "/fr/ressources/mot-de-passe-solide/",
    "/fr/ressources/etude-du-non-recours/",
    "/fr/experiences/s-entraider-au-foyer/",
    "/fr/kit/poser-le-cadre/",
    "/fr/financements/former-mille-aidants/",
)

# A sheet that may be replied to.
SHEET = {
    "fr": "/fr/experiences/s-entraider-au-foyer/",
    "nl": "/nl/ervaringen/elkaar-helpen-in-de-opvang/",
}


def tool(*parts):
    """Return the path of a node tool; fail where it is not installed."""
    path = NODE_TOOLS.joinpath(*parts)
    assert path.exists(), f"{path.name} is not installed: run .ci/install"
    return path


def program(name):
    path = shutil.which(name)
    assert path, f"{name} is not installed: run .ci/install"
    return path


@contextmanager
def served(folder, port):
    """Serve the demo hub from `folder` as `make run` does; give its address."""
    process = subprocess.Popen(
        [sys.executable, "bin/run.py", "run"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder), "PORT": str(port)},
    )
    try:
        deadline = time.monotonic() + 600
        while not (folder / ".served").exists():
            assert process.poll() is None, "make run ended; what stands above says why"
            assert time.monotonic() < deadline, "make run takes more than ten minutes"
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="session")
def site(tmp_path_factory, relay):
    """The address of a running demo hub, whose mail goes to the relay."""
    if given := os.environ.get("SITE_UNDER_TEST"):
        yield given.rstrip("/")
        return
    folder = tmp_path_factory.mktemp("site")
    os.environ["DATA_DIR"] = str(folder)
    os.environ["SMTP_URL"] = f"smtp://127.0.0.1:{relay.port}"
    with served(folder, free_port()) as address:
        yield address


def mail_to(relay, address, words):
    """Return the last mail to an address whose subject says `words`, once it is there.

    The worker sends it in a process of its own.
    """
    words, deadline = " ".join(words.split()), time.monotonic() + 60
    while time.monotonic() < deadline:
        mails = zip(relay.recipients(), relay.parsed(), strict=False)
        subjects = [
            (" ".join(m["Subject"].split()), m) for to, m in mails if to == address
        ]
        found = [mail for subject, mail in subjects if words in subject]
        if found:
            return found[-1]
        time.sleep(0.5)
    raise AssertionError(f"no mail to {address} says {words}")


def words_of(mail):
    """Return the plain text of a mail."""
    return mail.get_body(("plain",)).get_content()


def own_page(language, letter, mail):
    """Return the path of the personal page of this kind that a mail leads to."""
    where = "(?:abonnement|alertes|meldingen)"
    return re.search(
        rf"https?://\S+?(/{language}/{where}/{letter}/\S+)", words_of(mail)
    )[1]


def told(code):
    """Return what Python code inside the site prints as its last line, from JSON."""
    result = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "hubsite.settings.dev"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(result.stdout.splitlines()[-1])


@pytest.fixture(scope="session")
def addresses(site):
    """name -> path of one page of each kind and language, and of the other templates."""
    found = {
        name: "/" + url.split("/", 3)[3] if "://" in url else url
        for name, url in told(EXAMPLES).items()
    }
    assert len({name.split()[1] for name in found}) == 2, "pages in both languages"
    return found | OTHERS | shared_selection(site) | reply_forms(site)


def shared_selection(site):
    """Collect what the demo has of most kinds; return name -> path of the shared link."""
    asked = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    asked.addheaders = [("Sec-Fetch-Site", "same-origin")]
    for path in COLLECTED:
        form = re.search(r'name="page" value="(\d+)"', fetch(site + path)[1])
        asked.open(f"{site}/fr/selection/add/", f"page={form[1]}".encode())
    page = asked.open(f"{site}/fr/selection/").read().decode()
    path = re.search(r'id="share" href="[^"]*(/fr/selection/[^"]+)"', page)[1]
    return {
        "shared selection fr": path,
        "shared selection nl": path.replace("/fr/selection/", "/nl/selectie/"),
    }


def reply_forms(site):
    """Return name -> path of the form that replies to a sheet, in each language."""
    found = {}
    for language, path in SHEET.items():
        link = re.search(r'href="(/[^"]+)" rel="nofollow"', fetch(site + path)[1])
        found[f"reply {language}"] = link[1]
    return found


@pytest.fixture(scope="session")
def bodies(site, addresses):
    """name -> the HTML that the site serves there."""
    found = {}
    for name, path in addresses.items():
        status, found[name] = fetch(site + path)
        assert status == (404 if name.startswith("missing") else 200), path
    return found


def fetch(address):
    """Return (status, body as text) of an address, whatever the status."""
    try:
        with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, able to reach this machine only."""
    # As patient as Playwright's actions: the services run beside, on two cores.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program("chromium"),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser):
    """Return a function that opens a page in a fresh profile."""
    contexts = []

    def open_it(**options):
        context = browser.new_context(
            **{"viewport": {"width": 1365, "height": 940}} | options
        )
        contexts.append(context)
        return context.new_page()

    yield open_it
    for context in contexts:
        context.close()


def assert_none(found):
    """Fail with every line of `found`: a list, or name -> what is wrong there."""
    if isinstance(found, dict):
        found = [f"{name}: {wrong}" for name, wrong in found.items()]
    assert not found, "\n".join(["", *map(str, found)])


def show(page, html):
    """Show a page made for a test: proof that a check sees a defect."""
    page.route(
        "http://127.0.0.1/seeded/",
        lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
    )
    page.goto("http://127.0.0.1/seeded/")
