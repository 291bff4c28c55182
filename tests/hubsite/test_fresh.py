"""The snapshot of a new database holds what the migrations gave."""

import sqlite3

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hubsite import fresh


@pytest.mark.django_db
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
