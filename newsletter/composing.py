"""From the page of an issue to the mail that readers of one language get."""

import secrets
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from hubsite.i18n import localize_many
from hubsite.mail import absolute, hub_context
from hubsite.mjml import render_mjml
from hubsite.richtext import with_file_facts

# Gmail cuts a mail near 102 kB and hides the link to leave with it.
HEAVY = 90_000


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


def compose(page, language):
    """Return the Mail that readers of `language` get of `page`, a version of an issue."""
    mark = secrets.token_hex(8)
    slots = {name: f"slot{mark}{name}" for name in ("manage", "leave")}
    with translation.override(language):
        context = {
            **hub_context(language),
            **_content(page, language),
            # The marks are ours, so they may enter addresses as they are.
            "manage_link": mark_safe(slots["manage"]),
            "leave_link": mark_safe(slots["leave"]),
        }
        html = render_mjml("newsletter/mail/issue.mjml", context)
        text = render_to_string("newsletter/mail/issue.txt", context)
    return Mail(
        language=language,
        content_language=context["content_language"],
        subject=context["subject"],
        html=html,
        text=text.strip() + "\n",
        slots=slots,
    )


def _content(page, language):
    own = page.locale.language_code
    sections = [block.value for block in page.sections]
    ids = [item.pk for value in sections for item in value["items"] if item]
    found = localize_many(ids, language)
    return {
        "subject": page.subject or page.title,
        "preheader": page.preheader,
        "title": page.title,
        "number": page.number,
        "content_language": own,
        "is_foreign": own != language,
        "web_link": page.full_url or "",
        **_rich("intro", page.intro),
        "sections": [
            {
                "heading": value["heading"],
                **_rich("text", value["text"].source if value["text"] else ""),
                "items": _items(value["items"], found, language),
            }
            for value in sections
        ],
    }


def _items(pages, found, language):
    items = []
    for page in pages:
        shown = found.get(page.pk) if page else None
        if shown is None:
            continue
        shown = shown.specific
        own = shown.locale.language_code
        items.append(
            {
                "title": shown.title,
                "summary": getattr(shown, "summary", ""),
                "url": shown.full_url or "",
                "language": own,
                "is_foreign": own != language,
            }
        )
    return items


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


def preview(issue, mode):
    """Return the response that shows an editor the mail of a page not yet saved."""
    mail = compose(issue, issue.locale.language_code)
    if mode == "text":
        return HttpResponse(mail.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(mail.html)
