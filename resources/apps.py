from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("resources")

    def ready(self):
        from search.labels import register_labels

        from .models import DiffusionPhase, ResourceFormat, ResourceKind

        register_labels("kind", ResourceKind, type="resource")
        register_labels("format", ResourceFormat)
        register_labels("phase", DiffusionPhase)
