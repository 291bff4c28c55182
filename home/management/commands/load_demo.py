"""Load the demo hub once, or move its dates with the day."""

from django.core.management.base import BaseCommand, CommandError

from home.demo.dating import move_dates
from home.demo.loading import SiteIsNotEmpty, is_loaded, load
from home.demo.reading import ContentError
from home.demo.unloading import unload


class Command(BaseCommand):
    help = (
        "Load the demo hub into an empty site. On a site that has it already, move the "
        "dates of the pages that no editor has touched, so that statuses stay true."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--reload",
            action="store_true",
            help="Delete the demo's pages, an editor's changes to them included, first.",
        )

    def handle(self, *, reload=False, **options):
        if reload:
            self.stdout.write(f"  {unload()} demo pages deleted")
        if is_loaded():
            moved = move_dates()
            self.stdout.write(f"  demo hub already there; dates moved on {moved} pages")
            return
        try:
            number = load(report=lambda message: self.stdout.write(f"  {message}"))
        except SiteIsNotEmpty:
            self.stdout.write("  the site has pages already: demo hub not loaded")
            return
        except ContentError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"  {number} pages loaded")
