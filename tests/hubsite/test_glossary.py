"""The glossary in both languages."""

import pytest

pytestmark = pytest.mark.demo


@pytest.mark.parametrize(
    ("path", "term", "acronym"),
    [
        ("/fr/glossaire/", "Pair-aidance numérique", "espace public numérique"),
        ("/nl/woordenlijst/", "Digihelper", "openbare computerruimte"),
    ],
)
def test_glossary_says_words_and_acronyms(demo, client, path, term, acronym):
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 200
    assert term in text
    assert acronym in text.lower()


def test_glossary_asks_the_same_number_of_queries(
    demo, client, django_assert_max_num_queries
):
    client.get("/fr/glossaire/")
    with django_assert_max_num_queries(8):
        client.get("/fr/glossaire/")
