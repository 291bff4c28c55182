"""Acronyms and defined terms are explained where they first stand."""

from hubsite.explaining import Explainer
from hubsite.models import Acronym, Definition


def test_an_acronym_is_explained_where_it_first_stands(db):
    Acronym.objects.create(
        short="EPN", expansion_fr="espace public", expansion_nl="digipunt"
    )
    explainer = Explainer("fr")
    first = explainer.expand_acronyms("<p>Un EPN, deux EPN.</p>")
    assert first == '<p>Un <abbr title="espace public">EPN</abbr>, deux EPN.</p>'
    assert explainer.expand_acronyms("<p>EPN</p>") == "<p>EPN</p>"


def test_an_acronym_inside_a_word_or_a_tag_is_left_alone(db):
    Acronym.objects.create(short="EPN", expansion_fr="x", expansion_nl="y")
    html = '<a title="EPN">REPNE</a>'
    assert Explainer("fr").expand_acronyms(html) == html


def test_a_term_leads_to_its_definition_where_it_first_stands(db):
    define("laureate", "lauréat / lauréate", "geselecteerd project")
    explainer = Explainer("fr")
    html = explainer.link_terms("<p>Les lauréates, un lauréat.</p>")
    anchor = '<a class="term" href="/fr/glossaire/#laureate">lauréates</a>'
    assert html == f"<p>Les {anchor}, un lauréat.</p>"
    assert explainer.link_terms("<p>Lauréat</p>") == "<p>Lauréat</p>"


def test_inclusive_spelling_is_one_word(db):
    define("helper", "aidant numérique / aidant", "digihelper")
    html = Explainer("fr").link_terms("Les aidant·es numériques.")
    assert html.endswith(">aidant·es numériques</a>.")


def test_the_longest_term_is_the_one_meant(db):
    define("pass", "pass", "pas")
    define("digital-pass", "pass numérique", "digitale cheque")
    html = Explainer("fr").link_terms("Deux pass numériques, un pass.")
    assert 'glossaire/#digital-pass">pass numériques</a>' in html
    assert 'glossaire/#pass">pass</a>' in html


def test_a_term_in_a_link_a_word_or_the_other_language_is_left_alone(db):
    define("pass", "pass", "digitale cheque")
    for html in ('<a href="/pass">le pass</a>', "passage", "de digitale cheque"):
        assert Explainer("fr").link_terms(html) == html


def define(code, term_fr, term_nl):
    Definition.objects.create(
        code=code, term_fr=term_fr, term_nl=term_nl, text_fr="…", text_nl="…"
    )
