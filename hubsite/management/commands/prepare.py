"""Bring a local site's DATA_DIR up to date in one process, for `make run`."""

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hubsite import demo_accounts


class Command(BaseCommand):
    help = "Migrate, collect static files, load the demo hub once, build the index."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="load the demo hub even if it was"
        )

    def handle(self, *, again, **options):
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        fresh = not connection.introspection.table_names()
        if fresh:
            # Marks of a database that somebody has removed since.
            for name in ("demo", "index"):
                mark(name).unlink(missing_ok=True)
        static = start_collecting()
        self.migrate()
        self.load_demo(again)
        self.build_index()
        if static.wait():
            self.stderr.write("The static files could not be collected.")
            raise SystemExit(1)

    @contextmanager
    def step(self, sentence):
        self.stdout.write(f"{sentence} … ", ending="")
        self.stdout.flush()
        start = time.monotonic()
        yield
        self.stdout.write(f"{time.monotonic() - start:.0f} s")

    def migrate(self):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return
        mark("index").unlink(missing_ok=True)
        with self.step(f"Building the database ({len(plan)} migrations)"):
            call_command("migrate", interactive=False, verbosity=0)

    def load_demo(self, again):
        """Load once: from then on the pages are the editors'."""
        if "load_demo" not in get_commands() or (mark("demo").exists() and not again):
            return
        mark("index").unlink(missing_ok=True)
        with self.step("Loading the demo hub"):
            call_command("load_demo", verbosity=0)
        demo_accounts.make(settings.DATA_DIR / "demo-accounts.txt")
        mark("demo").touch()

    def build_index(self):
        if "search_rebuild" not in get_commands() or mark("index").exists():
            return
        with self.step("Building the search index"):
            call_command("search_rebuild", verbosity=0)
        mark("index").touch()


def mark(name) -> Path:
    """Return the file that says a step was finished, even if the next one was killed."""
    return settings.DATA_DIR / f".{name}-done"


def start_collecting():
    """Start copying and compressing the static files beside the migrations."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "-v0"],
        cwd=settings.BASE_DIR,
    )
