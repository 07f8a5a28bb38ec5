"""Assessments (đánh giá): three scores per criterion, their difference and status, and totals of every group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from contracts.indicators.assessments import NodeStatus, Stage
from kit.numbers import round_half_up
from services.indicators.rules.framework import Formula, Framework, Node
from services.indicators.rules.inputs import check_kind
from services.indicators.rules.scoring import InputInvalid, Manual, RuleInputs, score

SHARE_PLACES = 1

STATUS_LABELS: Mapping[NodeStatus, str] = {
    NodeStatus.AWAITING: "Chờ thẩm định",
    NodeStatus.NOT_DONE: "Chưa thực hiện",
    NodeStatus.NEEDS_EVIDENCE: "Cần bổ sung minh chứng",
    NodeStatus.DONE: "Hoàn thành",
    NodeStatus.IN_PROGRESS: "Đang thực hiện",
}

STAGE_LABELS: Mapping[Stage, str] = {
    Stage.SELF: "Tự đánh giá",
    Stage.APPRAISED: "Thẩm định",
    Stage.FINAL: "Công bố",
}

Scores = Mapping[tuple[str, Stage], Decimal]
"""The points of a sheet by criterion and stage; what has no score is not in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion with its scores side by side."""

    node: Node
    parent_code: str | None
    self_points: Decimal | None
    appraised_points: Decimal | None
    final_points: Decimal | None

    def points(self, stage: Stage) -> Decimal | None:
        """The score of one stage."""
        match stage:
            case Stage.SELF:
                return self.self_points
            case Stage.APPRAISED:
                return self.appraised_points
            case Stage.FINAL:
                return self.final_points

    @property
    def difference(self) -> Decimal | None:
        """Self minus appraised (chênh lệch): above zero the appraisal cut, below zero it raised."""
        if self.self_points is None or self.appraised_points is None:
            return None
        return self.self_points - self.appraised_points

    @property
    def status(self) -> NodeStatus | None:
        """Derived, never stored; a criterion that counts nowhere has none."""
        if not self.node.scored:
            return None
        return derive_status(self.self_points, self.appraised_points, self.node.maximum)


@dataclass(frozen=True, slots=True)
class StageTotal:
    """What one stage gives a group: the points of the rows that have a score, and from how many of how many rows.

    ``share`` is the exact part of the whole maximum, 0–1; rows without a score earn nothing. Both are None without a
    score, and where the weights were never published.
    """

    points: Decimal | None
    share: Decimal | None
    scored: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        """The share of the maximum in per cent with one decimal, half-up: exactly 51.85 shows 51.9."""
        return None if self.share is None else round_half_up(self.share * 100, SHARE_PLACES)


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of one group, or of the whole sheet, for each stage.

    ``difference`` is self minus appraised over the rows that have both; ``verified`` counts the rows that somebody else
    has judged: with an appraised or a final score.
    """

    node: Node
    parent_code: str | None
    self_total: StageTotal
    appraised_total: StageTotal
    final_total: StageTotal
    difference: Decimal | None
    verified: int

    def stage(self, stage: Stage) -> StageTotal:
        """The total of one stage."""
        match stage:
            case Stage.SELF:
                return self.self_total
            case Stage.APPRAISED:
                return self.appraised_total
            case Stage.FINAL:
                return self.final_total


@dataclass(frozen=True)
class Sheet:
    """A whole assessed sheet: criteria and groups in reading order, and the total."""

    framework: Framework
    rows: tuple[Row, ...]
    groups: tuple[Totals, ...]
    total: Totals

    @cached_property
    def row_by_code(self) -> dict[str, Row]:
        """The rows by the code of their criterion."""
        return {row.node.code: row for row in self.rows}

    @cached_property
    def group_by_code(self) -> dict[str, Totals]:
        """The totals by the code of their group."""
        return {group.node.code: group for group in self.groups}


