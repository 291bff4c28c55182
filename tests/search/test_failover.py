"""What the engine with a replica plans for after a commit; no server is asked here."""

import pytest
from django.db import transaction

from search.engines import get_engine

from .factories import standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(settings):
    settings.ELASTICSEARCH_HOSTS = ["http://127.0.0.1:9"]
    get_engine.cache_clear()
    yield get_engine()
    get_engine.cache_clear()


def pushes(callbacks, engine):
    return sum(callback == engine.push_now for callback in callbacks)


def test_transaction_of_many_changes_pushes_once(
    engine, home_fr, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        pages = [standard(home_fr, title) for title in ("Un", "Deux", "Trois")]
        pages[0].delete()
    assert pushes(callbacks, engine) == 1


def test_change_after_one_that_was_rolled_back_is_pushed(
    engine, home_fr, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        try:
            with transaction.atomic():
                standard(home_fr, "Perdu")
                raise LookupError
        except LookupError:
            standard(home_fr, "Gardé")
    assert pushes(callbacks, engine) == 1
