from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("funding")

    def ready(self):
        from search.labels import register_labels

        from .models import CallKind, CallStatus, amount_labels

        register_labels("kind", CallKind, type="call")
        register_labels("status", CallStatus, type="call")
        register_labels("amount", amount_labels)
