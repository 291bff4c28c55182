"""Measure both search engines and the raw call, one question after the other.

`make bench-search SIZES="1000 10000"` starts a server of its own, fills it with generated
entries (the same ones each time) and prints medians; docs/performance.md keeps them.
"""

import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORT = "9390"
QUESTIONS = 120
FACETS = ("type", "theme", "topic", "audience", "territory", "status", "kind", "level",
          "language", "tag")  # fmt: skip
TYPES = ("resource", "call", "event", "page")


def main(sizes):
    """Start what is needed in a folder of its own, measure, and end it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "hubsite.settings.dev",
            "DATA_DIR": str(folder / "data"),
            "ELASTICSEARCH_URL": f"http://127.0.0.1:{PORT}",
        }
        manage = [sys.executable, "manage.py"]
        server = subprocess.Popen(
            [sys.executable, "bin/elasticsearch.py", "run", "--port", PORT]
            + ["--folder", str(folder / "server")],
            cwd=ROOT,
        )
        try:
            wait_for_server()
            subprocess.run(
                [*manage, "migrate", "-v0"], cwd=ROOT, env=environment, check=True
            )
            code = f"from tests.services.bench_search import measure; measure({sizes})"
            return subprocess.call(
                [*manage, "shell", "-v0", "-c", code], cwd=ROOT, env=environment
            )
        finally:
            server.terminate()
            server.wait()


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
    """Print one row a size: seconds to fill, then medians and 95th percentiles in ms."""
    from search.engines import get_engine

    engine = get_engine()
    engine.replica.timeout = 60
    made = 0
    say("entries | fill embedded s | rebuild Elasticsearch s | embedded p50/p95 ms |"
        " Elasticsearch p50/p95 ms | raw p50 ms | bare p50 ms | ES÷raw | full÷bare |"
        " embedded÷ES | equal")  # fmt: skip
    for size in sizes:
        begun = time.perf_counter()
        fill(engine, made, size)
        filled = time.perf_counter()
        engine.rebuild()
        rebuilt = time.perf_counter()
        made = size
        row = ask(engine)
        say(f"{size} | {filled - begun:.1f} | {rebuilt - filled:.1f} | {row}")


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


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
        for name in ("theme", "topic", "audience", "kind", "level", "language")
    }
    facets["tag"] = sorted(
        {f"tag{int(chance.paretovariate(0.6)) % 1500}" for _ in "ab"}
    )
    facets["territory"] = [f"bench:{int(chance.paretovariate(0.7)) % 1200}"]
    return facets


def some(words, chance):
    """Return a word as often as its rank says (Zipf)."""
    return words[int(len(words) ** chance.random()) - 1]


def ask(engine):
    """Return the medians of the same questions put to both engines and the server."""
    chance, words = random.Random(9), vocabulary()
    requests = [question(chance, words) for _n in range(QUESTIONS)]
    for request in requests[:20]:
        engine.embedded.search(request)
        engine.elastic.search(request)
    times = {"embedded": [], "elastic": [], "raw": [], "bare": []}
    equal = 0
    for request in requests:
        own = timed(times["embedded"], engine.embedded.search, request)
        other = timed(times["elastic"], engine.elastic.search, request)
        equal += (own.total, own.facets) == (other.total, other.facets)
        body = raw_body(engine.elastic, request)
        index = {"index": engine.replica.prefix}
        timed(times["raw"], engine.replica.client.search, **index, **body)
        bare = {k: v for k, v in body.items() if k not in ("aggs", "post_filter")}
        timed(times["bare"], engine.replica.client.search, **index, **bare)
    own, other, raw, bare = (statistics.median(times[name]) for name in times)
    late = [statistics.quantiles(times[n], n=20)[-1] for n in ("embedded", "elastic")]
    return (
        f"{own:.0f}/{late[0]:.0f} | {other:.0f}/{late[1]:.0f} | {raw:.0f} | {bare:.0f} |"
        f" {other / raw:.2f} | {raw / bare:.2f} | {own / other:.2f} |"
        f" {equal} of {len(requests)}"
    )


def timed(times, function, *arguments, **options):
    begun = time.perf_counter()
    result = function(*arguments, **options)
    times.append((time.perf_counter() - begun) * 1000)
    return result


def question(chance, words):
    """Return a request: one in eight without words, two in three with a choice."""
    from django.utils import timezone

    from search.query import SearchQuery

    count = 0 if chance.random() < 0.12 else chance.choice([1, 1, 2])
    selected = {}
    if chance.random() < 0.7:
        selected = {"theme": (f"theme{int(chance.paretovariate(1)) % 40}",)}
    return SearchQuery(
        language=chance.choice(["fr", "fr", "fr", "nl"]),
        q=" ".join(some(words, chance) for _word in range(count)),
        selected=selected,
        facets=FACETS,
    ).request(now=timezone.now())


def raw_body(elastic, request):
    """Return what the engine asks the server, to ask it without the engine."""
    library = elastic.memory.library(elastic._state())
    match = elastic._read(request, library)
    search = elastic._search(request, match, library, any_word=False)
    return search._s[: request.size].to_dict()


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [1000]))
