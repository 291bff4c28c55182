"""One content file of a resource and a language in, one unsaved page out."""

from hubsite.licences import ALL_RIGHTS_RESERVED
from resources.models import (
    ResourceFile,
    ResourceLink,
    ResourceMaking,
    ResourceOrigin,
    ResourcePage,
    ResourceTestimony,
    ResourceVersion,
)

from .library import both, in_order
from .reading import plain


def build_resource(builder, data):
    """Return the page that `data` describes, in the language of the PageBuilder."""
    page = ResourcePage(
        kind=data["kind"],
        format=data["format"],
        licence=data.get("licence") or ALL_RIGHTS_RESERVED,
        translation_cleared=bool(data.get("translation_cleared")),
        authors=data["authors"],
        source=data.get("source") or "",
        source_url=data.get("source_url") or "",
        level=data["level"],
        languages=data["languages"],
        profiles=data.get("profiles") or [],
        activities=data.get("activities") or [],
        version=str(data.get("version") or ""),
        duration_minutes=data.get("duration_minutes"),
        low_screen=bool(data.get("low_screen")),
        country=data.get("country") or "",
        transcript=builder.rich(data.get("transcript")),
    )
    if data.get("variant_of"):
        page.variant_of_id = builder.blocks.page(data["variant_of"])
    add_files(builder, page, data)
    add_origins(builder, page, data)
    add_history(builder, page, data)
    add_testimonies(builder, page, data)
    return page


def add_files(builder, page, data):
    page.files.set(
        in_order(
            ResourceFile(
                document=builder.library.document(file, data),
                licence=file.get("licence") or "",
                authors=file.get("authors") or "",
                **both("title", file.get("title")),
            )
            for file in data.get("files") or ()
        )
    )
    page.links.set(
        in_order(
            ResourceLink(
                url=builder.library.link(link["url"], builder.language),
                licence=link.get("licence") or "",
                authors=link.get("authors") or "",
                **both("title", link["title"]),
            )
            for link in data.get("links") or ()
        )
    )


def add_origins(builder, page, data):
    page.origins.set(
        in_order(
            ResourceOrigin(
                work_id=builder.blocks.page(row["work"]) if row.get("work") else None,
                title=plain(row.get("title"), builder.language),
                authors=row.get("authors") or "",
                url=builder.library.link(row["url"], builder.language)
                if row.get("url")
                else "",
                licence=row.get("licence") or "",
            )
            for row in data.get("adapted_from") or ()
        )
    )


def add_history(builder, page, data):
    page.versions.set(
        in_order(
            ResourceVersion(
                version=str(row["version"]),
                day=builder.day(row["day"]),
                **both("note", row["note"]),
            )
            for row in data.get("changes") or ()
        )
    )
    page.making.set(
        in_order(
            ResourceMaking(
                kind=row["kind"],
                day=builder.day(row.get("day")),
                territory=builder.library.territories[row["territory"]]
                if row.get("territory")
                else None,
                contributors=row.get("contributors") or "",
                **both("note", row["note"]),
            )
            for row in data.get("making") or ()
        )
    )


def add_testimonies(builder, page, data):
    page.testimonies.set(
        in_order(
            ResourceTestimony(
                session_id=builder.blocks.page(row["session"])
                if row.get("session")
                else None,
                **both("text", row["text"]),
                **both("who", row["who"]),
            )
            for row in data.get("testimonies") or ()
        )
    )
