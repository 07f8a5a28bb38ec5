"""What follows from the register of areas: who is above whom, who reports to whom, and from where a right reaches.

A unit (đơn vị) is an area that reports values to be rolled up: a commune, or an island district without communes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from contracts.directory import AreaLevel
from contracts.reach import NATION, Lines

OUT_OF_REACH = "Đơn vị này ngoài phạm vi của tài khoản."
_ROLLED_UP = frozenset({AreaLevel.DISTRICT, AreaLevel.PROVINCE})
_LEVELS = tuple(AreaLevel)


@dataclass(frozen=True, slots=True)
class Place:
    """An area as the register has it."""

    no: int
    id: str
    level: AreaLevel
    parent_id: str | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an area stands: its ancestors from the parent up, those its values roll up into, and its reach."""

    no: int
    is_leaf: bool
    ancestors: tuple[str, ...]
    uppers: tuple[int, ...]
    reach: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitCount:
    """From `valid_from` on, `units` units report to the area."""

    area_no: int
    valid_from: date
    units: int


def own_line(area: str, reach: Iterable[str]) -> frozenset[str]:
    """Of the reach of an area, itself and what it became: a right that belongs to a unit is not held from above it.

    What stands above an area is of a higher level, what it became of its own (an island district: of a lower one).
    """
    return frozenset(one for one in reach if _depth(one) >= _depth(area))


def nearest_above(area: str, reach: Iterable[str]) -> str:
    """Of the reach of an area, what stands next above it; the nation above all."""
    return max((one for one in reach if _depth(one) < _depth(area)), key=_depth, default=NATION)


def level_of(area: str) -> AreaLevel:
    """The level an id tells."""
    return AreaLevel.NATION if area == NATION else AreaLevel(area[0])


def is_below(area: str, level: AreaLevel) -> bool:
    """Whether an area is of a lower level than this one."""
    return _depth(area) > _LEVELS.index(level)


def _depth(area: str) -> int:
    return _LEVELS.index(level_of(area))


class Territory:
    """All areas and their lineage. A parent or successor that is not in the register yet is left out."""

    def __init__(self, places: Iterable[Place], successions: Iterable[tuple[str, str]]) -> None:
        """`successions` are pairs of predecessor and successor."""
        self._places: Mapping[str, Place] = {place.id: place for place in places}
        parents = {place.id: place.parent_id for place in self._places.values()}
        lines = Lines(parents, successions)
        self.ancestors_of, self.reach_of = lines.ancestors_of, lines.reach_of

    def standings(self) -> list[Standing]:
        """The standing of every area."""
        return [self._standing(place) for place in self._places.values()]

    def unit_counts(self) -> list[UnitCount]:
        """How many units report to each area above them, day by day; provinces report to the nation."""
        changes: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
        for place in self._places.values():
            for no in self._reports_to(place):
                changes[no][place.valid_from] += 1
                if place.valid_to is not None:
                    changes[no][place.valid_to + timedelta(days=1)] -= 1
        return [
            UnitCount(no, day, units)
            for no, steps in changes.items()
            for day, units in zip(sorted(steps), accumulate(steps[day] for day in sorted(steps)), strict=True)
        ]

    def _standing(self, place: Place) -> Standing:
        uppers = self._uppers(place) if self._is_leaf(place) else ()
        ancestors = self.ancestors_of(place.id)
        return Standing(place.no, self._is_leaf(place), ancestors, uppers, tuple(sorted(self.reach_of(place.id))))

    def _reports_to(self, place: Place) -> Sequence[int]:
        if place.level is AreaLevel.PROVINCE:
            return [self._places[NATION].no] if NATION in self._places else []
        return self._uppers(place) if self._is_leaf(place) else ()

    def _uppers(self, place: Place) -> tuple[int, ...]:
        above = (self._places.get(ancestor) for ancestor in self.ancestors_of(place.id))
        return tuple(found.no for found in above if found is not None and found.level in _ROLLED_UP)

    def _is_leaf(self, place: Place) -> bool:
        if place.level is AreaLevel.COMMUNE:
            return True
        return place.level is AreaLevel.DISTRICT and place.id not in self._parents_of_communes

    @cached_property
    def _parents_of_communes(self) -> frozenset[str | None]:
        return frozenset(place.parent_id for place in self._places.values() if place.level is AreaLevel.COMMUNE)
