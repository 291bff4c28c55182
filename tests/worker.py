"""A real worker in a process of its own, on a database file of its own, to be killed."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.controller import Controller

from hubsite.fresh import SNAPSHOT

ROOT = Path(__file__).resolve().parents[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sink:
    """An SMTP server that keeps what it accepts and can sound an alarm at a count."""

    def __init__(self):
        self.messages = []
        self.alarm_at = None
        self.alarm = threading.Event()
        self.refuse = {}
        self.peers = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse.get(address):
            return self.refuse[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.rcpt_tos[0], envelope.content))
        self.peers.add(session.peer)
        if self.alarm_at is not None and len(self.messages) >= self.alarm_at:
            self.alarm.set()
        return f"250 kept as {len(self.messages)}"

    def recipients(self):
        return [address for address, _content in self.messages]

    def parsed(self):
        return [
            message_from_bytes(content, policy=policy.default)
            for _address, content in self.messages
        ]

    def __enter__(self):
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def __exit__(self, *failure):
        self.controller.stop()


def fill(path):
    """Make a migrated SQLite file at `path`, from the snapshot: in no time."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript(SNAPSHOT.read_text())
        database.execute("PRAGMA journal_mode=WAL")


class Bench:
    """A freshly migrated database, and processes of the site that work on it."""

    def __init__(self, folder, port):
        self.folder = Path(folder)
        self.database = self.folder / "bench.sqlite3"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
            "BENCH_FOLDER": str(self.folder),
            "BENCH_PORT": str(port),
        }
        fill(self.database)

    def run(self, code):
        """Run Python code inside the site, on the copy."""
        subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env=self.environment,
            cwd=ROOT,
            check=True,
        )

    def start_worker(self, *options):
        return subprocess.Popen(
            [sys.executable, "manage.py", "run_worker", *options],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill_at(self, sink, count):
        """Let a worker run until the sink holds `count` messages, then `kill -9`."""
        sink.alarm_at = count
        sink.alarm.clear()
        worker = self.start_worker()
        assert sink.alarm.wait(180)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()

    def finish(self):
        """Let a worker do what is left."""
        self.start_worker("--once").communicate(timeout=300)

    def rows(self, query):
        database = sqlite3.connect(self.database)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()
