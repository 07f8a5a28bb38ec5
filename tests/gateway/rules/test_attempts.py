"""How fast passwords may be tried."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.rules.attempts import counted, wait_after, wait_left

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (10_000, 900)],
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(attempts: int, seconds: int) -> None:
    assert wait_after(attempts) == timedelta(seconds=seconds)


def test_a_patient_guesser_gets_at_most_twenty_tries_an_hour() -> None:
    attempts, tries, now = 0, 0, NOW
    while now < NOW + timedelta(hours=1):
        attempts, tries = counted(attempts, now, now) + 1, tries + 1
        now += wait_after(attempts)
    assert tries <= 20


def test_waiting_ends() -> None:
    assert wait_left(5, NOW, NOW) == timedelta(seconds=30)
    assert wait_left(5, NOW, NOW + timedelta(seconds=29)) == timedelta(seconds=1)
    assert wait_left(5, NOW, NOW + timedelta(seconds=30)) == timedelta(0)


def test_the_free_attempts_never_wait_whichever_clock_came_first() -> None:
    assert wait_left(4, NOW + timedelta(seconds=1), NOW) == timedelta(0)


def test_attempts_count_for_a_day() -> None:
    assert counted(7, NOW, NOW + timedelta(hours=23, minutes=59)) == 7
    assert counted(7, NOW, NOW + timedelta(hours=24)) == 0
