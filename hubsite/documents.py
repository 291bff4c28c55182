"""Uploaded files: are they what their name says, can they be read, who may open them."""

import zipfile

import filetype
from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from wagtail import hooks
from wagtail.documents.forms import BaseDocumentForm
from wagtail.documents.views.serve import serve
from wagtail.models import Page, ReferenceIndex

from .ranges import in_ranges

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


class CheckedDocumentForm(BaseDocumentForm):
    """Refuse a disguised file; tell the editor what an accessible PDF still lacks."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.file_extension.lower() == "pdf":
            name = "file" if "file" in self.fields else "title"
            self.fields[name].help_text = " ".join(self.hints())

    def hints(self):
        try:
            with self.instance.open_file() as file:
                return [str(FINDINGS[code]) for code in pdf_findings(file)]
        except OSError:
            return []

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            extension = file.name.rpartition(".")[2].lower()
            if not is_what_it_says(file, extension):
                raise forms.ValidationError(
                    _("The content of this file is not what “.%(extension)s” promises.")
                    % {"extension": extension}
                )
        return file


def may_open(document, request):
    """Return whether this visitor may open the file: a page they may read shows it.

    A file that only drafts, unpublished or closed pages show is as private as they are;
    one that nothing shows yet is for editors. What is no page (a snippet) is public.
    """
    if request.user.has_perm("wagtailadmin.access_admin"):
        return True
    ids = []
    for row in ReferenceIndex.get_references_to(document):
        if row.base_content_type.model_class() is not Page:
            return True
        ids.append(row.object_id)
    return any(
        all(rule.accept_request(request) for rule in page.get_view_restrictions())
        for page in Page.objects.filter(pk__in=ids, live=True)
    )


@hooks.register("before_serve_document")
def keep_private(document, request):
    if not may_open(document, request):
        raise Http404
    # It is the validator; empty, it would be the same for every file.
    document.get_file_hash()


@in_ranges
def serve_document(request, *args):
    """Return a file as Wagtail serves it, or the part of it that is asked for.

    Nobody on the way may keep it: it is closed as soon as its page is.
    """
    response = serve(request, *args)
    response["Cache-Control"] = "private, no-cache"
    return response
