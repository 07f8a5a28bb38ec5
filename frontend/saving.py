"""Saving a sheet that was typed on a page: all of it or nothing, and never over what its reader has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from contracts.indicators.assessments import Assessment, ScoreBatch, Stage
from frontend.client import Client
from frontend.reading.cells import Typed, fresh
from frontend.reading.score_rows import ScoreRow, checked_rows, errors_in, score_rows
from kit.errors import Invalid, Stale
from kit.shapes import Fault

OK, CONFLICT, WRONG = 200, 409, 422


@dataclass(frozen=True, slots=True)
class Outcome:
    """The sheet as it stands, its rows as they are shown next, and what came of the save.

    `version` is what the next save overwrites; `saved` counts the rows; `faults` belong to no box.
    """

    sheet: Assessment
    rows: list[ScoreRow]
    version: int
    status: int = OK
    saved: int = 0
    faults: list[str] = field(default_factory=list)


def opened(sheet: Assessment, stage: Stage) -> Outcome:
    """A sheet nobody has typed into yet."""
    return Outcome(sheet, score_rows(sheet.rows, stage, fresh), sheet.version)


async def save_sheet(client: Client, sheet: Assessment, stage: Stage, typed: Typed, decimals: int) -> Outcome:
    """Saves the rows that were touched; faults and other people's changes come back beside what was typed.

    `decimals` is how many a score of the framework may have.
    """
    rows = checked_rows(score_rows(sheet.rows, stage, typed.cell), decimals)
    if errors_in(rows):
        return Outcome(sheet, rows, typed.version, WRONG)
    touched = [row for row in rows if row.touched]
    if not touched:
        return opened(sheet, stage)
    try:
        saved = await client.save_scores(sheet.id, typed.version, ScoreBatch(scores=[row.update() for row in touched]))
    except Invalid as refusal:
        placed, faults = _placed(rows, touched, refusal.faults or [Fault(pointer="", detail=refusal.detail)])
        return Outcome(sheet, placed, typed.version, WRONG, faults=faults)
    except Stale:
        now = await client.get_assessment(sheet.id)
        return Outcome(now, score_rows(now.rows, stage, typed.rebased), now.version, CONFLICT)
    return replace(opened(saved, stage), saved=len(touched))


def _placed(
    rows: Sequence[ScoreRow], sent: Sequence[ScoreRow], faults: Sequence[Fault]
) -> tuple[list[ScoreRow], list[str]]:
    """Each fault at the box it speaks of (`/scores/3/points`); the others as sentences."""
    found: dict[str, ScoreRow] = {}
    others: list[str] = []
    for fault in faults:
        _, _, place = fault.pointer.partition("/scores/")
        number, _, what = place.partition("/")
        if not number.isdecimal() or int(number) >= len(sent):
            others.append(fault.detail)
            continue
        row = found.get(sent[int(number)].score.code, sent[int(number)])
        found[row.score.code] = row.refused(what, fault.detail.rstrip("."))
    return [found.get(row.score.code, row) for row in rows], others
