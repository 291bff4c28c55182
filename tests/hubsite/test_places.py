"""Finding a commune as people type it, on both sides of the border."""

import unicodedata

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from hubsite.gazetteer import gazetteer
from hubsite.places import LONGEST, SHOWN, find, suggest, whereabouts

TOWNS = (
    "insee-com:59599", "insee-com:59350", "insee-com:94038", "insee-com:42187",
    "insee-com:63113", "insee-com:97411", "insee-com:2A004", "nis:34022", "nis:41002",
    "nis:46021", "nis:57081", "nis:62063", "nis:21004", "epci:200093201",
    "insee-dep:07", "nuts:BE25",
)  # fmt: skip


def references(text):
    return [place.reference for place in find(text).places]


def sure(text):
    found = find(text)
    return found.places[0].reference if found.is_sure else None


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("Tourcoing", "insee-com:59599"),
        ("59200", "insee-com:59599"),
        ("59200 TOURCOING CEDEX", "insee-com:59599"),
        ("F-59200", "insee-com:59599"),
        ("Toerkonje", "insee-com:59599"),
        ("rijsel", "insee-com:59350"),
        ("Lille (59)", "insee-com:59350"),
        ("Lille, Nord", "insee-com:59350"),
        ("saint denis, réunion", "insee-com:97411"),
        ("St-Étienne 42", "insee-com:42218"),
        ("haÿ les roses", "insee-com:94038"),
        ("75012", "insee-com:75056"),
        ("Marseille 1er Arrondissement", "insee-com:13055"),
        ("8500", "nis:34022"),
        ("B-8500 Kortrijk", "nis:34022"),
        ("courtrai", "nis:34022"),
        ("Alost", "nis:41002"),
        ("sint niklaas", "nis:46021"),
        ("1000", "nis:21004"),
        ("Ardèche", "insee-dep:07"),
        ("07", "insee-dep:07"),
        ("2b", "insee-dep:2B"),
        ("West-Vlaanderen", "nuts:BE25"),
        ("Henegouwen", "nuts:BE32"),
        ("MEL", "epci:200093201"),
        ("France", "iso:FR"),
        ("Frankrijk", "iso:FR"),
    ],
)
def test_what_is_typed_leads_to_one_place(typed, reference):
    assert sure(typed) == reference


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Saint-Denis", {"insee-com:93066", "insee-com:97411", "insee-com:11339"}),
        ("Lille", {"insee-com:59350", "nis:13019"}),
        ("1040", {"nis:21004", "nis:21005"}),
        ("01000", {"insee-com:01053", "insee-com:01344"}),
        ("59200 Roubaix", {"insee-com:59599", "insee-com:59512"}),
        ("Tourcoin", {"insee-com:59599"}),
        ("Tourcoign", {"insee-com:59599"}),
        ("Melle", {"insee-com:79174", "nis:44088"}),
    ],
)
def test_what_may_mean_several_is_offered_never_chosen(typed, expected):
    assert sure(typed) is None
    assert expected <= set(references(typed))


@pytest.mark.parametrize("typed", ["", " ", "xqzzt", "99999", "9999", "?", "'", "-- 1"])
def test_nothing_is_found_for_what_is_no_place(typed):
    assert not find(typed).places


def test_choices_tell_where_each_lies_in_the_reader_s_language():
    place = gazetteer().place
    with override("fr"):
        assert whereabouts(place("insee-com:59599")) == "Nord"
        assert whereabouts(place("nis:34022")) == "Flandre-Occidentale"
        assert place("nis:34022").label == "Courtrai"
    with override("nl"):
        assert whereabouts(place("nis:34022")) == "West-Vlaanderen"
        assert place("insee-com:59350").label == "Rijsel"
        assert whereabouts(place("nis:21004")) == "Brussels Hoofdstedelijk Gewest"


def test_suggestions_follow_the_letters_typed():
    assert "insee-com:59599" in {place.reference for place in suggest("tourcoi")}
    assert [place.reference for place in suggest("59200")] == ["insee-com:59599"]
    for place in suggest("592"):
        assert any(code.startswith("592") for code in place.postcodes)
    assert [place.reference for place in suggest("8500")][0] == "nis:34022"
    assert suggest("t") == ()


@settings(deadline=None)
@given(st.text(max_size=3 * LONGEST) | st.sampled_from(["de la sur", "st", "a" * 9999]))
def test_any_text_is_answered(text):
    found = find(text)
    assert len(found.places) <= SHOWN
    assert not found.is_sure or len(found.places) == 1
    assert len(suggest(text)) <= 8


def plain(text):
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@settings(deadline=None)
@given(
    st.sampled_from(TOWNS),
    st.sampled_from(["label_fr", "label_nl"]),
    st.sampled_from([str, str.upper, str.lower, plain]),
    st.sampled_from(["-", " ", "  ", "- "]),
    st.sampled_from(["Saint", "St", "St.", "saint"]),
)
def test_a_name_is_found_however_it_is_written(reference, label, case, hyphen, saint):
    name = getattr(gazetteer().place(reference), label)
    typed = case(name.replace("Saint", saint).replace("-", hyphen))
    assert reference in references(typed)


@settings(deadline=None)
@given(st.sampled_from(TOWNS), st.integers(3, 12))
def test_the_beginning_of_a_name_suggests_something_that_begins_so(reference, length):
    start = gazetteer().place(reference).label_fr[:length].strip(" -'(")
    assert suggest(start) or len(start) < 2
