"""Where a value lies on an axis, which round numbers stand beside it, and which shade it gets."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor, log10

from frontend.formats import decimal

Value = Decimal | int | float
LEVELS = 5


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, about `about` steps (1, 2, 2.5, 5 × power of ten)."""
    span = (high - low) or abs(high) or 1.0
    raw = span / about
    power = 10.0 ** floor(log10(raw))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def level(value: Value | None, bounds: Sequence[Value]) -> int | None:
    """The shade of a value: how many of the rising `bounds` it reaches (0 … 4); None without a value."""
    if value is None:
        return None
    exact = Decimal(str(value))
    return sum(exact >= bound for bound in _exact(tuple(bounds)))


@lru_cache(256)
def _exact(bounds: tuple[Value, ...]) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(bound)) for bound in bounds)


def bin_labels(bounds: Sequence[Value], unit: str = "%") -> list[str]:
    """What each shade means: `dưới 40%`, `40–55%`, …, `từ 85%`."""
    middle = [f"{decimal(low)}–{decimal(high)}{unit}" for low, high in pairwise(bounds)]
    return [f"dưới {decimal(bounds[0])}{unit}", *middle, f"từ {decimal(bounds[-1])}{unit}"]


def even_bounds(values: Sequence[Value | None]) -> list[float]:
    """Four rising, round bounds that split the span of `values` into five shades, for figures without agreed bounds."""
    present = [float(value) for value in values if value is not None]
    if not present:
        return [20.0, 40.0, 60.0, 80.0]
    low, high = min(present), max(present)
    step = ((high - low) / LEVELS) or (abs(high) / LEVELS) or 1.0
    power = 10.0 ** (floor(log10(step)) - 1)
    return [round(round((low + step * number) / power) * power, 10) for number in range(1, LEVELS)]
