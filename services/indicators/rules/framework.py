"""A framework (bộ chỉ số) as plain data: who issued it, whom it applies to, its scale and its tree of nodes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from contracts.directory import AreaLevel
from contracts.indicators.assessments import RuleKind
from contracts.periods import Period, PeriodKind
from contracts.reach import NATION
from services.indicators.rules.frameworks.classes import UnitClass, class_of, reduced
from services.indicators.rules.frameworks.levels import RecognitionRule, Requirements
from services.indicators.rules.scoring import Rule


class ScaleUnit(StrEnum):
    """Points out of a total, or shares from 0 to 1."""

    POINTS = "points"
    SHARE = "share"


class Formula(StrEnum):
    """How the scores of the criteria make a group and the whole."""

    SUM = "sum"
    WEIGHTED_SHARE = "weighted_share"

    @property
    def text(self) -> str:
        """The formula in words, as shown beside a total."""
        if self is Formula.SUM:
            return "Tổng điểm các tiêu chí"
        return "Σ(trọng số × giá trị) ÷ Σ trọng số"


class Evidence(StrEnum):
    """Whether a unit that gives itself points at a criterion must show evidence."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Issuer:
    """The document a framework comes from, and where we read it."""

    number: str
    issued_on: date | None
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The highest total, its unit, and the decimals a score may have."""

    total: Decimal
    unit: ScaleUnit
    decimals: int


@dataclass(frozen=True)
class Node:
    """A criterion (leaf, with a rule) or a group of nodes. Children stand in the natural order of their codes.

    ``maximum`` and ``weight`` of a group are those of its scored criteria together; without weights in the framework
    a criterion weighs its maximum. Weight None: its issuer has not published it, so nothing it is part of has a total.
    A node with ``scored`` off is shown but counts nowhere. ``applies_to`` are the classes of units it is for, None for
    all; ``requirements`` is what it is to each level of recognition; with ``evidence_required`` a unit that scores
    above 0 must show why.
    """

    code: str
    name: str
    name_en: str | None
    maximum: Decimal
    weight: Decimal | None
    scored: bool
    rule: Rule | None
    note: str | None
    children: tuple["Node", ...] = ()
    applies_to: frozenset[str] | None = None
    requirements: Requirements = field(default_factory=dict)
    evidence_required: bool = False

    @property
    def is_leaf(self) -> bool:
        """Whether it is a criterion that takes scores itself."""
        return not self.children

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator["Node"]:
        """The criteria at and below this node, in reading order."""
        return (node for node in self.walk() if node.is_leaf)


def whole_weight(nodes: Iterable[Node]) -> Decimal | None:
    """The weights of the scored nodes together; None as soon as one of them was not published."""
    total = Decimal()
    for node in nodes:
        if node.scored and node.weight is None:
            return None
        total += (node.weight or 0) if node.scored else 0
    return total


class NodeUnknown(LookupError):
    """The framework has no such criterion. Its message is Vietnamese."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Framework:
    """One framework in one version: a new decree is a new file with a new code.

    It is for the units within `area`. Of one `line` only one is in force at a time; it ``succeeds`` the one before, and
    ``carries`` says from which node there each node here goes on.
    """

    code: str
    name: str
    name_en: str
    issuer: Issuer
    level: AreaLevel
    unit_class: str
    valid_from: date
    valid_to: date | None
    period_kind: PeriodKind
    scale: Scale
    formula: Formula
    nodes: tuple[Node, ...]
    counted_on: Mapping[str, date] = field(default_factory=dict)
    area: str = NATION
    line: str | None = None
    succeeds: str | None = None
    carries: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[UnitClass, ...] = ()
    recognition: RecognitionRule | None = None

    @cached_property
    def root(self) -> Node:
        """The whole tree as one nameless group, so that the total is one more group."""
        total = whole_weight(self.nodes)
        return Node("", self.name, self.name_en, self.scale.total, total, True, None, None, self.nodes)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """All criteria in natural order, unscored ones included."""
        return tuple(self.root.leaves())

    @cached_property
    def by_inputs(self) -> bool:
        """Whether some of its criteria are computed from what is entered, instead of points typed."""
        return any(leaf.rule is not None and leaf.rule.kind is not RuleKind.MANUAL for leaf in self.leaves)

    @cached_property
    def groups(self) -> tuple[Node, ...]:
        """All groups in reading order, without the root."""
        return tuple(node for node in self.walk() if not node.is_leaf)

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """For every node's code the code of its group; None at the top."""
        below = {child.code: node.code for node in self.walk() for child in node.children}
        return {node.code: below.get(node.code) for node in self.walk()}

    def walk(self) -> Iterator[Node]:
        """Every node in reading order."""
        for node in self.nodes:
            yield from node.walk()

    def leaf(self, code: str) -> Node:
        """The criterion with a code. Raises `NodeUnknown` when there is none, or when the code is a group's."""
        node = self._by_code.get(code)
        if node is None:
            raise NodeUnknown(code, f"Bộ chỉ số {self.code} không có tiêu chí “{code}”.")
        if not node.is_leaf:
            raise NodeUnknown(code, f"Mục {code} là nhóm, không chấm điểm trực tiếp.")
        return node

    def is_valid_in(self, period: Period) -> bool:
        """Whether it was in force on at least one day of a period."""
        return self.valid_from <= period.last_day() and (self.valid_to is None or period.first_day() <= self.valid_to)

    def units_on(self, period: Period) -> date:
        """The day whose units a period judges: its last, unless the publisher counted by those of another day."""
        return self.counted_on.get(str(period), period.last_day())

    def class_of(self, area: str) -> UnitClass | None:
        """The class of a unit, where the framework tells classes apart."""
        return class_of(self.classes, area)

    def for_unit(self, area: str) -> "Framework":
        """The framework as it stands for a unit: without what does not apply to its class."""
        of = self.class_of(area)
        return self if of is None else self.by_class[of.key]

    @cached_property
    def by_class(self) -> dict[str, "Framework"]:
        """The framework as it stands for each class."""
        shared = self.scale.unit is ScaleUnit.SHARE
        return {one.key: reduced(self, one.key, shared=shared) for one in self.classes}

    @cached_property
    def _by_code(self) -> dict[str, Node]:
        return {node.code: node for node in self.walk()}
