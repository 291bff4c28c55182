"""Show how words are read and why pages are found."""

from django.core.management.base import BaseCommand
from django.utils.translation import override

from search.engines import get_engine
from search.query import SearchQuery


class Command(BaseCommand):
    help = "Show how a query is read in each language, and the score of what it finds."

    def add_arguments(self, parser):
        parser.add_argument("words", nargs="+")
        parser.add_argument("--language", default="fr", help="The reader's (fr or nl).")

    def handle(self, *, words, language, **options):
        query = SearchQuery(language=language, q=" ".join(words))
        with override(language):
            match, hits = get_engine().explain(query.request())
        for code, concepts in match.concepts.items():
            self.stdout.write(f"{code}:")
            for concept in concepts:
                ways = [
                    " + ".join(" ".join(phrase) for phrase in alternative)
                    for alternative in concept.alternatives
                ]
                self.stdout.write("  " + " | ".join(ways))
        self.stdout.write(f"mode: {match.mode}")
        for typed, used in match.corrected:
            self.stdout.write(f"corrected: {typed} -> {used}")
        for score, row in hits:
            self.stdout.write(f"{score:8.3f}  {row.language} {row.type:8} {row.title}")
