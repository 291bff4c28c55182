"""The facets there are: one name, one URL parameter, one meaning on every list.

Codes are the same in every language. A room adds a facet with `register_facet` and the
labels of its codes with `search.labels.register_labels`, in its `ready()`.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRUE = "true"


@dataclass(frozen=True)
class FacetSpec:
    """`kind` says how codes match: equal, through the territory graph, at `now`."""

    name: str
    label: str | Promise
    kind: Literal[
        "terms", "flag", "month", "status", "territory", "type", "recent"
    ] = "terms"  # fmt: skip


FACETS: dict[str, FacetSpec] = {}


def register_facet(name, label, kind="terms"):
    """Offer a facet under that URL parameter."""
    FACETS[name] = FacetSpec(name, label, kind)


for _spec in (
    ("type", _("content type"), "type"),
    ("theme", _("theme")),
    ("topic", _("need topic")),
    ("audience", _("target audience")),
    ("profile", _("profile of helped people")),
    ("territory", _("territory"), "territory"),
    ("licence", _("licence")),
    ("permission", _("what the licence permits")),
    ("format", _("file format")),
    ("kind", _("kind")),
    ("level", _("level")),
    ("modality", _("modality")),
    ("status", _("status"), "status"),
    ("funder", _("funder")),
    ("amount", _("maximum amount")),
    ("joint", _("apply jointly"), "flag"),
    ("low_screen", _("low-screen activity"), "flag"),
    ("month", _("month"), "month"),
    ("published", _("published"), "recent"),
    ("language", _("language")),
    ("structure", _("type of organisation")),
    ("phase", _("diffusion phase")),
    ("tag", _("tag")),
):
    register_facet(*_spec)

# The search types, in the order the facet shows them: one hit, several hits.
TYPES = {
    "kit": (_("kit"), _("kit")),
    "resource": (_("resource"), _("resources")),
    "sheet": (_("experience sheet"), _("experience sheets")),
    "call": (_("call"), _("calls")),
    "event": (_("event"), _("events")),
    "news": (_("news item"), _("news")),
    "issue": (_("newsletter issue"), _("newsletter issues")),
    "page": (_("page"), _("pages")),
}

FLAGS = {
    "rolling": _("all year round"),
    "extended": _("extended"),
    "cancelled": _("cancelled"),
    "joint": _("apply jointly"),
    "low_screen": _("low-screen activity"),
}

SORTS = {
    "relevance": _("relevance"),
    "newest": _("newest first"),
    "due": _("closest date first"),
    "amount": _("largest amount first"),
}

# How a chosen territory narrows: to what concerns it, what covers it, what lies inside.
REACHES = {
    "": _("what covers it and what lies inside"),
    "covers": _("only what covers it"),
    "inside": _("only what lies inside"),
}
