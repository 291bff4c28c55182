"""Make the search entries and the text index again."""

import time

from django.core.management.base import BaseCommand

from search.collect import collect_all
from search.engines import get_engine


class Command(BaseCommand):
    help = "Read every page again and make search agree. Readers notice nothing."

    def handle(self, **options):
        start = time.perf_counter()
        entries, removed = collect_all(reindex=True)
        get_engine().rebuild()
        seconds = time.perf_counter() - start
        self.stdout.write(f"{entries} entries, {removed} removed, {seconds:.1f} s")
