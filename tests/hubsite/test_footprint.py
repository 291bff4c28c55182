"""What a process that serves pages does not load: it stays below 150 MB resident."""

import subprocess
import sys

import pytest

from tests.worker import ROOT, Bench

# Each is loaded by the first process that needs it: documents, calendars, mail, files.
HEAVY = {
    "elasticsearch", "elastic_transport", "icalendar", "markdown_it", "mjml",
    "openpyxl", "pypdf", "segno", "typst",
}  # fmt: skip
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
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.django_db
def test_serving_pages_loads_no_library_that_pages_do_not_need(tmp_path):
    site = Bench(tmp_path, 9)
    served = subprocess.run(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert served.returncode == 0, served.stderr
    loaded = set(served.stdout.split())
    assert "wagtail" in loaded
    assert sorted(HEAVY & loaded) == []
