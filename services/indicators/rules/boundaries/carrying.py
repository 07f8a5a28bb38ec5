"""Carrying (gộp về địa giới sau): of which former areas every later area is read, each counted once.

A unit is read of the former units that went into it. A province is read of the former provinces that lie in it with
all their units, and of single units where a province was divided.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.directory import AreaLevel
from services.indicators.rules.boundaries.flows import WHOLE, Flow, Flows, Step, together
from services.indicators.rules.territory import Place, Standing


@dataclass(frozen=True, slots=True)
class Carry:
    """A former area (source) of which a later one (target) is read, on days when the source was in force."""

    target_no: int
    source_no: int
    is_leaf: bool
    whole: bool
    share: Decimal | None
    valid_from: date
    valid_to: date | None


class Carrying:
    """What every area is read of by its own boundaries."""

    def __init__(self, places: Iterable[Place], standings: Iterable[Standing], steps: Iterable[Step]) -> None:
        self._places: Mapping[str, Place] = {place.id: place for place in places}
        numbered = {standing.no: standing for standing in standings}
        self._standings = {place.id: numbered[place.no] for place in self._places.values()}
        known = [step for step in steps if step.predecessor in self._places and step.successor in self._places]
        self._flows = Flows(known)
        self._leaves_of = self._leaves_below()
        self._entering = self._sources_by_target()

    def carries(self) -> list[Carry]:
        """Every pair of later area and former one, none where an area is only what it always was."""
        found: list[Carry] = []
        for place in self._places.values():
            if self._standings[place.id].is_leaf:
                found.extend(self._of_leaf(place))
            elif place.level is AreaLevel.PROVINCE:
                found.extend(self._of_province(place))
        return found

    def _of_leaf(self, target: Place) -> list[Carry]:
        pairs = [(source, flow) for source, flow in self._entering.get(target.id, ()) if self._is_leaf(source)]
        return self._with_itself(target, [self._carry(target, source, flow) for source, flow in pairs])

    def _of_province(self, target: Place) -> list[Carry]:
        """Former provinces that lie whole in it; where one does not, its units one by one, and itself as a part."""
        entering = [source for source, _ in self._entering.get(target.id, ()) if not self._is_leaf(source)]
        whole = {source for source in entering if self._lies_in(source, target)}
        carries = [self._carry(target, source, WHOLE if source in whole else Flow(False, None)) for source in entering]
        own = self._leaves_of[target.id]
        covered = own.union(*(self._leaves_of[source] for source in whole))
        carries += [self._carry(target, leaf, self._share_in(leaf, target)) for leaf in self._into(own) - covered]
        departed = [leaf for leaf in own if not self._stays_in(leaf, target)]
        return self._by_units(target, carries, departed) if departed else self._with_itself(target, carries)

    def _with_itself(self, target: Place, carries: list[Carry]) -> list[Carry]:
        """The target is read of itself too, as long as it stood beside an area that went into it later."""
        beside = [one.valid_to or date.max for one in carries if (one.valid_to or date.max) >= target.valid_from]
        return [*carries, self._carry(target, target.id, WHOLE, max(beside))] if beside else carries

    def _by_units(self, target: Place, carries: list[Carry], departed: Sequence[str]) -> list[Carry]:
        """As long as a unit that left it later was its own, it is read of its units instead of itself."""
        until = max(self._places[leaf].valid_to or date.max for leaf in departed)
        flows = {leaf: self._share_in(leaf, target) for leaf in self._leaves_of[target.id]}
        units = [self._carry(target, leaf, flow, until) for leaf, flow in flows.items() if flow.share != 0]
        return [*carries, *units, self._carry(target, target.id, Flow(False, None), until)]

    def _carry(self, target: Place, source: str, flow: Flow, until: date = date.max) -> Carry:
        place = self._places[source]
        last = place.valid_to if until >= (place.valid_to or date.max) else until
        return Carry(target.no, place.no, self._is_leaf(source), flow.whole, flow.share, place.valid_from, last)

    def _lies_in(self, source: str, target: Place) -> bool:
        """Whether a former province went into one with every unit; a unit nobody has traced goes with its province."""
        flow = WHOLE if source == target.id else self._flows.out_of(source).get(target.id)
        if flow is None or not flow.whole:
            return False
        return all(self._stays_in(leaf, target) for leaf in self._leaves_of[source])

    def _stays_in(self, leaf: str, target: Place) -> bool:
        return all(self._is_in(after, target) for after in self._later_units(leaf, target))

    def _share_in(self, leaf: str, target: Place) -> Flow:
        after = self._later_units(leaf, target)
        inside = [flow for one, flow in after.items() if self._is_in(one, target)]
        traced = len(inside) > 1 or any(flow.whole for flow in inside)
        return together(inside, is_all=traced and len(inside) == len(after))

    def _later_units(self, leaf: str, target: Place) -> dict[str, Flow]:
        """The units a unit is on the territory of, at the end of those days on which the target is in force."""
        after = {leaf: WHOLE, **self._flows.out_of(leaf)}
        day = target.valid_to or date.max
        return {
            one: flow
            for one, flow in after.items()
            if self._is_leaf(one)
            and self._places[one].valid_from <= day
            and (self._places[one].valid_to or date.max) >= day
        }

    def _into(self, leaves: Iterable[str]) -> set[str]:
        return {source for leaf in leaves for source, _ in self._entering.get(leaf, ()) if self._is_leaf(source)}

    def _is_in(self, leaf: str, target: Place) -> bool:
        return target.id in self._standings[leaf].ancestors

    def _is_leaf(self, area: str) -> bool:
        return self._standings[area].is_leaf

    def _leaves_below(self) -> dict[str, set[str]]:
        below: dict[str, set[str]] = defaultdict(set)
        for area, standing in self._standings.items():
            if standing.is_leaf:
                for ancestor in standing.ancestors:
                    below[ancestor].add(area)
        return below

    def _sources_by_target(self) -> Mapping[str, Sequence[tuple[str, Flow]]]:
        entering: dict[str, list[tuple[str, Flow]]] = defaultdict(list)
        for source, target, flow in self._all_flows():
            entering[target].append((source, flow))
        return entering

    def _all_flows(self) -> Iterator[tuple[str, str, Flow]]:
        for source in self._places:
            for target, flow in self._flows.out_of(source).items():
                yield source, target, flow
