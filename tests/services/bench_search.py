"""Measure both search engines and the raw call, one question after the other.

`make bench-search SIZES="1000 10000"` starts a server of its own (or takes the one that
ELASTICSEARCH_URL names), fills it with generated entries, the same ones each time, and
prints medians; docs/performance.md keeps them.
"""

import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORT = "9390"
QUESTIONS = 120
TERRITORIES, DEPARTMENTS, REGIONS = 1200, 100, 12
TYPES = ("resource", "call", "event", "page")


def main(sizes):
    """Start what is needed in a folder of its own, measure, and end it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with server(folder / "server") as address:
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "hubsite.settings.dev",
                "DATA_DIR": str(folder / "data"),
                "ELASTICSEARCH_URL": address,
                "ELASTICSEARCH_PREFIX": "bench",
            }
            manage = [sys.executable, "manage.py"]
            subprocess.run(
                [*manage, "migrate", "-v0"], cwd=ROOT, env=environment, check=True
            )
            code = f"from tests.services.bench_search import measure; measure({sizes})"
            return subprocess.call(
                [*manage, "shell", "-v0", "-c", code], cwd=ROOT, env=environment
            )


@contextmanager
def server(folder):
    """Give the address of the server to measure, started here unless one is named."""
    if address := os.environ.get("ELASTICSEARCH_URL"):
        yield address
        return
    started = subprocess.Popen(
        [sys.executable, "bin/elasticsearch.py", "run", "--port", PORT]
        + ["--folder", str(folder)],
        cwd=ROOT,
    )
    try:
        wait_for_server()
        yield f"http://127.0.0.1:{PORT}"
    finally:
        started.terminate()
        started.wait()


def wait_for_server():
    for _second in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}", timeout=2).close()
            return
        except OSError:
            time.sleep(1)
    raise SystemExit("Elasticsearch does not start")


# Inside the site


def measure(sizes):
    """Print one row a size: seconds to fill, then medians and 95th percentiles in ms.

    *JSON* is the whole of `results.json` with Elasticsearch; *raw* is what the client
    takes for the same body; *bare* is that body without counts.
    """
    from search.engines import get_engine

    engine = get_engine()
    engine.replica.timeout = 60
    made = 0
    say("entries | fill embedded s | rebuild Elasticsearch s | embedded p50/p95 ms |"
        " Elasticsearch p50/p95 ms | JSON p50/p95 ms | raw p50 ms | bare p50 ms |"
        " ES÷raw | JSON÷raw | full÷bare | embedded÷ES | equal")  # fmt: skip
    make_territories()
    for size in sizes:
        begun = time.perf_counter()
        fill(engine, made, size)
        filled = time.perf_counter()
        engine.rebuild()
        rebuilt = time.perf_counter()
        made = size
        row = ask(engine)
        say(f"{size} | {filled - begun:.1f} | {rebuilt - filled:.1f} | {row}")
    client = engine.worker.client
    for name in client.indices.get(index=f"{engine.worker.prefix}-*"):
        client.indices.delete(index=name)


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def make_territories():
    """Write the territories that entries name: communes, departments, regions."""
    from hubsite.models import Territory

    last = REGIONS + DEPARTMENTS + TERRITORIES
    made = Territory.objects.bulk_create(
        Territory(scheme="bench", code=str(n), kind="region", label_fr=f"Lieu {n}",
                  label_nl=f"Plaats {n}")
        for n in range(last)
    )  # fmt: skip
    links = [(n, n % REGIONS) for n in range(REGIONS, REGIONS + DEPARTMENTS)]
    links += [
        (n, REGIONS + n % DEPARTMENTS) for n in range(REGIONS + DEPARTMENTS, last)
    ]
    through = Territory.parents.through
    through.objects.bulk_create(
        through(from_territory=made[child], to_territory=made[parent])
        for child, parent in links
    )


def vocabulary():
    """Return made-up words of both languages, the frequent ones first."""
    chance = random.Random(1)
    parts = (
        "ba ce do fi ga hu jo ka le mi no pa qui ro si tu va wel zon trans ment tion"
    )
    parts = parts.split()
    words = {"".join(chance.choices(parts, k=chance.choice([2, 3, 3, 4]))): None
             for _n in range(30_000)}  # fmt: skip
    return list(words)


def fill(engine, start, end):
    """Write the entries from number `start` to `end`, in the embedded engine only."""
    from django.db import transaction

    from search import collect
    from search.models import SearchEntry

    chance, words = random.Random(start), vocabulary()
    for first in range(start, end, 1000):
        with transaction.atomic():
            seq = collect._next_seq()
            batch = [
                entry(number, seq, chance, words)
                for number in range(first, min(first + 1000, end))
            ]
            SearchEntry.objects.bulk_create(batch, batch_size=50)
            engine.embedded.put(batch)


def entry(number, seq, chance, words):
    """Return one entry of some 1.6 kB; three in four are French."""
    from django.utils import timezone

    from search.models import SearchEntry
    from search.text import distinct_words

    def text(count):
        return " ".join(some(words, chance) for _word in range(count))

    now = timezone.now()
    title, summary, body = text(6), text(25), text(200)
    opens = now + timedelta(days=chance.randrange(-200, 60))
    timeline = [[None, "upcoming"], [opens.timestamp(), "open"],
                [(opens + timedelta(days=90)).timestamp(), "closed"]]  # fmt: skip
    return SearchEntry(
        page_id=number + 1,
        translation_key=f"00000000-0000-0000-0000-{number:012d}",
        language="fr" if chance.random() < 0.75 else "nl",
        type=chance.choice(TYPES),
        title=title,
        summary=summary,
        body=body,
        words=" ".join(sorted(distinct_words(f"{title} {summary} {body}"))),
        url=f"/{number}/",
        url_path=f"/{number}/",
        path=f"0001{number:08d}",
        facets=facets_of(chance),
        timeline=timeline,
        published_at=now - timedelta(days=chance.randrange(900)),
        due_at=opens + timedelta(days=90),
        seq=seq,
    )


def facets_of(chance):
    facets = {
        name: [f"{name}{int(chance.paretovariate(1)) % 40}"]
        for name in ("theme", "topic", "audience", "kind", "profile", "language")
    }
    facets["tag"] = sorted(
        {f"tag{int(chance.paretovariate(0.6)) % 1500}" for _ in "ab"}
    )
    facets["territory"] = [f"bench:{int(chance.paretovariate(0.7)) % TERRITORIES}"]
    return facets


def some(words, chance):
    """Return a word as often as its rank says (Zipf)."""
    return words[int(len(words) ** chance.random()) - 1]


def ask(engine):
    """Return a row's figures: the same questions put in every way, in turn."""
    from django.utils.translation import override

    chance, words = random.Random(9), vocabulary()
    queries = [question(chance, words) for _n in range(QUESTIONS)]
    for query in queries[:20]:
        ways(engine, query)["embedded"]()
        ways(engine, query)["elastic"]()
    times = {name: [] for name in ("embedded", "elastic", "json", "raw", "bare")}
    equal = 0
    for number, query in enumerate(queries):
        asked = list(ways(engine, query).items())
        # Each way is the first, on a cold question, as often as any other.
        turn = number % len(asked)
        with override(query.language):
            answers = {
                name: timed(times[name], ask)
                for name, ask in asked[turn:] + asked[:turn]
            }
        own, other = answers["embedded"], answers["elastic"]
        equal += (own.total, own.facets) == (other.total, other.facets)
        view = json.loads(answers["json"].content)
        if (view["engine"], view["total"]) != ("elasticsearch", other.total):
            raise SystemExit(f"results.json answers otherwise: {view['engine']}")
    return figures(times) + f" | {equal} of {len(queries)}"


