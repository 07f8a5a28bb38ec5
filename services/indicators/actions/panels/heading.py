"""What the head of a panel decides: the agreed scores of a sheet, and who does their part once more or not at all."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.indicators.assessments import SheetState, Stage
from contracts.indicators.panels import AgreementBatch, AgreementUpdate, PartState, RulingCreate, RulingVerb
from kit.caller import Caller
from kit.errors import Forbidden, Invalid, Stale
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.panels.scoring import PartClosed, held_sitting
from services.indicators.queries import frameworks, scores
from services.indicators.queries.panels import marks
from services.indicators.queries.panels.answers import CLOSED
from services.indicators.queries.panels.marks import Given
from services.indicators.queries.panels.sittings import Sitting
from services.indicators.queries.rounds.states import hold_sheet, lock_state
from services.indicators.queries.source import Source, Transaction
from services.indicators.queries.totals import put_totals
from services.indicators.rules.assessment import assess, computed_score
from services.indicators.rules.deeds import scores_told
from services.indicators.rules.framework import NodeUnknown
from services.indicators.rules.inputs import keep, restore, says_anything, told_inputs
from services.indicators.rules.panels.agreeing import (
    NEEDS_REASON,
    NO_MARKS,
    NOT_READY,
    Mark,
    proposal_of,
    reason_of,
    spread_of,
)
from services.indicators.rules.panels.membership import Part, above_unit
from services.indicators.rules.score_changes import (
    GivenScore,
    Kept,
    ScoresRefused,
    points_after,
    settle_scores,
)
from services.indicators.rules.scoring import InputInvalid, RuleInputs

NOT_THE_HEAD = "Chỉ chủ trì tổ thẩm định mới làm được việc này."
NOTHING_LEFT = "Không còn tiêu chí nào thống nhất mà chưa chốt."
NOT_AGREED = "Chưa chốt điểm nào, xem từng vị trí."
JUDGED = "Hồ sơ đã chốt điểm cuối: không mở lại phần chấm và không đổi người chấm được nữa."
_JUDGED = frozenset({SheetState.FINALISED, SheetState.PUBLISHED})
_STARTS = {
    RulingVerb.REOPEN: (PartState.DONE,),
    RulingVerb.RECUSE: (PartState.OPEN, PartState.DONE),
    RulingVerb.READMIT: (PartState.RECUSED,),
}


async def agree_scores(
    session: AsyncSession, caller: Caller, assessment: UUID, batch: AgreementBatch, *, seen: int
) -> None:
    """Agree scores of a sheet, all or none: they become its appraised scores. Stale, PartClosed, Invalid, Forbidden."""
    source = Transaction(session)
    locked = await lock_state(source, assessment)
    sitting = await held_sitting(source, caller, assessment)
    _refuse_others(caller, sitting)
    if locked.version != seen:
        raise Stale(
            f"Hồ sơ đã được người khác sửa, nay ở phiên bản {locked.version}. Hãy tải lại rồi chốt.",
            headers={"ETag": f'"v{locked.version}"'},
        )
    if not sitting.is_open:
        raise PartClosed(CLOSED)
    found = await marks.marks_of(source, sitting.seats.id, assessment)
    given = _wanted(sitting, found, batch)
    if batch.undisputed:
        taken = {one.code for one in given} | await _held(source, sitting)
        given += _undisputed(sitting, found, taken)
    if not given:
        raise PartClosed(NOTHING_LEFT)
    await _write(session, caller, sitting, found, given)


async def rule_part(session: AsyncSession, caller: Caller, assessment: UUID, ruling: RulingCreate) -> None:
    """Open a member's part again, or leave them out of a sheet: the head's to say; to step aside, the member's too."""
    source = Transaction(session)
    await hold_sheet(source, assessment)
    steps_aside = ruling.account == caller.id and ruling.verb is RulingVerb.RECUSE
    sitting = await held_sitting(source, caller, assessment, stepping_aside=steps_aside)
    if not steps_aside:
        _refuse_others(caller, sitting)
    if sitting.entry.head.state in _JUDGED:
        raise PartClosed(JUDGED)
    member = sitting.seats.member(ruling.account)
    if member is None:
        raise Invalid("Chưa làm được.", [Fault(pointer="/account", detail="Tổ không có thành viên này.")])
    part = sitting.allotment.part(ruling.account)
    if part.state not in _STARTS[ruling.verb]:
        raise PartClosed(f"Phần chấm của {member.name} không ở trạng thái làm được việc này.")
    state = PartState.RECUSED if ruling.verb is RulingVerb.RECUSE else PartState.OPEN
    written = Part(part.version, state, part.given, ruling.reason)
    if not await marks.put_part(source, sitting.seats.id, assessment, ruling.account, written):
        raise Stale("Thành viên vừa lưu phần chấm. Hãy tải lại rồi làm tiếp.")
    before, after = {member.name: part.state.value}, {member.name: state.value}
    head = sitting.entry.head
    deed = Deed(Action.PART_RULED, f"assessment:{assessment}", head.area, before, after, ruling.reason)
    await tell(session, caller, deed)


