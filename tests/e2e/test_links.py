"""Every address that the site gives out answers."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.e2e.conftest import assert_none, fetch

pytestmark = pytest.mark.browser

# A facet is one link away from every other: a few hundred of them say enough.
MOST_QUERIES = 150
# One call of the demo leads nowhere on purpose, for the editors' report of dead links.
MEANT_DEAD = "/fr/appel-officiel-demo-disparu/"


def links(html, address):
    """Return the addresses that a page names: (target, fragment)."""
    soup = BeautifulSoup(html, "html.parser")
    for tag, attribute in (("a", "href"), ("link", "href"), ("img", "src")):
        for element in soup.find_all(tag, attrs={attribute: True}):
            yield urldefrag(urljoin(address, element[attribute]))
    for element in soup.find_all("source", srcset=True):
        for candidate in element["srcset"].split(","):
            yield urldefrag(urljoin(address, candidate.split()[0]))


def dead(pages, host, answer):
    """Return the links of `pages` (address -> HTML) to `host` that do not answer.

    `answer(address)` gives (status, body); fragments are looked for in known pages.
    """
    known, found, queries = {}, [], 0
    for address, html in pages.items():
        for target, fragment in links(html, address):
            if urlsplit(target).netloc != host or target.endswith(MEANT_DEAD):
                continue
            if target not in known:
                queries += "?" in target
                if "?" in target and queries > MOST_QUERIES:
                    continue
                known[target] = 200 if target in pages else answer(target)[0]
            if known[target] != 200:
                found.append(f"{address} → {target}: {known[target]}")
            elif fragment and target in pages and not named(pages[target], fragment):
                found.append(f"{address} → {target}#{fragment}: no such place")
    return sorted(set(found))


def named(html, fragment):
    return re.search(rf"""\b(?:id|name)=["']?{re.escape(fragment)}["'\s>]""", html)


@pytest.fixture(scope="module")
def pages(site):
    """address -> HTML of all that the site map lists."""
    status, sitemap = fetch(site + "/sitemap.xml")
    assert status == 200
    listed = re.findall(r"<loc>([^<]+)</loc>", sitemap)
    assert len(listed) > 200, "the demo hub has some 250 pages"
    found = {}
    for address in listed:
        status, found[address] = fetch(address)
        assert status == 200, address
    return found


def test_no_internal_link_is_dead(site, pages):
    host = urlsplit(site).netloc

    def answer(address):
        try:
            return fetch(address)
        except UnicodeDecodeError:
            return 200, ""  # a picture or a document

    assert_none(dead(pages, host, answer))


def test_dead_links_are_seen():
    pages = {
        "http://hub.example/": "<a href='/a'>a</a><a href='#no'>b</a><a href='/'>c"
    }
    found = dead(pages, "hub.example", lambda address: (404, ""))
    assert found == [
        "http://hub.example/ → http://hub.example/#no: no such place",
        "http://hub.example/ → http://hub.example/a: 404",
    ]
