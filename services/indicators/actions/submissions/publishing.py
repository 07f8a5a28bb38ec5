"""Publishing accepted submissions: through the same path as every value, together with their new state."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.submissions import Verb
from contracts.indicators.values import Source
from kit.caller import Caller
from services.indicators.actions.values import publish_values
from services.indicators.queries.source import Transaction
from services.indicators.queries.submissions.cells import clear_correction_reasons
from services.indicators.queries.submissions.steps import Step, take_step
from services.indicators.queries.submissions.whole import Whole
from services.indicators.rules.columns import Row
from services.indicators.rules.submissions.cells import Cell
from services.indicators.rules.submissions.states import state_after


async def publish_wholes(
    session: AsyncSession, caller: Caller, wholes: Sequence[Whole], *, source: Source = Source.ENTERED
) -> None:
    """Publish the numbers of submissions and take each to its last state; all of them or none.

    Of a correction only the corrected numbers are published, each with its reason. Raises ValuesRefused where one
    cannot be saved any more, by `/submissions/<id>/cells/<indicator>`.
    """
    rows = [(whole, cell) for whole in wholes for cell in _published(whole)]
    if rows:

        def point(row: int, field: str) -> str:
            whole, cell = rows[row]
            return f"/submissions/{whole.head.id}/cells/{cell.indicator}" + (f"/{field}" if field else "")

        entries = [_entry(whole, cell) for whole, cell in rows]
        await publish_values(session, entries, by=caller, source=source, point=point, right=Right.SUBMISSIONS_PUBLISH)
    transaction, heads = Transaction(session), [whole.head for whole in wholes]
    await clear_correction_reasons(transaction, [head.id for head in heads])
    step = Step(Verb.PUBLISH, caller, state_after(Verb.PUBLISH, heads[0].state), is_correction=False)
    await take_step(transaction, heads, step)


def _published(whole: Whole) -> list[Cell]:
    cells = [cell for code in whole.head.form.items if (cell := whole.cells.get(code)) is not None and cell.has_number]
    return [cell for cell in cells if cell.correction_reason is not None] if whole.head.is_correction else cells


def _entry(whole: Whole, cell: Cell) -> Row:
    return Row(
        indicator=cell.indicator,
        area=whole.head.area,
        period=str(whole.head.period),
        value=cell.value,
        numerator=cell.numerator,
        denominator=cell.denominator,
        qualifier=cell.qualifier,
        as_of=cell.as_of,
        note=cell.note,
        reason=cell.correction_reason,
    )
