"""Many submissions at once: accepted one by one with guards, published together; as many statements as for one."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.submissions import AcceptanceItem, PublicationCreate, StepResult, Verb
from contracts.indicators.values import Source
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Forbidden, Invalid
from kit.shapes import Fault
from services.indicators.actions.deeds import tell
from services.indicators.actions.submissions.ground import why_not
from services.indicators.actions.submissions.moving import told_of
from services.indicators.actions.submissions.publishing import publish_wholes
from services.indicators.queries.areas import find_area
from services.indicators.queries.checks.questions import findings_of
from services.indicators.queries.forms import find_form
from services.indicators.queries.source import Transaction
from services.indicators.queries.submissions.heads import NO_SUBMISSION, Head, accepted_within, heads_of, lock_heads
from services.indicators.queries.submissions.steps import Step, take_step
from services.indicators.queries.submissions.whole import load_wholes, may
from services.indicators.rules.checks import unexplained
from services.indicators.rules.submissions.states import STATE_NAMES, TRANSITIONS, impossible, is_possible, state_after
from services.indicators.rules.territory import OUT_OF_REACH


async def accept_many(session: AsyncSession, caller: Caller, items: Sequence[AcceptanceItem]) -> list[StepResult]:
    """Accept whatever can be; each answer says what became of one, in the order asked.

    One must be within reach, at the version the reviewer saw, sent, and leave nothing unexplained that must be.
    """
    source = Transaction(session)
    locks = await lock_heads(source, sorted({item.id for item in items}))
    heads = await heads_of(source, [item.id for item in items])
    sent = [head for id_, head in heads.items() if id_ in locks and is_possible(Verb.ACCEPT, head.state)]
    wholes = await load_wholes(source, sent) if sent else {}
    findings = await findings_of(source, list(wholes.values())) if wholes else {}
    open_points = {id_: len(unexplained(found, wholes[id_].cells)) for id_, found in findings.items()}
    refused: dict[UUID, str] = {}
    seen = {item.id: item.version for item in items}
    for id_, version in seen.items():
        detail = _why_not_accepted(caller, heads.get(id_), version, open_points.get(id_, 0))
        if detail is not None:
            refused[id_] = detail
    done = [heads[id_] for id_ in seen if id_ not in refused]
    if done:
        step = Step(Verb.ACCEPT, caller, state_after(Verb.ACCEPT, done[0].state))
        await take_step(source, done, step)
        await tell(session, caller, *(told_of(head, step) for head in done))
    return [_result(id_, heads.get(id_), Verb.ACCEPT, refused.get(id_)) for id_ in seen]


async def publish_many(
    session: AsyncSession, caller: Caller, wanted: PublicationCreate, *, source: Source = Source.ENTERED
) -> list[StepResult]:
    """Publish whatever is accepted of a form and period within an area; all of it, or nothing."""
    transaction, period = Transaction(session), Period.parse(wanted.period)
    area = await find_area(transaction, wanted.area)
    if await find_form(transaction, wanted.form) is None:
        raise Invalid(faults=[Fault(pointer="/form", detail=f"Không có biểu mẫu “{wanted.form}”.")])
    if area is None:
        raise Invalid(faults=[Fault(pointer="/area", detail=f"Không có địa bàn “{wanted.area}”.")])
    if not caller.may(Right.SUBMISSIONS_PUBLISH, area.reach):
        raise Forbidden(OUT_OF_REACH, [Fault(pointer="/area", detail=OUT_OF_REACH)])
    places = caller.places(Right.SUBMISSIONS_PUBLISH)
    found = await accepted_within(transaction, form=wanted.form, period=period, within=wanted.area, places=places)
    await lock_heads(transaction, found)
    heads = [head for head in (await heads_of(transaction, found)).values() if is_possible(Verb.PUBLISH, head.state)]
    if not heads:
        return []
    heads.sort(key=lambda head: (head.sort_key, head.area))
    wholes = await load_wholes(transaction, heads)
    await publish_wholes(session, caller, [wholes[head.id] for head in heads], source=source)
    step = Step(Verb.PUBLISH, caller, state_after(Verb.PUBLISH, heads[0].state))
    await tell(session, caller, *(told_of(head, step) for head in heads))
    return [_result(head.id, head, Verb.PUBLISH, None) for head in heads]


def _why_not_accepted(caller: Caller, head: Head | None, seen: int, open_points: int) -> str | None:
    if head is None:
        return NO_SUBMISSION
    if not may(caller, head.area, head.reach, TRANSITIONS[Verb.ACCEPT]):
        return why_not(caller, Verb.ACCEPT, head.reach)
    if head.version != seen:
        return f"Hồ sơ đã được người khác sửa, nay {STATE_NAMES[head.state]}, phiên bản {head.version}."
    if not is_possible(Verb.ACCEPT, head.state):
        return impossible(Verb.ACCEPT, head.state)
    if open_points:
        return f"Còn {open_points} điểm phải giải trình mà chưa giải trình; hãy xem từng hồ sơ."
    return None


def _result(id_: UUID, head: Head | None, verb: Verb, refused: str | None) -> StepResult:
    is_done = head is not None and refused is None
    return StepResult(
        id=str(id_),
        area=head and head.area,
        area_name=head and head.area_name,
        done=is_done,
        state=state_after(verb, head.state) if head and is_done else head and head.state,
        version=head and head.version + is_done,
        detail=refused,
    )