def _refuse_others(caller: Caller, sitting: Sitting) -> None:
    member = sitting.seats.member(caller.id)
    if member is None or not member.is_head:
        raise Forbidden(NOT_THE_HEAD)


async def _held(source: Source, sitting: Sitting) -> set[str]:
    """The criteria agreed already that need not be looked at again."""
    agreed = await marks.agreed_of(source, sitting.seats.id, sitting.entry.head.id)
    return {code for code, one in agreed.items() if not marks.is_outdated(code, one.at, sitting.entry.late)}


def _wanted(sitting: Sitting, found: Mapping[str, Sequence[Mark]], batch: AgreementBatch) -> list[Given]:
    faults: list[Fault] = []
    given: dict[str, Given] = {}
    for place, one in enumerate(batch.agreements):
        try:
            if one.code in given:
                raise InputInvalid("code", f"Tiêu chí {one.code} có hai điểm trong cùng một lần gửi.")
            given[one.code] = _agreed(sitting, found.get(one.code, []), one)
        except NodeUnknown as error:
            faults.append(Fault(pointer=f"/agreements/{place}/code", detail=error.detail))
        except InputInvalid as error:
            faults.append(Fault(pointer=f"/agreements/{place}/{error.field}", detail=error.detail))
    if faults:
        raise Invalid(NOT_AGREED, faults)
    return list(given.values())


def _agreed(sitting: Sitting, found: Sequence[Mark], one: AgreementUpdate) -> Given:
    framework = sitting.entry.head.framework
    framework.leaf(one.code)
    if not sitting.allotment.is_ready(one.code):
        raise InputInvalid("code", f"{one.code}: {NOT_READY}")
    counted = sitting.counted(one.code, found)
    inputs = told_inputs(one) if says_anything(one) else None
    if inputs is None:
        kept = proposal_of(counted, framework.scale.decimals)
    else:
        kept = Kept(computed_score(framework, one.code, inputs), keep(inputs))
    if kept is None:
        raise InputInvalid("points", NO_MARKS)
    spread = spread_of(counted, framework.scale.decimals)
    reason = reason_of(spread, kept.points, one.reason)
    if reason is None:
        raise InputInvalid("reason", NO_MARKS if spread is None else NEEDS_REASON)
    return Given(one.code, kept, reason)


def _undisputed(sitting: Sitting, found: Mapping[str, Sequence[Mark]], taken: set[str]) -> list[Given]:
    """What is proposed wherever everybody is done and nobody disagrees."""
    framework, given = sitting.entry.head.framework, []
    for leaf in framework.leaves:
        counted = sitting.counted(leaf.code, found.get(leaf.code, []))
        spread = spread_of(counted, framework.scale.decimals)
        if leaf.code in taken or spread is None or not sitting.allotment.is_ready(leaf.code):
            continue
        if not spread.is_disputed(leaf.maximum, sitting.seats.threshold):
            kept = proposal_of(counted, framework.scale.decimals)
            assert kept is not None
            given.append(Given(leaf.code, kept, reason_of(spread, kept.points, None)))
    return given


async def _write(
    session: AsyncSession, caller: Caller, sitting: Sitting, found: Mapping[str, Sequence[Mark]], given: Sequence[Given]
) -> None:
    """Keep what is agreed, and make it the appraised scores: they are remembered as any change of a score is."""
    source, head = Transaction(session), sitting.entry.head
    standing = await scores.present_scores(source, head.id)
    settled = [GivenScore(one.code, Stage.APPRAISED, _inputs(one.kept), one.note) for one in given]
    try:
        changes = settle_scores(head.framework, standing, settled)
    except ScoresRefused as error:
        faults = [Fault(pointer=f"/agreements/{one.place}/{one.field}", detail=one.detail) for one in error.problems]
        raise Invalid(NOT_AGREED, faults) from error
    stored = (await frameworks.frameworks_by_id(source, {head.framework_id}))[head.framework_id]
    by = {"by_id": caller.id, "by_name": caller.name}
    await scores.write_changes(source, head.id, stored.id, changes, **by)
    await put_totals(source, stored, {head.id: assess(head.framework, points_after(standing, changes))})
    await marks.put_agreements(source, sitting.seats.id, head.id, stored.id, given, **by)
    before, after = scores_told(changes)
    after["members"] = _members_told(sitting, found, given)
    place = above_unit(sitting.seats.area, head.area, head.reach)
    await tell(session, caller, Deed(Action.SCORES_AGREED, f"assessment:{head.id}", place, before, after))


def _inputs(kept: Kept | None) -> RuleInputs:
    assert kept is not None
    return RuleInputs(points=kept.points) if kept.inputs is None else restore(kept.inputs)


def _members_told(
    sitting: Sitting, found: Mapping[str, Sequence[Mark]], given: Sequence[Given]
) -> dict[str, dict[str, str]]:
    """What each member gave where something was agreed."""
    names = {one.account: one.name for one in sitting.seats.seated}
    return {
        one.code: {
            names[mark.account]: str(mark.kept.points) for mark in sitting.counted(one.code, found.get(one.code, []))
        }
        for one in given
    }
