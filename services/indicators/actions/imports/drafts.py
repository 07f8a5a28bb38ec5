"""Importing the workbook of a form: its numbers go into the draft of a submission, nothing is published."""

from uuid import UUID

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.indicators.imports import ImportReceipt
from contracts.indicators.submissions import CellUpdate, SubmissionCreate
from kit.caller import Caller
from kit.clock import today
from kit.errors import Invalid
from kit.shapes import Fault
from kit.validation import faults
from services.indicators.actions.imports.comparing import Changes
from services.indicators.actions.imports.opening import MOST_FAULTS, Opened
from services.indicators.actions.imports.values import compared, read_table, receipt_of
from services.indicators.actions.submissions.entering import save_cells
from services.indicators.actions.submissions.opening import open_submission
from services.indicators.queries.source import Transaction
from services.indicators.queries.submissions.cells import cells_of
from services.indicators.queries.submissions.heads import get_head
from services.indicators.rules.round_trip import Standing
from services.indicators.rules.submissions.cells import cell_said
from services.indicators.workbooks.purpose import Purpose
from services.indicators.workbooks.values import ValueLine, ValueTable


async def import_draft(session: AsyncSession, caller: Caller, opened: Opened) -> ImportReceipt:
    """Put the numbers of a file into the submission of its form, unit and period, opened when need be."""
    table = await read_table(session, opened)
    submission, _ = await open_submission(session, caller, _wanted(opened.purpose), today())
    source = Transaction(session)
    head = await get_head(source, submission)
    before = (await cells_of(source, [submission])).get(submission, {})
    standing = {code: Standing(cell_said(cell)) for code, cell in before.items()}
    changes = compared(table, opened.memory, standing, caller)
    if found := [*table.faults, *changes.faults]:
        raise Invalid("Có ô chưa đúng. Chưa có gì được lưu.", found[:MOST_FAULTS])
    changed = 0
    if changes.lines:
        changed = await _saved(session, caller, submission, table, changes, head.version)
    new = sum(line.indicator not in before or not before[line.indicator].has_number for line in changes.lines)
    created = min(new, changed)
    counts = created, changed - created, len(changes.lines) - changed
    return receipt_of(opened, table, changes, counts, str(submission))


async def _saved(
    session: AsyncSession,
    caller: Caller,
    submission: UUID,
    table: ValueTable,
    changes: Changes[ValueLine],
    version: int,
) -> int:
    """How many cells of the draft changed; what is refused is named where it stands in the file."""
    updates = [
        CellUpdate(
            indicator=line.indicator,
            value=line.value,
            numerator=line.numerator,
            denominator=line.denominator,
            note=line.note or "",
        )
        for line in changes.lines
    ]
    try:
        return await save_cells(session, caller, submission, updates, seen=version)
    except Invalid as refusal:
        found = []
        for fault in refusal.faults:
            _, _, place, field = fault.pointer.split("/")
            pointer = table.place(changes.lines[int(place)].addresses, field)
            found.append(Fault(pointer=pointer, detail=fault.detail))
        raise Invalid(refusal.detail, found[:MOST_FAULTS]) from refusal


def _wanted(purpose: Purpose) -> SubmissionCreate:
    said = {"form": purpose.form, "area": purpose.area, "period": purpose.period}
    try:
        return SubmissionCreate.model_validate({field: text for field, text in said.items() if text})
    except ValidationError as error:
        raise Invalid("Chưa rõ tệp dành cho hồ sơ nào.", faults(error.errors())) from error