def assess(framework: Framework, scores: Scores) -> Sheet:
    """The sheet that follows from the scores. Scores of codes the framework does not have are ignored."""
    rows = tuple(_row(framework, node, scores) for node in framework.leaves)
    by_code = {row.node.code: row for row in rows}

    def totals(node: Node) -> Totals:
        below = [by_code[leaf.code] for leaf in node.leaves() if leaf.scored]
        return _totals(framework, node, below)

    return Sheet(framework, rows, tuple(totals(group) for group in framework.groups), totals(framework.root))


def check_score(framework: Framework, code: str, points: Decimal) -> None:
    """Refuses typed points for no criterion (`NodeUnknown`), for one that is computed, or out of 0–maximum or too fine.

    The latter are `InputInvalid`. An appraisal may be above the unit's own score: it is a second judgement, not a cap.
    """
    computed_score(framework, code, RuleInputs(points=points))


def computed_score(framework: Framework, code: str, inputs: RuleInputs) -> Decimal:
    """The points of a criterion from what its rule takes. Raises `NodeUnknown`, and `InputInvalid` for anything else.

    What the rule calls no score ("0/0 counts as missing") is refused: whoever has none leaves the criterion empty.
    """
    node = framework.leaf(code)
    rule = node.rule or Manual(framework.scale.decimals)
    check_kind(rule, inputs)
    points = score(rule, node.maximum, inputs).points
    if points is None:
        raise InputInvalid("denominator", "Không phát sinh (0 ÷ 0) nên không tính điểm; hãy để trống tiêu chí này.")
    return points


def derive_status(self_points: Decimal | None, appraised: Decimal | None, maximum: Decimal) -> NodeStatus:
    """The status of a criterion; without an appraisal it waits for one, whatever the unit itself says.

    Verified on the 62 rows of the appraisal sheet of Cần Giuộc, 2025.
    """
    if appraised is None:
        return NodeStatus.AWAITING
    own = self_points or Decimal()
    if own == 0 and appraised == 0:
        return NodeStatus.NOT_DONE
    if own > appraised:
        return NodeStatus.NEEDS_EVIDENCE
    return NodeStatus.DONE if own == maximum else NodeStatus.IN_PROGRESS


def _row(framework: Framework, node: Node, scores: Scores) -> Row:
    own, appraised, final = (scores.get((node.code, stage)) for stage in (Stage.SELF, Stage.APPRAISED, Stage.FINAL))
    return Row(node, framework.parents[node.code], own, appraised, final)


def _totals(framework: Framework, node: Node, rows: list[Row]) -> Totals:
    own, appraised, final = (
        _stage_total(framework, node, [(row.node, row.points(stage)) for row in rows])
        for stage in (Stage.SELF, Stage.APPRAISED, Stage.FINAL)
    )
    compared = _stage_total(framework, node, [(row.node, row.difference) for row in rows])
    parent = framework.parents.get(node.code)
    verified = sum(row.appraised_points is not None or row.final_points is not None for row in rows)
    return Totals(node, parent, own, appraised, final, compared.points, verified)


def _stage_total(framework: Framework, node: Node, given: Iterable[tuple[Node, Decimal | None]]) -> StageTotal:
    of = 0
    scored: list[tuple[Node, Decimal]] = []
    for leaf, points in given:
        of += 1
        if points is not None:
            scored.append((leaf, points))
    if not scored or node.weight is None:
        return StageTotal(None, None, len(scored), of)
    if framework.formula is Formula.SUM:
        added = sum((points for _, points in scored), Decimal())
        return StageTotal(added, added / node.maximum, len(scored), of)
    # QĐ 922/QĐ-BTTTT: total = Σ(weight · value) / Σ weights; the published value has the decimals of the scale.
    share = sum(((leaf.weight or 0) * points for leaf, points in scored), Decimal()) / node.weight
    return StageTotal(round_half_up(share, framework.scale.decimals), share, len(scored), of)
