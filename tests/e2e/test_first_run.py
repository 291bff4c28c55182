"""`make run` from a clean clone: killed on its way, run to the end, run again, stopped."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, fetch
from tests.worker import free_port

pytestmark = pytest.mark.browser


class Run:
    """A `make run` in a session of its own, with what it says in a file."""

    def __init__(self, clone, port):
        self.said = clone / "said.txt"
        with self.said.open("w") as output:
            self.process = subprocess.Popen(
                ["make", "run", f"PORT={port}"],  # noqa: S607
                cwd=clone,
                env={k: v for k, v in os.environ.items() if k != "DATA_DIR"},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, words, patience=600):
        deadline = time.monotonic() + patience
        while words not in self.said.read_text():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < deadline, self.said.read_text()
            time.sleep(0.1)

    def signal(self, number):
        os.killpg(self.process.pid, number)
        self.process.wait(60)


def nothing_runs(clone):
    """Return whether no process works in the clone any more, after ten seconds."""
    for _ in range(50):
        if clone not in working_folders():
            return True
        time.sleep(0.2)
    return False


def working_folders():
    """Yield where each process of this machine works."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            yield link.readlink()


def test_first_run_survives_being_killed(tmp_path):
    clone, port = tmp_path / "clone", free_port()
    subprocess.run(
        ["git", "clone", "--quiet", ROOT, clone],  # noqa: S607
        check=True,
    )
    for words in ("Building the database", "Loading the demo"):
        killed = Run(clone, port)
        killed.wait_for(words)
        time.sleep(1)
        killed.signal(signal.SIGKILL)
        assert nothing_runs(clone)

    first = Run(clone, port)
    first.wait_for("Ctrl-C stops")
    assert fetch(f"http://127.0.0.1:{port}/fr/")[0] == 200
    assert fetch(f"http://127.0.0.1:{port}/nl/")[0] == 200
    accounts = clone / "var" / "demo-accounts.txt"
    assert accounts.stat().st_mode & 0o777 == 0o600
    before = accounts.read_text()
    first.signal(signal.SIGINT)
    assert nothing_runs(clone)

    start = time.monotonic()
    second = Run(clone, port)
    second.wait_for("Ctrl-C stops", 60)
    assert time.monotonic() - start < 30
    assert accounts.read_text() == before
    assert "Loading" not in second.said.read_text()
    second.signal(signal.SIGINT)
    assert nothing_runs(clone)
    status = subprocess.run(
        ["git", "status", "--porcelain"],  # noqa: S607
        cwd=clone,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert status == "?? said.txt\n"
