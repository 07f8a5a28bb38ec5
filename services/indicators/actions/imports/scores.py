"""Importing a sheet of scores."""

from dataclasses import replace
from decimal import Decimal

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.indicators.assessments import AssessmentCreate, NodeScoreUpdate, Stage
from contracts.indicators.imports import ImportReceipt
from kit.caller import Caller
from kit.errors import Invalid
from kit.shapes import Fault
from kit.validation import faults
from services.indicators.actions.assessments import Saved, open_assessment, refuse_stages, save_scores
from services.indicators.actions.imports.comparing import Grammar, changed_lines, emptied
from services.indicators.actions.imports.opening import MOST_FAULTS, STAGES, Opened, at_work
from services.indicators.queries.frameworks import find_framework
from services.indicators.queries.round_trips import standing_scores
from services.indicators.queries.rounds.states import lock_state
from services.indicators.queries.scores import get_sheet
from services.indicators.queries.source import Transaction
from services.indicators.rules.round_trip import Groups, Said
from services.indicators.workbooks.purpose import Purpose
from services.indicators.workbooks.scores import ScoreLine, read_scores


async def import_scores(session: AsyncSession, caller: Caller, opened: Opened) -> ImportReceipt:
    """Save the points of one stage that a file holds."""
    wanted, stage = _sheet_of(opened.purpose), _stage_of(opened.purpose)
    source = Transaction(session)
    stored = await find_framework(source, wanted.framework)
    if stored is None:
        raise Invalid(faults=[Fault(pointer="/framework", detail=f"Không có bộ chỉ số “{wanted.framework}”.")])
    framework = stored.framework.for_unit(wanted.area)
    table = await at_work(read_scores, opened.book, framework, wanted.area, stage)
    assessment, _ = await open_assessment(session, caller, wanted)
    sheet = await get_sheet(source, assessment)
    refuse_stages(caller, sheet.area, sheet.reach, {stage})
    await lock_state(source, assessment)
    standing = await standing_scores(source, assessment, stage) if opened.memory else {}
    changes = changed_lines(table.lines, _grammar(stage), opened.memory, standing, by=caller.id, point=table.pointer)
    if changes.faults:
        raise Invalid("Có ô người khác đã sửa. Chưa có gì được lưu.", changes.faults[:MOST_FAULTS])
    updates = [
        NodeScoreUpdate(code=line.code, stage=stage, points=line.points, reason=line.reason) for line in changes.lines
    ]
    point = replace(table, lines=changes.lines).pointer
    saved = Saved(0, 0, 0)
    if updates:
        saved = await save_scores(session, caller, assessment, updates, seen=None, pointer=point)
    return ImportReceipt(
        kind=opened.purpose.kind,
        file_name=opened.upload.plain_name,
        sheet=table.sheet,
        rows=len(table.lines),
        created=saved.created,
        changed=saved.changed,
        unchanged=saved.unchanged,
        untouched=changes.untouched,
        emptied=emptied(opened.memory, table.blank),
        hidden=table.hidden,
        assessment=str(assessment),
    )


def _grammar(stage: Stage) -> Grammar[ScoreLine]:
    """A unit's own note stands by itself; the reason of a judgement belongs to its points."""
    groups: Groups = (("points",), ("reason",)) if stage is Stage.SELF else (("points", "reason"),)
    return Grammar(lambda line: line.code, _said, _merged, groups, needs="points")


def _said(line: ScoreLine) -> Said:
    return {"points": line.points, "reason": line.reason}


def _merged(line: ScoreLine, said: Said) -> ScoreLine:
    """What stands in the cells left alone is sent along; a reason the sender deleted is taken away."""
    points, reason = said.get("points"), said.get("reason")
    given = None if reason is None and "reason" not in line.addresses else str(reason or "")
    return replace(line, points=points if isinstance(points, Decimal) else line.points, reason=given)


def _sheet_of(purpose: Purpose) -> AssessmentCreate:
    """The sheet a file is for; Invalid names what neither the sender nor the file says soundly."""
    said = {"framework": purpose.framework, "area": purpose.area, "period": purpose.period}
    try:
        return AssessmentCreate.model_validate({field: text for field, text in said.items() if text})
    except ValidationError as error:
        raise Invalid("Chưa rõ tệp dành cho hồ sơ nào.", faults(error.errors())) from error


def _stage_of(purpose: Purpose) -> Stage:
    """Whose points the file holds: the unit's own where nothing else is said."""
    stage = STAGES.get(purpose.stage or Stage.SELF.value)
    if stage is None:
        raise Invalid(faults=[Fault(pointer="/stage", detail="Lượt chấm phải là self, appraised hoặc final.")])
    return stage
