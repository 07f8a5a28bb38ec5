"""Entering cells (nhập số): all or none; whatever was typed is kept until it is sent."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.indicators.submissions import CellUpdate, Verb
from kit.caller import Caller
from kit.errors import Invalid
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.submissions.ground import locked
from services.indicators.queries.source import Transaction
from services.indicators.queries.submissions.cells import cells_of, put_cells
from services.indicators.queries.submissions.steps import advance_version
from services.indicators.queries.submissions.whole import corrected
from services.indicators.rules.submissions.cells import CellsRefused, GivenCell, cell_told, settle_cells


async def save_cells(
    session: AsyncSession, caller: Caller, submission: UUID, updates: Sequence[CellUpdate], *, seen: int
) -> int:
    """Save cells of a submission; how many changed. One that stands so already changes nothing.

    Raises what `locked` raises, and Invalid naming every fault by `/cells/<place>/<field>`.
    """
    source = Transaction(session)
    head = await locked(source, caller, submission, Verb.SAVE, seen)
    standing = (await cells_of(source, [submission])).get(submission, {})
    open_ones = corrected(standing) if head.is_correction else head.form.items.keys()
    given = [_given(update) for update in updates]
    try:
        changed = settle_cells(head.form.items, open_ones, standing, given)
    except CellsRefused as error:
        faults = [Fault(pointer=f"/cells/{one.place}/{one.field}", detail=one.detail) for one in error.problems]
        raise Invalid("Chưa lưu ô nào, xem từng vị trí.", faults) from error
    if changed:
        await put_cells(source, submission, [after for _, after in changed])
        await advance_version(source, submission)
        before = {cell.indicator: told for cell, _ in changed if (told := cell_told(cell))}
        after = {cell.indicator: cell_told(cell) for _, cell in changed}
        deed = Deed(Action.SUBMISSION_SAVED, f"submission:{submission}", head.area, before or None, after)
        await tell(session, caller, deed)
    return len(changed)


def _given(update: CellUpdate) -> GivenCell:
    said = update.model_dump(include=update.model_fields_set - {"indicator"})
    return GivenCell(update.indicator, said)
