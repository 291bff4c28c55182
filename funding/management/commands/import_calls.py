"""Ask sources of calls now, whatever their schedule."""

from django.core.management.base import BaseCommand, CommandError

from funding.connectors.running import run
from funding.models import Connector


class Command(BaseCommand):
    help = "Import calls from the sources that editors set up; new ones become drafts."

    def add_arguments(self, parser):
        parser.add_argument(
            "names", nargs="*", help="Names of sources; without any, all in use."
        )
        parser.add_argument(
            "--trial",
            action="store_true",
            help="Say what would be done; write nothing.",
        )

    def handle(self, *, names, trial, **options):
        connectors = Connector.objects.exclude(url="")
        found = (
            connectors.filter(name__in=names)
            if names
            else connectors.filter(enabled=True)
        )
        missing = set(names) - {connector.name for connector in found}
        if missing:
            raise CommandError(f"No source of that name: {', '.join(sorted(missing))}")
        for connector in found:
            self.stdout.write(self.line(connector, run(connector, is_trial=trial)))

    def line(self, connector, done):
        if done is None:
            return f"{connector}: a run is under way"
        if done.failure:
            return f"{connector}: {done.failure_label}"
        told = ", ".join(f"{label} {number}" for label, number in done.counted())
        return f"{connector}: {told}"
