"""One sheet with its scores side by side (/cham-diem?dv=…): read, filtered, scored."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.assessments import Assessment, Stage
from frontend.client import Client, ClientDep, card_of
from frontend.csrf import CsrfChecked
from frontend.flash import SCORES, Saved, forget, tell
from frontend.formats import period
from frontend.pages.entry.page import toast
from frontend.pages.rounds.sheet import held, round_of
from frontend.pages.scoring.desk import Desk, FormDesk
from frontend.reading.cells import Typed
from frontend.reading.evidence.attached import by_subject
from frontend.reading.recognitions.gaps import Standing, standing_of
from frontend.reading.rows import conflicts_in, errors_in
from frontend.reading.score_rows import ScoreRow
from frontend.reading.score_words import STAGES
from frontend.reading.sheets import bands_of, base_of, total_rows
from frontend.render import view, wants_part
from frontend.saving import Outcome, ScoreGrid, save_typed
from frontend.saving import opened as untouched
from kit.errors import Forbidden

SEE_OTHER = 303
TITLES = {True: "Chấm điểm", False: "Phiếu điểm"}
READ_ONLY = "Tài khoản này chỉ xem được phiếu, không được giao chấm điểm."

Scored = Outcome[Assessment, ScoreRow]

router = APIRouter(include_in_schema=False)


@router.post("/cham-diem", dependencies=[CsrfChecked])
async def save_scores(*, request: Request, client: ClientDep, desk: FormDesk) -> Response:
    """Saves the rows that were scored and comes back to the sheet, filtered as before."""
    if desk.stage is None:
        raise Forbidden(READ_ONLY)
    grid = ScoreGrid(client, desk.stage, desk.decimals)
    outcome = await save_typed(grid, desk.sheet, Typed.of(await request.form()))
    if outcome.status != 200:
        return await show(request, client, desk, outcome, None)
    saved = Saved.just(outcome.saved)
    if wants_part(request):
        return await show(request, client, desk, outcome, saved)
    return tell(RedirectResponse(f"{desk.href()}#da-luu", SEE_OTHER), saved)


async def show(request: Request, client: Client, desk: Desk, outcome: Scored, saved: Saved | None) -> Response:
    """The sheet, or to htmx its form alone; `saved` is told once."""
    attached, opened = await asyncio.gather(
        card_of(client.list_score_evidence(outcome.sheet.id)), round_of(client, outcome.sheet)
    )
    outcome = held(outcome, opened, desk.stage) if desk.stage else outcome
    heading = f"{TITLES[desk.stage is not None]} – {outcome.sheet.area_name}"
    answer = view(
        request,
        "scoring/sheet.html",
        block="part",
        status=outcome.status,
        headers=toast(saved, SCORES) if saved and wants_part(request) else None,
        nav="cham-diem",
        title=f"{'Lỗi: ' if outcome.status >= 400 else ''}{heading} {period(outcome.sheet.period)}",
        work_title=heading,
        desk=desk,
        opened=opened,
        may_save=desk.stage is not None and any(row.editable for row in outcome.rows),
        lock=opened.lock(desk.stage) if opened and desk.stage else None,
        evidence=by_subject(attached.value or []),
        standing=await _standing(client, desk, outcome),
        saved=saved,
        saved_text=saved.sentence(SCORES) if saved else None,
        draft=_draft(request, desk),
        **_context(desk, outcome),
    )
    return forget(answer) if saved and not wants_part(request) else answer


def read(client: Client, desk: Desk) -> Scored:
    """The sheet as it stands; who may not score it sees the appraisal's words."""
    return untouched(ScoreGrid(client, desk.stage or Stage.APPRAISED), desk.sheet)


def _context(desk: Desk, outcome: Scored) -> dict[str, Any]:
    shown = desk.chosen(outcome.rows)
    shown_codes = {row.score.code for row in shown}
    # What is wrong is shown wherever the filter stands: nobody can correct a row they do not see.
    rows = [row for row in outcome.rows if row.score.code in shown_codes or row.touched or row.bad]
    totals, total = total_rows(outcome.sheet)
    return {
        "outcome": outcome,
        "by_parts": desk.stage is not None and any(row.by_parts for row in outcome.rows),
        "bands": bands_of(outcome.sheet, rows),
        "count": len(rows),
        "totals": totals,
        "total": total,
        "stage_name": STAGES[desk.stage] if desk.stage else "",
        "stage_names": STAGES,
        "errors": [*errors_in(rows), *((None, fault) for fault in outcome.faults)],
        "conflicts": conflicts_in(rows, "lý do"),
        "base": base_of(cell for row in rows for cell in row.cells),
    }


async def _standing(client: Client, desk: Desk, outcome: Scored) -> Standing | None:
    """What the sheet is recognised as; its criteria lead to their boxes, or to why they have their points."""
    found = (await card_of(client.get_recognition(outcome.sheet.id))).value
    boxes = {row.code: row.cells[0].key for row in desk.chosen(outcome.rows)} if desk.stage else {}

    def way(code: str) -> str:
        return f"#{boxes[code]}" if code in boxes else desk.href("/cham-diem/can-cu", ma=code)

    return standing_of(found, way) if found else None


def _draft(request: Request, desk: Desk) -> str:
    stage = desk.stage.value if desk.stage else ""
    return f"{request.state.viewer.account_id}:{desk.sheet.framework}:{desk.sheet.area}:{desk.sheet.period}:{stage}"
