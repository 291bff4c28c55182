"""Wagtail's apps outside its HTTP API, which this site does not serve (ADR 0028).

Since Wagtail 8 each of these apps joins the API when it gets ready, whether or not the
site has it: that loads Ninja, Pydantic, REST framework and a PostgreSQL driver into every
process, 44 MB and half of its start.
"""

import sys
from contextlib import contextmanager
from types import ModuleType

from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig


class NoApi(ModuleType):
    """Takes what an app tells Wagtail's API, and is its router, and forgets it."""

    @property
    def api(self):
        return self

    @property
    def router(self):
        return self

    def add_router(self, prefix, router):
        pass

    def register_content_types(self):
        pass


@contextmanager
def no_api(app):
    """Let `app` find nothing to load where it would join the API.

    A name that Wagtail changes ends in ImportError or in the modules of the API loaded,
    which tests/hubsite/test_footprint.py sees.
    """
    places = ("api", "api.v3", "api.v3.registry", "api.v3.router")
    names = {"wagtail.api.v3.api", *(f"{app}.{place}" for place in places)}
    missing = names - sys.modules.keys()
    sys.modules.update({name: NoApi(name) for name in missing})
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


class WithoutApi:
    def ready(self):
        with no_api(self.name):
            super().ready()


class RedirectsConfig(WithoutApi, WagtailRedirectsAppConfig):
    pass


class DocumentsConfig(WithoutApi, WagtailDocsAppConfig):
    pass


class ImagesConfig(WithoutApi, WagtailImagesAppConfig):
    pass


class SnippetsConfig(WithoutApi, WagtailSnippetsAppConfig):
    pass
