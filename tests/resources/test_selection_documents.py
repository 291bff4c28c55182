"""The booklet and the ZIP of a selection: whole, credited, and never what is not public."""

import base64
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image
from pypdf import PdfReader
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from hubsite.collected import token_for
from hubsite.models import HubDocument, HubImage
from resources import selection_views
from resources.booklet import booklet_data, booklet_pdf
from resources.cards import card_data
from resources.models import ResourceFile, ResourceOrigin
from resources.selection_zip import named_files
from resources.selections import Selection
from tests.search.factories import resource

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 demo"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Files keep their names: no other test's stand beside them."""
    settings.MEDIA_ROOT = tmp_path


def with_file(page, name="fiche.pdf", content=PDF, **fields):
    document = HubDocument(title=name, **fields)
    document.file.save(name, ContentFile(content), save=False)
    document.file_size = len(content)
    document.save()
    row = ResourceFile(page=page, document=document, title_fr=f"Fichier {name}")
    row.save()
    return document


@pytest.fixture
def open_page(home_fr):
    page = resource(
        home_fr,
        "Fiche libre",
        summary="Un résumé.",
        body=[("heading", "Pas à pas"), ("paragraph", "<p>Un <b>pas</b>.</p>")],
    )
    with_file(page)
    return page


@pytest.fixture
def closed_page(home_fr):
    page = resource(
        home_fr, "Étude fermée", licence="ARR", body=[("paragraph", "<p>Secret.</p>")]
    )
    with_file(page, "etude.pdf")
    return page


def booklet_of(*pages, language="fr"):
    selection = Selection([page.pk for page in pages], language)
    with translation.override(language):
        return booklet_data(selection, "http://localhost/fr/selection/x/")


def archive(client, *pages, language="fr"):
    section = {"fr": "/fr/selection/", "nl": "/nl/selectie/"}[language]
    response = client.get(f"{section}{token_for([p.pk for p in pages])}/files.zip")
    assert response.status_code == 200
    assert response.streaming
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response)))


@pytest.mark.parametrize(
    ("section", "name"),
    [("/fr/selection/", "selection"), ("/nl/selectie/", "selectie")],
)
def test_booklet_is_one_tagged_document(client, open_page, closed_page, section, name):
    token = token_for([open_page.pk, closed_page.pk])
    response = client.get(f"{section}{token}/booklet.pdf")
    assert response.status_code == 200
    assert f'filename="{name}.pdf"' in response["Content-Disposition"]
    language = section[1:3]
    assert f"/Lang({language})".encode() in response.content.replace(b" ", b"")
    assert b"/StructTreeRoot" in response.content
    assert b"/Outlines" in response.content


def test_link_of_the_cover_stays_inside_its_frame(open_page):
    selection = Selection([open_page.pk], "fr")
    address = f"https://hub.example/fr/selection/{'a1b2c3' * 20}/"
    reader = PdfReader(io.BytesIO(booklet_pdf(selection, address)))
    cover = reader.pages[0]
    links = [one.get_object() for one in cover["/Annots"]]
    assert {link["/A"]["/URI"] for link in links} == {address}
    assert max(link["/Rect"][2] for link in links) < cover.mediabox.width - 60
    assert address in cover.extract_text().replace("\n", "")


def test_booklet_holds_the_text_and_credits_every_work(open_page, closed_page):
    data = booklet_of(open_page, closed_page)
    first, second = data["works"]
    assert [part["kind"] for part in first["parts"]] == [
        "heading", "text", "heading", "list",
    ]  # fmt: skip
    assert first["parts"][3]["items"] == ["Fichier fiche.pdf (PDF, 1\xa0ko)"]
    assert data["credits"][0].startswith("«\xa0Fiche libre\xa0»")
    assert "CC BY-SA 4.0" in data["credits"][0]
    assert data["facts"][0] == "2 pages"
    assert data["verdict"][0].startswith("Non")


def test_booklet_names_but_does_not_copy_what_may_not_be_shared(open_page, closed_page):
    work = booklet_of(open_page, closed_page)["works"][1]
    assert work["parts"] == []
    assert work["note"].startswith("Tous droits réservés")
    assert work["url"] == closed_page.full_url


def test_booklet_says_how_many_pages_are_gone(open_page, closed_page):
    closed_page.unpublish()
    data = booklet_of(open_page, closed_page)
    assert "Étude fermée" not in str(data)
    assert data["gone"] == "1 page de cette sélection n'est plus publiée."


def test_archive_holds_the_files_and_a_sheet_of_credits(client, open_page, closed_page):
    made = archive(client, closed_page, open_page)
    assert made.testzip() is None
    assert made.namelist() == [
        "credits-fr.txt", "credits-fr.html", "credits-nl.txt", "credits-nl.html",
        "02-fiche-libre/fiche.pdf",
    ]  # fmt: skip
    assert made.read("02-fiche-libre/fiche.pdf") == PDF
    text = made.read("credits-fr.txt").decode()
    assert "«\xa0Fiche libre\xa0», Hub" in text
    assert "vous devez citer l'auteur" in text
    assert "> 02-fiche-libre/fiche.pdf" in text
    assert "Tous droits réservés" in text
    dutch = made.read("credits-nl.html").decode()
    assert '<html lang="nl">' in dutch
    assert "u moet de maker vermelden" in dutch
    assert 'rel="license"' in dutch


def test_archive_in_dutch_holds_the_same(client, open_page):
    assert archive(client, open_page, language="nl").namelist()[-1].endswith(".pdf")


