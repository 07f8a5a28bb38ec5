"""Moving one submission on: sent, withdrawn, returned, accepted, published, opened again for correction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.indicators.checks import Severity
from contracts.indicators.submissions import CellReason, CorrectionCreate, SubmissionReturn, Verb
from kit.caller import Caller
from kit.errors import Conflict, Invalid
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.submissions.ground import headers_of, locked
from services.indicators.actions.submissions.publishing import publish_wholes
from services.indicators.queries.checks.questions import findings_of
from services.indicators.queries.source import Transaction
from services.indicators.queries.submissions.cells import (
    cells_of,
    clear_return_reasons,
    put_cells,
    put_correction_reasons,
    put_return_reasons,
)
from services.indicators.queries.submissions.heads import Head
from services.indicators.queries.submissions.steps import Step, published_cells, take_step
from services.indicators.queries.submissions.whole import Whole, corrected, load_wholes
from services.indicators.rules.checks import Finding, unexplained
from services.indicators.rules.submissions.cells import Cell, as_published, cell_told, kept
from services.indicators.rules.submissions.states import state_after

ACTIONS = {
    Verb.SUBMIT: Action.SUBMISSION_SENT,
    Verb.WITHDRAW: Action.SUBMISSION_WITHDRAWN,
    Verb.RETURN: Action.SUBMISSION_RETURNED,
    Verb.ACCEPT: Action.SUBMISSION_ACCEPTED,
    Verb.PUBLISH: Action.SUBMISSION_PUBLISHED,
    Verb.CORRECT: Action.CORRECTION_OPENED,
    Verb.DROP: Action.CORRECTION_DROPPED,
}


async def submit(session: AsyncSession, caller: Caller, submission: UUID, *, seen: int, today: date) -> None:
    """Send it: open for sending, nothing wrong or unexplained. Its cells are kept as sent. Raises Conflict, Invalid."""
    source = Transaction(session)
    head = await locked(source, caller, submission, Verb.SUBMIT, seen)
    opens_on = head.form.opens_on(head.period)
    if today < opens_on:
        detail = f"Kỳ {head.period.label} gửi được từ ngày {opens_on:%d/%m/%Y}."
        raise Conflict(detail, [Fault(pointer="/period", detail=detail)], headers=headers_of(head.version, head.state))
    whole = (await load_wholes(source, [head]))[submission]
    refuse_unsound((await findings_of(source, [whole]))[submission], whole.cells)
    await clear_return_reasons(source, [submission])
    step = Step(Verb.SUBMIT, caller, state_after(Verb.SUBMIT, head.state), cells=snapshot(whole), sent_on=today)
    await _take(session, head, step)


async def withdraw(session: AsyncSession, caller: Caller, submission: UUID, *, seen: int) -> None:
    """Take back what nobody has decided on yet."""
    head = await locked(Transaction(session), caller, submission, Verb.WITHDRAW, seen)
    await _take(session, head, Step(Verb.WITHDRAW, caller, state_after(Verb.WITHDRAW, head.state)))


async def return_submission(
    session: AsyncSession, caller: Caller, submission: UUID, said: SubmissionReturn, *, seen: int
) -> None:
    """Give it back with at least one reason."""
    source = Transaction(session)
    head = await locked(source, caller, submission, Verb.RETURN, seen)
    reasons = _reasons(head, said.cells)
    if not reasons and not said.reason:
        detail = "Hãy ghi lý do chung, hoặc lý do của ít nhất một chỉ tiêu."
        raise Invalid("Trả lại phải có lý do.", [Fault(pointer="/reason", detail=detail)])
    await put_return_reasons(source, submission, reasons)
    step = Step(Verb.RETURN, caller, state_after(Verb.RETURN, head.state), said.reason or None, reasons)
    await _take(session, head, step)


async def accept(session: AsyncSession, caller: Caller, submission: UUID, *, seen: int) -> None:
    """Accept what was sent."""
    head = await locked(Transaction(session), caller, submission, Verb.ACCEPT, seen)
    await _take(session, head, Step(Verb.ACCEPT, caller, state_after(Verb.ACCEPT, head.state)))


async def publish(session: AsyncSession, caller: Caller, submission: UUID, *, seen: int) -> None:
    """Make its numbers published values, in the transaction of its new state."""
    source = Transaction(session)
    head = await locked(source, caller, submission, Verb.PUBLISH, seen)
    wholes = await load_wholes(source, [head])
    await publish_wholes(session, caller, [wholes[submission]])
    await tell(session, caller, told_of(head, Step(Verb.PUBLISH, caller, state_after(Verb.PUBLISH, head.state))))


async def correct(
    session: AsyncSession, caller: Caller, submission: UUID, said: CorrectionCreate, *, seen: int
) -> None:
    """Open a new round on chosen published numbers, each with its reason."""
    source = Transaction(session)
    head = await locked(source, caller, submission, Verb.CORRECT, seen)
    reasons = _reasons(head, said.cells)
    await put_correction_reasons(source, submission, reasons)
    target = state_after(Verb.CORRECT, head.state)
    await _take(session, head, Step(Verb.CORRECT, caller, target, reasons=reasons, is_correction=True))


async def drop(session: AsyncSession, caller: Caller, submission: UUID, *, seen: int) -> None:
    """Give up a correction that is not sent: its cells are as they were published, which they are still."""
    source = Transaction(session)
    head = await locked(source, caller, submission, Verb.DROP, seen)
    edition, sent = await published_cells(source, submission)
    standing = (await cells_of(source, [submission])).get(submission, {})
    given_up = [standing[code] for code in corrected(standing)]
    await put_cells(source, submission, [as_published(cell, sent.get(cell.indicator)) for cell in given_up])
    await clear_return_reasons(source, [submission])
    step = Step(Verb.DROP, caller, state_after(Verb.DROP, head.state), is_correction=False, edition=edition)
    await take_step(source, [head], step)
    told = {cell.indicator: cell_told(cell) for cell in given_up}
    await tell(session, caller, replace(told_of(head, step), before={"state": head.state.value, "cells": told}))


def refuse_unsound(findings: Sequence[Finding], cells: Mapping[str, Cell]) -> None:
    """Invalid while the checks find errors, or something unexplained; each by `/cells/<indicator>/<field>`."""
    errors = [found for found in findings if found.severity is Severity.ERROR]
    silent = unexplained(findings, cells)
    if not errors and not silent:
        return
    faults = [Fault(pointer=_pointer(found), detail=found.message) for found in errors]
    faults += [Fault(pointer=f"/cells/{found.indicator}/explanation", detail=found.message) for found in silent]
    if errors:
        raise Invalid("Hồ sơ còn lỗi nên chưa gửi được, xem từng chỉ tiêu.", faults)
    raise Invalid(f"Còn {len(silent)} điểm phải giải trình trước khi gửi, xem từng chỉ tiêu.", faults)


def snapshot(whole: Whole) -> list[dict[str, object]]:
    """The filled cells of the form in its order, as they are kept."""
    cells = (whole.cells.get(code) for code in whole.head.form.items)
    return [kept(cell) for cell in cells if cell is not None and (cell.has_number or cell.explanation)]


def told_of(head: Head, step: Step) -> Deed:
    """What the audit is told of a step."""
    after: dict[str, object] = {"state": step.target.value, "period": str(head.period), "form": head.form.code}
    if step.reasons:
        after["cells"] = dict(step.reasons)
    before = {"state": head.state.value}
    return Deed(ACTIONS[step.verb], f"submission:{head.id}", head.area, before, after, step.reason)


async def _take(session: AsyncSession, head: Head, step: Step) -> None:
    await take_step(Transaction(session), [head], step)
    await tell(session, step.by, told_of(head, step))


def _reasons(head: Head, said: Sequence[CellReason]) -> Mapping[str, str]:
    """Reasons by indicator; Invalid for what the form does not ask, or what is said twice."""
    faults, found = [], dict[str, str]()
    for place, one in enumerate(said):
        if one.indicator not in head.form.items:
            detail = f"Biểu mẫu không có chỉ tiêu “{one.indicator}”."
            faults.append(Fault(pointer=f"/cells/{place}/indicator", detail=detail))
        elif one.indicator in found:
            faults.append(Fault(pointer=f"/cells/{place}/indicator", detail="Chỉ tiêu này đã nêu ở trên."))
        found.setdefault(one.indicator, one.reason)
    if faults:
        raise Invalid("Lý do chưa đúng chỗ, xem từng vị trí.", faults)
    return found


def _pointer(found: Finding) -> str:
    return f"/cells/{found.indicator}/{found.field}" if found.field else f"/cells/{found.indicator}"
