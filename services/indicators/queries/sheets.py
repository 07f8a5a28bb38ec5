"""From the rules' sheet to the contracts: rows, groups and steps of a proof, without any arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import (
    Assessment,
    AssessmentSummary,
    GroupScore,
    NodeScore,
    ProofStep,
    ReportedResult,
    Stage,
    Totals,
)
from contracts.periods import Period
from services.indicators.rules import assessment as rules
from services.indicators.rules import proof
from services.indicators.rules.framework import Framework
from services.indicators.rules.standing import is_published


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored sheet: whose, of when, in which version, and what the rules make of its scores."""

    id: UUID
    framework: Framework
    area: str
    area_name: str
    area_short_name: str
    sort_key: bytes
    reach: list[str]
    period: Period
    version: int
    updated_at: datetime
    reported: ReportedResult | None
    sheet: rules.Sheet
    reasons: Mapping[tuple[str, Stage], str]

    @property
    def is_published(self) -> bool:
        """Whether its result is final, or was printed by its publisher."""
        return is_published(self.sheet, self.reported is not None)


def summary_of(entry: Entry) -> AssessmentSummary:
    """A sheet without its rows."""
    return AssessmentSummary(**_summary(entry))


def assessment_of(entry: Entry) -> Assessment:
    """A whole sheet."""
    return Assessment(**_summary(entry), rows=[_row(row, entry.reasons) for row in entry.sheet.rows])


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
        children=[step_of(child) for child in step.children],
    )


def _summary(entry: Entry) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "framework": entry.framework.code,
        "framework_name": entry.framework.name,
        "area": entry.area,
        "area_name": entry.area_name,
        "period": str(entry.period),
        "version": entry.version,
        "updated_at": entry.updated_at,
        "totals": Totals(**_totals(entry.sheet.total)),
        "groups": [_group(group) for group in entry.sheet.groups],
        "reported": entry.reported,
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


def _row(row: rules.Row, reasons: Mapping[tuple[str, Stage], str]) -> NodeScore:
    code = row.node.code
    return NodeScore(
        code=code,
        name=row.node.name,
        parent_code=row.parent_code,
        max_points=row.node.maximum,
        self=row.self_points,
        appraised=row.appraised_points,
        final=row.final_points,
        difference=row.difference,
        status=row.status,
        self_note=reasons.get((code, Stage.SELF)),
        appraised_reason=reasons.get((code, Stage.APPRAISED)),
        final_reason=reasons.get((code, Stage.FINAL)),
    )
