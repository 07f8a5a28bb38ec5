"""How fast passwords and codes may be tried."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.rules.signing_in.attempts import CODES, KNOWN, MOST_AN_HOUR, PLACES, STRANGERS, Schedule, tries_within

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("schedule", "attempts", "seconds"),
    [
        *((STRANGERS, made, 0) for made in range(5)),
        (STRANGERS, 5, 30),
        (STRANGERS, 6, 60),
        (STRANGERS, 9, 480),
        (STRANGERS, 10, 900),
        (STRANGERS, 10_000, 900),
        (KNOWN, 3, 0),
        (KNOWN, 4, 120),
        (KNOWN, 7, 960),
        (KNOWN, 10_000, 1920),
        (PLACES, 59, 0),
        (PLACES, 60, 60),
        (PLACES, 10_000, 60),
    ],
)
def test_some_tries_are_free_then_the_wait_doubles(schedule: Schedule, attempts: int, seconds: int) -> None:
    assert schedule.wait_after(attempts) == timedelta(seconds=seconds)


def test_strangers_and_known_places_together_get_twenty_tries_an_hour() -> None:
    assert tries_within(STRANGERS, HOUR) + tries_within(KNOWN, HOUR) <= MOST_AN_HOUR
    assert tries_within(CODES, HOUR) <= MOST_AN_HOUR


@pytest.mark.parametrize("schedule", [STRANGERS, KNOWN, CODES])
def test_waiting_until_all_is_forgotten_pays_no_more(schedule: Schedule) -> None:
    assert schedule.forgotten >= HOUR


def test_waiting_ends() -> None:
    assert STRANGERS.wait_left(5, NOW, NOW) == timedelta(seconds=30)
    assert STRANGERS.wait_left(5, NOW, NOW + timedelta(seconds=29)) == timedelta(seconds=1)
    assert STRANGERS.wait_left(5, NOW, NOW + timedelta(seconds=30)) == timedelta(0)


def test_the_free_attempts_never_wait_whichever_clock_came_first() -> None:
    assert STRANGERS.wait_left(4, NOW + timedelta(seconds=1), NOW) == timedelta(0)


def test_attempts_count_for_a_day() -> None:
    assert STRANGERS.counted(7, NOW, NOW + timedelta(hours=23, minutes=59)) == 7
    assert STRANGERS.counted(7, NOW, NOW + timedelta(hours=24)) == 0


def test_what_a_place_tried_drains_by_one_a_minute() -> None:
    assert PLACES.counted(60, NOW, NOW + timedelta(seconds=59)) == 60
    assert PLACES.counted(60, NOW, NOW + timedelta(minutes=10)) == 50
    assert PLACES.counted(3, NOW, NOW + timedelta(hours=2)) == 0
    assert PLACES.counted(3, NOW, NOW - timedelta(seconds=1)) == 3
