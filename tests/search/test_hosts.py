"""The address of the search server, as a host gives it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from hubsite.settings.addresses import search_hosts


@pytest.mark.parametrize(
    ("urls", "hosts"),
    [
        ("", []),
        ("http://search", ["http://search:9200"]),
        ("https://es.example", ["https://es.example:443"]),
        ("http://a:9201 http://b:9202", ["http://a:9201", "http://b:9202"]),
        ("https://hub:pass@es.example:9200", ["https://hub:pass@es.example:9200"]),
    ],
)
def test_address_names_every_node(urls, hosts):
    assert search_hosts(urls) == hosts


@pytest.mark.parametrize("urls", ["search:9200", "redis://search", "http://"])
def test_address_of_something_else_is_refused(urls):
    with pytest.raises(ImproperlyConfigured, match="ELASTICSEARCH_URL"):
        search_hosts(urls)
