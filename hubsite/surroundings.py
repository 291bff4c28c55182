"""Every page that a page shows besides itself, read in one query.

Its trail, its translations, and whatever its texts link to, each with its own
translations: two paragraphs or forty, the database is asked once.
"""

import re

from django.db.models import Q
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from .i18n import current_language, localize_many, unrestricted

ANCHOR = re.compile(r"<a\s[^>]*>")
LINK_TYPE = re.compile(r'linktype="(page|document)"')
LINK_ID = re.compile(r'\bid="(\d+)"')
# Blocks whose value is a list of page ids.
PAGE_LISTS = {"read_also"}


def item_ids(value):
    """Return the page ids of a list block as it is stored."""
    items = (item["value"] if isinstance(item, dict) else item for item in value or ())
    return [item for item in items if isinstance(item, int)]


def strings(value):
    """Yield every string inside nested lists and dicts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


class Surroundings:
    """What stands around `page`; `documents` are ids of files its texts link to."""

    def __init__(self, page):
        self.page = page
        self.documents = set()
        self.linked = set(page.linked_page_ids())
        self._scan()
        steps = [page.path[: 4 * depth] for depth in range(2, page.depth + 1)]
        named = Page.objects.filter(Q(path__in=steps) | Q(pk__in=self.linked))
        self.rows = list(
            Page.objects.filter(
                translation_key__in=named.values("translation_key"), depth__gt=1
            )
            .select_related("locale")
            .annotate(is_open=unrestricted())
            .order_by("path")
        )
        by_path = {row.path: row for row in self.rows}
        self.ancestors = [by_path[path] for path in steps[:-1] if path in by_path]
        if page.path in by_path:
            page.locale = by_path[page.path].locale

    def _scan(self):
        for field in self.page._meta.get_fields():
            if isinstance(field, RichTextField):
                self._scan_text(getattr(self.page, field.name) or "")
            elif isinstance(field, StreamField):
                for block in getattr(self.page, field.name).raw_data:
                    if block["type"] in PAGE_LISTS:
                        self.linked.update(item_ids(block["value"]))
                    for text in strings(block["value"]):
                        self._scan_text(text)

    def _scan_text(self, text):
        for anchor in ANCHOR.findall(text):
            kind, pk = LINK_TYPE.search(anchor), LINK_ID.search(anchor)
            if kind and pk:
                found = self.linked if kind.group(1) == "page" else self.documents
                found.add(int(pk.group(1)))

    def twins(self, page):
        """Return the live translations of a page of the trail, by language."""
        return [
            row
            for row in self.rows
            if row.translation_key == page.translation_key
            and row.path != page.path
            and row.live
            and row.alias_of_id is None
        ]

    def in_language(self, ids, language=None):
        """Return the pages to show for those ids, in their order (see localize_many)."""
        language = language or current_language()
        visible = [row for row in self.rows if row.live and row.is_open]
        by_id = {row.pk: row for row in visible}
        own = {
            row.translation_key: row
            for row in visible
            if row.locale.language_code == language and row.alias_of_id is None
        }
        found = {
            pk: own.get(row.translation_key, row)
            for pk, row in by_id.items()
            if pk in ids
        }
        if missing := set(ids) - self.linked - set(by_id):
            found |= localize_many(missing, language)
        return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def surroundings_of(page):
    """Return the Surroundings of a page, kept on it while it is rendered."""
    if getattr(page, "_hub_surroundings", None) is None:
        page._hub_surroundings = Surroundings(page)
    return page._hub_surroundings
