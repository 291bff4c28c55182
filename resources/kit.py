"""The kit as a whole: its steps in the reader's language, and its PDF."""

from pathlib import Path

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hubsite.i18n import SOURCE_LANGUAGE, localize_many
from hubsite.licences import licence_for
from hubsite.models import HubSettings
from hubsite.pages import plain_text
from hubsite.pdf import qr_code, render_pdf, rich_text_nodes
from hubsite.printed_images import picture

TEMPLATE = Path(__file__).parent / "typst" / "kit.typ"


def steps_of(kit):
    """Return the visible steps of a kit, in order, in two queries at the most.

    A step that is not translated yet stands in its place in the source language; the
    caller marks it by its `locale`.
    """
    from .models import KitStepPage

    def children(page):
        steps = KitStepPage.objects.child_of(page).visible().order_by("path")
        return list(steps.select_related("locale"))

    own = children(kit)
    if kit.locale.language_code == SOURCE_LANGUAGE:
        return own
    source = (
        kit.get_translations().filter(locale__language_code=SOURCE_LANGUAGE).first()
    )
    if source is None:
        return own
    translated = {step.translation_key: step for step in own}
    return [translated.get(step.translation_key, step) for step in children(source)]


def kit_pdf(kit):
    """Return the whole kit as PDF/UA-1, with contents and bookmarks."""
    steps = steps_of(kit)
    intro = {
        "summary": kit.summary,
        "facts": pairs((_("total duration"), kit.total_duration)),
        "body": body_parts(kit.body, kit.full_url),
    }
    return render_pdf(TEMPLATE, document_data(kit, steps, intro))


def step_pdf(step):
    """Return one step as PDF/UA-1."""
    return render_pdf(TEMPLATE, document_data(step, [step], None))


def pdf_name(page):
    """Return the file's name, after the page's title and version."""
    return (
        f"{slugify(page.title)}-{page.version or '1'}-{page.locale.language_code}.pdf"
    )


def document_data(page, steps, intro):
    """Return what `kit.typ` sets: a kit or a step of it, or a sheet without steps."""
    licence = licence_for(page.licence)
    # A sheet has no number: it tells what was done once.
    number = getattr(page, "version", "")
    version = _("version %(version)s") % {"version": number} if number else ""
    return {
        "title": page.title,
        "language": page.locale.language_code,
        "author": HubSettings.for_site(page.get_site()).name,
        "keywords": [],
        "url": page.full_url,
        "footer": " · ".join(filter(None, [page.title, version, licence.short])),
        "licence": " · ".join(
            filter(None, [f"{licence.label}", version, f"{licence.url}"])
        ),
        "qr": qr_code(page.full_url),
        "labels": labels(),
        "intro": intro,
        "steps": [step_data(step) for step in steps],
    }


def labels():
    return {
        "page": _("page"),
        "partners": capitalised(_("who to involve?")),
        "actions": capitalised(_("actions, in order")),
        "checklist": capitalised(_("checklist")),
        "tools": capitalised(_("tools and examples")),
        "changes": capitalised(_("what changed")),
        "contents": capitalised(_("contents")),
        "qr": _("QR code that leads to this page on the hub's site"),
    }


def step_facts(step):
    return pairs(
        (_("objective"), step.objective),
        (_("what exists at the end"), step.deliverable),
        (_("recommended duration"), step.duration),
        (_("effort"), step.effort),
    )


def actions_of(step):
    """Return the title and the nodes of each action, in order."""
    return [
        {
            "title": block.value["title"],
            "nodes": rich_text_nodes(block.value["text"].source, step.full_url),
        }
        for block in step.actions
    ]


def step_data(step):
    coming = step.state == step.State.COMING_SOON
    return {
        "title": step.title,
        "language": step.locale.language_code,
        "note": capitalised(step.get_state_display()) if coming else "",
        "summary": step.summary,
        "facts": step_facts(step),
        "body": body_parts(step.body, step.full_url),
        "partners": [str(block.value) for block in step.partners],
        "actions": actions_of(step),
        "checklist": [str(block.value) for block in step.checklist],
        "tools": [
            {"title": tool.title, "url": tool.full_url} for tool in visible_tools(step)
        ],
        "changes": [
            f"{change.version} · {date_format(change.day)} – {change.note}"
            for change in step.changes.all()
        ],
    }


def visible_tools(step):
    """Return the pages that serve a step, in its language where they exist in it."""
    ids = [tool.tool_id for tool in step.tools.all()]
    pages = localize_many(ids, step.locale.language_code)
    return [pages[pk] for pk in ids if pk in pages]


def body_parts(body, base_url, *, mono=False):
    """Return the blocks of a body that a printed page can carry."""
    parts = []
    for block in body:
        value = block.value
        if block.block_type == "heading":
            parts.append({"kind": "heading", "text": value})
        elif block.block_type == "paragraph":
            parts.append(
                {"kind": "text", "nodes": rich_text_nodes(value.source, base_url)}
            )
        elif block.block_type == "callout":
            nodes = rich_text_nodes(value["text"].source, base_url)
            parts.append({"kind": "callout", "title": value["title"], "nodes": nodes})
        elif block.block_type == "quote":
            text, attribution = value["text"], value["attribution"]
            parts.append({"kind": "quote", "text": text, "attribution": attribution})
        elif block.block_type == "figure":
            source = f"{value['source']}, {value['year']}"
            text = f"{value['label']} ({source})"
            parts.append({"kind": "figure", "value": value["value"], "text": text})
        elif block.block_type == "image" and (image := value["image"]):
            alt = "" if image.decorative else image.contextual_alt_text or ""
            parts.append(picture(image, alt, value["caption"], mono=mono))
    return parts


def pairs(*items):
    """Return the (term, value) pairs that have a value."""
    return [[capitalised(term), plain_text(value)] for term, value in items if value]


def capitalised(text):
    return text[:1].upper() + text[1:]
