"""Forget what the newsletter keeps no longer, and say what."""

from django.core.management.base import BaseCommand

from newsletter.retention import purge


class Command(BaseCommand):
    help = (
        "Erase what docs/privacy.md says is kept no longer, and report how many of each. "
        "The worker does the same every day. --dry-run counts and changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args, dry_run, **options):
        report = purge(dry_run=dry_run)
        for what, number in report.items():
            self.stdout.write(f"{number:>7}  {what}")
        total = sum(report.values())
        done = "would be forgotten" if dry_run else "forgotten"
        self.stdout.write(f"{total:>7}  {done}")
