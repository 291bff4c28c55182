"""The one form in which a call comes from any source, and the words read into it."""

import hashlib
import html
import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, NavigableString
from bs4.exceptions import ParserRejectedMarkup
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.text import Truncator

TITLE_LENGTH, SUMMARY_LENGTH, ADDRESS_LENGTH, ID_LENGTH = 255, 320, 500, 200
WORD_LENGTH, MOST_WORDS = 160, 200
LARGEST_AMOUNT = 2_147_483_647
# What a call's page keeps of a text; everything else is read as its words alone.
KEPT = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
}
BLOCKS = {"p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
UNREAD = {"script", "style", "template", "iframe", "object", "svg", "math", "head"}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?", re.ASCII)
YEARS = range(1990, 2101)
LONGEST_TEXT = 100_000
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y/%m/%d")


class Unreadable(ValueError):
    """A row that cannot become a call: a code of `REASONS`, and the value at fault."""

    def __init__(self, reason, value=""):
        super().__init__(reason)
        self.reason, self.value = reason, str(value)[:80]


@dataclass(frozen=True)
class SourceCall:
    """A call as a source tells it.

    Texts named in `RICH` are HTML of a few safe marks, the others plain; amounts are
    whole euros; `rolling` is None where the source does not say. `categories` are
    (theme, sub-theme) pairs, `territory` is a list parted by semicolons.
    """

    source_id: str
    title: str
    summary: str = ""
    funders: tuple[str, ...] = ()
    what_is_funded: str = ""
    who_can_apply: str = ""
    how_to_apply: str = ""
    official_url: str = ""
    contact: str = ""
    opens_on: date | None = None
    predeposit_on: date | None = None
    deadline_on: date | None = None
    rolling: bool | None = None
    amount_min: int | None = None
    amount_max: int | None = None
    rate: int | None = None
    is_call: bool | None = None
    territory: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    audiences: tuple[str, ...] = ()

    def words(self):
        """Return what the source says in words of its own, as (facet, word) pairs."""
        said = (
            *(("theme", name) for _theme, name in self.categories),
            *(("audience", name) for name in self.audiences),
            *(("territory", name) for name in self.territory.split(";")),
        )
        words = ((facet, name.strip()[:WORD_LENGTH]) for facet, name in said)
        return tuple(dict.fromkeys(pair for pair in words if pair[1]))[:MOST_WORDS]

    def said(self):
        """Return `facts` and, under WORDS, the words as `words_as_text` writes them."""
        return self.facts() | {WORDS: words_as_text(self.words())}

    def facts(self):
        """Return the fields as JSON holds them: days as ISO texts, pairs as lists."""
        return json.loads(json.dumps(asdict(self), default=date.isoformat))

    def fingerprint(self):
        """Return a mark that changes with any field."""
        kept = json.dumps(self.facts(), sort_keys=True).encode()
        return hashlib.sha256(kept).hexdigest()


RICH = ("what_is_funded", "who_can_apply", "how_to_apply")
DATES = ("opens_on", "predeposit_on", "deadline_on", "rolling")
TEXTS = (
    "title", "summary", *RICH, "official_url", "contact", "amount_min", "amount_max",
    "rate",
)  # fmt: skip
# What a call is sorted by, as one field.
WORDS = "words"


def words_as_text(words):
    """Return (facet, word) pairs as a text, a line each."""
    return "\n".join(f"{facet}: {word}" for facet, word in words)


def words_in(text):
    """Return the (facet, word) pairs that `words_as_text` wrote."""
    lines = (line.partition(": ") for line in text.splitlines())
    return tuple((facet, word) for facet, _mark, word in lines)


@dataclass(frozen=True)
class Broken:
    """A row that was left out: its line or rank from 1, why, and its id where known."""

    line: int
    reason: str
    value: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class UnreadColumn:
    """A column of a table that no field is read from."""

    header: str


def from_facts(facts):
    """Return the SourceCall that `facts()` was made of."""
    data = dict(facts)
    for name in DATES[:3]:
        data[name] = date.fromisoformat(data[name]) if data[name] else None
    data["funders"] = tuple(data["funders"])
    data["categories"] = tuple(map(tuple, data["categories"]))
    # What was kept before sources were asked for it has none.
    data["audiences"] = tuple(data.get("audiences", ()))
    return SourceCall(**data)


# Words


def soup_of(text):
    """Return what html.parser makes of a text with marks, however broken they are."""
    try:
        return BeautifulSoup(re.sub(r"<[?!][^>]*>?", " ", text), "html.parser")
    except ParserRejectedMarkup:
        return BeautifulSoup(f"<p>{html.escape(text)}</p>", "html.parser")


def plain(value, length=None):
    """Return the words of a text or of HTML on one line, cut at a word's end."""
    text = str(value if value is not None else "")[:LONGEST_TEXT]
    text = soup_of(text).get_text(" ") if "<" in text else html.unescape(text)
    text = " ".join(printable(text).split())
    return text if length is None else Truncator(text).chars(length)


def printable(text):
    """Return a text without what no database or page takes: controls, lone halves."""
    return "".join(
        c
        for c in text
        if (c.isprintable() or c in "\n\t ") and not "\ud800" <= c <= "\udfff"
    )


def rich(value):
    """Return HTML of paragraphs, lists, bold, italics and outside links; or "".

    It is written anew from the words read, so nothing else of the source gets through.
    """
    text = str(value or "")[:LONGEST_TEXT]
    if "<" not in text:
        return paragraphs(html.unescape(text))
    writer, soup = RichWriter(), soup_of(text)
    try:
        writer.read(soup)
    except RecursionError:
        return paragraphs(soup.get_text("\n"))
    writer.end()
    return "".join(writer.blocks)


def paragraphs(text):
    """Return plain text as HTML, a paragraph for each of its lines."""
    lines = (line.strip() for line in printable(text).split("\n"))
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


class RichWriter:
    """Writes blocks one after the other, so that no paragraph stands in another."""

    def __init__(self):
        self.blocks, self.inline = [], []

    def end(self):
        text = single_spaced(self.inline)
        self.inline = []
        if plain(text):
            self.blocks.append(f"<p>{text}</p>")

    def read(self, node):
        for child in node.children:
            if type(child) is NavigableString:
                self.inline.append(spaced(child))
            elif child.name in ("ul", "ol"):
                self.end()
                self.read_list(child)
            elif child.name == "br" or child.name in BLOCKS:
                self.end()
                self.read(child)
                self.end()
            elif child.name and child.name not in UNREAD:
                if child.find([*BLOCKS, "ul", "ol", "br"]):
                    self.read(child)
                else:
                    self.inline.append(inline_of(child))

    def read_list(self, node):
        items = [
            text
            for item in node.find_all("li")
            if (text := single_spaced([inline_children(item)]))
        ]
        if items:
            rows = "".join(f"<li>{text}</li>" for text in items)
            self.blocks.append(f"<{node.name}>{rows}</{node.name}>")


def spaced(text):
    return html.escape(re.sub(r"\s+", " ", printable(text)), quote=False)


def single_spaced(pieces):
    """Return the pieces as one text: two that meet may each have brought a space."""
    return re.sub(" +", " ", "".join(pieces)).strip()


def inline_of(node):
    """Return an element's words with bold, italics and links; nested lists are left."""
    inner = inline_children(node)
    if not inner.strip():
        return inner
    if node.name == "a" and (href := address(node.get("href"))):
        return f'<a href="{html.escape(href)}">{inner}</a>'
    tag = KEPT.get(node.name)
    return f"<{tag}>{inner}</{tag}>" if tag in ("b", "i") else inner


def inline_children(node):
    written = []
    for child in node.children:
        if type(child) is NavigableString:
            written.append(spaced(child))
        elif child.name == "br":
            written.append(" ")
        elif child.name and child.name not in {*UNREAD, "ul", "ol"}:
            written.append(inline_of(child))
    return "".join(written)


# Values


def address(value):
    """Return an http(s) address, or "" for anything else."""
    text = str(value or "").strip()
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return ""
    wrong = not text.isprintable() or re.search(r"[\s<>\"\\]", text)
    return text if good and not wrong and len(text) <= ADDRESS_LENGTH else ""


def email_in(value):
    """Return the first mail address in a text or in HTML, or ""."""
    found = EMAIL.search(plain(value))
    try:
        validate_email(found.group() if found else "")
    except ValidationError:
        return ""
    return found.group()


def day(value):
    """Return the day that a cell or a JSON value tells, in the hub's zone; None if empty.

    Raises Unreadable for a text that is no day, and for a year that no call can have.
    """
    found = value if isinstance(value, date) else day_told(plain(value))
    if isinstance(found, datetime):
        if found.year in YEARS and timezone.is_aware(found):
            found = timezone.localtime(found)
        found = found.date()
    if found and found.year not in YEARS:
        raise Unreadable("not_a_day", value)
    return found


def day_told(text):
    """Return the date or datetime that a text tells; None if empty."""
    if not text:
        return None
    if "T" in text:
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    for pattern in DAYS:
        with suppress(ValueError):
            return datetime.strptime(text[:10], pattern).replace(tzinfo=UTC).date()
    raise Unreadable("not_a_day", text)


def whole(value, most=LARGEST_AMOUNT):
    """Return a whole number written the French or the English way; None if empty.

    Raises Unreadable for anything else, and for more than `most`.
    """
    if value is None or isinstance(value, bool):
        return None
    text = re.sub(r"[\s\u00a0\u202f€%]|EUR$", "", f"{value}")
    if not text:
        return None
    if GROUPED.fullmatch(text):
        text = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", text)
    if not re.fullmatch(r"[0-9]{1,12}(?:[.,][0-9]+)?", text, re.ASCII):
        raise Unreadable("not_a_number", value)
    number = round(float(text.replace(",", ".")))
    if number > most:
        raise Unreadable("not_a_number", value)
    return number


def checked(call):
    """Return the call if an editor can work with it; raises Unreadable otherwise."""
    if not call.source_id:
        raise Unreadable("no_id")
    if not call.title:
        raise Unreadable("no_title")
    if call.opens_on and call.deadline_on and call.deadline_on < call.opens_on:
        raise Unreadable("deadline_before_opening", call.deadline_on)
    if call.rolling and call.deadline_on:
        raise Unreadable("rolling_with_deadline", call.deadline_on)
    if None not in (call.amount_min, call.amount_max) and (
        call.amount_min > call.amount_max
    ):
        raise Unreadable("floor_above_ceiling", call.amount_min)
    return call
