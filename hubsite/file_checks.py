"""What an uploaded file is, told by its content, and what keeps readers from a PDF."""

import zipfile

import filetype
from django.utils.translation import gettext_lazy

HEAD = 8192
TEXTS = {"csv", "txt", "vtt"}
# What the first bytes of a file may be called, for each extension that is not plain.
FOUND_AS = {"jpg": {"jpg"}, "mp4": {"mp4", "m4v", "mov"}, "webm": {"webm", "mkv"}}
OFFICE = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
OPEN_DOCUMENTS = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
}

FINDINGS = {
    "unreadable": gettext_lazy("This PDF cannot be read: it may be damaged or locked."),
    "untagged": gettext_lazy(
        "This PDF has no tags: a screen reader cannot follow it. Export it as an "
        "accessible (tagged) PDF."
    ),
    "no_title": gettext_lazy("This PDF has no title: fill it in its properties."),
    "no_language": gettext_lazy("This PDF does not say its language."),
}


def is_what_it_says(file, extension):
    """Return whether the content of an open file is of the kind its extension names."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if extension in TEXTS:
        return is_text(head)
    if extension == "zip" or extension in OFFICE or extension in OPEN_DOCUMENTS:
        return is_archive(file, extension)
    found = filetype.guess(head)
    return found is not None and found.extension in FOUND_AS.get(extension, {extension})


def is_text(head):
    """Return whether the beginning of a file is text: no control byte, no known kind."""
    return b"\0" not in head and filetype.guess(head) is None


def is_archive(file, extension):
    """Return whether a ZIP holds what makes it a document of that kind."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if extension in OFFICE:
                return any(name.startswith(OFFICE[extension]) for name in names)
            if extension in OPEN_DOCUMENTS:
                wanted = OPEN_DOCUMENTS[extension].encode()
                return "mimetype" in names and archive.read("mimetype") == wanted
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return False
    finally:
        file.seek(0)
    return True


def pdf_findings(file):
    """Return the codes of FINDINGS: what keeps some readers from an open PDF."""
    # Only editors need it, and it is heavy.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        file.seek(0)
        reader = PdfReader(file)
        root = reader.trailer["/Root"]
        marked = root.get("/MarkInfo", {}).get("/Marked")
        metadata = reader.metadata
        checks = {
            "untagged": marked and "/StructTreeRoot" in root,
            "no_title": metadata and metadata.title,
            "no_language": root.get("/Lang"),
        }
    except (PyPdfError, OSError, KeyError, ValueError):
        return ["unreadable"]
    return [code for code, is_fine in checks.items() if not is_fine]


def hints(document):
    """Return in words what an accessible PDF still lacks; nothing for another file."""
    if document.file_extension.lower() != "pdf":
        return []
    try:
        with document.open_file() as file:
            return [str(FINDINGS[code]) for code in pdf_findings(file)]
    except OSError:
        return []
