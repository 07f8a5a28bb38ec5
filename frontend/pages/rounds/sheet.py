"""One sheet with its round, as pages read it and show it again after a refusal."""

import asyncio
from dataclasses import replace

from contracts.indicators.assessments import Assessment, Stage
from frontend.client import Client, card_of
from frontend.reading.rounds.opened import Opened
from frontend.reading.score_rows import ScoreRow, locked_rows
from frontend.saving import CONFLICT, Outcome
from kit.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Stale

REFUSALS = (Invalid, Conflict, Stale, Forbidden)
"""What a step is answered with when the page is to be shown again."""


async def open_round(client: Client, assessment: str) -> Opened:
    """A sheet and its round; NotFound, also for what cannot be the id of one."""
    try:
        sheet, found = await asyncio.gather(client.get_assessment(assessment), client.get_round(assessment))
    except Invalid as refusal:
        raise NotFound("Không có hồ sơ này.") from refusal
    return Opened(sheet, found)


async def round_of(client: Client, sheet: Assessment) -> Opened | None:
    """The round of a sheet that was read; None for those who only see what is published of it."""
    if sheet.partial:
        return None
    found = await card_of(client.get_round(sheet.id))
    return Opened(sheet, found.value) if found.value else None


def held(outcome: Outcome[Assessment, ScoreRow], opened: Opened | None, stage: Stage) -> Outcome[Assessment, ScoreRow]:
    """What was typed or read, with the rows marked that may not be changed where the sheet is now."""
    lock = opened.lock(stage) if opened else None
    if lock is None:
        return outcome
    rows = locked_rows(outcome.rows, lock)
    is_refused = any(row.locked and row.touched for row in rows)
    return replace(outcome, rows=rows, status=CONFLICT if is_refused else outcome.status, locked=is_refused)


def told_of(refusal: Refusal) -> str:
    """One sentence of a refusal."""
    return refusal.detail or refusal.title
