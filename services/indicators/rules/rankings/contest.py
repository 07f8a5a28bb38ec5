"""A ranking opened up: every unit with the parts its score is made of, so that it can be made anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from contracts.indicators.assessments import RuleKind
from kit.numbers import round_half_up
from services.indicators.rules.framework import Formula, Framework, Node
from services.indicators.rules.rankings.ranks import RANK_PLACES, Contender, rank
from services.indicators.rules.scoring import RuleInputs

_NOTHING = Decimal()
_ROUNDING = Decimal(1).scaleb(-20)
"""Below this a difference comes from division, never from a score."""


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion of a unit, or a group of which only the sum was published; what has no score earns nothing."""

    node: Node
    points: Decimal | None
    inputs: RuleInputs | None = None

    @property
    def weight(self) -> Decimal:
        """What the full points of the part are worth in the whole."""
        return self.node.weight or _NOTHING

    @property
    def earned(self) -> Decimal:
        """What its points are worth in the whole."""
        return (self.points or _NOTHING) * self.weight / self.node.maximum

    @property
    def level(self) -> Decimal:
        """How far it is: 0–1 of its maximum."""
        return (self.points or _NOTHING) / self.node.maximum

    @property
    def needs_appraisal(self) -> bool:
        """Whether people judge its points, instead of a rule counting them from figures that are there."""
        return self.inputs is None or self.node.rule is None or self.node.rule.kind is RuleKind.MANUAL


@dataclass(frozen=True)
class Contestant:
    """One unit that can be placed by its share; without parts it can only stand still."""

    key: str
    area: str
    name: str
    share: Decimal
    parts: tuple[Part, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Part]:
        """The parts by their codes."""
        return {part.node.code: part for part in self.parts}

    @cached_property
    def rest(self) -> Decimal:
        """What its share has beyond its parts: a publisher's total may differ a little from the sum it printed."""
        if not self.parts:
            return self.share
        rest = self.share - self._of_parts
        return rest if abs(rest) > _ROUNDING else _NOTHING

    @cached_property
    def _of_parts(self) -> Decimal:
        return sum((part.earned for part in self.parts), _NOTHING) / sum((part.weight for part in self.parts), _NOTHING)

    def with_parts(self, changed: Mapping[str, Part]) -> "Contestant":
        """The same unit with other parts, and the share that follows; without changes exactly the same one."""
        if not changed:
            return self
        moved = replace(self, parts=tuple(changed.get(part.node.code, part) for part in self.parts))
        return replace(moved, share=self.rest + moved._of_parts)


@dataclass(frozen=True)
class Contest:
    """The units of one framework and period that can be placed by score; `left_out` are those that cannot."""

    framework: Framework
    period: str
    contestants: tuple[Contestant, ...]
    left_out: int = 0

    @property
    def seed(self) -> str:
        """What chance begins from, so that everybody sees the same."""
        return f"{self.framework.code}/{self.period}"

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each unit by its key."""
        return ranks_of({unit.key: unit.share for unit in self.contestants})

    @cached_property
    def is_open(self) -> bool:
        """Whether every unit has parts, so that other weights can be tried on all of them."""
        return bool(self.contestants) and all(unit.parts for unit in self.contestants)

    def find(self, area: str) -> Contestant | None:
        """The unit of an area."""
        return next((unit for unit in self.contestants if unit.area == area), None)

    def score_of(self, share: Decimal, whole: Decimal | None = None) -> Decimal:
        """A share as the score a sheet shows, out of `whole` instead of the framework's own total."""
        return round_half_up(share * (whole or self.framework.scale.total), self.framework.scale.decimals)

    def gain_of(self, earned: Decimal) -> Decimal:
        """What is earned in the whole, as points of the score."""
        if self.framework.formula is Formula.SUM:
            return earned
        return earned * self.framework.scale.total / (self.framework.root.weight or Decimal(1))


def ranks_of(shares: Mapping[str, Decimal]) -> dict[str, int]:
    """Competition ranks of rounded shares."""
    placed = rank(Contender(key, share) for key, share in shares.items())
    return {each.key: each.rank for each in placed if each.rank is not None}


def rounded(share: Decimal) -> Decimal:
    """A share as rankings compare it."""
    return round_half_up(share, RANK_PLACES)


def parts_of(framework: Framework, points: Mapping[str, Decimal], inputs: Mapping[str, RuleInputs]) -> tuple[Part, ...]:
    """The scored criteria of a sheet at one stage; none where weights were not published."""
    if framework.root.weight is None:
        return ()
    return tuple(Part(node, points.get(node.code), inputs.get(node.code)) for node in framework.leaves if node.scored)


def published_parts(framework: Framework, points: Mapping[str, Decimal]) -> tuple[Part, ...]:
    """The main groups as their publisher printed them; none unless all of them are there."""
    groups = [node for node in framework.nodes if node.scored]
    if framework.root.weight is None or any(node.code not in points for node in groups):
        return ()
    return tuple(Part(node, points[node.code]) for node in groups)


def on_one_footing(contest: Contest) -> list[tuple[Part, ...]]:
    """The parts of every unit cut alike: its criteria, or its main groups as soon as one unit has groups only."""
    codes = {tuple(part.node.code for part in unit.parts) for unit in contest.contestants}
    if len(codes) == 1:
        return [unit.parts for unit in contest.contestants]
    return [tuple(_grouped(contest.framework.nodes, unit)) for unit in contest.contestants]


def _grouped(nodes: Iterable[Node], unit: Contestant) -> Iterable[Part]:
    for node in nodes:
        if not node.scored:
            continue
        below = [unit.by_code[one.code] for one in node.walk() if one.code in unit.by_code]
        earned = sum((part.earned for part in below), _NOTHING)
        weight = node.weight or Decimal(1)
        yield Part(node, earned * node.maximum / weight)
