from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("directory")

    def ready(self):
        from search.facets import register_facet
        from search.labels import register_labels, rows
        from search.signals import watch

        from .models import FunderKind, Organisation

        register_labels("funder", rows(Organisation))
        register_facet("funder_kind", _("funder kind"))
        register_labels("funder_kind", FunderKind)
        register_labels("structure", Organisation.Kind)
        watch(Organisation)
