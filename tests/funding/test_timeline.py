"""A status changes at the right second, whatever the clocks do that day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from funding.models import Round
from funding.models.round import current_round
from funding.timeline import timeline_of
from hubsite.contracts import status_at

PARIS = ZoneInfo("Europe/Paris")
SECOND = timedelta(seconds=1)


def paris(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def around(moment, rounds, **facts):
    """Return the statuses one second before, at, and one second after a moment."""
    timeline = timeline_of(rounds, **facts)
    return [
        status_at(timeline, moment + step) for step in (-SECOND, 0 * SECOND, SECOND)
    ]


WINTER_NIGHT, SUMMER_NIGHT = date(2026, 10, 25), date(2027, 3, 28)


@pytest.mark.parametrize(
    "day", [date(2026, 6, 15), WINTER_NIGHT, SUMMER_NIGHT], ids=str
)
def test_day_without_an_hour_runs_through_its_last_second(day):
    rounds = [Round(opens_on=date(2026, 1, 5), deadline_on=day)]
    midnight = paris(f"{day + timedelta(days=1)}T00:00")
    assert around(midnight, rounds) == ["closing", "closed", "closed"]


@pytest.mark.parametrize("day", [WINTER_NIGHT, SUMMER_NIGHT], ids=str)
def test_closing_soon_begins_at_midnight_14_days_before(day):
    rounds = [Round(deadline_on=day, deadline_time=time(12))]
    soon = paris(f"{day - timedelta(days=14)}T00:00")
    assert around(soon, rounds) == ["open", "closing", "closing"]


@pytest.mark.parametrize("day", [WINTER_NIGHT, SUMMER_NIGHT], ids=str)
def test_an_opening_counts_from_midnight(day):
    rounds = [Round(opens_on=day, deadline_on=day + timedelta(days=90))]
    assert around(paris(f"{day}T00:00"), rounds) == ["upcoming", "open", "open"]


def test_an_hour_is_told_on_the_clock_of_its_zone():
    noon = {"deadline_on": date(2026, 7, 1), "deadline_time": time(12)}
    for zone, utc in (
        ("Europe/Paris", 10), ("Europe/Brussels", 10), ("UTC", 12),
        ("Indian/Reunion", 8),
    ):  # fmt: skip
        closes = datetime(2026, 7, 1, utc, tzinfo=UTC)
        statuses = around(closes, [Round(zone=zone, **noon)])
        assert statuses == ["closing", "closed", "closed"], zone


def test_the_hour_that_comes_twice_closes_at_its_first():
    rounds = [Round(deadline_on=WINTER_NIGHT, deadline_time=time(2, 30))]
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert around(first, rounds) == ["closing", "closed", "closed"]


def test_results_wait_for_the_last_round():
    rounds = [
        Round(deadline_on=date(2026, 3, 1)),
        Round(opens_on=date(2026, 6, 1), deadline_on=date(2026, 9, 1)),
    ]
    told = [
        status_at(
            timeline_of(rounds, results_on=date(2026, 4, 1)), paris(f"{day}T12:00")
        )
        for day in (
            "2026-02-20",
            "2026-04-02",
            "2026-06-02",
            "2026-08-25",
            "2026-09-02",
        )
    ]
    assert told == ["closing", "upcoming", "open", "closing", "results"]


def test_the_most_pressing_of_two_open_rounds_speaks():
    rounds = [
        Round(deadline_on=date(2026, 3, 1)),
        Round(opens_on=date(2026, 2, 1), deadline_on=date(2026, 9, 1)),
    ]
    first = paris("2026-03-02T00:00")
    assert around(first, rounds) == ["closing", "open", "open"]


def test_rolling_is_open_and_cancelled_is_cancelled_for_ever():
    now = paris("2026-06-15T12:00")
    assert around(now, [], rolling=True) == ["open"] * 3
    opening = [Round(opens_on=date(2026, 6, 15))]
    midnight = paris("2026-06-15T00:00")
    assert around(midnight, opening, rolling=True) == ["upcoming", "open", "open"]
    assert around(now, opening, cancelled=True) == ["cancelled"] * 3


def test_the_round_that_matters_is_open_then_next_then_last():
    spring = Round(opens_on=date(2026, 2, 1), deadline_on=date(2026, 3, 1))
    autumn = Round(opens_on=date(2026, 9, 1), deadline_on=date(2026, 10, 1))
    rounds = [autumn, spring]
    assert current_round(rounds, paris("2026-02-20T12:00")) is spring
    assert current_round(rounds, paris("2026-05-01T12:00")) is autumn
    assert current_round(rounds, paris("2026-12-01T12:00")) is autumn
    assert current_round([], paris("2026-12-01T12:00")) is None
