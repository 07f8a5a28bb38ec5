"""How far a number stands from a sample, by three standard methods; exact decimals, the same answer every time.

- z-score: mean ± 3 standard deviations (of a sample, n - 1).
- Modified z-score (Iglewicz and Hoaglin 1993): 0.6745 (x - median) / MAD beyond 3.5. Where more than half of the sample
  is one number, MAD is 0 and the mean absolute deviation stands in: (x - median) / (1.253314 MeanAD).
- Tukey's fences: beyond the quartiles (Tukey's hinges) by more than 1.5 times their distance; 3 times is far out.

Where a method finds no spread at all it says nothing.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import reduce
from math import sqrt
from typing import Self

from contracts.indicators.checks import OutlierMethod

LEAST_POINTS = 8
"""Fewer tell nothing of what is usual."""
DEVIATIONS, MODIFIED, FENCE, FAR = Decimal(3), Decimal("3.5"), Decimal("1.5"), Decimal(3)
_TO_DEVIATION, _MEAN_TO_DEVIATION = Decimal("0.6745"), Decimal("1.253314")
_EXACT = Context(prec=50)
MARGIN, DUST = 0.99, 1e-12


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a method takes for usual, and the score of the number that was judged; beyond `limit` it stands apart."""

    method: OutlierMethod
    score: Decimal
    limit: Decimal
    lower: Decimal
    upper: Decimal

    def is_beyond(self, number: Decimal) -> bool:
        """Whether a number stands apart."""
        return not self.lower <= number <= self.upper

    @property
    def is_far(self) -> bool:
        """Whether it stands apart by Tukey's wider fence."""
        return self.method is OutlierMethod.TUKEY and abs(self.score) > FAR


@dataclass(frozen=True, slots=True)
class Sample:
    """Sorted points a number is held against; `quick` are the same as floats."""

    points: list[Decimal]
    quick: list[float]

    @classmethod
    def of(cls, numbers: Iterable[Decimal]) -> Self:
        """A sample of numbers in any order."""
        points = sorted(numbers)
        return cls(points, [float(point) for point in points])

    def __len__(self) -> int:
        return len(self.points)

    def without(self, number: Decimal) -> Self:
        """The sample less one point that equals the number."""
        place = bisect_left(self.points, number)
        if place == len(self.points) or self.points[place] != number:
            return self
        points, quick = self.points.copy(), self.quick.copy()
        del points[place], quick[place]
        return type(self)(points, quick)

    @property
    def has_spread(self) -> bool:
        """Whether the points differ at all."""
        return bool(self.points) and has_spread(self.points)

    @property
    def tells(self) -> bool:
        """Whether there are points enough, and they differ."""
        return len(self.points) >= LEAST_POINTS and self.has_spread


EMPTY = Sample([], [])


def outlying(sample: Sample, number: Decimal) -> tuple[Bounds, ...]:
    """The methods by which a number stands apart from a sample; none where there are too few points."""
    if len(sample) < LEAST_POINTS or not _may_stand_apart(sample.quick, float(number)):
        return ()
    return tuple(bounds for bounds in judged(sample.points, number) if bounds.is_beyond(number))


def judged(points: Sequence[Decimal], number: Decimal) -> Iterator[Bounds]:
    """What every method that finds a spread in sorted points says of a number."""
    for judge in _METHODS:
        found = judge(points, number)
        if found is not None:
            yield found


def has_spread(points: Sequence[Decimal]) -> bool:
    """Whether sorted points differ at all."""
    return points[0] != points[-1]


def median(points: Sequence[Decimal]) -> Decimal:
    """The middle of sorted points."""
    half, odd = divmod(len(points), 2)
    return points[half] if odd else _EXACT.divide(_EXACT.add(points[half - 1], points[half]), Decimal(2))


def hinges(points: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Tukey's quartiles: the medians of both halves, each with the middle point when their number is odd."""
    half = (len(points) + 1) // 2
    return median(points[:half]), median(points[-half:])


def _z_score(points: Sequence[Decimal], number: Decimal) -> Bounds | None:
    mean = _mean(points)
    squares = [_EXACT.multiply(gap, gap) for gap in (_EXACT.subtract(point, mean) for point in points)]
    deviation = _EXACT.sqrt(_EXACT.divide(_sum(squares), Decimal(len(points) - 1)))
    return _around(OutlierMethod.Z_SCORE, mean, deviation, DEVIATIONS, number) if has_spread(points) else None


def _modified_z(points: Sequence[Decimal], number: Decimal) -> Bounds | None:
    middle = median(points)
    gaps = sorted(abs(_EXACT.subtract(point, middle)) for point in points)
    scale = _EXACT.divide(median(gaps), _TO_DEVIATION) or _EXACT.multiply(_mean(gaps), _MEAN_TO_DEVIATION)
    return _around(OutlierMethod.MODIFIED_Z, middle, scale, MODIFIED, number) if scale else None


def _fences(points: Sequence[Decimal], number: Decimal) -> Bounds | None:
    low, high = hinges(points)
    width = _EXACT.subtract(high, low)
    if not width:
        return None
    reach = _EXACT.multiply(FENCE, width)
    beyond = number - high if number > high else min(number - low, Decimal())
    score = _EXACT.divide(beyond, width)
    return Bounds(OutlierMethod.TUKEY, score, FENCE, _EXACT.subtract(low, reach), _EXACT.add(high, reach))


_METHODS: tuple[Callable[[Sequence[Decimal], Decimal], Bounds | None], ...] = (_z_score, _modified_z, _fences)


def _around(method: OutlierMethod, middle: Decimal, scale: Decimal, limit: Decimal, number: Decimal) -> Bounds:
    reach = _EXACT.multiply(limit, scale)
    score = _EXACT.divide(_EXACT.subtract(number, middle), scale)
    return Bounds(method, score, limit, _EXACT.subtract(middle, reach), _EXACT.add(middle, reach))


def _mean(numbers: Sequence[Decimal]) -> Decimal:
    return _EXACT.divide(_sum(numbers), Decimal(len(numbers)))


def _sum(numbers: Sequence[Decimal]) -> Decimal:
    return reduce(_EXACT.add, numbers, Decimal())


def _may_stand_apart(points: Sequence[float], number: float) -> bool:
    """False only where every method is sure to find the number usual: quick, and never no in error."""
    count = len(points)
    if points[0] == points[-1]:
        return False
    dust = DUST * max(abs(points[0]), abs(points[-1]), abs(number))
    mean = sum(points) / count
    deviation = sqrt(sum((point - mean) ** 2 for point in points) / (count - 1))
    if abs(number - mean) > MARGIN * 3 * deviation - dust:
        return True
    middle = (points[(count - 1) // 2] + points[count // 2]) / 2
    gaps = sorted([abs(point - middle) for point in points])
    scale = (gaps[(count - 1) // 2] + gaps[count // 2]) / 2 / 0.6745 or sum(gaps) / count * 1.253314
    if abs(number - middle) > MARGIN * 3.5 * scale - dust:
        return True
    half = (count + 1) // 2
    low = (points[(half - 1) // 2] + points[half // 2]) / 2
    high = (points[count - half + (half - 1) // 2] + points[count - half + half // 2]) / 2
    reach = MARGIN * 1.5 * (high - low) - dust
    return number > high + reach or number < low - reach
