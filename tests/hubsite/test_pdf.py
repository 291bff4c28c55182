"""PDF documents are made apart, and what cannot be made is said."""

import sys

import pytest

from hubsite.pdf import NotTypeset, render_pdf, typeset

TEXT = """#set document(title: "Essai")
#let data = json(bytes(sys.inputs.data))
= #data.title
"""


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "essai.typ"
    path.write_text(TEXT, "utf-8")
    return path


def test_document_is_made_and_this_process_keeps_nothing_of_it(source):
    document = render_pdf(source, {"title": "L'été à Fléchin"})
    assert document.startswith(b"%PDF-")
    assert b"pdfuaid" in document
    assert "typst" not in sys.modules


def test_same_data_give_the_same_document(source):
    first = typeset(source, '{"title": "Un"}')
    assert first == typeset(source, '{"title": "Un"}')
    assert first != typeset(source, '{"title": "Deux"}')


def test_what_typst_refuses_is_told_in_its_words(source):
    with pytest.raises(NotTypeset, match="title"):
        typeset(source, "{}")
