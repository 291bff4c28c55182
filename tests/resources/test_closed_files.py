"""A file in a closed collection: no exit names it, in any form a visitor can ask for."""

import io
import json
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from funding.models import CallDocument
from hubsite import cache as page_cache
from hubsite.collected import token_for
from hubsite.pdf import rich_text_nodes
from newsletter.composing import _rich
from resources.booklet import booklet_data
from resources.models import ExperienceTool, ResourceFile
from resources.selections import Selection
from tests.search.factories import call

from .factories import document

pytestmark = pytest.mark.django_db
MARK = "zanzibar"


@pytest.fixture
def room():
    """A collection inside another, as editors nest them."""
    outer = Collection.get_first_root_node().add_child(instance=Collection(name="o"))
    return outer.add_child(instance=Collection(name="i"))


def close(room):
    """Close a room by the collection around it."""
    CollectionViewRestriction.objects.create(
        collection=room.get_parent(), restriction_type="login"
    )


@pytest.fixture
def page(translated, room):
    """A resource whose only file speaks of the MARK."""
    page = translated("resource", twin=False)
    page.files = [
        ResourceFile(
            document=document(f"{MARK}.txt", collection=room),
            title_fr=f"Fichier {MARK}",
            title_nl=f"Bestand {MARK}",
            authors=f"Auteur {MARK}",
        )
    ]
    page.save_revision().publish()
    return page


def html(client, page):
    return client.get(page.url).text


def preview(client, page):
    draft = page.get_latest_revision_as_object()
    response = draft.make_preview_request(preview_mode="")
    return response.render().content.decode()


def structured_data(client, page):
    script = re.search(r"application/ld\+json\">(.*?)</script>", html(client, page))[1]
    return str(json.loads(script)["@graph"][-1]["encoding"])


def amb(client, page):
    return client.get(f"{page.url}amb.json").text


def catalogue(client, page):
    return client.get(f"{page.get_parent().url}catalogue.json").text


def selection(client, page):
    # The number of files is said: one, which is no longer there.
    text = client.get(f"/fr/selection/{token_for([page.pk])}/").text
    return MARK if "files.zip" in text else ""


def selection_zip(client, page):
    response = client.get(f"/fr/selection/{token_for([page.pk])}/files.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response)))
    sheets = [archive.read(n).decode() for n in archive.namelist() if "credits" in n]
    return " ".join([*archive.namelist(), *sheets])


def booklet(client, page):
    return str(booklet_data(Selection([page.pk], "fr"), "http://localhost/x/"))


EXITS = (html, preview, structured_data, amb, catalogue)
EXITS += (selection, selection_zip, booklet)


def told(leave, client, page):
    """Return whether an exit speaks of the MARK; what has no file may have no such part."""
    try:
        return MARK in leave(client, page)
    except KeyError:
        return False


@pytest.mark.parametrize("leave", EXITS)
def test_exit_names_an_open_file_and_no_closed_one(client, page, room, leave):
    assert told(leave, client, page)
    close(room)
    assert not told(leave, client, page)


def test_sheet_and_its_pack_name_no_closed_file(client, translated, page, room):
    sheet = translated("sheet", twin=False)
    sheet.tools.set(
        [ExperienceTool(tool=page, use=use) for use in ("tool", "procedure")]
    )
    sheet.save()
    assert MARK in html(client, sheet)
    assert client.get(f"{sheet.url}pack.zip").status_code == 200
    close(room)
    assert MARK not in html(client, sheet)
    assert client.get(f"{sheet.url}pack.zip").status_code == 404


def test_text_that_links_to_a_closed_file_keeps_its_words_only(
    client, translated, room
):
    made = document(f"{MARK}.txt", collection=room)
    text = f'<p>Voir <a linktype="document" id="{made.pk}">la fiche</a>.</p>'
    page = translated("resource", twin=False)
    page.body = [("paragraph", text)]
    page.save_revision().publish()

    def forms():
        nodes = rich_text_nodes(text, "http://localhost/")
        return (html(client, page), str(nodes), str(_rich("text", text)))

    assert all(MARK in form for form in forms())
    close(room)
    for form in forms():
        assert MARK not in form
        assert "la fiche" in form
        assert "TXT" not in form


def test_call_names_no_closed_file(client, home_fr, room):
    page = call(home_fr, "Appel")
    for number in range(2):
        made = document(f"{MARK}-{number}.txt", collection=room)
        page.documents.add(CallDocument(title_fr=f"Papier {MARK}", document=made))
    page.documents.add(CallDocument(title_fr="Ailleurs", url="https://rules.example/"))
    page.save()
    assert html(client, page).count("(TXT, ") == 2
    close(room)
    assert MARK not in html(client, page)
    assert "https://rules.example/" in html(client, page)


@pytest.mark.parametrize("leave", [html, amb, catalogue])
def test_closed_files_cost_no_query(client, page, room, leave):
    def count():
        leave(client, page)
        with CaptureQueriesContext(connection) as queries:
            leave(client, page)
        return len(queries)

    page_cache.raise_generation()
    one = count()
    for number in range(5):
        inside = {"collection": room} if number % 2 else {}
        made = document(f"{number}.txt", **inside)
        page.files.add(ResourceFile(document=made))
    page.save()
    close(room)
    assert count() == one


def test_moving_files_into_a_closed_room_is_seen_at_once(
    admin_client, page, room, django_capture_on_commit_callbacks
):
    close(room)
    made = document("autre.txt")
    before = page_cache.generation()
    with django_capture_on_commit_callbacks(execute=True):
        address = reverse(
            "wagtail_bulk_action", args=["hubsite", "hubdocument", "add_to_collection"]
        )
        admin_client.post(f"{address}?id={made.pk}", {"collection": room.pk})
    made.refresh_from_db()
    assert made.collection == room
    assert page_cache.generation() != before


def test_moving_a_collection_is_seen_at_once(room, django_capture_on_commit_callbacks):
    before = page_cache.generation()
    with django_capture_on_commit_callbacks(execute=True):
        room.save()
    assert page_cache.generation() != before
