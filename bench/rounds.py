"""Rounds: the limit and ours measured in turn, so that whatever else the machine does burdens both."""

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

ROUNDS = 7
"""Measured rounds of everything; one more goes before them and does not count."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, the limit, ours, how they compare, and what we aim at."""

    what: str
    limit: str
    ours: str
    ratio: str
    goal: str


def take_turns(*measures: Callable[[], T], rounds: int = ROUNDS) -> list[list[T]]:
    """Run the measures one after another, round after round; the figures of each measure, without the first round's."""
    taken = [[measure() for measure in measures] for _ in range(rounds + 1)]
    return [list(figures) for figures in zip(*taken[1:], strict=True)]


def ratio(above: Iterable[float], below: Iterable[float]) -> float:
    """The median of the rounds' own ratios: two figures of one round saw the same machine."""
    return statistics.median(one / other for one, other in zip(above, below, strict=True))


def seconds(work: Callable[[], object]) -> float:
    """How long it took by the wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def tell(text: str) -> None:
    """Say on standard error what is going on; standard output is for the table."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
