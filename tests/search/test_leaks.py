"""Nothing hidden shows through, on the engine that serves without a server."""

import pytest

from search.engines import get_engine

from .factories import NOON, noon
from .leaks import HIDINGS, MARK, PLACES, WORD, leaks, open_door, speaking

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{NOON}Z", tick=False)]


@pytest.fixture
def engine():
    return get_engine()


def test_what_is_public_shows_at_every_place(engine, home_fr, home_nl, client):
    """Else the other tests would pass whatever leaked."""
    open_door(home_fr)
    speaking(home_fr)
    assert set(leaks(client, home_fr)) >= set(PLACES)


@pytest.mark.parametrize("hide", HIDINGS, ids=lambda hide: hide.__name__)
def test_what_is_hidden_shows_nowhere(hide, engine, home_fr, home_nl, client):
    open_door(home_fr)
    hide(home_fr)
    assert leaks(client, home_fr) == []
    assert engine.suggest(WORD, "fr", noon()) == ()
    for name in ("theme", "tag", "territory"):
        prefix = "x:" if name == "territory" else f"{name}-"
        address = f"/fr/recherche/results.json?{name}={prefix}{MARK}"
        answer = client.get(address).json()
        assert answer["total"] == 0
        chosen = [one for one in answer["facets"][name] if one["selected"]]
        assert [one["count"] for one in chosen] == [0]
