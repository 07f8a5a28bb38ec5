"""Opening and scoring sheets (hồ sơ đánh giá): who may, what is refused, and that nobody overwrites unseen changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.assessments import AssessmentCreate, NodeScoreUpdate, ReportedResult, SheetState, Stage
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, Stale
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries import frameworks, scores
from services.indicators.queries.panels.seats import governing
from services.indicators.queries.rounds.states import Locked, lock_state, open_questions
from services.indicators.queries.sheets import Entry
from services.indicators.queries.source import Source, Transaction
from services.indicators.queries.totals import put_totals
from services.indicators.rules.assessment import assess
from services.indicators.rules.deeds import one_reason, scores_told
from services.indicators.rules.framework import Framework
from services.indicators.rules.frameworks.classes import UnitClass
from services.indicators.rules.inputs import says_anything, told_inputs
from services.indicators.rules.openings import misfits
from services.indicators.rules.rounds.locks import JUDGED_BY_PANEL, locked_scores
from services.indicators.rules.score_changes import (
    Change,
    GivenScore,
    ScoresRefused,
    Standing,
    points_after,
    settle_scores,
)
from services.indicators.rules.standing import Openness
from services.indicators.rules.territory import OUT_OF_REACH, own_line

NOT_THE_UNIT = "Chỉ người được giao tại chính đơn vị mới tự đánh giá được; tài khoản này được giao ở cấp trên."
RIGHTS = {
    Stage.SELF: Right.ASSESSMENTS_SELF,
    Stage.APPRAISED: Right.ASSESSMENTS_APPRAISE,
    Stage.FINAL: Right.ASSESSMENTS_FINALISE,
}
NOT_ALLOWED = {
    Stage.SELF: "Tài khoản không có quyền tự đánh giá.",
    Stage.APPRAISED: "Tài khoản không có quyền thẩm định.",
    Stage.FINAL: "Tài khoản không có quyền công bố điểm.",
}
Pointer = Callable[[int, str], str]
"""Where the sender finds a field of the score at a place: a JSON pointer, or a cell of a workbook."""


class SheetLocked(Conflict):
    """409: where the sheet is in its round, these scores may not be changed."""

    slug = "sheet-locked"
    title = "Điểm đang khóa"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did to a sheet, in scores."""

    created: int
    changed: int
    unchanged: int


async def open_assessment(session: AsyncSession, caller: Caller, wanted: AssessmentCreate) -> tuple[UUID, bool]:
    """The one sheet of a framework, unit and period, and whether it was opened now.

    Forbidden outside the caller's reach; Invalid names the field that is unknown or does not fit the others.
    """
    source = Transaction(session)
    period = Period.parse(wanted.period)
    stored = await frameworks.find_framework(source, wanted.framework)
    area = await scores.find_area(source, wanted.area)
    faults = []
    if stored is None:
        faults.append(Fault(pointer="/framework", detail=f"Không có bộ chỉ số “{wanted.framework}”."))
    if area is None:
        faults.append(Fault(pointer="/area", detail=f"Không có đơn vị “{wanted.area}”."))
    if stored is None or area is None:
        raise Invalid("Chưa mở được hồ sơ đánh giá.", faults)
    _refuse_strangers(caller, area.id, area.reach)
    faults = [Fault(pointer=f"/{field}", detail=detail) for field, detail in misfits(stored.framework, area, period)]
    if faults:
        raise Invalid("Chưa mở được hồ sơ đánh giá.", faults)
    assessment, is_new = await scores.open_sheet(source, framework_id=stored.id, area=wanted.area, period=period)
    if is_new:
        await put_totals(source, stored, {assessment: assess(stored.framework.for_unit(area.id), {})})
        told = {"framework": wanted.framework, "area": wanted.area, "period": wanted.period}
        await tell(session, caller, Deed(Action.ASSESSMENT_OPENED, f"assessment:{assessment}", wanted.area, after=told))
    return assessment, is_new


async def save_scores(
    session: AsyncSession,
    caller: Caller,
    assessment: UUID,
    updates: Sequence[NodeScoreUpdate],
    *,
    seen: int | None,
    pointer: Pointer,
) -> Saved:
    """Save scores of a sheet, all or none; each change is remembered and the sheet gets its next version.

    `seen` is the version the sender changes; None when what was sent stands by itself (a workbook). Raises Forbidden,
    Stale when the sheet has moved on, SheetLocked where its round does not allow it, and Invalid; both name faults by
    `pointer`.
    """
    source = Transaction(session)
    sheet = await scores.get_sheet(source, assessment)
    refuse_stages(caller, sheet.area, sheet.reach, {update.stage for update in updates})
    locked = await lock_state(source, assessment)
    if seen is not None and seen != locked.version:
        raise _stale(locked.version)
    await _refuse_locked(source, assessment, locked, updates, pointer)
    stored = (await frameworks.frameworks_by_id(source, {sheet.framework_id}))[sheet.framework_id]
    if not locked.is_free:
        await _refuse_judged_by_panel(source, assessment, stored.framework.class_of(sheet.area), updates, pointer)
    framework = stored.framework.for_unit(sheet.area)
    standing = await scores.present_scores(source, assessment)
    changes = _settled(framework, standing, [_given(update) for update in updates], pointer)
    if changes:
        await scores.write_changes(source, assessment, stored.id, changes, by_id=caller.id, by_name=caller.name)
        await put_totals(source, stored, {assessment: assess(framework, points_after(standing, changes))})
        before, after = scores_told(changes)
        reason = one_reason(change.reason for change in changes)
        deed = Deed(Action.SCORES_SAVED, f"assessment:{assessment}", sheet.area, before, after, reason)
        await tell(session, caller, deed)
    created = sum(change.old is None for change in changes)
    return Saved(created, len(changes) - created, len(updates) - len(changes))


