"""Nothing hidden shows through on a real Elasticsearch, and none of it is kept there."""

import pytest

from search.engines import get_engine
from tests.search.factories import NOON
from tests.search.leaks import HIDINGS, MARK, WORD, open_door
from tests.search.test_leaks import (
    test_what_is_hidden_shows_nowhere,
    test_what_is_public_shows_at_every_place,
)

__all__ = [
    "test_what_is_hidden_shows_nowhere",
    "test_what_is_public_shows_at_every_place",
]

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db,
    pytest.mark.time_machine(f"{NOON}Z", tick=False),
]


@pytest.fixture
def engine(elasticsearch_url, settings):
    """The engine that answers from the server and nowhere else."""
    settings.ELASTICSEARCH_HOSTS = [elasticsearch_url]
    settings.ELASTICSEARCH_PREFIX = "leaks"
    settings.ELASTICSEARCH_ENGINE = "tests.services.on_elasticsearch.Following"
    get_engine.cache_clear()
    yield get_engine()
    get_engine.cache_clear()


@pytest.mark.parametrize("hide", HIDINGS, ids=lambda hide: hide.__name__)
def test_server_keeps_nothing_of_what_is_hidden(hide, engine, home_fr, home_nl):
    """Whatever a query forgot to filter, there would be nothing to find."""
    open_door(home_fr)
    hide(home_fr)
    engine.follow()
    words = {"query": f"{WORD} {MARK} fr:{MARK} nl:{MARK} theme-{MARK} tag-{MARK}"}
    found = engine.replica.client.search(
        index=engine.replica.prefix,
        query={"multi_match": {**words, "fields": ["*"], "lenient": True}},
    )
    assert found["hits"]["hits"] == []
