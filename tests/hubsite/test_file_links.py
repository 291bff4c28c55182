"""Wherever a file is linked, its format and size are said; and every image is credited."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from hubsite.models import HubImage
from hubsite.pdf import rich_text_nodes
from newsletter.composing import _rich
from tests.resources.factories import document
from tests.search.factories import resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    """A rich text as it is stored, with a link to a file."""
    made = document("fiche.txt", b"Bonjour")
    return f'<p>Voir <a linktype="document" id="{made.pk}">la <b>fiche</b></a>.</p>'


@pytest.mark.parametrize(
    ("language", "facts"), [("fr", "TXT, 1 ko"), ("nl", "TXT, 1 kB")]
)
def test_link_in_a_text_says_format_and_size(client, home_fr, text, language, facts):
    with translation.override(language):
        nodes = rich_text_nodes(text, "http://localhost/")
        mail = _rich("text", text)
    words = "".join(run["text"] for run in nodes[0]["runs"])
    assert words.replace("\xa0", " ") == f"Voir la fiche ({facts})."
    assert facts in mail["text"].replace("\xa0", " ")


def test_link_on_a_page_says_format_and_size(client, home_fr, text):
    page = resource(home_fr, "Fiche", body=[("paragraph", text)])
    link = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(
        '.prose a[href^="/documents/"]'
    )
    assert link.get_text().replace("\xa0", " ") == "la fiche (TXT, 1 ko)"


def test_link_to_a_file_that_is_gone_stays_a_word(client, home_fr):
    body = [("paragraph", '<p><a linktype="document" id="999">la fiche</a></p>')]
    text = client.get(resource(home_fr, "Fiche", body=body).url).text
    assert "<a>la fiche</a>" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Image : tous droits réservés"),
        ({"credit": "Leïla"}, "Image : Leïla, tous droits réservés"),
        ({"credit": "Leïla", "licence": "CC-BY-4.0"}, "Image : Leïla, CC BY 4.0"),
    ],
)
@pytest.mark.parametrize(
    "template", ["components/image_credit.html", "blocks/image.html"]
)
def test_no_image_without_its_terms(template, fields, words):
    image = HubImage(title="Atelier", **fields)
    with translation.override("fr"):
        html = render_to_string(template, {"image": image, "value": {"image": image}})
    said = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    assert " ".join(said.replace("\xa0", " ").replace(" ,", ",").split()) == words
