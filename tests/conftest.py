"""Fixtures every suite shares."""

import gc
import sqlite3

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from hubsite import fresh
from tests.worker import Sink

# As Django names it.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Spare the collector what stays loaded anyway: a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture
def fr(db):
    return Locale.objects.get(language_code="fr")


@pytest.fixture
def nl(db):
    return Locale.objects.get(language_code="nl")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Fill the database in memory from the snapshot: `migrate` then has nothing to do."""
    test = connection.settings_dict["TEST"]
    if connection.vendor != "sqlite" or test["NAME"]:
        yield
        return
    # Open until Django has its own connection, without which it would be gone.
    database = sqlite3.connect(IN_MEMORY, uri=True)
    database.executescript(fresh.SNAPSHOT.read_text())
    yield
    database.close()


@pytest.fixture(scope="session")
def relay():
    """An SMTP relay that keeps what it is given."""
    with Sink() as sink:
        yield sink


def french_home():
    """Return a new French front page, root of the only site."""
    Page.objects.filter(depth=2).delete()
    root, fr = Page.objects.get(depth=1), Locale.objects.get(language_code="fr")
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil", locale=fr))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": "Hub"},
    )
    return home


def dutch_home(home):
    """Return a new Dutch front page, the translation of the French one."""
    page = HomePage(
        title="Startpagina",
        slug="startpagina",
        locale=Locale.objects.get(language_code="nl"),
        translation_key=home.translation_key,
    )
    return Page.objects.get(depth=1).add_child(instance=page)


@pytest.fixture
def home_fr(db):
    return french_home()


@pytest.fixture
def home_nl(home_fr):
    return dutch_home(home_fr)


@pytest.fixture(autouse=True)
def _empty_cache():
    """Menus, settings and site roots are cached: a rolled back test must not leak them.

    Neither into the next one nor into what a session makes before it, the demo hub.
    """
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _default_language():
    """A request leaves its language active on the thread; no test may start in it."""
    translation.deactivate()