def test_two_files_of_one_name_both_arrive(client, open_page):
    row = ResourceFile.objects.get(page=open_page)
    ResourceFile.objects.create(page=open_page, document=row.document)
    names = archive(client, open_page).namelist()[4:]
    assert len(set(names)) == 2


def test_file_of_a_private_collection_stays_out(client, open_page):
    collection = Collection.get_first_root_node().add_child(name="Réservé")
    inside = collection.add_child(name="Plus profond")
    with_file(open_page, "reserve.pdf", collection=inside)
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )
    names = archive(client, open_page).namelist()
    assert "01-fiche-libre/fiche.pdf" in names
    assert not any("reserve" in name for name in names)


def test_title_and_name_cannot_leave_their_folder(home_fr):
    page = resource(home_fr, "../../etc : <b>passwd</b>", slug="dots")
    document = with_file(page)
    type(document).objects.filter(pk=document.pk).update(
        file="documents/..évil name.PDF"
    )
    (name,) = named_files(Selection([page.pk], "fr"))
    assert name == "01-etc-bpasswdb/evil-name.pdf"


def test_size_is_said_before_and_bounded(client, open_page, monkeypatch):
    address = f"/fr/selection/{token_for([open_page.pk])}/"
    assert "(ZIP, 1\xa0ko)" in client.get(address).text
    monkeypatch.setattr(selection_views, "MOST_BYTES", 12)
    assert "trop lourds" in client.get(address).text
    assert client.get(f"{address}files.zip").status_code == 413


def test_part_under_a_licence_of_its_own_is_credited_and_counts(client, open_page):
    row = ResourceFile.objects.get(page=open_page)
    row.licence, row.authors = "CC-BY-NC-SA-4.0", "Atelier des Trois-Rives"
    row.save()
    data = booklet_of(open_page)
    assert len(data["credits"]) == 2
    assert "Trois-Rives" in data["credits"][1]
    assert "CC BY-NC-SA 4.0" in data["credits"][1]
    assert data["verdict"][0].startswith("Non")
    for name in ("credits-fr.txt", "credits-nl.html"):
        assert "CC BY-NC-SA 4.0" in archive(client, open_page).read(name).decode()
    row.licence = "ARR"
    row.save()
    assert Selection([open_page.pk], "fr").files == []


def test_work_adapted_from_another_credits_both(home_fr, open_page):
    adapted = resource(home_fr, "Fiche adaptée", slug="adaptee")
    ResourceOrigin.objects.create(page=adapted, work=open_page)
    (line,) = booklet_of(adapted)["credits"]
    assert "Fiche adaptée" in line
    assert "Fiche libre" in line


def drawing(**fields):
    """Return a saved image that a document can carry."""
    file = get_test_image_file(colour="red", size=(1600, 800))
    return HubImage.objects.create(title="Atelier", file=file, **fields)


def with_image(home, shown, **fields):
    shown.contextual_alt_text, shown.decorative = "Deux mains", False
    block = {"image": shown, "caption": "À l'EPN"}
    return resource(home, "Illustrée", body=[("image", block)], **fields)


def test_booklet_prints_images_described_and_credited(client, home_fr):
    free = drawing(credit="Leïla", licence="CC-BY-4.0")
    page = with_image(home_fr, free, image=free, image_alt="Un atelier")
    work = booklet_of(page)["works"][0]
    for picture, alt, words in (
        (work["picture"], "Un atelier", "Image\xa0: Leïla, CC BY 4.0"),
        (work["parts"][0], "Deux mains", "À l'EPN – Image\xa0: Leïla, CC BY 4.0"),
    ):
        assert picture["svg"].startswith("<svg")
        assert 'width="1000" height="500"' in picture["svg"]
        assert (picture["alt"], picture["caption"]) == (alt, words)
    response = client.get(f"/fr/selection/{token_for([page.pk])}/booklet.pdf")
    assert response.content.count(b"/Subtype /Image") + response.content.count(
        b"/Subtype/Image"
    )
    assert b"/Figure" in response.content


def test_an_image_whose_rights_are_reserved_is_named_and_not_printed(client, home_fr):
    closed = drawing(credit="Agence")
    page = with_image(home_fr, closed, image=closed)
    work = booklet_of(page)["works"][0]
    assert work["picture"]["svg"] == work["parts"][0]["svg"] == ""
    assert work["parts"][0]["caption"].endswith("Agence, tous droits réservés")
    token = token_for([page.pk])
    assert client.get(f"/fr/selection/{token}/booklet.pdf").status_code == 200


def test_decoration_and_lost_file_leave_a_valid_document(client, home_fr):
    lost = drawing(licence="CC0-1.0")
    lost.file.storage.delete(lost.file.name)
    page = with_image(home_fr, drawing(licence="CC0-1.0"), image=lost, kind="card")
    token = token_for([page.pk])
    assert client.get(f"/fr/selection/{token}/booklet.pdf").status_code == 200
    assert client.get(f"{page.url}card-a5.pdf").status_code == 200


def test_card_in_black_and_white_has_no_colour(home_fr):
    page = with_image(home_fr, drawing(licence="CC0-1.0"), kind="card")
    for mono, mode in ((False, "RGB"), (True, "L")):
        svg = card_data(page, mono)["body"][0]["svg"]
        data = base64.b64decode(svg.partition("base64,")[2].partition('"')[0])
        assert Image.open(io.BytesIO(data)).mode == mode
