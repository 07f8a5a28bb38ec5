"""A crowd: a sample large enough that many of its own points are held against the rest of it, each in few steps."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from math import sqrt

from services.indicators.rules.checks.spread import DUST, LEAST_POINTS, MARGIN, Bounds, Sample, outlying


class Crowd:
    """Sorted points, of which one is left out while it is judged; exact only where a quick look is not sure."""

    def __init__(self, quick: Sequence[float], exact: Callable[[], list[Decimal]]) -> None:
        """`exact` gives the same points as decimals, when they are needed."""
        self._quick = quick
        self._exact = exact
        self._least = LEAST_POINTS + 1

    def __len__(self) -> int:
        return len(self._quick)

    def judged(self, number: Decimal) -> tuple[Bounds, ...] | None:
        """The methods by which one of the points stands apart from all others; None where these tell nothing."""
        if len(self) < self._least:
            return None
        if self._others_differ(float(number)) and not self._may_stand_apart(float(number)):
            return ()
        others = self._sample.without(number)
        return outlying(others, number) if others.tells else None

    @cached_property
    def _sample(self) -> Sample:
        return Sample(self._exact(), list(self._quick))

    def _others_differ(self, number: float) -> bool:
        """Whether they surely do: at least two values are there beside the one point."""
        points = self._quick
        if points[0] == points[-1]:
            return False
        alone = bisect_right(points, number) - bisect_left(points, number) == 1
        return points[1 if alone and points[0] == number else 0] != points[-2 if alone and points[-1] == number else -1]

    @cached_property
    def _moments(self) -> tuple[float, float]:
        """The mean, and the sum of squared distances from it."""
        mean = sum(self._quick) / len(self)
        return mean, sum((point - mean) ** 2 for point in self._quick)

    @cached_property
    def _middle(self) -> tuple[float, float, float]:
        """Between which two points the median of the others is, and the least their median distance from it can be."""
        points, count = self._quick, len(self)
        low, high = points[(count - 1) // 2 - 1], points[count // 2 + 1]
        middle = (points[(count - 1) // 2] + points[count // 2]) / 2
        gaps = sorted([abs(point - middle) for point in points])
        return low, high, gaps[(count - 2) // 2] - max(high - middle, middle - low)

    @cached_property
    def _hinges(self) -> tuple[float, float]:
        """The most the lower hinge of the others can be, and the least the upper one can be."""
        points, count = self._quick, len(self)
        half = count // 2
        return points[half // 2 + 1], points[count - 1 - half + (half - 1) // 2]

    def _may_stand_apart(self, number: float) -> bool:
        """False only where every method is sure to find the number usual, whichever point is left out."""
        points, count = self._quick, len(self)
        dust = DUST * max(abs(points[0]), abs(points[-1]))
        mean, squares = self._moments
        gap = (number - mean) * count / (count - 1)
        deviation = sqrt(max(squares - (number - mean) * gap, 0.0) / (count - 2))
        if abs(gap) > MARGIN * 3 * deviation - dust:
            return True
        low, high, scale = self._middle
        if max(abs(number - low), abs(number - high)) > MARGIN * 3.5 * scale / 0.6745 - dust:
            return True
        lower, upper = self._hinges
        reach = MARGIN * 1.5 * (upper - lower) - dust
        return reach < 0 or not lower - reach <= number <= upper + reach
