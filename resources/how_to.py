"""An experience sheet in the words of schema.org: a HowTo that others can repeat."""

from urllib.parse import urljoin

from django.utils import timezone

from hubsite.licences import licence_for
from hubsite.pages import plain_text


def how_to(sheet, base):
    """Return the sheet as JSON-LD: a HowTo where it has steps, else an Article.

    `base` is what every page says of itself. Both are kinds of CreativeWork.
    """
    steps = [
        {
            "@type": "HowToStep",
            "position": position,
            "name": block.value["title"],
            "text": plain_text(block.value["text"].source),
        }
        for position, block in enumerate(sheet.method, start=1)
    ]
    data = {
        **base,
        "@type": "HowTo" if steps else "Article",
        "datePublished": sheet.content_date.isoformat(),
        "author": organisation(sheet.structure),
    }
    if steps:
        data["step"] = steps
        data["tool"] = [
            {"@type": "HowToTool", "name": page.title, "url": page.full_url}
            for _use, page in sheet.tools_in_language()
        ]
    if sheet.updated_on:
        data["dateModified"] = sheet.updated_on.isoformat()
    if sheet.partner_organisations:
        data["contributor"] = [organisation(one) for one in sheet.partner_organisations]
    if sheet.licence:
        data["license"] = licence_for(sheet.licence).uri
    if sheet.source_title:
        data["isBasedOn"] = source(sheet, base["url"])
    data["comment"] = [comment(reply) for reply in sheet.shown_replies]
    return {name: value for name, value in data.items() if value}


def organisation(one):
    data = {"@type": "Organization", "name": one.label}
    if one.town:
        data["address"] = {"@type": "PostalAddress", "addressLocality": one.town}
    return data


def source(sheet, page_url):
    data = {"@type": "CreativeWork", "name": sheet.source_title}
    if sheet.source_url:
        data["url"] = urljoin(page_url, sheet.source_url)
    return data


def comment(reply):
    affiliation = {"@type": "Organization", "name": reply.organisation}
    return {
        "@type": "Comment",
        "text": reply.text,
        "inLanguage": reply.language,
        "dateCreated": timezone.localdate(reply.created_at).isoformat(),
        "author": {
            "@type": "Person", "name": reply.name, "affiliation": affiliation,
        },
    }  # fmt: skip
