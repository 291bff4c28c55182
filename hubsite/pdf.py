"""Accessible PDF documents: PDF/UA-1 (ISO 14289-1), made by Typst.

The caller gives plain values; a Typst file beside the room's templates lays them out.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urljoin

from bs4 import BeautifulSoup, NavigableString
from django.core.cache import cache
from django.http import HttpResponse
from wagtail.rich_text import expand_db_html

from .richtext import with_file_facts

CACHE_SECONDS = 30 * 24 * 3600
TYPESETTER = Path(__file__).with_name("typesetter.py")
# A booklet of many pages takes one or two.
MOST_SECONDS = 60
# Each takes 80 MB while it works.
TYPESETTERS = BoundedSemaphore(2)


def render_pdf(source, data):
    """Return the bytes of the document that `source`, a Typst file, makes of `data`.

    `data` holds JSON types only. The same data give the same bytes, so a document is
    kept until anything it says changes.
    """
    payload = json.dumps(data, ensure_ascii=False, sort_keys=True)
    # Templates import each other: whichever changes, documents are made again.
    beside = sorted(Path(source).parent.glob("*.typ"))
    template = b"".join(path.read_bytes() for path in [Path(source), *beside])
    digest = hashlib.sha256(template + payload.encode()).hexdigest()
    document = cache.get(f"pdf-{digest}")
    if document is None:
        document = typeset(source, payload)
        cache.set(f"pdf-{digest}", document, CACHE_SECONDS)
    return document


class NotTypeset(Exception):
    """Typst refuses a document; the message ends with its words."""


def typeset(source, payload):
    """Return the PDF that `source` makes of `payload`, by a process of its own.

    Raises NotTypeset, and TimeoutExpired after MOST_SECONDS.
    """
    with TYPESETTERS:
        process = subprocess.run(  # noqa: S603
            [sys.executable, "-I", TYPESETTER, str(source)],
            input=payload.encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    if process.returncode:
        words = process.stderr.decode("utf-8", "replace").strip()
        raise NotTypeset(words.rpartition("\n")[2])
    return process.stdout


def pdf_response(document, filename):
    """Return the document as a download named `filename` (RFC 6266)."""
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def qr_code(address):
    """Return the SVG of a QR code (ISO/IEC 18004) that leads to `address`."""
    import segno

    return segno.make(address, error="m").svg_inline(border=2, scale=4)


def rich_text_nodes(value, base_url):
    """Return a rich text as nodes: paragraphs, headings and lists of runs.

    A run is `{"text", "bold", "italic", "link"}`; addresses are absolute.
    """
    source = with_file_facts(str(value or ""))
    soup = BeautifulSoup(expand_db_html(source), "html.parser")
    nodes = []
    for element in soup.find_all(["p", "h3", "ul", "ol"], recursive=False):
        if element.name in {"ul", "ol"}:
            items = [runs(item, base_url) for item in element.find_all("li")]
            nodes.append({"kind": element.name, "items": items})
        else:
            nodes.append({"kind": element.name, "runs": runs(element, base_url)})
    return nodes


def runs(element, base_url, bold=False, italic=False, link=""):
    """Return the runs of text inside an element, in reading order."""
    found = []
    for child in element.children:
        if isinstance(child, NavigableString):
            if str(child):
                run = {"text": str(child), "bold": bold, "italic": italic, "link": link}
                found.append(run)
            continue
        href = child.get("href") if child.name == "a" else None
        found += runs(
            child,
            base_url,
            bold=bold or child.name in {"b", "strong"},
            italic=italic or child.name in {"i", "em"},
            link=urljoin(base_url, href) if href else link,
        )
    return found
