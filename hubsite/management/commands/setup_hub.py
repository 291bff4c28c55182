"""Create the groups, their permissions and the workflow of this hub."""

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page

from hubsite.groups import ensure_groups


class Command(BaseCommand):
    help = "Create the team's groups, their permissions and the approval workflow."

    @transaction.atomic
    def handle(self, **options):
        homes = Page.objects.filter(depth=2, alias_of__isnull=True)
        groups = ensure_groups(homes.select_related("locale"))
        self.stdout.write(", ".join(groups))