async def report_result(
    session: AsyncSession, assessment: UUID, result: ReportedResult, parts: Mapping[str, Decimal] | None = None
) -> None:
    """Keep a result as its publisher printed it, beside what the rules make of the scores; `parts` by main group."""
    await scores.write_report(
        Transaction(session),
        assessment,
        score=result.score,
        rank=result.rank,
        printed_in=result.source,
        parts=parts or {},
    )


def refuse_stages(caller: Caller, area: str, reach: Sequence[str], stages: set[Stage]) -> None:
    """Forbidden unless the caller may score every one of these stages on an area of this reach."""
    for stage in Stage:
        if stage in stages and not _may_score(caller, stage, area, reach):
            raise Forbidden(_why_not(caller, stage, reach))


def _may_score(caller: Caller, stage: Stage, area: str, reach: Sequence[str]) -> bool:
    """A unit's own score is given by its own people, who hold the right on the unit; the others judge from above."""
    return caller.may(RIGHTS[stage], own_line(area, reach) if stage is Stage.SELF else reach)


def _why_not(caller: Caller, stage: Stage, reach: Sequence[str]) -> str:
    if not caller.holds(RIGHTS[stage]):
        return NOT_ALLOWED[stage]
    return NOT_THE_UNIT if caller.may(RIGHTS[stage], reach) else OUT_OF_REACH


def refuse_readers(caller: Caller, reach: Sequence[str]) -> None:
    """Forbidden unless the caller may read sheets of an area of this reach."""
    if not caller.may(Right.INDICATORS_READ, reach):
        raise Forbidden(OUT_OF_REACH)


def readable(caller: Caller, entry: Entry) -> Entry:
    """As much of a sheet as the caller may read: within reach all of it, elsewhere what is published; Forbidden."""
    if caller.may(Right.INDICATORS_READ, entry.head.reach):
        return entry
    match entry.openness:
        case Openness.WHOLE:
            return replace(entry, evidence=None)
        case Openness.PUBLISHED:
            return entry.published_part()
        case Openness.NOTHING:
            raise Forbidden(OUT_OF_REACH)


def _refuse_strangers(caller: Caller, area: str, reach: Sequence[str]) -> None:
    if any(_may_score(caller, stage, area, reach) for stage in Stage):
        return
    held = [stage for stage in Stage if caller.holds(RIGHTS[stage])]
    detail = _why_not(caller, held[0], reach) if held else "Tài khoản không có quyền mở hồ sơ đánh giá."
    raise Forbidden(detail, [Fault(pointer="/area", detail=detail)])


def _given(update: NodeScoreUpdate) -> GivenScore:
    """What was sent of one score; `met` and all numbers null together take it back, nothing at all is a fault."""
    return GivenScore(update.code, update.stage, told_inputs(update), update.reason, silent=not says_anything(update))


def _settled(framework: Framework, standing: Standing, given: Sequence[GivenScore], pointer: Pointer) -> list[Change]:
    try:
        return settle_scores(framework, standing, given)
    except ScoresRefused as error:
        faults = [
            Fault(pointer=pointer(problem.place, problem.field), detail=problem.detail) for problem in error.problems
        ]
        raise Invalid("Chưa lưu điểm nào, xem từng vị trí.", faults) from error


async def _refuse_locked(
    source: Source, assessment: UUID, sheet: Locked, updates: Sequence[NodeScoreUpdate], pointer: Pointer
) -> None:
    """SheetLocked naming each score that may not be changed where the sheet is in its round."""
    if sheet.is_free:
        return
    asked = await open_questions(source, assessment) if sheet.state is SheetState.EXPLAINING else {}
    problems = locked_scores(sheet.state, [(update.code, update.stage) for update in updates], asked)
    if problems:
        faults = [Fault(pointer=pointer(problem.place, problem.field), detail=problem.detail) for problem in problems]
        raise SheetLocked(problems[0].detail, faults)


async def _refuse_judged_by_panel(
    source: Source, assessment: UUID, of: UnitClass | None, updates: Sequence[NodeScoreUpdate], pointer: Pointer
) -> None:
    """SheetLocked for appraised scores of a sheet that a panel judges: they come of its agreement alone."""
    places = [place for place, update in enumerate(updates) if update.stage is Stage.APPRAISED]
    if places and await governing(source, assessment, of.key if of else None) is not None:
        raise SheetLocked(
            JUDGED_BY_PANEL, [Fault(pointer=pointer(at, "stage"), detail=JUDGED_BY_PANEL) for at in places]
        )


def _stale(version: int) -> Stale:
    return Stale(
        f"Hồ sơ đã được người khác sửa, nay ở phiên bản {version}. Hãy tải lại, xem thay đổi rồi lưu.",
        headers={"ETag": f'"v{version}"'},
    )
