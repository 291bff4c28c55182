"""What is attached to an experience sheet, with the files one may take (R2.3, R3.5)."""

from collections import defaultdict
from dataclasses import dataclass

from hubsite.media import in_open_collection

from .experience_facts import PACK, ToolUse


@dataclass(frozen=True)
class Attachment:
    """A resource and its files, as visitors may take them."""

    use: ToolUse
    page: object
    files: tuple


@dataclass(frozen=True)
class Attached:
    tools: tuple[Attachment, ...]
    outreach: tuple[Attachment, ...]
    recognition: tuple[Attachment, ...]
    pack: tuple[Attachment, ...]

    @property
    def pack_weight(self):
        """Bytes of the files of the pack, 0 where none is attached."""
        return sum(
            file.document.file_size or 0 for item in self.pack for file in item.files
        )

    @property
    def pack_has_files(self):
        return any(item.files for item in self.pack)


def attached_to(sheet):
    """Return the Attached of a sheet, in the reader's language: one query for the files.

    Of a resource that visitors may not read, nothing is told.
    """
    pairs = sheet.tools_in_language()
    files = open_files({page.pk for _use, page in pairs})
    items = [
        Attachment(ToolUse(use), page, spoken(files[page.pk], sheet))
        for use, page in pairs
    ]

    def of(*uses):
        return tuple(item for item in items if item.use in uses)

    return Attached(
        tools=of(ToolUse.TOOL),
        outreach=of(ToolUse.OUTREACH),
        recognition=of(ToolUse.RECOGNITION),
        pack=of(*PACK),
    )


def spoken(files, sheet):
    """Return the files in the sheet's language, or all where none is in it."""
    language = sheet.locale.language_code
    own = tuple(f for f in files if f.document.language in ("", language))
    return own or files


def open_rows():
    """Return the ResourceFile rows of which visitors may know, with their documents."""
    from .models import ResourceFile

    is_open = in_open_collection("document__collection__path")
    return ResourceFile.objects.filter(is_open).select_related("document")


def open_files(page_ids):
    """Return {page id: (ResourceFile, …)} of files that are in no closed collection."""
    rows = open_rows().filter(page_id__in=page_ids)
    files = defaultdict(tuple)
    for row in rows.order_by("page_id", "sort_order", "pk"):
        files[row.page_id] += (row,)
    return files
