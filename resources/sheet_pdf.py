"""An experience sheet on paper: PDF/UA-1, laid out like a page of the kit."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from hubsite.pages import plain_text
from hubsite.pdf import render_pdf, rich_text_nodes

from .diffusion import Role, phases_of
from .kit import TEMPLATE, body_parts, capitalised, document_data, pairs


def sheet_pdf(sheet):
    """Return the sheet as PDF/UA-1, its empty sections left out."""
    intro = {"summary": sheet.summary, "facts": facts(sheet), "body": parts(sheet)}
    return render_pdf(TEMPLATE, document_data(sheet, [], intro))


def sheet_name(sheet, ending):
    """Return the name of a file made of the sheet, in its language."""
    return f"{slugify(sheet.title)}-{sheet.locale.language_code}.{ending}"


def facts(sheet):
    ratio = sheet.helped_per_helper
    return pairs(
        (_("organisation"), sheet.structure.label),
        (_("rhythm"), sheet.rhythm or sheet.get_frequency_display()),
        (_("helped people per helper, at most"), str(ratio) if ratio else ""),
        (_("venue"), sheet.place or sheet.place_names),
        (_("equipment needed"), sheet.equipment_note or sheet.equipment_names),
        (_("diffusion phase"), capitalised(sheet.get_phase_display())),
        (_("year"), str(sheet.year or "")),
    )


def parts(sheet):
    """Return the blocks of the sheet in the order of its page."""

    def rich(value):
        return rich_text_nodes(value, sheet.full_url)

    found = []
    for name, title in (
        ("excluded_uses", _("What it must not be used for")),
        ("suitable_uses", _("What it is suited for")),
    ):
        if plain_text(getattr(sheet, name)):
            nodes = rich(getattr(sheet, name))
            found.append({"kind": "callout", "title": title, "nodes": nodes})
    for _anchor, heading, text in sheet.sections():
        found += section(capitalised(str(heading)), rich(text))
    found += section(_("Method, step by step"), method_nodes(sheet, rich))
    roles = [
        [run(capitalised(str(Role(block.value["role"]).label)), bold=True)]
        + [run(f" – {block.value['text']}")]
        for block in sheet.roles
    ]
    found += section(_("Who does what"), items("ul", roles))
    phases = phases_of(sheet.phases)
    found += section(_("How it spreads"), items("ol", [phase_runs(p) for p in phases]))
    lessons = [[run(lesson)] for phase in phases for lesson in phase.lessons]
    found += section(_("Lessons learned"), items("ol", lessons))
    found += body_parts(sheet.body, sheet.full_url)
    found += section(_("Who pays, and how to ask for it"), rich(sheet.funding_route))
    source = [run(sheet.source_title)] if sheet.source_title else []
    origin = rich(sheet.provenance) + (
        [{"kind": "p", "runs": source}] if source else []
    )
    return found + section(_("Where it comes from"), origin)


def method_nodes(sheet, rich):
    nodes = []
    for number, block in enumerate(sheet.method, start=1):
        title = [run(f"{number}. {block.value['title']}")]
        nodes.append({"kind": "h3", "runs": title})
        nodes += rich(block.value["text"].source)
    return nodes


def phase_runs(phase):
    state = ", ".join(filter(None, [phase.when, str(phase.state.label), phase.sites]))
    condition = phase.condition and _("On condition: %(condition)s") % {
        "condition": phase.condition
    }
    rest = ". ".join(filter(None, [condition, phase.text]))
    label = run(capitalised(str(phase.kind.label)), bold=True)
    return [label, run(f" ({state}) {rest}".rstrip())]


def section(title, nodes):
    """Return a heading and its nodes as blocks, nothing where there are no nodes."""
    if not nodes:
        return []
    return [{"kind": "heading", "text": title}, {"kind": "text", "nodes": nodes}]


def items(kind, lines):
    return [{"kind": kind, "items": lines}] if lines else []


def run(text, *, bold=False):
    return {"text": text, "bold": bold, "italic": False, "link": ""}
