from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("events")

    def ready(self):
        from search.labels import register_labels
        from search.telling import register_teller

        from . import telling
        from .models import EventKind, EventStatus

        register_labels("kind", EventKind, type="event")
        register_labels("status", EventStatus, type="event")
        register_teller("event", telling.told)
