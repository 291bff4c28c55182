"""What a code is called, in the active language, in a constant number of queries."""

from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hubsite.gazetteer import gazetteer
from hubsite.licences import LICENCES
from hubsite.models import Audience, Keyword, Territory, Theme, Topic
from hubsite.vocabularies import Level, MaterialLanguage, Modality, Profile

from .facets import TRUE, TYPES

SOURCES = {}


def register_labels(facet, source, *, type=""):
    """Say what the codes of a facet are called.

    `source` is a TextChoices class, or takes a language and returns code -> label in
    the order to show. With `type`, it speaks only for entries of that type.
    """
    SOURCES.setdefault(facet, []).append((type, source))


def rows(model, code="code", label="label"):
    """Return a source that reads a vocabulary kept in the database."""

    def read(language):
        descriptor = getattr(model, label)
        return {
            getattr(row, code): descriptor.read(row, language)
            for row in model.objects.all()
        }

    return read


register_labels("theme", rows(Theme))
register_labels("topic", rows(Topic))
register_labels("audience", rows(Audience))
register_labels("tag", rows(Keyword, "slug"))
register_labels("territory", rows(Territory, "reference"))
register_labels("profile", Profile)
register_labels("level", Level)
register_labels("modality", Modality)
register_labels("language", MaterialLanguage)
register_labels("licence", lambda language: {k: v.label for k, v in LICENCES.items()})
register_labels("type", lambda language: {k: many for k, (_one, many) in TYPES.items()})
register_labels(
    "permission",
    lambda language: {
        "share": _("copy and share"),
        "adapt": _("adapt"),
        "translate": _("translate"),
        "sell": _("use commercially"),
    },
)
register_labels(
    "published",
    lambda language: {
        "7": _("in the last 7 days"),
        "30": _("in the last 30 days"),
    },
)
for _flag in ("joint", "low_screen"):
    register_labels(_flag, lambda language: {TRUE: _("yes")})


@cache
def statuses():
    """Return every status code that a room's timelines use, in order."""
    return list(LabelBook.read(settings.LANGUAGE_CODE, ["status"]).order("status"))


@dataclass(frozen=True)
class LabelBook:
    """Every label in one language; `get` falls back to the code itself.

    A territory that no page names has no row: the gazetteer knows what it is called.
    """

    language: str
    tables: dict
    _read: dict = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, language, facets=None):
        """Return the labels of every facet, or of those named."""
        tables = {}
        with override(language):
            for facet in facets or SOURCES:
                for type_, source in SOURCES.get(facet, ()):
                    choices = getattr(source, "choices", None)
                    pairs = dict(choices) if choices else source(language)
                    table = tables.setdefault((facet, type_), {})
                    table.update({code: str(label) for code, label in pairs.items()})
        return cls(language, tables)

    def get(self, facet, code, types=()):
        """Return what a code is called, by these types first."""
        return self.labels(facet, (code,), types)[0]

    def labels(self, facet, codes, types=()):
        """Return what each of these codes is called, by these types first."""
        if facet == "month":
            return [month_label(code) for code in codes]
        known = self._once(("labels", facet, types), self._labels)
        return [known.get(code) or self._unlisted(facet, code) for code in codes]

    def _unlisted(self, facet, code):
        if facet == "territory" and (place := gazetteer().place(code)):
            return type(place).label.read(place, self.language)
        return code

    def order(self, facet):
        """Return code -> rank, as the vocabulary orders its terms."""
        return self._once(("order", facet), self._order)

    def _once(self, key, make):
        # Asked for every value of every facet shown.
        if key not in self._read:
            self._read[key] = make(*key[1:])
        return self._read[key]

    def _labels(self, facet, types):
        merged = {}
        for type_ in reversed((*types, "", *TYPES)):
            table = self.tables.get((facet, type_), {})
            merged.update({code: label for code, label in table.items() if label})
        return merged

    def _order(self, facet):
        codes = {}
        for type_ in ("", *TYPES):
            for code in self.tables.get((facet, type_), ()):
                codes.setdefault(code, len(codes))
        return codes


def month_label(code):
    """Return "January 2027" for "2027-01", in the active language."""
    try:
        first = timezone.datetime.strptime(code, "%Y-%m")
    except ValueError:
        return code
    return formats.date_format(first, "YEAR_MONTH_FORMAT")
