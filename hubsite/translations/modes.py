"""Which pages are translated segment by segment, and which as pages of their own."""

from django.conf import settings


def is_synced(page):
    """Tell whether the page's type is translated in wagtail-localize's synced mode."""
    default = settings.WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE
    return getattr(page, "localize_default_translation_mode", default) == "synced"
