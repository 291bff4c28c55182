"""The place that a list names: found for sure, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubsite.gazetteer import upper_places
from hubsite.named_places import place_named


def reference(text):
    place = place_named(text)
    return place and place.reference


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Auvergne-Rhône-Alpes", "insee-reg:84"),
        ("auvergne rhone alpes", "insee-reg:84"),
        ("Auvergne-Rhône-Alpes (Région)", "insee-reg:84"),
        ("Région Hauts-de-France", "insee-reg:32"),
        ("Bretagne", "insee-reg:53"),
        ("Guadeloupe", "insee-reg:01"),
        ("Nord", "insee-dep:59"),
        ("Nord (59)", "insee-dep:59"),
        ("59 - Nord", "insee-dep:59"),
        ("Loire", "insee-dep:42"),
        ("Département de la Loire", "insee-dep:42"),
        ("2A", "insee-dep:2A"),
        ("59", "insee-dep:59"),
        ("Vienne (Département)", "insee-dep:86"),
        ("Vienne (commune)", "insee-com:38544"),
        ("Valence (26)", "insee-com:26362"),
        ("Valence (Drôme)", "insee-com:26362"),
        ("Lille (59000)", "insee-com:59350"),
        ("59599", "insee-com:59599"),
        ("8500", "nis:34022"),
        ("nis:34022", "nis:34022"),
        ("Kortrijk (gemeente)", "nis:34022"),
        ("Provincie Luik", "nuts:BE33"),
        ("West-Vlaanderen", "nuts:BE25"),
        ("BE25", "nuts:BE25"),
        ("Vlaanderen", "nis:02000"),
        ("Métropole Européenne de Lille", "epci:200093201"),
        ("200093201", "epci:200093201"),
        ("Le Grand Chalon", "epci:247100589"),
        ("France", "iso:FR"),
        ("Frankrijk", "iso:FR"),
        ("België", "iso:BE"),
    ],
)
def test_a_name_or_a_code_that_one_place_has_is_found(text, found):
    assert reference(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Vienne", "Paris", "Liège", "Namur", "Valence", "Saint-Denis", "84", "69001",
        "34022", "59200", "Réunion", "Partout", "Massif central", "Melle", "",
        "(", "Nord et Pas-de-Calais", "59 Loire", "Lille (69)", "x" * 300,
    ],
)  # fmt: skip
def test_what_may_be_two_places_or_none_gives_nothing(text):
    assert reference(text) is None


def test_every_upper_place_is_found_by_its_label_unless_another_has_it():
    places = upper_places()
    wrong = [
        (place.reference, reference(label))
        for place in places
        for label in (place.label_fr, place.label_nl)
        if reference(label) not in (place.reference, None)
        # A French overseas region and its only department are one.
        and not (place.kind == "department" and reference(label) in place.parents)
    ]
    assert wrong == []
    assert len([p for p in places if reference(p.label_fr) is None]) < 20


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_it(text):
    place_named(text)
