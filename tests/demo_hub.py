"""The whole demo hub, loaded once a run, for the tests that read it.

Tests marked `demo` run after those that want an empty site and before those that flush
the database, so that one load serves them all.
"""

import sqlite3

import pytest
from django.db import connection
from time_machine import escape_hatch


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Group the tests by stage, after pytest-randomly has had its say."""
    items.sort(key=stage)


def stage(item):
    """Return when a test may run: on an empty site, on the demo, on a flushed database."""
    if item.get_closest_marker("demo"):
        return 1
    mark = item.get_closest_marker("django_db")
    flushes = (
        "transactional_db" in item.fixturenames or "live_server" in item.fixturenames
    )
    return 2 if flushes or (mark and mark.kwargs.get("transaction")) else 0


@pytest.fixture(scope="session")
def demo_hub(django_db_setup, django_db_blocker):
    """Load the demo hub, and put the database back as it was after the last test."""
    from home.demo.loading import load

    # Its dates are offsets from the day it is loaded on, for every test after this one.
    assert not escape_hatch.is_travelling(), "a frozen clock cannot load the demo"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        before = None
        if connection.vendor == "sqlite":
            before = sqlite3.connect(":memory:")
            connection.connection.backup(before)
        load()
        yield
        if before:
            connection.ensure_connection()
            before.backup(connection.connection)
            before.close()


@pytest.fixture
def demo(demo_hub, db):
    """Return a function that gives a demo page by its plan's id and language."""
    from home.models import DemoPage

    def page(key, language="fr"):
        row = DemoPage.objects.select_related("page").get(key=key, language=language)
        return row.page.specific

    return page
