"""The full-text index beside the entries, in the database's own kind."""

from django.db import migrations

SQL = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_text USING fts5("
        "language, title, keywords, summary, body, tokenize = 'ascii')",
    ),
    "postgresql": (
        "CREATE TABLE search_text (page_id bigint PRIMARY KEY,"
        " language varchar(12) NOT NULL, document tsvector NOT NULL)",
        "CREATE INDEX search_text_document ON search_text USING gin (document)",
    ),
}


def create(apps, schema_editor):
    for statement in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_text")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
