"""What it costs to raise criteria, and the levels that reach a gain at the least cost (công sức).

Raising a criterion from level a to level b (0–1 of its maximum) costs the integral of 1 + t from a to b, which is
(b − a) + (b² − a²) / 2: the part of the maximum to be gained, the last per cent twice as dear as the first.

`cheapest_levels` is exact. The cost is a sum of strictly convex functions, one per criterion; the gain is linear and
the bounds are an interval each. So the Karush–Kuhn–Tucker conditions are sufficient, and what meets them is the only
optimum: for one price p of a point, every criterion stands where its next bit costs just that, 1 + b = p × weight, or
at its bound. The gain rises with p, piece by piece in a straight line, and breaks only where a criterion starts or is
full: the price is found between two breaks by proportion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

_ONE = Decimal(1)
_NOTHING = Decimal()


@dataclass(frozen=True, slots=True)
class Room:
    """How far a criterion may rise: from its level to the top, and what a whole criterion is worth."""

    code: str
    weight: Decimal
    level: Decimal
    top: Decimal = _ONE

    @property
    def most(self) -> Decimal:
        """What can be gained of it."""
        return self.weight * (self.top - self.level)

    def at(self, price: Decimal) -> Decimal:
        """The level at which its next bit costs this price a point."""
        return min(self.top, max(self.level, price * self.weight - 1))


def effort_between(level: Decimal, higher: Decimal) -> Decimal:
    """What it costs to raise one criterion."""
    return (higher - level) + (higher * higher - level * level) / 2


def cheapest_levels(rooms: Sequence[Room], needed: Decimal) -> dict[str, Decimal] | None:
    """The level of each criterion that has to rise, of the least cost together; None when even all is too little."""
    able = [room for room in rooms if room.most > 0]
    if sum((room.most for room in able), _NOTHING) < needed:
        return None
    if needed <= 0:
        return {}
    breaks = {(1 + level) / room.weight for room in able for level in (room.level, room.top)}
    for low, high in pairwise(sorted(breaks)):
        under, over = _gain(able, low), _gain(able, high)
        if over >= needed:
            price = low + (high - low) * (needed - under) / (over - under)
            return _raised(able, price)
    return {room.code: room.top for room in able}


def _gain(rooms: Sequence[Room], price: Decimal) -> Decimal:
    return sum((room.weight * (room.at(price) - room.level) for room in rooms), _NOTHING)


def _raised(rooms: Sequence[Room], price: Decimal) -> dict[str, Decimal]:
    levels = {room.code: room.at(price) for room in rooms}
    return {room.code: levels[room.code] for room in rooms if levels[room.code] > room.level}
