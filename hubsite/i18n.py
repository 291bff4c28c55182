"""The two languages of the site, and how a value that exists in both is read."""

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

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


def unrestricted(path="path"):
    """Return the condition that no view restriction covers a page, as part of a query.

    `path` leads to the page's path from the rows asked for. The same rule as
    `PageQuerySet.public()`, which spends a query of its own.
    """
    covering = PageViewRestriction.objects.annotate(
        inside=ExpressionWrapper(OuterRef(path), CharField())
    )
    return ~Exists(covering.filter(inside__startswith=F("page__path")))


def original_of(page):
    """Return the source of a translated page, of its own type; else the page itself."""
    originals = type(page).objects.filter(
        translation_key=page.translation_key,
        locale__language_code=SOURCE_LANGUAGE,
        alias_of=None,
    )
    return originals.first() or page


def localize_many(ids, language=None):
    """Return {id: the page to show for it in `language`}: one query, however many ids.

    A page gives way to its translation; where there is none it stands for itself, and
    the caller marks its `lang`. What no visitor may read is left out.
    """
    ids = set(ids)
    if not ids:
        return {}
    language = language or current_language()
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    pages = Page.objects.filter(
        Q(pk__in=ids) | Q(alias_of=None, locale__language_code=language),
        unrestricted(),
        translation_key__in=keys,
        live=True,
    ).select_related("locale")
    asked = [page for page in pages if page.pk in ids]
    own = {
        page.translation_key: page
        for page in pages
        if page.locale.language_code == language and page.alias_of_id is None
    }
    return {page.pk: own.get(page.translation_key, page) for page in asked}
