"""Rich text as readers get it: links in their language, acronyms, French spaces.

A page's links are looked up at once for all its texts, so that forty paragraphs cost
what one costs.
"""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText
from wagtail.rich_text.rewriters import LinkRewriter

from .i18n import localize_many
from .typography import expand_acronyms, typeset

ANCHOR = re.compile(r"<a\s[^>]*>")
LINK_TYPE = re.compile(r'linktype="(page|document)"')
EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')
LINK_ID = re.compile(r'\bid="(\d+)"')


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


def rich_sources(page):
    """Yield every stored string of a page that may hold rich text."""
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield getattr(page, field.name) or ""
        elif isinstance(field, StreamField):
            for child in getattr(page, field.name).raw_data:
                yield from strings(child)


class Links:
    """The targets of every link in the texts of a page, at most one query a kind."""

    def __init__(self, page, language):
        found = {"page": set(), "document": set()}
        for source in rich_sources(page):
            for anchor in ANCHOR.findall(source):
                kind, pk = LINK_TYPE.search(anchor), LINK_ID.search(anchor)
                if kind and pk:
                    found[kind.group(1)].add(int(pk.group(1)))
        self.pages = localize_many(found["page"], language)
        documents = get_document_model().objects
        self.documents = (
            documents.in_bulk(found["document"]) if found["document"] else {}
        )
        self.language = language
        self.rewrite = LinkRewriter(
            rules={"page": self.page_anchor, "document": self.document_anchor}
        )

    def page_anchor(self, attrs):
        page = self.pages.get(int(attrs["id"]))
        if not page:
            return "<a>"
        language = page.locale.language_code
        foreign = f' hreflang="{language}"' if language != self.language else ""
        return f'<a href="{escape(page.url)}"{foreign}>'

    def document_anchor(self, attrs):
        document = self.documents.get(int(attrs["id"]))
        return f'<a href="{escape(document.url)}">' if document else "<a>"


def links_of(page, language):
    """Return the Links of a page, kept on it while it is rendered."""
    if (
        getattr(page, "_hub_links", None) is None
        or page._hub_links.language != language
    ):
        page._hub_links = Links(page, language)
    return page._hub_links


def render_rich_text(value, page=None, language="fr", seen=None):
    """Return the HTML of a rich text; without a page links lead nowhere (search reads)."""
    source = value.source if isinstance(value, RichText) else str(value or "")
    if page is None:
        return mark_safe(LinkRewriter(rules={"page": _dead, "document": _dead})(source))
    html = links_of(page, language).rewrite(EDITOR_KEY.sub("", source))
    html = expand_acronyms(html, language, seen if seen is not None else set())
    return mark_safe(typeset(html, language))


def _dead(attrs):
    return "<a>"
