"""An experience sheet out of its content file."""

from datetime import timedelta

from hubsite.contracts import midnight
from resources.models import (
    ExperiencePage,
    ExperiencePartner,
    ExperienceTool,
    Reply,
)

from .library import in_order
from .reading import plain

# Key of the content file -> what the resources it names are for.
USES = {"tools": "tool", "outreach": "outreach", "recognition": "recognition"}
TEXTS = {
    "rhythm": "rhythm_text", "place": "place", "equipment_note": "equipment_note",
    "source_title": "source_title",
}  # fmt: skip


def build_sheet(builder, data):
    """Return the unsaved sheet, in the builder's language."""
    rich = (*ExperiencePage.SECTIONS, *ExperiencePage.ASIDES)
    page = ExperiencePage(
        structure=builder.library.organisations[data["structure"]],
        year=year_of(builder, data["year_ago"]),
        phase=data["phase"],
        small_need=bool(data.get("small_need")),
        frequency=data["rhythm"],
        helped_per_helper=data.get("helped_per_helper"),
        places=data.get("places") or [],
        equipment=data.get("equipment") or [],
        source_url=builder.library.link(data.get("source_url") or "", builder.language),
        licence=data["licence"],
        method=builder.actions(data.get("method") or (), "method"),
        roles=roles(builder, data),
        phases=phases(builder, data),
        **{name: builder.text(data.get(key)) for name, key in TEXTS.items()},
        **{name: builder.rich(data.get(name)) for name in rich},
    )
    page.tools.set(tools(builder, data))
    page.partners.set(
        in_order(
            ExperiencePartner(organisation=builder.library.organisations[code])
            for code in data.get("partners") or ()
        )
    )
    return page


def year_of(builder, ago):
    """Return the year so many years before that of loading: a sheet tells of the past."""
    return builder.today.year - ago


def tools(builder, data):
    named = {use: data.get(key) or () for key, use in USES.items()} | (
        data.get("pack") or {}
    )
    return in_order(
        ExperienceTool(tool_id=builder.blocks.page(key), use=use)
        for use, keys in named.items()
        for key in keys
    )


def roles(builder, data):
    return [
        builder.blocks.block(
            f"roles/{number}",
            "role",
            {"role": item["role"], "text": builder.text(item["text"])},
        )
        for number, item in enumerate(data.get("roles") or ())
    ]


def phases(builder, data):
    return [
        builder.blocks.block(f"phases/{number}", "phase", phase(builder, number, item))
        for number, item in enumerate(data.get("phases") or ())
    ]


def phase(builder, number, item):
    updated = builder.day(item.get("updated_day"))
    path = f"phases/{number}/lessons"
    return {
        "kind": item["kind"],
        "begins": fuzzy(builder, item.get("begins")),
        "ends": fuzzy(builder, item.get("ends")),
        "certainty": item.get("certainty", "certain"),
        "updated_on": updated and updated.isoformat(),
        "lessons": builder.blocks.lines(path, "item", item.get("lessons")),
        **{
            name: builder.text(item.get(name))
            for name in ("condition", "sites", "funder", "text", "update_note")
        },
    }


def fuzzy(builder, item):
    """Return the raw value of a date told as so many years ago or ahead."""
    if not item:
        return {"year": None, "part": ""}
    ago = item["ago"] if "ago" in item else -item["ahead"]
    return {"year": year_of(builder, ago), "part": item.get("part", "")}


def load_replies(sheets, pages, today):
    """Write the replies that content files hold, accepted, without an address."""
    for data in sheets:
        for item in data.get("replies") or ():
            written = midnight(today + timedelta(days=item["day"]))
            reply = Reply.objects.create(
                sheet=pages[data["id"]],
                state=Reply.State.ACCEPTED,
                confirmed_at=written,
                decided_at=written,
                text=plain(item["text"], item["language"]),
                **{
                    name: item[name]
                    for name in ("name", "organisation", "town", "language")
                },
            )
            Reply.objects.filter(pk=reply.pk).update(created_at=written)
