"""The stems of every entry, in the database's own full-text index.

SQLite keeps them in an FTS5 table, PostgreSQL in a `tsvector`; both are made by a
migration and hold one row an entry, keyed by the page's id.
"""

from django.db import connection

from search.text import analyse

COLUMNS = ("title", "keywords", "summary", "body")
# How much a word weighs in the title, the keywords, the summary and the body.
WEIGHTS = (10.0, 6.0, 3.0, 1.0)


def text_index():
    """Return the TextIndex of the database in use."""
    return PostgresText() if connection.vendor == "postgresql" else SqliteText()


class SqliteText:
    def put(self, entries):
        """Index the entries, in place of what was indexed of the same pages."""
        self.delete([entry.page_id for entry in entries])
        rows = [
            (
                entry.page_id,
                entry.language,
                *(analyse(getattr(entry, name), entry.language) for name in COLUMNS),
            )
            for entry in entries
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_text(rowid, language, title, keywords, summary, body)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                rows,
            )

    def delete(self, page_ids):
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM search_text WHERE rowid = %s", [(pk,) for pk in page_ids]
            )

    def page_ids(self):
        """Return the ids of the pages indexed."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM search_text")
            return {pk for (pk,) in cursor.fetchall()}

    def match(self, concepts_by_language, *, any_word=False):
        """Return page id -> score, the higher the better, of the entries that match."""
        expression = " OR ".join(
            f'(language : "{language}" AND {{{" ".join(COLUMNS)}}} : '
            f"({self.expression(concepts, any_word)}))"
            for language, concepts in concepts_by_language.items()
            if concepts
        )
        if not expression:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid, -bm25(search_text, 0, %s, %s, %s, %s)"
                " FROM search_text WHERE search_text MATCH %s",
                [*WEIGHTS, expression],
            )
            return dict(cursor.fetchall())

    def expression(self, concepts, any_word):
        return (" OR " if any_word else " AND ").join(
            "("
            + " OR ".join(
                "(" + " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases) + ")"
                for phrases in concept.alternatives
            )
            + ")"
            for concept in concepts
        )


class PostgresText:
    def put(self, entries):
        rows = [
            (
                entry.page_id,
                entry.language,
                *(analyse(getattr(entry, name), entry.language) for name in COLUMNS),
            )
            for entry in entries
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_text(page_id, language, document) VALUES (%s, %s,"
                " setweight(to_tsvector('simple', %s), 'A') ||"
                " setweight(to_tsvector('simple', %s), 'B') ||"
                " setweight(to_tsvector('simple', %s), 'C') ||"
                " setweight(to_tsvector('simple', %s), 'D'))"
                " ON CONFLICT (page_id) DO UPDATE SET"
                " language = EXCLUDED.language, document = EXCLUDED.document",
                rows,
            )

    def delete(self, page_ids):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_text WHERE page_id = ANY(%s)", [list(page_ids)]
            )

    def page_ids(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT page_id FROM search_text")
            return {pk for (pk,) in cursor.fetchall()}

    def match(self, concepts_by_language, *, any_word=False):
        top = max(WEIGHTS)
        ranks = [weight / top for weight in reversed(WEIGHTS)]
        queries, params = [], []
        for language, concepts in concepts_by_language.items():
            if concepts:
                queries.append(
                    "SELECT page_id, ts_rank(%s::real[], document, query, 1)"
                    " FROM search_text, to_tsquery('simple', %s) query"
                    " WHERE language = %s AND document @@ query"
                )
                params += [ranks, self.expression(concepts, any_word), language]
        if not queries:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(queries), params)
            return dict(cursor.fetchall())

    def expression(self, concepts, any_word):
        return (" | " if any_word else " & ").join(
            "("
            + " | ".join(
                "("
                + " & ".join(
                    "(" + " <-> ".join(f"'{stem}'" for stem in phrase) + ")"
                    for phrase in phrases
                )
                + ")"
                for phrases in concept.alternatives
            )
            + ")"
            for concept in concepts
        )