def ways(engine, query):
    """Return name -> a function that asks, all of them at one moment."""
    from django.utils import timezone

    request = query.request(now=timezone.now())
    body = raw_body(engine.elastic, request)
    bare = {k: v for k, v in body.items() if k not in ("aggs", "post_filter")}
    client, index = engine.replica.client, engine.replica.prefix
    # A new address each time: a stored page would tell nothing.
    mark = f"{time.monotonic_ns()}"
    path = "/fr/recherche/" if query.language == "fr" else "/nl/zoeken/"
    address = f"{path}results.json{query.querystring() or '?'}&n={mark}"
    return {
        "embedded": lambda: engine.embedded.search(request),
        "elastic": lambda: engine.elastic.search(request),
        "json": lambda: visitor().get(address),
        "raw": lambda: client.search(index=index, **body),
        "bare": lambda: client.search(index=index, **bare),
    }


@cache
def visitor():
    """Return the one client of all: a server loads its middleware once."""
    from django.test import Client

    return Client(headers={"host": "127.0.0.1"})


def figures(times):
    middle = {name: statistics.median(some) for name, some in times.items()}
    late = {name: statistics.quantiles(some, n=20)[-1] for name, some in times.items()}
    pairs = [f"{middle[n]:.0f}/{late[n]:.0f}" for n in ("embedded", "elastic", "json")]
    ratios = [
        middle[one] / middle[other]
        for one, other in (
            ("elastic", "raw"),
            ("json", "raw"),
            ("raw", "bare"),
            ("embedded", "elastic"),
        )
    ]
    plain = [f"{middle[name]:.0f}" for name in ("raw", "bare")]
    return " | ".join([*pairs, *plain, *(f"{ratio:.2f}" for ratio in ratios)])


def timed(times, function):
    begun = time.perf_counter()
    result = function()
    times.append((time.perf_counter() - begun) * 1000)
    return result


def question(chance, words):
    """Return a query: one in eight without words, two in three with a choice."""
    from search.query import SearchQuery
    from search.views import SEARCH_FACETS

    count = 0 if chance.random() < 0.12 else chance.choice([1, 1, 2])
    selected = {}
    if chance.random() < 0.7:
        selected = {"theme": (f"theme{int(chance.paretovariate(1)) % 40}",)}
    return SearchQuery(
        language=chance.choice(["fr", "fr", "fr", "nl"]),
        q=" ".join(some(words, chance) for _word in range(count)),
        selected=selected,
        facets=SEARCH_FACETS,
    )


def raw_body(elastic, request):
    """Return what the engine asks the server, to ask it without the engine."""
    library = elastic.memory.library(elastic._state())
    match = elastic._read(request, library)
    search = elastic._search(request, match, library, any_word=False)
    return search._s[: request.size].to_dict()


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [1000]))
