"""The snapshot of a new database holds what the migrations gave."""

import sqlite3
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hubsite import fresh

# wagtail-localize asks the database while its first migration is read.
pytestmark = pytest.mark.django_db


def test_dump_makes_the_same_database_again():
    connection.ensure_connection()
    statements = list(fresh.dump(connection.connection))
    copy = sqlite3.connect(":memory:")
    copy.executescript("\n".join(statements))
    assert list(fresh.dump(copy)) == statements
    applied = copy.execute("SELECT count(*) FROM django_migrations").fetchone()[0]
    assert applied >= len(MigrationLoader(None).graph.nodes)
    copy.close()


def test_snapshot_of_other_migrations_is_not_used(tmp_path, monkeypatch):
    snapshot = tmp_path / "fresh.sql"
    monkeypatch.setattr(fresh, "SNAPSHOT", snapshot)
    loader = MigrationLoader(None)
    assert not fresh.usable(loader)
    snapshot.write_text(f"-- {fresh.fingerprint(loader)}\nBEGIN;\nCOMMIT;\n")
    assert fresh.usable(loader)
    del loader.disk_migrations["hubsite", "0001_user"]
    assert not fresh.usable(loader)


def test_new_database_runs_few_migrations_of_ours():
    """Each renders every related model; docs/adr/0010 says how to squash them."""
    loader = MigrationLoader(None)
    ours = [
        (label, name)
        for label, name in loader.graph.nodes
        if Path(apps.get_app_config(label).path).parent == settings.BASE_DIR
    ]
    assert len(ours) <= 18
