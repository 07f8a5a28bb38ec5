"""The circuit breaker as a table of what happens and what it then lets through."""

import pytest

from kit.forwarding import Breaker
from kit.forwarding.breaker import State

FAIL, ANSWER, ASK, LEAVE = "fail", "answer", "ask", "leave"


def told(*steps: tuple[float, str]) -> Breaker:
    """A breaker of limit 3 and pauses of 1 to 4 seconds after these steps."""
    breaker = Breaker(limit=3, shortest_pause=1, longest_pause=4)
    for now, step in steps:
        if step == FAIL:
            breaker.failed(now)
        elif step == ANSWER:
            breaker.succeeded()
        elif step == LEAVE:
            breaker.abandoned()
        else:
            breaker.admits(now)
    return breaker


BROKEN = ((0, FAIL), (0, FAIL), (0, FAIL))


@pytest.mark.parametrize(
    ("steps", "now", "state", "admits"),
    [
        ((), 0, State.CLOSED, True),
        (BROKEN[:2], 0, State.CLOSED, True),
        (BROKEN, 0.9, State.OPEN, False),
        (BROKEN, 1, State.OPEN, True),
        (((0, FAIL), (0, FAIL), (0, ANSWER), (0, FAIL), (0, FAIL)), 0, State.CLOSED, True),
        ((*BROKEN, (1, ASK)), 1, State.HALF_OPEN, False),
        ((*BROKEN, (1, ASK)), 4.9, State.HALF_OPEN, False),
        ((*BROKEN, (1, ASK)), 5, State.HALF_OPEN, True),
        ((*BROKEN, (1, ASK), (5, ASK)), 8.9, State.HALF_OPEN, False),
        ((*BROKEN, (1, ASK), (1, LEAVE)), 1, State.OPEN, True),
        ((*BROKEN, (1, ASK), (1, ANSWER)), 1, State.CLOSED, True),
        ((*BROKEN, (1, ASK), (1, ANSWER), (1, FAIL), (1, FAIL)), 1, State.CLOSED, True),
        ((*BROKEN, (1, ASK), (1, FAIL)), 2.9, State.OPEN, False),
        ((*BROKEN, (1, ASK), (1, FAIL)), 3, State.OPEN, True),
        ((*BROKEN, (1, ASK), (1, FAIL), (3, ASK), (3, FAIL), (7, ASK), (7, FAIL)), 10.9, State.OPEN, False),
        ((*BROKEN, (1, ASK), (1, FAIL), (3, ASK), (3, FAIL), (7, ASK), (7, FAIL)), 11, State.OPEN, True),
        ((*BROKEN, (0.5, FAIL)), 1, State.OPEN, True),
    ],
)
def test_it_lets_through_whoever_may_find_something_out(
    steps: tuple[tuple[float, str], ...], now: float, state: State, admits: bool
) -> None:
    breaker = told(*steps)

    assert breaker.state is state
    assert breaker.admits(now) is admits


def test_giving_up_and_coming_back_are_told_once() -> None:
    breaker = Breaker(limit=2, shortest_pause=1)

    given_up = [breaker.failed(0), breaker.failed(0), breaker.failed(0)]
    breaker.admits(1)
    came_back = [breaker.succeeded(), breaker.succeeded()]

    assert (given_up, came_back) == ([False, True, False], [True, False])


def test_the_pause_that_is_left_is_told() -> None:
    assert told(*BROKEN).retry_in(0.25) == 0.75
    assert told().retry_in(0) == 0
