"""Announcements of calls as RSS (0.9 to 2.0) and Atom tell them: no dates, few facts."""

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree

from .record import (
    ID_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    WORD_LENGTH,
    Broken,
    SourceCall,
    Unreadable,
    address,
    checked,
    plain,
    rich,
)

ENTRIES = ("item", "entry")
CATEGORIES = ("category", "subject")
IDS, TEXTS = ("guid", "id"), ("encoded", "content", "description", "summary")


def read(body):
    """Yield a SourceCall or a Broken for each entry; raises Unreadable for no feed."""
    try:
        root = ElementTree.fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as failure:
        raise Unreadable("not_a_feed") from failure
    if local(root) not in ("rss", "RDF", "feed"):
        raise Unreadable("not_a_feed", local(root))
    entries = [node for node in root.iter() if local(node) in ENTRIES]
    for rank, entry in enumerate(entries, 1):
        try:
            yield read_entry(entry)
        except Unreadable as wrong:
            yield Broken(rank, wrong.reason, wrong.value)
        except RecursionError:
            yield Broken(rank, "too_deep")


def read_entry(entry):
    link = link_of(entry)
    text = first(entry, TEXTS)
    return checked(
        SourceCall(
            source_id=plain(first(entry, IDS) or link)[:ID_LENGTH],
            title=plain(first(entry, ("title",)), TITLE_LENGTH),
            summary=plain(first(entry, TEXTS[::-1]), SUMMARY_LENGTH),
            what_is_funded=rich(text),
            official_url=link,
            categories=tuple(("", word) for word in categories_of(entry)),
        )
    )


def categories_of(entry):
    """Return the words that an entry is sorted under: of Atom its labels, else its terms."""
    told = [
        node.get("label") or node.get("term") or node.text
        for node in entry
        if local(node) in CATEGORIES
    ]
    return dict.fromkeys(filter(None, (plain(one, WORD_LENGTH) for one in told)))


def local(node):
    """Return an element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def first(entry, tags):
    """Return the first text found under one of these names, in their order, or ""."""
    for tag in tags:
        for node in entry:
            if local(node) == tag:
                words = "".join(node.itertext())
                if node.get("type") == "xhtml":
                    words = ElementTree.tostring(node, encoding="unicode")
                if words.strip():
                    return words
    return ""


def link_of(entry):
    """Return the address an entry leads to: Atom's alternate link, RSS's link or guid."""
    links = [node for node in entry if local(node) == "link"]
    links.sort(key=lambda node: node.get("rel", "alternate") != "alternate")
    told = [node.get("href") or node.text for node in links]
    told += [node.text for node in entry if local(node) == "guid"]
    return next(filter(None, map(address, told)), "")
