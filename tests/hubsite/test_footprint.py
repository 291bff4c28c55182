"""What processes do not load: web ones stay below 150 MB resident, senders below 128."""

import subprocess
import sys

import pytest

from tests.worker import ROOT, Bench

# Each is loaded by the first process that needs it: documents, calendars, mail, files.
HEAVY = {
    "elasticsearch", "elastic_transport", "icalendar", "markdown_it", "mjml", "ninja",
    "openpyxl", "psycopg", "pygments", "pypdf", "redis", "segno", "typst",
}  # fmt: skip
# What Wagtail's API brings, and what only readers of texts need (ADR 0028).
HEAVY_TO_SEND = HEAVY | {
    "mrml", "pydantic", "rest_framework.serializers", "snowballstemmer",
}  # fmt: skip
# These processes have a cache in memory: a site has the one of its settings.
CACHE = """
from django.utils.module_loading import import_string
from hubsite.settings import base
import_string(base.CACHES["default"]["BACKEND"])
"""
SEND = """
import sys
import django
django.setup()
import newsletter.delivery, newsletter.sender
print(*(name for name, module in sys.modules.items() if module))
"""
SERVE = """
import sys
import hubsite.wsgi
from django.test import Client
from wagtail.models import Locale, Page, Site
from home.models import HomePage

Page.objects.filter(depth=2).delete()
home = HomePage(title="Accueil", locale=Locale.objects.get(language_code="fr"))
Page.objects.get(depth=1).add_child(instance=home)
Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
for path in ("/fr/", "/fr/recherche/?q=aide", "/fr/recherche/feed.atom"):
    assert Client().get(path).status_code == 200, path
print(*{name.partition(".")[0] for name, module in sys.modules.items() if module})
"""


def loaded_by(code, site):
    """Return the names of the modules that a process of `site` prints."""
    process = subprocess.run(
        [sys.executable, "-c", CACHE + code],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return set(process.stdout.split())


@pytest.mark.django_db
def test_serving_pages_loads_no_library_that_pages_do_not_need(tmp_path):
    loaded = loaded_by(SERVE, Bench(tmp_path, 9))
    assert "wagtail" in loaded
    assert sorted(HEAVY & loaded) == []


@pytest.mark.django_db
def test_sending_mail_loads_no_library_that_mail_does_not_need(tmp_path):
    loaded = loaded_by(SEND, Bench(tmp_path, 9))
    assert "wagtail.images" in loaded
    assert sorted(HEAVY_TO_SEND & loaded) == []
