"""From the page of an issue to the mail that readers of one language get."""

import re
import secrets
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from hubsite.mail import absolute, hub_context
from hubsite.mjml import render_mjml
from hubsite.richtext import with_file_facts

from .audience import EVERYONE, Selector
from .parts import parts_of

# Gmail cuts a mail near 102 kB and hides the link to leave with it.
HEAVY = 90_000
# The column of the mail, and images for screens with twice its points.
MAIL_WIDTH, IMAGE_WIDTH = 552, 1104


@dataclass(frozen=True)
class Mail:
    """A mail with `slots` (name -> mark) where the personal links go."""

    language: str
    content_language: str
    subject: str
    html: str
    text: str
    slots: dict


def version_for(issue, language):
    """Return the page that readers of `language` get: its translation, else the source."""
    if issue.locale.language_code == language:
        return issue
    twins = issue.get_translations().filter(alias_of=None, live=True)
    return twins.filter(locale__language_code=language).first() or issue


@dataclass(frozen=True)
class Draft:
    """What readers of one language may get of an issue, not yet laid out for any.

    All that is asked of the database is asked here.
    """

    language: str
    about: dict
    selector: Selector


def draft(page, language):
    """Return the Draft of `page`, a version of an issue, for readers of `language`."""
    own = page.locale.language_code
    with translation.override(language):
        about = {
            **hub_context(language),
            "subject": page.subject or page.title,
            "preheader": page.preheader,
            "title": page.title,
            "number": page.number,
            "content_language": own,
            "is_foreign": own != language,
            "web_link": page.full_url or "",
            **_rich("intro", page.intro),
        }
        parts = parts_of(page, language)
    return Draft(language, about, Selector(parts))


def compose(page, language, reader=EVERYONE):
    """Return the Mail that this reader of `language` gets of `page`."""
    prepared = draft(page, language)
    return lay_out(prepared, prepared.selector.select(reader))


def new_slots():
    """Return name -> mark of where the personal links of a mail go."""
    mark = secrets.token_hex(8)
    return {name: f"slot{mark}{name}" for name in ("manage", "leave")}


def slot_links(slots):
    """Return the slots as the templates' personal links."""
    # The marks are ours, so they may enter addresses as they are.
    return {f"{name}_link": mark_safe(mark) for name, mark in slots.items()}


def lay_out(prepared, selection):
    """Return the Mail of a Draft with the parts of a Selection."""
    slots, language = new_slots(), prepared.language
    with translation.override(language):
        root = absolute("")
        context = {
            **prepared.about,
            "parts": [told(part, root) for part in selection.parts],
            **slot_links(slots),
        }
        html = render_mjml("newsletter/mail/issue.mjml", context)
        text = render_to_string("newsletter/mail/issue.txt", context)
    return Mail(
        language=language,
        content_language=context["content_language"],
        subject=context["subject"],
        html=html,
        text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        slots=slots,
    )


def told(part, root):
    """Return a Part as the templates of the mail read it."""
    value = part.value
    told = {
        "kind": part.kind,
        "heading": part.heading,
        "level": part.level,
        **_rich("text", value.get("text")),
        "has_own_heading": bool(value.get("heading")),
        "items": [_item(item, root) for item in part.items],
    }
    if part.kind == "image" and value["image"]:
        told |= _image(value)
    if part.kind == "figure":
        names = ("value", "label", "source", "year")
        told |= {name: str(value[name]) for name in names}
        url = value.get("url") or ""
        told["url"] = root + url if url.startswith("/") else url
    return told


def _item(item, root):
    hit = item.hit
    meta = render_to_string("components/hit_facts.html", {"hit": hit, "lasting": True})
    meta = BeautifulSoup(meta, "html.parser").get_text()
    badges = [hit.status_label, *hit.badges.values()]
    kicker = [hit.type_label, *dict.fromkeys(filter(None, badges))]
    return {
        "kicker": " · ".join(text[:1].upper() + text[1:] for text in kicker),
        "title": hit.title,
        "summary": hit.summary,
        "summary_language": item.summary_language,
        "meta": " ".join(meta.split()).strip(" ·"),
        "url": root + hit.url,
        "language": hit.language,
    }


def _image(value):
    image, credit = value["image"], value["image"].credit
    rendition = image.get_rendition(f"max-{IMAGE_WIDTH}x{2 * IMAGE_WIDTH}|format-jpeg")
    url = rendition.url
    return {
        "src": absolute(url) if url.startswith("/") else url,
        "width": min(rendition.width, MAIL_WIDTH),
        "alt": value["alt"],
        "caption": " – ".join(filter(None, [value.get("caption"), credit])),
    }


def _rich(name, source):
    """Return {name: HTML with full addresses, name_text: the same as text}."""
    soup = BeautifulSoup(expand_db_html(with_file_facts(source or "")), "html.parser")
    for link in soup.find_all("a", href=True):
        if link["href"].startswith("/"):
            link["href"] = absolute(link["href"])
    return {name: mark_safe(str(soup)), f"{name}_text": _plain(soup)}


def _plain(soup):
    """Write rich text as plain text: paragraphs apart, lists marked, addresses told."""
    for link in soup.find_all("a", href=True):
        words, href = link.get_text(), link["href"]
        link.replace_with(words if words == href else f"{words} ({href})")
    for line_break in soup.find_all("br"):
        line_break.replace_with(NavigableString("\n"))
    soup.smooth()
    blocks = []
    for element in soup.find_all(["p", "li", "h2", "h3", "h4"]):
        words = " ".join(element.get_text(" ", strip=False).split())
        if element.name != "li":
            blocks.append(f"\n{words}\n")
            continue
        siblings = element.find_previous_siblings("li")
        ordered = element.parent.name == "ol"
        sign = f"{len(siblings) + 1}." if ordered else "-"
        blocks.append(("\n" if not siblings else "") + f"{sign} {words}")
    return "\n".join(blocks).replace("\n\n\n", "\n\n").strip()


def with_links(mail, links):
    """Return (HTML, text) of a Mail with the personal `links`, by the slots' names."""
    html, text = mail.html, mail.text
    for name, mark in mail.slots.items():
        html, text = html.replace(mark, links[name]), text.replace(mark, links[name])
    return html, text


def without_slots(mail, link):
    """Return (HTML, text) of a Mail whose personal links lead to `link` instead."""
    return with_links(mail, dict.fromkeys(mail.slots, link))


def shown(mail, page, mode):
    """Return the response that shows an editor a Mail: its "html" or its "text"."""
    html, text = without_slots(mail, page.full_url or absolute("/"))
    if mode == "text":
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    return HttpResponse(html)


def preview(issue, mode):
    """Return the response that shows an editor the mail of a page not yet saved."""
    return shown(compose(issue, issue.locale.language_code), issue, mode)
