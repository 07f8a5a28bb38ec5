"""The self-assessment sheet of one unit as a grid."""

import asyncio
from typing import Any

from contracts.indicators.assessments import Assessment, Stage
from frontend.client import AssessmentFilter, Client, card_of
from frontend.flash import SCORES
from frontend.formats import period
from frontend.pages.entry.choice import Choice
from frontend.pages.entry.page import GridPage
from frontend.pages.rounds.sheet import held, round_of
from frontend.reading.cells import Typed
from frontend.reading.evidence.attached import by_subject
from frontend.reading.recognitions.gaps import standing_of
from frontend.reading.rounds.opened import Opened
from frontend.reading.rows import conflicts_in, errors_in
from frontend.reading.score_rows import ScoreRow
from frontend.reading.sheets import bands_of, base_of, group_summary, total_rows
from frontend.saving import Outcome, ScoreGrid, opened, save_typed
from kit.errors import NotFound


async def read(client: Client, choice: Choice) -> GridPage:
    """The sheet as it stands, or the way to open it."""
    sheet = await _sheet(client, choice)
    if sheet is None:
        return GridPage("entry/closed.html", _heading(choice), SCORES, {"due": None})
    return await _page(client, choice, opened(ScoreGrid(client, Stage.SELF), sheet))


async def save(client: Client, choice: Choice, typed: Typed) -> GridPage:
    """Saves what was typed, or shows what hinders it."""
    sheet = await _sheet(client, choice)
    if sheet is None or choice.framework is None:
        raise NotFound("Phiếu này chưa mở.")
    grid = ScoreGrid(client, Stage.SELF, choice.framework.decimals)
    return await _page(client, choice, await save_typed(grid, sheet, typed))


async def _sheet(client: Client, choice: Choice) -> Assessment | None:
    found = await client.list_assessments(AssessmentFilter(choice.form, choice.unit.id, choice.period))
    return await client.get_assessment(found[0].id) if found else None


async def _page(client: Client, choice: Choice, outcome: Outcome[Assessment, ScoreRow]) -> GridPage:
    attached, round_, recognised = await asyncio.gather(
        card_of(client.list_score_evidence(outcome.sheet.id)),
        round_of(client, outcome.sheet),
        card_of(client.get_recognition(outcome.sheet.id)),
    )
    outcome = held(outcome, round_, Stage.SELF)
    boxes = {row.code: f"#{row.cells[0].key}" for row in outcome.rows}
    standing = standing_of(recognised.value, boxes.__getitem__) if recognised.value else None
    return GridPage(
        "entry/sheet.html",
        _heading(choice),
        SCORES,
        _context(outcome)
        | {"evidence": by_subject(attached.value or []), "standing": standing, **_round(outcome, round_)},
        outcome.status,
        outcome.saved,
    )


def _context(outcome: Outcome[Assessment, ScoreRow]) -> dict[str, Any]:
    totals, total = total_rows(outcome.sheet)
    return {
        "outcome": outcome,
        "by_parts": any(row.by_parts for row in outcome.rows),
        "bands": bands_of(outcome.sheet, outcome.rows),
        "group_summary": group_summary,
        "totals": totals,
        "total": total,
        "errors": [*errors_in(outcome.rows), *((None, fault) for fault in outcome.faults)],
        "conflicts": conflicts_in(outcome.rows),
        "base": base_of(cell for row in outcome.rows for cell in row.cells),
    }


def _round(outcome: Outcome[Assessment, ScoreRow], found: Opened | None) -> dict[str, Any]:
    """Where the sheet is in its round, and whether anything may be typed there."""
    lock = found.lock(Stage.SELF) if found else None
    return {"opened": found, "lock": lock, "may_save": any(row.editable for row in outcome.rows)}


def _heading(choice: Choice) -> str:
    return f"Phiếu tự đánh giá {period(choice.period)}"
