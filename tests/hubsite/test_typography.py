"""Dates, money and spaces as each language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from hubsite.typography import (
    NBSP,
    THIN,
    day_text,
    euros,
    file_size,
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


@pytest.mark.parametrize(
    ("size", "fr", "nl"),
    [
        (1, "1\xa0ko", "1\xa0kB"),
        (84_600, "85\xa0ko", "85\xa0kB"),
        (1_240_000, "1,2\xa0Mo", "1,2\xa0MB"),
    ],
)
def test_size_of_a_file_in_both_languages(size, fr, nl):
    with override("fr"):
        assert file_size(size) == fr
    with override("nl"):
        assert file_size(size) == nl
