"""Bring a local site's DATA_DIR up to date in one process, for `make run`."""

import subprocess
import sys
import time
from contextlib import contextmanager
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hubsite import demo_accounts, fresh
from hubsite.cache import raise_generation


class Command(BaseCommand):
    help = "Migrate, collect static files, load the demo hub once, build the index."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="load the demo hub even if it was"
        )

    def handle(self, *, again, **options):
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        static = start_collecting()
        self.migrate()
        self.load_demo(again)
        with self.step("Building the search index"):
            call_command("search_rebuild", stdout=StringIO())
        raise_generation()
        if static.wait():
            raise CommandError("The static files could not be collected.")

    @contextmanager
    def step(self, sentence):
        self.stdout.write(f"{sentence} … ", ending="")
        self.stdout.flush()
        start = time.monotonic()
        yield
        self.stdout.write(f"{time.monotonic() - start:.0f} s")

    def migrate(self):
        executor = MigrationExecutor(connection)
        if not connection.introspection.table_names() and fresh.usable(executor.loader):
            with self.step("Building the database"):
                fresh.build()
            return
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            with self.step(f"Building the database ({len(plan)} migrations)"):
                call_command("migrate", interactive=False, verbosity=0)

    def load_demo(self, again):
        """Load the demo once; from then on only move the dates nobody has edited."""
        accounts = settings.DATA_DIR / "demo-accounts.txt"
        with self.step("Loading the demo hub"):
            call_command("load_demo", reload=again, stdout=StringIO())
            call_command("setup_hub", stdout=StringIO())
        if again or not accounts.exists():
            demo_accounts.make(accounts)


def start_collecting():
    """Start copying and compressing the static files beside the migrations."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "-v0"],
        cwd=settings.BASE_DIR,
    )
