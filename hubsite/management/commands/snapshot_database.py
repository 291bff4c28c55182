"""Write, or check, the snapshot that spares a new site the migrations."""

import tempfile
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hubsite import fresh


class Command(BaseCommand):
    help = "Run all migrations on an empty database and keep the result as fresh.sql."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *, check, **options):
        loader = MigrationLoader(None)
        if check:
            if not fresh.usable(loader):
                raise CommandError(
                    "hubsite/fresh.sql was made from other migrations: "
                    "run manage.py snapshot_database"
                )
            return
        if connection.vendor != "sqlite":
            raise CommandError("The snapshot is one of SQLite.")
        connection.close()
        with tempfile.TemporaryDirectory() as folder:
            connection.settings_dict["NAME"] = str(Path(folder) / "fresh.sqlite3")
            call_command("migrate", verbosity=0)
            connection.close()
            fresh.write(connection.settings_dict["NAME"], loader)
