"""The site's engine on a real Elasticsearch: the same answers, nothing lost, no error."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter

import pytest

from tests.services.conftest import Production
from tests.worker import ROOT, free_port

from .test_production import get

pytestmark = pytest.mark.services

# `CHURN=500 make services-test ARGS="-k rebuild"` for the long form.
CHANGES = int(os.environ.get("CHURN", "60"))


def test_server_is_a_genuine_one(elasticsearch_url):
    with urllib.request.urlopen(elasticsearch_url, timeout=5) as answer:  # noqa: S310
        about = json.load(answer)
    assert about["tagline"] == "You Know, for Search"
    assert about["version"]["number"].startswith("8.")


def test_both_engines_answer_generated_questions_alike(production):
    code = "from tests.services.parity import different; print(different(200))"
    assert production.ask(code).splitlines()[-1] == "[]"


def test_rebuild_loses_nothing_of_what_is_written_meanwhile(production):
    """Two processes write while a third rebuilds again and again."""
    writers = [
        start(production, f"from tests.services.churn import churn; churn({n}, {n})")
        for n in (CHANGES // 2, CHANGES - CHANGES // 2 + 1)
    ]
    rebuilds = 0
    while any(writer.poll() is None for writer in writers):
        production.ask("from search.engines import get_engine; get_engine().rebuild()")
        rebuilds += 1
    assert [writer.returncode for writer in writers] == [0, 0]
    assert rebuilds > 1
    production.manage("search_check")


def start(site, code):
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    return subprocess.Popen(command, cwd=ROOT, env=site.environment)


def test_late_write_neither_ages_nor_revives_a_page(production):
    """What a slow process read before a change, written after it, changes nothing."""
    production.ask(
        "from search.engines import get_engine\n"
        "from search.engines.elastic.documents import documents_of\n"
        "from search.models import SearchEntry\n"
        "from home.models import HomePage, StandardPage\n"
        "home = HomePage.objects.get(locale__language_code='fr')\n"
        "pages = [home.add_child(instance=StandardPage(title=t, locale=home.locale))"
        " for t in ('Numbat un', 'Numbat deux')]\n"
        "keys = [page.translation_key for page in pages]\n"
        "replica = get_engine().worker\n"
        "late = documents_of(keys)\n"
        "pages[0].delete()\n"
        "pages[1].title = 'Numbat trois'\n"
        "pages[1].save_revision().publish()\n"
        "replica._write(replica.indices(), late, refresh=True)\n"
    )
    production.manage("search_check")


def test_index_of_another_version_is_made_again_by_the_worker(production):
    state = (
        "from search.engines import get_engine\n"
        "replica = get_engine().worker\n"
        "for name in replica.indices().values():\n"
        "    replica.client.indices.put_mapping(index=name, meta={'made_with': 'old'})\n"
        "print(replica.is_usable())"
    )
    assert production.ask(state).endswith("False")
    production.ask("from search.engines import get_engine; get_engine().sweep()")
    production.manage("search_check")


def test_measures_end_and_print_their_figures(elasticsearch_url):
    """What the figures are says nothing on a machine that tests; that they come does."""
    environment = {**os.environ, "ELASTICSEARCH_URL": elasticsearch_url}
    printed = subprocess.check_output(
        [sys.executable, "-m", "tests.services.bench_search", "30", "60"],
        cwd=ROOT,
        env=environment,
        text=True,
    )
    names, *rows = [
        [cell.strip() for cell in line.split("|")] for line in printed.splitlines()
    ]
    assert [row[0] for row in rows] == ["30", "60"]
    assert {len(row) for row in rows} == {len(names)}
    assert {row[-1] for row in rows} == {"120 of 120"}


# Faults


class Readers:
    """Visitors who search all the time; what they got, and from which engine."""

    def __init__(self, address, count=3):
        self.address = address
        self.seen = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=(n,)) for n in range(count)
        ]

    def _read(self, number):
        asked = 0
        while not self._stop.is_set():
            asked += 1
            begun = time.monotonic()
            # A new address each time: a stored page would tell nothing.
            url = f"{self.address}/fr/recherche/results.json?q=formation&n={number}-{asked}"
            status, _headers, body = get(url)
            engine = json.loads(body)["engine"] if status == 200 else ""
            self.seen.append((status, engine, time.monotonic() - begun))

    def during(self, seconds):
        """Return what they see from now on for so long."""
        start = len(self.seen)
        time.sleep(seconds)
        return self.seen[start:]

    def until(self, engine, patience=60):
        """Wait until the last twenty answers are of that engine."""
        deadline = time.monotonic() + patience
        while True:
            last = self.seen[-20:]
            if len(last) == 20 and {one[1] for one in last} == {engine}:
                return
            assert time.monotonic() < deadline, (
                engine,
                Counter(one[1] for one in last),
            )
            time.sleep(0.2)

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *failure):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)


@pytest.fixture
def own_search(production, start_elasticsearch):
    """(site, port, a function that starts its own search server, to be ill-treated)."""
    port = free_port()
    site = Production.__new__(Production)
    site.folder = production.folder
    url = f"http://127.0.0.1:{port}"
    site.environment = {**production.environment, "ELASTICSEARCH_URL": url}
    return site, lambda: start_elasticsearch(port)


def publish(site, title):
    site.ask(
        "from home.models import HomePage, StandardPage\n"
        "home = HomePage.objects.get(locale__language_code='fr')\n"
        f"home.add_child(instance=StandardPage(title='{title}', locale=home.locale))"
    )


def found(address, word):
    body = get(f"{address}/fr/recherche/results.json?q={word}&at={time.monotonic()}")[2]
    answer = json.loads(body)
    return answer["engine"], [one["title"] for one in answer["results"]]


def test_no_visitor_notices_what_befalls_the_server(own_search):
    """Frozen, slowed, killed, started again: no error, and it comes back by itself."""
    site, start_server = own_search
    with site.serve() as address:
        get(f"{address}/healthz")
        with start_server() as server:
            group = os.getpgid(server.pid)
            site.ask("from search.engines import get_engine; get_engine().rebuild()")
            with Readers(address) as readers:
                readers.until("elasticsearch")
                os.killpg(group, signal.SIGSTOP)
                frozen = readers.during(6)
                publish(site, "Bilby gele")
                assert found(address, "bilby") == ("embedded", ["Bilby gele"])
                os.killpg(group, signal.SIGCONT)
                readers.until("elasticsearch")
                for _pulse in range(20):
                    os.killpg(group, signal.SIGSTOP)
                    time.sleep(0.3)
                    os.killpg(group, signal.SIGCONT)
                    time.sleep(0.1)
                readers.until("elasticsearch")
                os.killpg(group, signal.SIGKILL)
                server.wait()
                readers.during(3)
                publish(site, "Bilby mort")
                state = json.loads(get(f"{address}/readyz")[2])["parts"]["search"]
                assert (state["status"], state["engine"]) == ("degraded", "embedded")
                with start_server():
                    readers.until("elasticsearch", 120)
                    engine, titles = found(address, "bilby")
        statuses = Counter(status for status, _engine, _seconds in readers.seen)
        assert set(statuses) == {200}
        assert (engine, set(titles)) == ("elasticsearch", {"Bilby gele", "Bilby mort"})
        # Each process notices once; what was in flight then waited for it.
        assert sum(seconds > 0.75 for _status, _engine, seconds in frozen) <= 8
