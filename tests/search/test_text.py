import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import Finder
from search.lexicon import lexicon, synonym_groups
from search.parse import Thesaurus, concepts
from search.spelling import Vocabulary, edits
from search.text import (
    analyse,
    chunks,
    compound,
    fold,
    normal,
    read,
    scan,
    stem,
    stems_of,
    token_stems,
)

LANGUAGES = ("fr", "nl")
THESAURUS = Thesaurus(synonym_groups())


def stems(text, language="fr"):
    return set(analyse(text, language).split())


def found_by(q, text, language="fr"):
    """Tell whether a text has what a query asks for, stems alone considered."""
    have = stems(text, language)
    return all(
        any(
            all(set(phrase) <= have for phrase in alternative)
            for alternative in concept.alternatives
        )
        for concept in concepts(q, language, THESAURUS)
    )


@pytest.mark.parametrize(
    "spelling",
    ["aidant·es", "aidant·e·s", "aidant.e.s", "aidant-e-s", "aidant(e)s", "aidant‧es",
     "Aidants", "aidante", "l’aidant·e", "aidants/aidantes"],
)  # fmt: skip
@pytest.mark.parametrize("q", ["aidant", "aidants", "aidantes", "aidant·es"])
def test_inclusive_spellings_find_one_another(q, spelling):
    assert found_by(q, spelling)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (name, typed)
        for name, ways in {
            "Cross&Le@rn": [
                "Cross&Le@rn",
                "crosslearn",
                "cross learn",
                "CROSS & LEARN",
            ],
            "1,2,3 Digit": ["1,2,3 Digit", "123 digit", "1 2 3 digit", "123digit"],
            "pair-aidance": ["pair-aidance", "pair aidance", "pairaidance"],
            "e-inclusie": ["e-inclusie", "einclusie", "e inclusie"],
        }.items()
        for typed in ways
    ],
)
def test_name_is_found_however_typed(name, typed):
    assert found_by(typed, f"Le projet {name} continue")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("opleidingsplan", ("opleiding", "plan")),
        ("bibliotheekmedewerker", ("bibliotheek", "medewerker")),
        ("digihelperopleiding", ("digi", "helper", "opleiding")),
        ("toetsenborden", ()),
        ("wachtwoord", ()),
        ("plan", ()),
    ],
)
def test_dutch_compound_is_cut_into_known_parts(word, parts):
    assert compound(word, "nl") == parts


def test_dutch_compound_is_found_by_its_part_and_the_other_way_round():
    assert found_by("opleiding", "Het opleidingsplan", "nl")
    assert found_by("opleidingsplan", "Een plan voor de opleiding", "nl")


def test_french_has_no_compounds():
    assert compound("opleidingsplan", "fr") == ()


@pytest.mark.parametrize(
    ("q", "text", "language"),
    [
        ("wachtwoord", "Mot de passe solide", "fr"),
        ("paswoord", "Mots de passe", "fr"),
        ("mot de passe", "Sterk wachtwoord", "nl"),
        ("Doornik", "Rencontre à Tournai", "fr"),
        ("Tournai", "Ontmoeting in Doornik", "nl"),
        ("penvoerder", "Convention de portage", "fr"),
        ("EPN", "Un espace public numérique", "fr"),
        ("espace public numérique", "Notre EPN", "fr"),
        ("EPN", "Digipunt mobile", "fr"),
    ],
)
def test_synonym_is_found_in_either_language(q, text, language):
    assert found_by(q, text, language)


def test_stop_words_are_left_out_unless_alone():
    assert concepts("le bus de la ville", "fr", THESAURUS) == concepts(
        "bus ville", "fr", THESAURUS
    )
    assert len(concepts("le", "fr", THESAURUS)) == 1


def test_quotation_marks_ask_for_the_words_in_that_order():
    (concept,) = concepts("« appel à projets »", "fr", THESAURUS)
    assert concept.alternatives == ((("appel", "a", "projet"),),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lexicon_words_are_folded(language):
    words = lexicon(language).stop_words | lexicon(language).parts
    assert [word for word in words if word != fold(word)] == []


def test_highlight_marks_every_form_and_escapes_the_rest():
    phrases = {("aid",), ("mot", "de", "pass")}
    text = "Les aidant·es & <b> leurs mots de passe"
    assert Finder(phrases, "fr").highlight(text) == (
        "Les <mark>aidant·es</mark> &amp; &lt;b&gt; leurs <mark>mots de passe</mark>"
    )
    assert Finder(phrases, "fr").highlight("Rien") == ""


def test_excerpt_shows_the_words_around_the_find():
    text = "mot " * 200 + "médiation & partage " + "mot " * 200
    html = Finder({("mediat",)}, "fr").excerpt(text)
    assert "<mark>médiation</mark> &amp; partage" in html
    assert html.startswith("… mot ")
    assert html.endswith(" mot …")
    assert len(html) < 400


def test_vocabulary_corrects_to_the_nearest_most_frequent_word():
    vocabulary = Vocabulary()
    vocabulary.add(["médiation", "numérique", "bus", "emploi"])
    vocabulary.add(["médiation", "méditation"])
    assert vocabulary.correction("mediaton") == "médiation"
    assert vocabulary.correction("emplio") == "emploi"
    assert vocabulary.correction("bux") is None
    assert vocabulary.correction("tediation") is None


def test_edits_counts_swapped_neighbours_once():
    assert edits("atelier", "ateleir", 2) == 1
    assert edits("abcd", "wxyz", 2) > 2


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_analysis_gives_plain_tokens(text, language):
    for token in analyse(text, language).split():
        assert token.isalnum()
        assert '"' not in token


@given(st.text(max_size=200))
def test_tokens_stand_in_order_inside_the_text(text):
    text = normal(text)
    end = 0
    for token in scan(text):
        assert end <= token.start < token.end <= len(text)
        assert token.words
        end = token.end


@given(st.text(alphabet=st.characters(codec="latin-1"), min_size=1, max_size=30))
def test_folding_twice_changes_nothing(word):
    assert fold(fold(word)) == fold(word)


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_is_found_by_its_own_words(text, language):
    have = stems(text, language)
    for concept in concepts(text[:60], language, Thesaurus(())):
        words = {stem for phrase in concept.alternatives[0] for stem in phrase}
        assert words <= have or len(text) > 60


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_quick_reading_of_a_word_gives_all_its_stems(text, language):
    for match in chunks(normal(text)):
        if match.group().isalnum():
            main, extra = (
                token_stems(read(match), language) if read(match) else ((), ())
            )
            assert stems_of(match.group(), language) == {*main, *extra}


@given(st.text(max_size=200), st.text(max_size=20))
def test_highlight_never_lets_markup_through(text, q):
    phrases = {
        phrase
        for concept in concepts(q, "fr", Thesaurus(()))
        for phrase in concept.phrases()
    }
    html = Finder(phrases, "fr").highlight(text)
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare


@given(st.text(alphabet="aàâçéèêëîïôùûüÿœæ", min_size=1, max_size=12))
def test_word_typed_without_accents_has_the_same_stem(word):
    assert stem(fold(word), "fr") == stem(fold(fold(word)), "fr")
