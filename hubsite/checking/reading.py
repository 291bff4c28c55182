"""Reading what a page holds: its addresses, images and headings, without rendering it."""

from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField

# Rich text stands under a page's own heading or a heading block's.
TOP_LEVEL = 2


@dataclass
class Contents:
    """What a page holds, in reading order."""

    urls: list[str] = field(default_factory=list)
    page_ids: list[int] = field(default_factory=list)
    document_ids: list[int] = field(default_factory=list)
    empty_links: list[str] = field(default_factory=list)
    images_without_alt: list[int] = field(default_factory=list)
    skipped_levels: list[str] = field(default_factory=list)
    level: int = TOP_LEVEL

    def read_html(self, html):
        soup = BeautifulSoup(html, "html.parser")
        for tag in soup.find_all(["a", "h2", "h3", "h4", "h5", "h6"]):
            if tag.name == "a":
                self.read_link(tag)
            else:
                self.read_heading(int(tag.name[1]), tag.get_text())

    def read_link(self, tag):
        kind = tag.get("linktype")
        if kind == "page":
            self.page_ids.append(int(tag["id"]))
        elif kind == "document":
            self.document_ids.append(int(tag["id"]))
        elif href := tag.get("href"):
            self.urls.append(href)
        if not tag.get_text(strip=True):
            self.empty_links.append(tag.get("href") or f"{kind} {tag.get('id')}")

    def read_heading(self, level, text):
        if level > self.level + 1:
            self.skipped_levels.append(text)
        self.level = level

    def read_value(self, value):
        """Read one value of a stream, as the database keeps it."""
        if isinstance(value, list):
            for part in value:
                self.read_value(part)
        elif isinstance(value, dict):
            self.read_block(value)
        elif isinstance(value, str) and "</" in value:
            self.read_html(value)

    def read_block(self, block):
        if block.get("type") == "heading":
            self.read_heading(TOP_LEVEL, str(block.get("value")))
        if block.keys() >= {"image", "alt_text", "decorative"}:
            if not block["decorative"] and not block["alt_text"]:
                self.images_without_alt.append(block["image"])
            return
        for name, value in block.items():
            if name == "url" and value:
                self.urls.append(value)
            else:
                self.read_value(value)


def contents_of(page):
    """Return the Contents of a page of its own type."""
    contents = Contents()
    for model_field in page._meta.get_fields():
        read_field(contents, page, model_field)
    for relation in get_all_child_relations(type(page)):
        names = [f.name for f in relation.related_model._meta.fields if is_address(f)]
        rows = getattr(page, relation.get_accessor_name()) if names else None
        for row in rows.values_list(*names) if names else ():
            contents.urls += filter(None, row)
    return contents


def is_address(model_field):
    return isinstance(model_field, models.URLField)


def read_field(contents, page, model_field):
    if isinstance(model_field, StreamField):
        value = model_field.value_from_object(page)
        contents.read_value(value.get_prep_value() if value else [])
    elif isinstance(model_field, RichTextField):
        contents.read_html(model_field.value_from_object(page) or "")
    elif is_address(model_field) and (url := model_field.value_from_object(page)):
        contents.urls.append(url)
