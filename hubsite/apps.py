from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubsiteConfig(AppConfig):
    name = "hubsite"
    verbose_name = _("hub site")

    def ready(self):
        from . import cache, housekeeping, jobs, mail
        from .checking.job import check_links
        from .made_files import make_missing_files
        from .translations import signals

        signals.connect()

        cache.connect()
        jobs.register(
            "mail", mail.deliver_mail, every=timedelta(seconds=5), order=10, eager=True
        )
        jobs.register(
            "publication",
            housekeeping.publish_scheduled,
            every=timedelta(seconds=30),
            order=30,
        )
        jobs.register("check_links", check_links, every=timedelta(minutes=10), order=80)
        jobs.register(
            "files", make_missing_files, every=timedelta(minutes=10), order=70
        )
        jobs.register("purge", housekeeping.purge, every=timedelta(hours=6), order=90)
