from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("newsletter")

    def ready(self):
        from hubsite import jobs
        from hubsite.mail import mail_refused

        from . import alerts, bounce_mailbox, bounces, delivery, digests, retention

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
            "digests",
            digests.send_digests,
            every=timedelta(hours=1),
            order=35,
            eager=True,
        )
        mail_refused.connect(bounces.told_by_relay)
        jobs.register(
            "bounces",
            bounce_mailbox.read_mailbox,
            every=timedelta(minutes=10),
            order=40,
        )
        jobs.register(
            "subscribers",
            retention.purge_subscribers,
            every=timedelta(days=1),
            order=90,
        )
