"""Rich text as readers get it: links in their language, words explained, typeset."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText
from wagtail.rich_text.rewriters import LinkRewriter

from .explaining import Explainer
from .media import open_documents
from .surroundings import surroundings_of
from .typography import file_size, typeset

EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')
FILE_LINK = re.compile(
    r'(<a\s(?=[^>]*linktype="document")[^>]*\bid="(\d+)"[^>]*>.*?)</a>', re.DOTALL
)


class Links:
    """Where the links in a page's texts lead, for one language."""

    def __init__(self, page, language):
        around = surroundings_of(page)
        self.language = language
        self.pages = {
            pk: found
            for pk in around.linked
            for found in around.in_language([pk], language)
        }
        self.documents = open_documents(around.documents)
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


def with_file_facts(source, documents=None):
    """Return a stored rich text whose links to files say their format and size.

    A file that is gone or closed stays a word that leads nowhere. `documents` is
    {id: document} where they are known; else one query reads them.
    """
    ids = {int(pk) for _link, pk in FILE_LINK.findall(source)}
    if not ids:
        return source
    if documents is None:
        documents = open_documents(ids)

    def told(match):
        link, document = match[1], documents.get(int(match[2]))
        if document is None:
            return f"<a{link[link.index('>') :]}</a>"
        return f"{link} ({escape(file_facts(document))})</a>"

    return FILE_LINK.sub(told, source)


def file_facts(document):
    """Return format and size of a file: "PDF, 12 kB" in the active language."""
    size = file_size(document.file_size or 0)
    return f"{document.file_extension.upper()}, {size}"


def links_of(page, language):
    """Return the Links of a page, kept on it while it is rendered."""
    if (
        getattr(page, "_hub_links", None) is None
        or page._hub_links.language != language
    ):
        page._hub_links = Links(page, language)
    return page._hub_links


def render_rich_text(value, page=None, language="fr", explainer=None):
    """Return the HTML of a rich text; without a page links lead nowhere (search reads)."""
    source = value.source if isinstance(value, RichText) else str(value or "")
    if page is None:
        return mark_safe(LinkRewriter(rules={"page": _dead, "document": _dead})(source))
    links = links_of(page, language)
    source = with_file_facts(EDITOR_KEY.sub("", source), links.documents)
    html = links.rewrite(source)
    html = (explainer or Explainer(language)).explain(html)
    return mark_safe(typeset(html, language))


def _dead(attrs):
    return "<a>"
