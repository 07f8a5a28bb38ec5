"""Steps of a sheet: who may take them, what hinders them, and that two never take the same one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.rounds import Lack, QuestionCreate, SheetVerb, StepCreate
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, Stale
from kit.preconditions import etag
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.rounds.finalising import finalise_scores
from services.indicators.queries.assessments import get_entry
from services.indicators.queries.panels.marks import standing_agreement
from services.indicators.queries.rounds import states
from services.indicators.queries.rounds.reading import lacks_of
from services.indicators.queries.rounds.states import Locked, Step
from services.indicators.queries.sheets import Entry
from services.indicators.queries.source import Transaction
from services.indicators.rules.framework import Framework, NodeUnknown
from services.indicators.rules.rounds.lacks import Facts
from services.indicators.rules.rounds.workflow import MOVES, VERB_NAMES, out_of_turn
from services.indicators.rules.territory import OUT_OF_REACH, own_line

NOT_THE_UNIT = "Chỉ người được giao tại chính đơn vị mới làm được việc này."
ACTIONS = {
    SheetVerb.SUBMIT: Action.SHEET_SUBMITTED,
    SheetVerb.WITHDRAW: Action.SHEET_WITHDRAWN,
    SheetVerb.BEGIN: Action.APPRAISAL_BEGUN,
    SheetVerb.SEND_BACK: Action.SHEET_SENT_BACK,
    SheetVerb.ASK: Action.EXPLANATION_ASKED,
    SheetVerb.EXPLAIN: Action.EXPLANATION_SENT,
    SheetVerb.RESUME: Action.APPRAISAL_RESUMED,
    SheetVerb.FINALISE: Action.SHEET_FINALISED,
    SheetVerb.REOPEN: Action.SHEET_REOPENED,
}


class OutOfTurn(Conflict):
    """409: the sheet is not where this step starts, or something it takes is lacking."""

    slug = "out-of-turn"
    title = "Chưa đến bước này"


def may_explain(caller: Caller, area: str, reach: Sequence[str]) -> bool:
    """Whether the caller writes the explanations of an area, and so reads those not sent yet."""
    return caller.may(Right.ASSESSMENTS_SELF, own_line(area, reach))


def may_step(caller: Caller, verb: SheetVerb, area: str, reach: Sequence[str]) -> bool:
    """Whether the caller may take a step with the sheet of an area of this reach."""
    move = MOVES[verb]
    return caller.may(move.right, own_line(area, reach) if move.own else reach)


async def take_step(
    session: AsyncSession, caller: Caller, assessment: UUID, wanted: StepCreate, *, seen: int, today: date
) -> None:
    """Take a sheet one step on. Forbidden, Stale when it moved meanwhile, OutOfTurn, Invalid naming fields."""
    source = Transaction(session)
    entry = await get_entry(source, assessment)
    _refuse_strangers(caller, wanted.verb, entry)
    sheet = await states.lock_state(source, assessment)
    refuse_stale(sheet, seen)
    entry = await get_entry(source, assessment)  # as it stands now that nobody else changes it
    if (why := out_of_turn(wanted.verb, sheet.state)) is not None:
        raise OutOfTurn(why)
    _refuse_incomplete(wanted, entry.head.framework, today)
    asked = await states.open_questions(source, assessment)
    unanswered = {code for code, answered in asked.items() if not answered}
    agreed = await standing_agreement(source, assessment, entry.head.class_key, entry.late)
    refuse_lacking(wanted.verb, Facts(entry.sheet, entry.evidence or {}, unanswered, agreed))
    step = Step(wanted.verb, sheet.state, MOVES[wanted.verb].end, wanted.reason or None, wanted.due)
    if wanted.verb is SheetVerb.ASK:
        await states.ask(source, assessment, entry.head.framework_id, wanted.questions, caller.name)
    elif wanted.verb in (SheetVerb.EXPLAIN, SheetVerb.RESUME, SheetVerb.SEND_BACK):
        await states.close_questions(source, assessment, sent=wanted.verb is SheetVerb.EXPLAIN)
    elif wanted.verb is SheetVerb.FINALISE:
        await finalise_scores(source, caller, entry)
    await states.move(source, assessment, step, by_id=caller.id, by_name=caller.name)
    before, after = {"state": step.start.value}, {"state": step.end.value, **_told(wanted)}
    deed = Deed(ACTIONS[wanted.verb], f"assessment:{assessment}", entry.head.area, before, after, step.reason)
    await tell(session, caller, deed)


def refuse_stale(sheet: Locked, seen: int) -> None:
    """Stale when the sheet is not at the version the caller saw."""
    if sheet.version != seen:
        raise Stale(
            f"Hồ sơ đã được người khác sửa, nay ở phiên bản {sheet.version}. Hãy tải lại rồi làm tiếp.",
            headers={"ETag": etag(sheet.version)},
        )


def refuse_lacking(verb: SheetVerb, facts: Facts) -> None:
    """OutOfTurn naming every criterion that hinders a step."""
    lacks = lacks_of(verb, facts)
    if lacks:
        detail = f"Chưa {VERB_NAMES[verb].lower()} được: còn thiếu ở {len({one.code for one in lacks})} tiêu chí."
        raise OutOfTurn(detail, [_fault(one) for one in lacks])


def _fault(one: Lack) -> Fault:
    return Fault(pointer=f"/rows/{one.code}", detail=f"{one.code}. {one.name}: {one.detail}")


def _refuse_strangers(caller: Caller, verb: SheetVerb, entry: Entry) -> None:
    if verb is SheetVerb.PUBLISH:
        raise Invalid("Công bố thì gửi tới /assessments/publications.", [Fault(pointer="/verb", detail="Xem mô tả.")])
    right = MOVES[verb].right
    if may_step(caller, verb, entry.head.area, entry.head.reach):
        return
    if not caller.holds(right):
        raise Forbidden(f"Tài khoản không có quyền {VERB_NAMES[verb].lower()}.")
    raise Forbidden(NOT_THE_UNIT if caller.may(right, entry.head.reach) else OUT_OF_REACH)


def _refuse_incomplete(wanted: StepCreate, framework: Framework, today: date) -> None:
    """Invalid unless a step that takes a reason, questions or a deadline comes with them."""
    faults = []
    if MOVES[wanted.verb].needs_reason and not wanted.reason:
        faults.append(Fault(pointer="/reason", detail="Hãy ghi lý do."))
    if wanted.verb is SheetVerb.ASK:
        faults += _faults_of_questions(wanted.questions, framework)
        if wanted.due is None or wanted.due < today:
            faults.append(Fault(pointer="/due", detail="Hạn giải trình là hôm nay hoặc một ngày sau đó."))
    elif wanted.questions or wanted.due:
        faults.append(Fault(pointer="/questions", detail="Câu hỏi và hạn chỉ đi với yêu cầu giải trình."))
    if faults:
        raise Invalid("Chưa làm được, xem từng vị trí.", faults)


def _faults_of_questions(questions: Sequence[QuestionCreate], framework: Framework) -> list[Fault]:
    if not questions:
        return [Fault(pointer="/questions", detail="Hãy hỏi ít nhất một tiêu chí.")]
    faults = []
    for place, one in enumerate(questions):
        try:
            framework.leaf(one.code)
        except NodeUnknown as error:
            faults.append(Fault(pointer=f"/questions/{place}/code", detail=error.detail))
    return faults


def _told(wanted: StepCreate) -> dict[str, object]:
    """What the audit keeps of the questions."""
    if not wanted.questions:
        return {}
    return {"due": str(wanted.due), "questions": {one.code: one.question for one in wanted.questions}}
