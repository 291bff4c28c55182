from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("resources")

    def ready(self):
        from hubsite import jobs
        from hubsite.models import Audience
        from search.facets import TRUE, register_facet
        from search.labels import register_labels, rows

        from .diffusion import DiffusionPhase
        from .experience_facts import Equipment, Place, Rhythm, ratio_labels
        from .kinds import ActivityKind, Country, ResourceFormat, ResourceKind
        from .replies import purge_replies

        register_facet("trade", pgettext_lazy("filter", "trade"))
        register_facet("activity", _("kind of activity"))
        register_facet("country", _("of use in"))
        register_labels("kind", ResourceKind, type="resource")
        register_labels("format", ResourceFormat)
        register_labels("trade", rows(Audience))
        register_labels("activity", ActivityKind)
        register_labels("country", Country)
        register_labels("phase", DiffusionPhase)
        register_facet("rhythm", _("frequency"))
        register_facet("ratio", _("helped people per helper"))
        register_facet("place", _("kind of place"))
        register_facet("equipment", _("equipment needed"))
        register_facet("small_need", _("one small need"), "flag")
        register_labels("rhythm", Rhythm)
        register_labels("ratio", ratio_labels)
        register_labels("place", Place)
        register_labels("equipment", Equipment)
        register_labels("small_need", lambda language: {TRUE: _("yes")})
        jobs.register("replies", purge_replies, every=timedelta(days=1), order=90)
