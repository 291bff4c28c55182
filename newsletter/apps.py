from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("newsletter")

    def ready(self):
        from hubsite import jobs

        from . import alerts, delivery, retention

        jobs.register(
            "campaigns",
            delivery.send_campaigns,
            every=timedelta(seconds=5),
            order=20,
            eager=True,
            shared=True,
        )
        jobs.register(
            "alerts", alerts.tell_alerts, every=timedelta(minutes=10), order=30
        )
        jobs.register(
            "subscribers",
            retention.purge_subscribers,
            every=timedelta(days=1),
            order=90,
        )
