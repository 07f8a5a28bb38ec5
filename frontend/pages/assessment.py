"""The proof of a sheet (Căn cứ của hồ sơ đánh giá): total, groups, criteria, rules, inputs and every change."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.indicators.assessments import Assessment, AssessmentProof, ProofStep, ScoreRevision, Stage
from frontend.client import AssessmentFilter, Client, ClientDep, card_of
from frontend.formats import inside, percent
from frontend.reading.proofs import assessment_steps, points_text
from frontend.reading.summaries import STAGES, desk_href, has_rows, newest_stage, stage_of
from frontend.render import view

router = APIRouter(include_in_schema=False)


@router.get("/ho-so/{assessment}/can-cu")
async def show_assessment_proof(
    *, request: Request, client: ClientDep, assessment: str, luot: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """The tree of one stage; the newest one unless the address says another."""
    sheet, proof = await asyncio.gather(client.get_assessment(assessment), client.get_assessment_proof(assessment))
    stage = Stage.FINAL if sheet.partial else next((one for one in Stage if one == luot), newest_stage(sheet.totals))
    root = _root(proof, stage)
    return view(
        request,
        "assessment/proof.html",
        nav="xep-hang",
        title=f"Căn cứ điểm của {inside(sheet.area_name)}",
        sheet=sheet,
        stage=stage,
        stage_name=STAGES[stage],
        tabs=_tabs(sheet),
        root=root,
        total=points_text(root),
        share=percent(stage_of(sheet.totals, stage)[1]),
        steps=assessment_steps(root),
        changes=_changes(proof, stage),
        entered=[one for one in proof.revisions if one.stage is stage and one.old is None],
        desk=await _desk(client, sheet),
        json_href=f"/api/indicators/v1/assessments/{sheet.id}/proof",
    )


async def _desk(client: Client, sheet: Assessment) -> str | None:
    """Where it is read row by row; everybody may read a published result, but not every reader may open its sheet."""
    if not has_rows(sheet):
        return None
    listed = await card_of(client.list_assessments(AssessmentFilter(sheet.framework, sheet.area, sheet.period)))
    return desk_href(sheet) if sheet.id in {one.id for one in listed.value or []} else None


def _root(proof: AssessmentProof, stage: Stage) -> ProofStep:
    return {Stage.SELF: proof.self, Stage.APPRAISED: proof.appraised, Stage.FINAL: proof.final}[stage]


def _tabs(sheet: Assessment) -> list[tuple[str, str, str]]:
    path = f"/ho-so/{sheet.id}/can-cu"
    shown = [Stage.FINAL] if sheet.partial else list(STAGES)
    return [(stage.value, STAGES[stage], f"{path}?luot={stage.value}") for stage in shown]


def _changes(proof: AssessmentProof, stage: Stage) -> list[ScoreRevision]:
    """Scores that were there and became others, the newest first."""
    return [one for one in reversed(proof.revisions) if one.stage is stage and one.old is not None]
