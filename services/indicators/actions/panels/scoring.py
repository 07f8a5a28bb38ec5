"""A member's own part: scores given blind, and done when all of them are."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.panels import PanelScoreUpdate, PartState, PartUpdate
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries.panels import marks
from services.indicators.queries.panels.answers import closed_because
from services.indicators.queries.panels.marks import Given
from services.indicators.queries.panels.sittings import Sitting, get_sitting
from services.indicators.queries.rounds.states import hold_sheet
from services.indicators.queries.source import Source, Transaction
from services.indicators.rules.assessment import computed_score
from services.indicators.rules.framework import Framework
from services.indicators.rules.inputs import keep, says_anything, told_inputs
from services.indicators.rules.panels.agreeing import Mark
from services.indicators.rules.panels.membership import Part
from services.indicators.rules.score_changes import Kept
from services.indicators.rules.scoring import InputInvalid
from services.indicators.rules.territory import OUT_OF_REACH

NOT_SEATED = "Anh/chị không được giao chấm hồ sơ này trong tổ thẩm định."
OWN_UNIT = "Anh/chị thuộc đơn vị được chấm nên không được thẩm định hồ sơ này; hãy báo chủ trì ghi nhận không tham gia."


class PartClosed(Conflict):
    """409: the member's part, or the round of the sheet, does not let it be scored."""

    slug = "part-closed"
    title = "Phần chấm đang khóa"


async def held_sitting(source: Source, caller: Caller, assessment: UUID, *, stepping_aside: bool = False) -> Sitting:
    """The sitting of a sheet for somebody named to its panel.

    NotFound for everybody else; Forbidden without the right to appraise there, and for people of the assessed unit,
    who may only step aside.
    """
    sitting = await get_sitting(source, assessment)
    head = sitting.entry.head
    if not caller.may(Right.ASSESSMENTS_APPRAISE, head.reach):
        raise Forbidden(OUT_OF_REACH)
    if sitting.seats.member(caller.id) is None:
        raise NotFound(NOT_SEATED)
    if not stepping_aside and sitting.is_of_unit(caller):
        raise Forbidden(OWN_UNIT)
    return sitting


async def part_sitting(source: Source, caller: Caller, assessment: UUID) -> Sitting:
    """The sitting of a sheet for a member who is to score some of it; NotFound for who is not."""
    sitting = await held_sitting(source, caller, assessment)
    if not sitting.allotment.by_account[caller.id]:
        raise NotFound(NOT_SEATED)
    return sitting


async def save_part(session: AsyncSession, caller: Caller, assessment: UUID, update: PartUpdate, *, seen: int) -> None:
    """Save a member's scores, all or none, and that they are done. Stale, PartClosed, Invalid naming each score."""
    source = Transaction(session)
    await hold_sheet(source, assessment)
    sitting = await part_sitting(source, caller, assessment)
    part = sitting.allotment.part(caller.id)
    if part.version != seen:
        raise _stale(part.version)
    if (why := closed_because(sitting, caller.id)) is not None:
        raise PartClosed(why)
    panel, framework_id = sitting.seats.id, sitting.entry.head.framework_id
    before = await marks.marks_of(source, panel, assessment, account=caller.id)
    standing = {code: found[0] for code, found in before.items()}
    given = _settled(sitting, caller.id, standing, update)
    await marks.put_scores(source, panel, assessment, framework_id, caller.id, given)
    scored = (standing.keys() | {one.code for one in given if one.kept}) - {one.code for one in given if not one.kept}
    must = sitting.must(caller.id)
    if update.done:
        _refuse_unfinished(sitting, [code for code in must if code not in scored])
    state = PartState.DONE if update.done else PartState.OPEN
    written = Part(part.version, state, sum(code in scored for code in must), part.reason)
    if not await marks.put_part(source, panel, assessment, caller.id, written):
        raise _stale(part.version + 1)
    # Which scores were given stays between the member and the panel until the head agrees: the audit tells how many.
    deed = Deed(
        Action.PART_FINISHED if update.done else Action.PART_SAVED,
        f"assessment:{assessment}",
        sitting.entry.head.area,
        {"given": part.given},
        {"given": written.given, "of": len(must)},
    )
    await tell(session, caller, deed)


def _settled(sitting: Sitting, account: str, standing: Mapping[str, Mark], update: PartUpdate) -> list[Given]:
    framework, allotted = sitting.entry.head.framework, sitting.allotment.by_account[account]
    faults: list[Fault] = []
    given: list[Given] = []
    seen: set[str] = set()
    for place, one in enumerate(update.scores):
        if one.code not in allotted or one.code in seen:
            why = "có hai điểm trong cùng một lần gửi" if one.code in seen else "không thuộc phần được giao"
            faults.append(Fault(pointer=f"/scores/{place}/code", detail=f"Tiêu chí {one.code} {why}."))
            continue
        seen.add(one.code)
        try:
            given.append(_given(framework, one, standing.get(one.code)))
        except InputInvalid as error:
            faults.append(Fault(pointer=f"/scores/{place}/{error.field}", detail=error.detail))
    if faults:
        raise Invalid("Chưa lưu điểm nào, xem từng vị trí.", faults)
    return given


def _given(framework: Framework, one: PanelScoreUpdate, mark: Mark | None) -> Given:
    note = one.note or None if "note" in one.model_fields_set else (mark.note if mark else None)
    if not says_anything(one):
        if mark is None:
            raise InputInvalid("points", "Thiếu điểm, hoặc số liệu để tính điểm.")
        return Given(one.code, mark.kept, note)
    inputs = told_inputs(one)
    if inputs is None:
        return Given(one.code, None, None)
    return Given(one.code, Kept(computed_score(framework, one.code, inputs), keep(inputs)), note)


def _refuse_unfinished(sitting: Sitting, left: list[str]) -> None:
    if not left:
        return
    framework = sitting.entry.head.framework
    faults = [
        Fault(pointer=f"/rows/{code}", detail=f"{code}. {framework.leaf(code).name}: chưa chấm; không đạt thì ghi 0.")
        for code in left
    ]
    raise PartClosed(f"Còn {len(left)} tiêu chí chưa chấm nên chưa báo xong được.", faults)


def _stale(version: int) -> Stale:
    return Stale(
        "Phần chấm này đã được lưu ở nơi khác. Hãy tải lại, xem thay đổi rồi lưu.",
        headers={"ETag": f'"v{version}"'},
    )
