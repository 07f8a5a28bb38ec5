"""From the rules' sheet to the contracts: rows, groups and steps of a proof, without any arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import (
    Assessment,
    AssessmentSummary,
    GroupScore,
    LateChange,
    NodeInputs,
    NodeScore,
    ProofStep,
    ReportedResult,
    RuleKind,
    ScoreInputs,
    SheetState,
    Stage,
    Totals,
)
from contracts.periods import Period
from services.indicators.rules import assessment as rules
from services.indicators.rules import proof
from services.indicators.rules.framework import Framework, Node
from services.indicators.rules.inputs import FIELDS, KeptInputs, restore
from services.indicators.rules.scoring import RuleInputs, ratio_of
from services.indicators.rules.standing import Openness, openness


@dataclass(frozen=True, slots=True)
class Head:
    """What a sheet is: whose, of when, in which version, the stage that ranks it, and the result printed of it.

    The framework is as it stands for the unit: without what does not apply to its class. A sheet `is_held` back from
    when its unit submits it until it is published.
    """

    id: UUID
    framework: Framework
    area: str
    area_name: str
    sort_key: bytes
    reach: list[str]
    period: Period
    version: int
    updated_at: datetime
    decisive: Stage | None
    reported: ReportedResult | None
    unit_class: str | None = None
    class_key: str | None = None
    framework_id: int = 0
    state: SheetState = SheetState.SELF
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One sheet of a list, with the totals kept of it."""

    head: Head
    total: rules.Totals
    groups: Sequence[rules.Totals]


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole sheet: what the rules make of its scores, what computed scores came from, and the words beside them.

    `late` has by criterion what the unit's own score was when it was appraised, where it was changed since. Of a
    `partial` one only what is published is here. `evidence` counts pieces by criterion, for those within reach.
    """

    head: Head
    sheet: rules.Sheet
    inputs: Mapping[tuple[str, Stage], RuleInputs]
    reasons: Mapping[tuple[str, Stage], str]
    late: Mapping[str, LateChange] = field(default_factory=dict)
    evidence: Mapping[str, int] | None = None
    partial: bool = False

    @property
    def openness(self) -> Openness:
        """How much of it is read by those not within reach of its unit.

        By the stage that is kept: of its scores the reader may have been given some only.
        """
        return openness(self.head.decisive, self.head.reported is not None, self.head.is_held)

    def published_part(self) -> "Entry":
        """The sheet without what is still being entered and judged: final scores alone, and what belongs to them."""
        points: dict[tuple[str, Stage], Decimal] = {
            (row.node.code, Stage.FINAL): row.final_points
            for row in self.sheet.rows
            if row.final_points is not None and not self.head.is_held
        }
        return replace(
            self,
            sheet=rules.assess(self.head.framework, points),
            inputs={key: inputs for key, inputs in self.inputs.items() if key in points},
            reasons={key: reason for key, reason in self.reasons.items() if key in points},
            late={},
            evidence=None,
            partial=True,
        )

    def inputs_at(self, stage: Stage) -> dict[str, RuleInputs]:
        """What the computed scores of a stage came from, by criterion."""
        return {code: inputs for (code, at), inputs in self.inputs.items() if at is stage}


def reported_of(row: Any) -> ReportedResult | None:
    """The published result of a stored sheet."""
    if row.reported_source is None:
        return None
    return ReportedResult(score=row.reported_score, rank=row.reported_rank, source=row.reported_source)


def summary_of(listed: Listed) -> AssessmentSummary:
    """A sheet without its rows."""
    return AssessmentSummary(**_summary(listed.head, listed.total, listed.groups))


def assessment_of(entry: Entry) -> Assessment:
    """A whole sheet."""
    sheet = entry.sheet
    rows = [_row(row, entry) for row in sheet.rows]
    return Assessment(**_summary(entry.head, sheet.total, sheet.groups), partial=entry.partial, rows=rows)


def inputs_of(kept: KeptInputs | None) -> ScoreInputs | None:
    """Stored inputs as the public interface shows them."""
    return None if kept is None else ScoreInputs(**_fields(restore(kept)))


def step_of(step: proof.ProofStep) -> ProofStep:
    """One step of a proof with all below it."""
    return ProofStep(
        code=step.code,
        name=step.name,
        rule=step.rule,
        inputs=dict(step.inputs),
        formula=step.formula,
        points=step.points,
        max_points=step.max_points,
        lost=step.lost,
        children=[step_of(child) for child in step.children],
    )


def _summary(head: Head, total: rules.Totals, groups: Sequence[rules.Totals]) -> dict[str, Any]:
    return {
        "id": str(head.id),
        "framework": head.framework.code,
        "framework_name": head.framework.name,
        "area": head.area,
        "area_name": head.area_name,
        "period": str(head.period),
        "version": head.version,
        "updated_at": head.updated_at,
        "state": head.state,
        "totals": Totals(**_totals(total)),
        "groups": [_group(group) for group in groups],
        "reported": head.reported,
    }


def _group(group: rules.Totals) -> GroupScore:
    return GroupScore(code=group.node.code, name=group.node.name, parent_code=group.parent_code, **_totals(group))


def _totals(totals: rules.Totals) -> dict[str, Any]:
    own, appraised, final = totals.self_total, totals.appraised_total, totals.final_total
    return {
        "max": totals.node.maximum,
        "self": own.points,
        "appraised": appraised.points,
        "final": final.points,
        "difference": totals.difference,
        "self_share": own.percent,
        "appraised_share": appraised.percent,
        "final_share": final.percent,
        "leaves": own.of,
        "scored_self": own.scored,
        "scored_appraised": appraised.scored,
        "scored_final": final.scored,
    }


def _row(row: rules.Row, entry: Entry) -> NodeScore:
    node, reasons = row.node, entry.reasons
    return NodeScore(
        code=node.code,
        name=node.name,
        parent_code=row.parent_code,
        max_points=node.maximum,
        scored=node.scored,
        rule=RuleKind.MANUAL if node.rule is None else node.rule.kind,
        target=getattr(node.rule, "target", None),
        note=node.note,
        self=row.self_points,
        appraised=row.appraised_points,
        final=row.final_points,
        difference=row.difference,
        status=None if entry.partial else row.status,
        self_inputs=_inputs(node, entry, Stage.SELF),
        appraised_inputs=_inputs(node, entry, Stage.APPRAISED),
        final_inputs=_inputs(node, entry, Stage.FINAL),
        self_note=reasons.get((node.code, Stage.SELF)),
        appraised_reason=reasons.get((node.code, Stage.APPRAISED)),
        final_reason=reasons.get((node.code, Stage.FINAL)),
        evidence_required=node.evidence_required,
        evidence=None if entry.evidence is None else entry.evidence.get(node.code, 0),
        self_changed=entry.late.get(node.code),
    )


def _inputs(node: Node, entry: Entry, stage: Stage) -> NodeInputs | None:
    inputs = entry.inputs.get((node.code, stage))
    if inputs is None or node.rule is None:
        return None
    return NodeInputs(**_fields(inputs), ratio=ratio_of(node.rule, inputs))


def _fields(inputs: RuleInputs) -> dict[str, Any]:
    """The inputs by the names of the contract; points are told beside them."""
    return {
        field: sorted(value) if isinstance(value, frozenset) else value
        for field in FIELDS
        if field != "points" and (value := getattr(inputs, field)) is not None
    }
