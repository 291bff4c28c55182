"""The two languages of the site, and how a value that exists in both is read."""

from django.conf import settings
from django.utils import translation

SOURCE_LANGUAGE = settings.LANGUAGE_CODE


def site_languages():
    """Return the codes of the site's languages, the source first."""
    return [code for code, _name in settings.LANGUAGES]


def current_language():
    """Return the active language if the site speaks it, else the source language."""
    code = (translation.get_language() or SOURCE_LANGUAGE).split("-")[0]
    return code if code in site_languages() else SOURCE_LANGUAGE


class InLanguage:
    """Read `<name>_<language>` for the active language, else for the source language.

    Small vocabularies keep one row with one column a language: a label can then never be
    missing in one of them, and a filter's code is the same in both (ADR 0003).
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return self.read(instance, current_language())

    def read(self, instance, language):
        """Return the value in `language`, falling back to the source language."""
        value = getattr(instance, f"{self.name}_{language}")
        return value or getattr(instance, f"{self.name}_{SOURCE_LANGUAGE}")
