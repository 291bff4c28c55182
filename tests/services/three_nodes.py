"""Lose one of three Elasticsearch nodes under load: no error, no degraded answer.

`python -m tests.services.three_nodes`, in the development environment; a command of its
own, as it needs some 3 GB of memory and a few minutes.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.services.conftest import Production
from tests.services.test_elasticsearch import Readers
from tests.services.test_production import get
from tests.worker import ROOT

PORTS = (9391, 9392, 9393)


class Site(Production):
    """The demo hub on SQLite, with three nodes."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "hubsite.settings.dev",
            "DATA_DIR": str(folder),
            "ELASTICSEARCH_URL": " ".join(f"http://127.0.0.1:{p}" for p in PORTS),
        }


def main():
    """Return 0 when no reader noticed the loss of a node."""
    with ExitStack() as stack:
        root = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-three-"))
        )
        root.chmod(0o755)
        nodes = [start(stack, root / str(port), port) for port in PORTS]
        wait_for("number_of_nodes", 3)
        site = Site(root / "site")
        site.manage("prepare")
        site.ask("from search.engines import get_engine; get_engine().rebuild()")
        wait_for("status", "green")
        address = stack.enter_context(site.serve())
        get(f"{address}/healthz")
        with Readers(address) as readers:
            readers.until("elasticsearch")
            before = readers.during(5)
            os.killpg(nodes[1].pid, signal.SIGKILL)
            after = readers.during(15)
        for line in (site.folder / "site.log").read_text().splitlines():
            if "search falls back" in line:
                sys.stdout.write(line + "\n")
    told = Counter((status, engine) for status, engine, _seconds in (*before, *after))
    slowest = [max(seconds for *_rest, seconds in part) for part in (before, after)]
    sys.stdout.write(
        f"{dict(told)}; slowest {slowest[0]:.2f} s, then {slowest[1]:.2f} s\n"
    )
    return set(told) != {(200, "elasticsearch")}


def start(stack, folder, port):
    command = [sys.executable, "bin/elasticsearch.py", "run", "--port", str(port)]
    command += ["--folder", str(folder), "--of-cluster", ",".join(map(str, PORTS))]
    node = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    stack.callback(end, node)
    return node


def end(node):
    if node.poll() is None:
        node.terminate()
    node.wait(60)


def wait_for(name, value):
    """Wait until the cluster's health says so."""
    for _second in range(240):
        try:
            url = f"http://127.0.0.1:{PORTS[0]}/_cluster/health"
            with urllib.request.urlopen(url, timeout=5) as answer:
                if json.load(answer)[name] == value:
                    return
        except OSError:
            pass
        time.sleep(1)
    raise SystemExit(f"the cluster's {name} is not {value}")


if __name__ == "__main__":
    sys.exit(main())
