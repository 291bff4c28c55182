"""The site's one worker: it owns the clock and runs what is due."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from hubsite import jobs
from hubsite.footprint import leave_out_unused


class Command(BaseCommand):
    help = (
        "Run the site's jobs: mail, scheduled publication, purges and what rooms add."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Run what is due and end (for cron)."
        )

    def run_from_argv(self, argv):
        leave_out_unused()
        super().run_from_argv(argv)

    def handle(self, *, once, **options):
        jobs.STOPPING.clear()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self.stop)
        jobs.free_leases()
        if once:
            # Eager jobs are due again until they find nothing to do.
            while jobs.run_due() and not jobs.STOPPING.is_set():
                pass
            return
        self.stdout.write(f"Worker {jobs.worker_id()} runs {len(jobs.JOBS)} jobs.")
        self.stdout.flush()
        while not jobs.STOPPING.is_set():
            close_old_connections()
            jobs.run_due()
            jobs.STOPPING.wait(jobs.seconds_to_next())
        self.stdout.write("Worker stopped.")

    def stop(self, number, frame):
        """Finish the thing in hand, then end."""
        jobs.STOPPING.set()
