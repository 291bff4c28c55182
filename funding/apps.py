from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("funding")

    def ready(self):
        from hubsite import jobs
        from search.exits import register_exit
        from search.facets import register_facet
        from search.labels import register_labels
        from search.telling import register_teller

        from . import answers, kinds
        from .common_grants import as_common_grants
        from .connectors.running import run_due
        from .connectors.spreading import spread_news
        from .partners.retention import purge_partners
        from .suggestions import purge_suggestions

        register_facet("own", _("own contribution"))
        register_facet("rate", _("funding rate"))
        register_exit("commongrants", "commongrants.json", as_common_grants)
        register_labels("kind", kinds.CallKind, type="call")
        register_labels("status", kinds.CallStatus, type="call")
        register_labels("amount", kinds.amount_labels)
        register_labels("rate", kinds.rate_labels)
        register_labels("own", kinds.own_contribution_labels)
        register_teller("call", answers.told)
        jobs.register(
            "import_calls",
            run_due,
            every=timedelta(minutes=5),
            order=70,
            lease=timedelta(minutes=30),
        )
        jobs.register("call_words", spread_news, every=timedelta(minutes=5), order=71)
        jobs.register(
            "suggestions", purge_suggestions, every=timedelta(days=1), order=90
        )
        jobs.register("partners", purge_partners, every=timedelta(days=1), order=90)
