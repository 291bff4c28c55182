"""One writer of Atom feeds (RFC 4287)."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from django.http import HttpResponse

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What `updated` says of a feed that never had an entry: the element is mandatory.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)

ET.register_namespace("", ATOM)


def atom(entries, *, title, url, feed_url, language, author, subtitle=""):
    """Return the feed of these FeedEntry values as bytes.

    `url` is the page the feed follows, `feed_url` the feed's own address and its id;
    `subtitle` says what narrows it, `author` names the publisher, for the entries that
    have no author of their own.
    """
    feed = ET.Element(f"{{{ATOM}}}feed", {XML_LANG: language})
    _text(feed, "id", feed_url)
    _text(feed, "title", title)
    if subtitle:
        _text(feed, "subtitle", subtitle)
    newest = max((entry.updated_at for entry in entries), default=_NEVER)
    _text(feed, "updated", _moment(newest))
    _link(feed, "self", feed_url, "application/atom+xml")
    _link(feed, "alternate", url, "text/html", language)
    _text(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", author)
    for entry in entries:
        _entry(feed, entry)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def atom_response(entries, **about):
    """Return the feed as an HTTP response; see `atom()`."""
    return HttpResponse(
        atom(entries, **about), content_type="application/atom+xml; charset=utf-8"
    )


def _entry(feed, entry):
    element = ET.SubElement(feed, f"{{{ATOM}}}entry", {XML_LANG: entry.language})
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "published", _moment(entry.published_at))
    _text(element, "updated", _moment(entry.updated_at))
    _link(element, "alternate", entry.url, "text/html", entry.language)
    if entry.summary:
        _text(element, "summary", entry.summary)
    if entry.author:
        _text(ET.SubElement(element, f"{{{ATOM}}}author"), "name", entry.author)
    for category in entry.categories:
        ET.SubElement(element, f"{{{ATOM}}}category", {"term": _clean(category)})


def _text(parent, name, value):
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = _clean(value)


def _link(parent, rel, href, kind, language=""):
    attributes = {"rel": rel, "href": href, "type": kind}
    if language:
        attributes["hreflang"] = language
    ET.SubElement(parent, f"{{{ATOM}}}link", attributes)


def _clean(value):
    return _NOT_XML.sub(" ", str(value))


def _moment(value):
    return value.astimezone(UTC).isoformat(timespec="milliseconds")
