"""Reading the demo's content files: one YAML file a page, each text in both languages."""

import re
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent
CONTENT = FOLDER / "content"
SECTIONS = (
    "pages",
    "kit",
    "resources",
    "experiences",
    "calls",
    "events",
    "news",
    "newsletter",
)

# The C loader is six times faster and comes with nearly every wheel.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_markdown = MarkdownIt("commonmark", {"html": False}).disable(["heading", "image"])
_PAGE_LINK = re.compile(r'<a href="page:([^"]+)">')
_BEFORE_SIGN = re.compile(r" ([;:?!»%€])")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")


class ContentError(ValueError):
    """A content file says something that cannot be loaded; the message names the file."""


def read_list(name):
    """Return what `content/<name>.yaml` lists."""
    return parse(CONTENT / f"{name}.yaml")


def parse(path):
    """Return what a content file says; raises ContentError naming the file."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except yaml.YAMLError as error:
        raise ContentError(f"{path.name}: {error}") from error


def read_section(name):
    """Return the pages described in `content/<name>/`, in the order of file names."""
    return [parse(path) for path in sorted((CONTENT / name).glob("*.yaml"))]


def typography(text, language):
    """Return `text` with the spaces of French that no line may break at."""
    if language != "fr":
        return text
    text = _THOUSANDS.sub("\u00a0", text.replace("« ", "«\u00a0"))
    return _BEFORE_SIGN.sub("\u00a0\\1", text)


def plain(value, language):
    """Return the text of a `{fr, nl}` pair, or of a plain value, in that language."""
    if isinstance(value, dict):
        value = value.get(language) or value.get("fr")
    return typography(str(value).strip(), language) if value is not None else ""


def rich(value, language, page_ids):
    """Return the rich text of a Markdown pair; `page:` links become internal links."""
    html = _markdown.render(plain(value, language))
    html = re.sub(
        r"\n+", "", html.replace("<li>\n<p>", "<li>").replace("</p>\n</li>", "</li>")
    )

    def internal(match):
        if match[1] not in page_ids:
            raise ContentError(f"unknown page in a link: {match[1]}")
        return f'<a linktype="page" id="{page_ids[match[1]]}">'

    return (
        _PAGE_LINK.sub(internal, html)
        .replace("<strong>", "<b>")
        .replace("</strong>", "</b>")
        .replace("<em>", "<i>")
        .replace("</em>", "</i>")
    )
