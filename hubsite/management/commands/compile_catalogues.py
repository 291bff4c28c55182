"""Make the `.mo` files that Django reads, without GNU gettext."""

from django.core.management.base import BaseCommand

from hubsite.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile the interface's translations whose source changed."
    requires_system_checks = []

    def handle(self, **options):
        made = compile_all()
        self.stdout.write(f"Compiled: {', '.join(made) or 'nothing had changed'}")
