"""Fixtures every suite shares."""

import pytest
from django.core.cache import cache
from django.utils import translation
from wagtail.models import Locale, Page, Site

from home.models import HomePage


@pytest.fixture
def fr(db):
    return Locale.objects.get(language_code="fr")


@pytest.fixture
def nl(db):
    return Locale.objects.get(language_code="nl")


@pytest.fixture
def home_fr(fr):
    """The French front page, root of the only site."""
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil", locale=fr))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": "Hub"},
    )
    return home


@pytest.fixture
def home_nl(home_fr, nl):
    """The Dutch front page, a translation of the French one."""
    root = Page.objects.get(depth=1)
    home = HomePage(
        title="Startpagina",
        slug="startpagina",
        locale=nl,
        translation_key=home_fr.translation_key,
    )
    return root.add_child(instance=home)


@pytest.fixture(autouse=True)
def _empty_cache():
    """Menus, acronyms and site roots are cached; a rolled back test must not leak them."""
    cache.clear()


@pytest.fixture(autouse=True)
def _default_language():
    """A request leaves its language active on the thread; no test may start in it."""
    translation.deactivate()
