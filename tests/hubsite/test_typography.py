"""Dates, money, spaces and acronyms as each language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from hubsite.models import Acronym
from hubsite.typography import (
    NBSP,
    THIN,
    day_text,
    euros,
    expand_acronyms,
    hour_text,
    typeset,
)


def test_french_binds_double_punctuation_and_leaves_tags_alone():
    html = typeset('<a href="/x?a=1 ;b">Quoi ?</a> « Oui » : non', "fr")
    assert f"Quoi{THIN}?" in html
    assert f"«{NBSP}Oui{NBSP}»{NBSP}: non" in html
    assert 'href="/x?a=1 ;b"' in html


def test_dutch_is_left_as_typed():
    assert typeset("Wat ?", "nl") == "Wat ?"


@pytest.mark.parametrize(
    ("language", "day", "hour", "money"),
    [
        ("fr", "1er mars 2026", "9 h 30", "45 000 €"),
        ("nl", "1 maart 2026", "9.30 uur", "€ 45.000"),
    ],
)
def test_dates_hours_and_money_follow_the_language(language, day, hour, money):
    plain = str.maketrans({NBSP: " ", THIN: " "})
    with override(language):
        assert day_text(date(2026, 3, 1)).translate(plain) == day
        at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        assert hour_text(at).translate(plain) == hour
        assert euros(45000).translate(plain) == money


def test_an_acronym_is_explained_where_it_first_stands(db):
    Acronym.objects.create(
        short="EPN", expansion_fr="espace public", expansion_nl="digipunt"
    )
    seen = set()
    first = expand_acronyms("<p>Un EPN, deux EPN.</p>", "fr", seen)
    assert first == '<p>Un <abbr title="espace public">EPN</abbr>, deux EPN.</p>'
    assert expand_acronyms("<p>EPN</p>", "fr", seen) == "<p>EPN</p>"


def test_an_acronym_inside_a_word_or_a_tag_is_left_alone(db):
    Acronym.objects.create(short="EPN", expansion_fr="x", expansion_nl="y")
    html = '<a title="EPN">REPNE</a>'
    assert expand_acronyms(html, "fr", set()) == html
