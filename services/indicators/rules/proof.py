"""Proofs (giải trình): why a total or a score is what it is, step by step down to what was entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.assessments import Stage
from kit.numbers import write_number
from services.indicators.rules.assessment import Row, Sheet, StageTotal, Totals
from services.indicators.rules.framework import Formula, Node
from services.indicators.rules.scoring import Explanation, Manual, RuleInputs, score

_MOST_TERMS = 12
_NOT_SCORED = "Không tính vào tổng điểm"


@dataclass(frozen=True, slots=True)
class ProofStep:
    """One step: what came out, by which rule, from which inputs, with the sum worked out in ``formula``."""

    code: str | None
    name: str
    rule: str
    inputs: Mapping[str, str | None]
    formula: str
    points: Decimal | None
    max_points: Decimal
    children: tuple["ProofStep", ...] = ()

    @property
    def lost(self) -> Decimal | None:
        """What is missing to the most."""
        return None if self.points is None else self.max_points - self.points


def prove(sheet: Sheet, stage: Stage, inputs: Mapping[str, RuleInputs] | None = None) -> ProofStep:
    """The proof of the whole sheet for one stage; ``inputs`` holds by criterion what its score was computed from."""
    return _Prover(sheet, stage, inputs or {}).group(sheet.total)


class _Prover:
    """Walks one sheet for one stage."""

    def __init__(self, sheet: Sheet, stage: Stage, inputs: Mapping[str, RuleInputs]) -> None:
        self._sheet = sheet
        self._stage = stage
        self._inputs = inputs

    def row(self, row: Row) -> ProofStep:
        points = row.points(self._stage)
        why = self._explain(row.node, points)
        rule = why.rule if row.node.scored else f"{why.rule} – {_NOT_SCORED.lower()}"
        return ProofStep(row.node.code, row.node.name, rule, why.inputs, why.formula, points, row.node.maximum)

    def group(self, totals: Totals) -> ProofStep:
        total = totals.stage(self._stage)
        children = tuple(self._child(child) for child in totals.node.children)
        return ProofStep(
            code=totals.node.code or None,
            name=totals.node.name,
            rule=self._sheet.framework.formula.text,
            inputs={"Số tiêu chí có điểm": f"{total.scored}/{total.of}"},
            formula=self._sum(totals.node, children, total),
            points=total.points,
            max_points=totals.node.maximum,
            children=children,
        )

    def _child(self, node: Node) -> ProofStep:
        if node.is_leaf:
            return self.row(self._sheet.row_by_code[node.code])
        return self.group(self._sheet.group_by_code[node.code])

    def _explain(self, node: Node, points: Decimal | None) -> Explanation:
        known = self._inputs.get(node.code)
        if node.rule is not None and known is not None:
            computed = score(node.rule, node.maximum, known)
            if computed.points == points:
                return computed.explanation
        # Typed points, also where an appraiser set aside what the rule computed.
        manual = Manual(self._sheet.framework.scale.decimals)
        return score(manual, node.maximum, RuleInputs(points=points)).explanation

    def _sum(self, node: Node, children: tuple[ProofStep, ...], total: StageTotal) -> str:
        if node.weight is None:
            return "Chưa tính được: trọng số của các chỉ số thành phần chưa được công bố"
        if total.points is None:
            return "Chưa có điểm"
        counted = [
            (child.weight or Decimal(), step.points)
            for child, step in zip(node.children, children, strict=True)
            if child.scored and step.points is not None
        ]
        result = write_number(total.points)
        if self._sheet.framework.formula is Formula.WEIGHTED_SHARE:
            terms = " + ".join(f"{write_number(weight)} × {write_number(points)}" for weight, points in counted)
            return f"({terms}) ÷ {write_number(node.weight)} = {result}"
        if len(counted) > _MOST_TERMS:
            return f"Tổng {len(counted)} mục = {result}"
        return f"{' + '.join(write_number(points) for _, points in counted)} = {result}"
