"""Uploaded files: their true kind, their readability, and who may open them."""

import io
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, PageViewRestriction

from home import demo
from hubsite.file_checks import is_what_it_says, pdf_findings
from hubsite.models import HubDocument
from resources.models import ResourceFile
from tests.resources.factories import document
from tests.search.factories import resource

FILES = sorted((Path(demo.__file__).parent / "files").iterdir())


def plain_pdf():
    """Return a PDF of one empty page without tags, title or language."""
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.write(made)
    return made.getvalue()


def archive(**entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_of_the_demo_is_what_it_says(path):
    with path.open("rb") as file:
        assert is_what_it_says(file, path.suffix[1:])


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (b"<script>alert(1)</script>", "pdf"),
        (b"MZ\x90\x00\x03", "txt"),
        (b"%PDF-1.4 x", "csv"),
        (b"not a zip", "zip"),
        (archive(a="b"), "docx"),
        (archive(mimetype="text/plain"), "odt"),
        (b"\x89PNG\r\n\x1a\n", "jpg"),
        (b"", "pdf"),
    ],
)
def test_a_disguised_file_is_told(content, extension):
    assert not is_what_it_says(io.BytesIO(content), extension)


def form_for(name, content):
    values = {"title": "Fiche", "collection": Collection.get_first_root_node().pk}
    files = {"file": SimpleUploadedFile(name, content)}
    return get_document_form(HubDocument)(values, files)


@pytest.mark.django_db
def test_form_refuses_a_disguised_file(admin_user):
    form = form_for("fiche.pdf", b"<html>")
    assert len(form.errors["file"]) == 1
    assert "“.pdf”" in form.errors["file"][0] or "« .pdf »" in form.errors["file"][
        0
    ].replace("\xa0", " ")
    assert "file" not in form_for("fiche.txt", b"Bonjour").errors


def test_pdf_findings():
    assert pdf_findings(io.BytesIO(plain_pdf())) == [
        "untagged", "no_title", "no_language",
    ]  # fmt: skip
    assert pdf_findings(io.BytesIO(b"%PDF-1.4 damaged")) == ["unreadable"]
    with next(path for path in FILES if path.name == "R12-fr.pdf").open("rb") as file:
        assert pdf_findings(file) == []


@pytest.mark.django_db
def test_editor_reads_what_a_pdf_lacks():
    made = document("plat.pdf", plain_pdf())
    form = get_document_form(HubDocument)(instance=made)
    assert "balis" in form.fields["file"].help_text


def status(client, url):
    with closing(client.get(url)) as response:
        return response.status_code


@pytest.fixture
def shown(home_fr):
    """A file and the page that shows it."""
    made = document("fiche.txt", b"Bonjour")
    page = resource(home_fr, "Fiche")
    page.files = [ResourceFile(document=made)]
    page.save()
    return made, page


def test_file_of_a_published_page_is_public(client, shown):
    response = client.get(shown[0].url)
    assert b"".join(response.streaming_content) == b"Bonjour"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_file_is_private_while_its_page_is_unpublished(client, admin_client, shown):
    made, page = shown
    page.unpublish()
    assert status(client, made.url) == 404
    assert status(admin_client, made.url) == 200
    page.save_revision().publish()
    assert status(client, made.url) == 200


def test_file_is_private_while_its_page_is_restricted(client, shown):
    made, page = shown
    PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type="password", password="secret"
    )
    assert status(client, made.url) == 404


def test_file_that_nothing_shows_is_for_editors(client, admin_client, home_fr):
    made = document("fiche.txt", b"Bonjour")
    assert status(client, made.url) == 404
    assert status(admin_client, made.url) == 200


def test_one_open_page_is_enough(client, home_fr, shown):
    made, page = shown
    other = resource(home_fr, "Autre", slug="autre")
    other.files = [ResourceFile(document=made)]
    other.save()
    page.unpublish()
    assert status(client, made.url) == 200
