"""Measure the funding watch with many calls: queries, time, elements and bytes.

`make bench-calls SIZES="100 10000"` writes real pages, the same ones each time, in a
database of its own, and asks the list as readers do; docs/performance.md keeps a row.
It fails where a budget of queries is not kept.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
BATCH = 1000
LIST_QUERIES, DETAIL_QUERIES, EXIT_QUERIES = 18, 14, 24
FUNDERS, THEMES = 40, 17


def main(sizes):
    """Measure in a folder of its own; return 1 where a budget is not kept."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "hubsite.settings.dev",
            "DATA_DIR": name,
        }
        manage = [sys.executable, "manage.py"]
        for step in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
            subprocess.run([*manage, *step], cwd=ROOT, env=environment, check=True)
        code = f"from tests.services.bench_calls import measure; measure({sizes})"
        return subprocess.call(
            [*manage, "shell", "-v0", "-c", code], cwd=ROOT, env=environment
        )


# Inside the site


def measure(sizes):
    """Print a row for each size and address; exit with 1 where a budget is not kept."""
    from django.conf import settings

    settings.PAGE_CACHE = False
    watch = section()
    made, kept = 0, True
    say("calls | address | queries | p50/p95 ms | elements | kB")
    for size in sizes:
        begun = time.perf_counter()
        fill(watch, made, size)
        say(f"{size} | written and collected in {time.perf_counter() - begun:.0f} s")
        made = size
        for label, address, most in addresses(watch, size):
            queries, row = ask(address)
            say(f"{size} | {label} | {row}")
            kept = kept and queries <= most
    sys.exit(0 if kept else 1)


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def section():
    """Return the list of calls, under the home page that the migrations made."""
    from wagtail.models import Locale, Page, Site

    from directory.models import Organisation
    from funding.models import CallIndexPage
    from home.models import HomePage
    from hubsite.models import Theme

    fr = Locale.objects.get(language_code="fr")
    Page.objects.filter(depth=2).delete()
    home = Page.objects.get(depth=1).add_child(
        instance=HomePage(title="Accueil", slug="accueil", locale=fr)
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    Theme.objects.bulk_create(
        Theme(code=f"t{n}", label_fr=f"thème {n}", label_nl=f"thema {n}")
        for n in range(THEMES)
    )
    Organisation.objects.bulk_create(
        Organisation(code=f"f{n}", name=f"Fonds {n}", kind="funder")
        for n in range(FUNDERS)
    )
    watch = CallIndexPage(title="Financements", slug="financements", locale=fr)
    return home.add_child(instance=watch)


def fill(watch, start, end):
    """Publish the calls from number `start` to `end`."""
    from directory.models import Organisation
    from hubsite.bulk import insert_pages
    from hubsite.models import Theme
    from hubsite.territories import ensure_territory
    from search import collect

    known = {
        "funders": list(Organisation.objects.all()),
        "themes": list(Theme.objects.all()),
        "places": [
            ensure_territory(f"insee-dep:{n:02}") for n in range(1, 90) if n != 20
        ],
    }
    with collect.deferred():
        for first in range(start, end, BATCH):
            numbers = range(first, min(first + BATCH, end))
            insert_pages((watch, call(watch, n, known)) for n in numbers)


def call(watch, number, known):
    """Return one unsaved call; a third can be answered now."""
    from django.utils import timezone

    from funding.kinds import CallKind
    from funding.models import CallPage, Round
    from hubsite.models import PageTerritory, PageTheme

    chance = random.Random(number)
    today = timezone.localdate()
    opens = today + timedelta(days=chance.randrange(-180, 60))
    page = CallPage(
        title=f"Appel {number} pour l’inclusion numérique",
        slug=f"appel-{number}",
        summary="Des lieux, des formations et du matériel pour qui en a besoin.",
        locale=watch.locale,
        content_date=today - timedelta(days=chance.randrange(400)),
        kind=chance.choice(CallKind.values),
        funder=chance.choice(known["funders"]),
        official_url=f"https://funder.example/{number}",
        amount_max=chance.choice([None, 5_000, 40_000, 90_000, 400_000]),
        rate=chance.choice([None, 50, 80, 100]),
        rolling=number % 20 == 0,
        live=True,
    )
    page.rounds = [
        Round(opens_on=opens, deadline_on=opens + timedelta(days=60), key=f"{number}")
    ]
    page.page_themes = [PageTheme(term=chance.choice(known["themes"]))]
    page.page_territories = [PageTerritory(territory=chance.choice(known["places"]))]
    return page


def addresses(watch, size):
    """Yield (what, address, most queries) of what readers ask for."""
    last = max(1, size // 20)
    for label, query in (
        ("list", ""),
        ("every status", "?status=all"),
        ("last page", f"?status=all&page={last}"),
        ("theme, place, amount", "?theme=t3&territory=insee-reg:84&amount=10000-50000"),
        ("words", "?status=all&q=materiel+formations"),
    ):
        yield label, watch.url + query, LIST_QUERIES
    for name in ("calendar.ics", "feed.atom", "results.csv"):
        yield name, watch.url + name, EXIT_QUERIES
    yield "a call", watch.get_children().order_by("-path").first().url, DETAIL_QUERIES


def ask(address):
    """Return (queries, the figures in words) of an address, asked again and again."""
    from bs4 import BeautifulSoup
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    visitor = Client(headers={"host": "localhost"})
    visitor.get(address)
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        response = visitor.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as captured:
        response = visitor.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    is_page = response["Content-Type"].startswith("text/html")
    soup = BeautifulSoup(response.content, "html.parser") if is_page else None
    late = statistics.quantiles(times, n=20)[-1]
    return len(captured), " | ".join(
        [
            str(len(captured)),
            f"{statistics.median(times):.0f}/{late:.0f}",
            str(len(soup.find_all())) if soup else "–",
            f"{len(response.content) / 1000:.0f}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [100, 10_000]))
