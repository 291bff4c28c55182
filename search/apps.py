from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("search")

    def ready(self):
        from hubsite import jobs
        from hubsite.cache import register_boundary
        from hubsite.health import register_part

        from .engines import get_engine
        from .following import forget_past
        from .health import health
        from .reports import forget_old_words
        from .signals import connect

        connect()
        register_part("search", health)
        register_boundary(lambda now: get_engine().fresh_until(now))
        if settings.ELASTICSEARCH_HOSTS:
            jobs.register(
                "sweep_search",
                lambda: get_engine().sweep(),
                every=timedelta(seconds=10),
                lease=timedelta(hours=1),
            )
        jobs.register("forget_old_words", forget_old_words, every=timedelta(days=1))
        jobs.register("forget_past_entries", forget_past, every=timedelta(days=1))
