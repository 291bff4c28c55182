"""A new site's database, as the migrations would build it, in a second.

Most of a first start would be spent on Wagtail's own migrations. `fresh.sql` holds what
all of them give on an empty SQLite database, with the names of the migrations it was
made from: where these are not exactly those on disk, it is not used. Made by
`manage.py snapshot_database`, which also checks it.
"""

import hashlib
import sqlite3
from pathlib import Path

from django.db import connection

SNAPSHOT = Path(__file__).with_name("fresh.sql")
# When a migration was run says nothing about the database it gives.
NEUTRAL = {("django_migrations", "applied"): "'2026-01-01 00:00:00'"}


def fingerprint(loader):
    """Return what stands for the migrations on disk, the libraries' included."""
    names = sorted(".".join(key) for key in loader.disk_migrations)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def usable(loader):
    """Return whether the snapshot is what these migrations give on this database."""
    if connection.vendor != "sqlite" or not SNAPSHOT.exists():
        return False
    with SNAPSHOT.open() as file:
        return file.readline().strip() == f"-- {fingerprint(loader)}"


def build():
    """Fill the empty database from the snapshot, wholly or not at all."""
    connection.ensure_connection()
    connection.connection.executescript(SNAPSHOT.read_text())


def write(path, loader):
    """Write the SQLite database at `path`, just migrated, as the snapshot."""
    with sqlite3.connect(path) as database:
        statements = list(dump(database))
    script = [f"-- {fingerprint(loader)}", "BEGIN;", "PRAGMA defer_foreign_keys=ON;"]
    SNAPSHOT.write_text("\n".join([*script, *statements, "COMMIT;\n"]))


def dump(database):
    """Yield the statements that make this database again, always in the same order."""
    objects = database.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    ).fetchall()
    virtual = [name for _kind, name, sql in objects if sql.startswith("CREATE VIRTUAL")]
    # SQLite makes these itself.
    shadows = tuple(f"{name}_" for name in virtual) + ("sqlite_",)
    kept = [row for row in objects if not row[1].startswith(shadows)]
    tables = [(name, sql) for kind, name, sql in kept if kind == "table"]
    for _name, sql in sorted(tables, key=lambda table: table[0] in virtual):
        yield f"{sql};"
    # Triggers come before the rows: they fill the virtual tables.
    yield from (f"{sql};" for kind, _name, sql in kept if kind == "trigger")
    for name, _sql in tables:
        if name not in virtual:
            yield from rows(database, name)
    yield from (f"{sql};" for kind, _name, sql in kept if kind == "index")


def rows(database, table):
    """Yield an INSERT for each row of `table`."""
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    quoted = ", ".join(f'quote("{column}")' for column in columns)
    # Names of tables and columns come from the schema itself.
    query = f'SELECT {quoted} FROM "{table}" ORDER BY "{columns[0]}"'  # noqa: S608
    for row in database.execute(query):
        values = [
            NEUTRAL.get((table, column), value)
            for column, value in zip(columns, row, strict=True)
        ]
        yield f'INSERT INTO "{table}" VALUES ({", ".join(values)});'  # noqa: S608
