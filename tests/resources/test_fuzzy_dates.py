"""Dates as people remember them: said in plain words, and still in order."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from hubsite.contracts import midnight
from resources.diffusion import phases_of, timeline
from resources.fuzzy_dates import PARTS, FuzzyDate, period_words
from resources.models.experience_blocks import PhaseBlock

WORDS = [
    (FuzzyDate(2024), "2024", "2024"),
    (FuzzyDate(2025, "spring"), "printemps 2025", "lente 2025"),
    (FuzzyDate(2025, "winter"), "hiver 2025-2026", "winter 2025-2026"),
    (FuzzyDate(2014, "end"), "fin 2014", "eind 2014"),
    (FuzzyDate(2025, "q2"), "deuxième trimestre 2025", "tweede kwartaal 2025"),
    (FuzzyDate(2013, "06"), "juin 2013", "juni 2013"),
]


@pytest.mark.parametrize(("value", "french", "dutch"), WORDS)
def test_said_in_plain_words(value, french, dutch):
    for language, words in (("fr", french), ("nl", dutch)):
        with translation.override(language):
            assert value.words() == words


def test_two_months_of_a_year_name_it_once():
    june, july = FuzzyDate(2013, "06"), FuzzyDate(2013, "07")
    with translation.override("fr"):
        assert period_words(june, july) == "juin – juillet 2013"
        assert period_words(june, FuzzyDate(2014, "07")) == "juin 2013 – juillet 2014"
        assert period_words(FuzzyDate(2014), FuzzyDate(2014)) == "2014"
        assert period_words(None, july) == "juillet 2013"
        assert period_words(None, None) == ""


def test_sorted_by_what_begins_first_then_what_ends_first():
    order = ["01", "start", "q1", "", "spring", "summer", "autumn", "winter"]
    dates = [FuzzyDate(2025, part) for part in order]
    expected = ["01", "q1", "start", "", "spring", "summer", "autumn", "winter"]
    found = sorted(dates, key=lambda one: one.sort_key)
    assert [one.part for one in found] == expected


@pytest.mark.parametrize("part", ["", *(code for code, _label in PARTS)])
def test_ends_after_it_begins(part):
    value = FuzzyDate(2024, part)
    assert value.first_day < value.last_day
    with translation.override("nl"):
        assert "2024" in value.words()


def test_winter_ends_in_the_next_year():
    assert FuzzyDate(2023, "winter").last_day == date(2024, 2, 29)


# The states of a phase


def phase(begins=None, ends=None, certainty="certain", **more):
    raw = {"kind": "pilot", "certainty": certainty, "condition": "", "lessons": []}
    for name, value in (("begins", begins), ("ends", ends)):
        year, part = value or (None, "")
        raw[name] = {"year": year, "part": part}
    return PhaseBlock().to_python({**raw, **more})


def at(year, month, day):
    return midnight(date(year, month, day)) + timedelta(hours=12)


class Stream:
    def __init__(self, value):
        self.value = value


def state(value, *now):
    return phases_of([Stream(value)], at(*now))[0].state


def test_state_follows_the_dates():
    pilot = phase((2025, "spring"), (2025, "summer"))
    assert state(pilot, 2025, 2, 28) == "planned"
    assert state(pilot, 2025, 3, 1) == "ongoing"
    assert state(pilot, 2025, 8, 31) == "ongoing"
    assert state(pilot, 2025, 9, 1) == "done"
    assert state(phase((2025, "")), 2031, 1, 1) == "ongoing"


@pytest.mark.parametrize("certainty", ["conditional", "unconfirmed"])
def test_hope_never_becomes_a_fact_by_itself(certainty):
    hoped = phase((2020, ""), (2021, ""), certainty)
    assert state(hoped, 2026, 1, 1) == certainty
    assert len(timeline(hoped)) == 1


def test_phase_without_a_date_is_to_be_confirmed():
    assert state(phase(), 2026, 1, 1) == "unconfirmed"


def test_a_step_stands_before_what_it_leads_to_even_undated():
    regional = phase((2027, "end"), certainty="conditional", kind="regional")
    pilot = phase(certainty="conditional")
    found = phases_of([Stream(v) for v in (regional, pilot)], at(2026, 6, 1))
    assert [one.kind for one in found] == ["pilot", "regional"]


def test_phases_stand_in_the_order_of_time_undated_last():
    undated, late, early = phase(), phase((2026, "q1")), phase((2025, "end"))
    found = phases_of([Stream(v) for v in (undated, late, early)], at(2026, 6, 1))
    assert [one.when[-4:] for one in found] == ["2025", "2026", ""]
    assert [one.state for one in found] == ["ongoing", "ongoing", "unconfirmed"]
