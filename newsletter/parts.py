"""The parts of an issue as its readers get them, read in constant queries.

Web page and mail are written from the same parts, and both leave out what a part chose
and no visitor may read any more.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext

from hubsite.i18n import current_language
from hubsite.renditions import images_of, stored_image
from search.chosen import chosen
from search.types import Hit

# Parts that choose one page, and parts that hold several.
ONE_PAGE = {"call", "event", "resource", "sheet", "news"}
LISTS = {"section", "new", "closing"}


@dataclass(frozen=True)
class Item:
    """A page that a part shows; `summary_language` is that of the words about it."""

    hit: Hit
    facets: dict
    summary_language: str

    @property
    def blurb_language(self):
        """Return the language of the words where it is not the page's, else ""."""
        same = self.summary_language == self.hit.language
        return "" if same else self.summary_language


@dataclass(frozen=True)
class Part:
    """`value` is the block as it is stored; `items` are the pages it shows.

    `has_pages` tells that the editor chose pages, even if none is left to show; `level`
    is that of the headings of its items.
    """

    kind: str
    value: dict
    items: tuple[Item, ...] = ()
    has_pages: bool = False
    level: int = 3

    @property
    def heading(self):
        """Return the heading in the active language: the editor's, else the usual one."""
        usual = {
            "new": gettext("New since the last issue"),
            "closing": gettext("Closing soon"),
        }
        return self.value.get("heading") or usual.get(self.kind, "")

    @property
    def is_for_trained(self):
        """Return whether it is mailed to trained helpers alone."""
        return bool(self.value.get("for_trained"))

    @property
    def is_empty(self):
        """Return whether nothing is left of a part that was about pages."""
        return not self.items and (self.has_pages or self.kind in ("new", "closing"))


def choices_in(kind, value):
    """Return the {"page": id, "blurb": text} that a stored block holds."""
    if kind in ONE_PAGE:
        return [value] if value.get("page") else []
    if kind in LISTS:
        found = (item["value"] for item in value.get("items") or ())
        return [item for item in found if item.get("page")]
    return []


def chosen_ids(issue):
    """Return the ids of the pages that an issue's parts choose, in their order."""
    return [
        choice["page"]
        for block in issue.sections.raw_data
        for choice in choices_in(block["type"], block["value"])
    ]


def parts_of(issue, language=None):
    """Return the Parts of an issue for readers of `language`."""
    language = language or current_language()
    found = chosen(chosen_ids(issue), language)
    images = images_of(issue)
    parts = []
    for block in issue.sections.raw_data:
        kind, value = block["type"], block["value"]
        if kind == "image":
            stored = stored_image(value)
            value = {**value, "image": images.get(stored["id"]), "alt": stored["alt"]}
        choices = choices_in(kind, value)
        items = tuple(
            _item(found[choice["page"]], choice.get("blurb"), issue)
            for choice in choices
            if choice["page"] in found
        )
        part = Part(kind, value, items, bool(choices))
        if not part.is_empty:
            headed = part.heading or any(other.heading for other in parts)
            parts.append(part if headed else replace(part, level=2))
    return parts


def _item(found, blurb, issue):
    hit = found.hit
    if not blurb:
        return Item(hit, found.facets, hit.language)
    own = issue.locale.language_code
    return Item(replace(hit, summary=blurb), found.facets, own)
