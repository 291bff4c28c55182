"""Tell whether search shows what it should, and nothing else."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from search.checking import differences
from search.collect import collect_all
from search.engines import get_engine


class Command(BaseCommand):
    help = (
        "Compare pages, search entries and text index. Ends with an error when they "
        "differ; `critical` means that something hidden can be found."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="Then make them agree.")
        parser.add_argument("--json", action="store_true", help="For machines.")

    def handle(self, *, fix=False, **options):
        found = differences()
        critical = sum(difference.critical for difference in found)
        if options["json"]:
            rows = [asdict(difference) for difference in found]
            report = {"differences": rows, "critical": critical, "fixed": fix}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for one in found:
                mark = "CRITICAL " if one.critical else ""
                self.stdout.write(f"{mark}{one.kind}: {one.page_id or ''} {one.detail}")
            self.stdout.write(f"{len(found)} differences, {critical} critical")
        if found and fix:
            collect_all(reindex=True)
            get_engine().rebuild()
            found = differences()
        if found:
            raise CommandError("search differs from the pages", returncode=1)
