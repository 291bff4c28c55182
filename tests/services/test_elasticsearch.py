"""The search server that the suite starts, and the site's engine on it."""

import json
import urllib.request

import pytest

pytestmark = pytest.mark.services


def test_server_is_a_genuine_one(elasticsearch_url):
    with urllib.request.urlopen(elasticsearch_url, timeout=5) as answer:  # noqa: S310
        about = json.load(answer)
    assert about["tagline"] == "You Know, for Search"
    assert about["version"]["number"].startswith("8.")
