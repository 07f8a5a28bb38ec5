"""Indicators of one unit and period as a grid."""

from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Value, ValueBatch
from contracts.periods import Period
from frontend.client import Client, ValueFilter
from frontend.flash import VALUES
from frontend.formats import period
from frontend.pages.entry.choice import Choice
from frontend.pages.entry.held import held_by_forms
from frontend.pages.entry.page import GridPage
from frontend.pages.entry.periods import takes
from frontend.reading import value_cells
from frontend.reading.cells import Typed
from frontend.reading.rows import conflicts_in, errors_in, moved, placed
from frontend.reading.sheets import base_of
from frontend.reading.value_cells import Known, ValueRow
from kit.errors import Invalid
from kit.shapes import Fault

OK, CONFLICT, WRONG = 200, 409, 422


async def read(client: Client, choice: Choice) -> GridPage:
    """The values as they stand."""
    known = await _known(client, choice)
    return await _page(client, choice, value_cells.value_rows(_due(choice), known))


async def save(client: Client, choice: Choice, typed: Typed) -> GridPage:
    """Saves what was typed, or shows what hinders it."""
    known = await _known(client, choice)
    rebased = value_cells.value_rows(_due(choice), known, typed.rebased)
    if moved(rebased):
        return await _page(client, choice, rebased, CONFLICT)
    rows = value_cells.checked(value_cells.value_rows(_due(choice), known, typed.cell))
    if errors_in(rows):
        return await _page(client, choice, rows, WRONG)
    return await _saved(client, choice, rows)


async def _saved(client: Client, choice: Choice, rows: list[ValueRow]) -> GridPage:
    touched = [row for row in rows if row.touched]
    if touched:
        batch = ValueBatch(values=[value_cells.to_save(row, choice.unit.id, choice.period) for row in touched])
        try:
            await client.save_values(batch)
        except Invalid as refusal:
            told = refusal.faults or [Fault(pointer="", detail=refusal.detail)]
            told_rows, others = placed(rows, touched, told, "values")
            return await _page(client, choice, told_rows, WRONG, others)
    rows = value_cells.value_rows(_due(choice), await _known(client, choice))
    return await _page(client, choice, rows, saved=len(touched))


async def _known(client: Client, choice: Choice) -> Known:
    now = Period.parse(choice.period)
    before = str(now.previous())
    values = await client.list_values(ValueFilter(choice.unit.id, period_from=before, period_to=choice.period))
    return Known(_of(values, choice.period), _of(values, before))


def _of(values: list[Value], period_text: str) -> dict[str, Value]:
    return {value.indicator: value for value in values if value.period == period_text}


def _due(choice: Choice) -> list[Indicator]:
    return [indicator for indicator in choice.indicators if takes(indicator, Period.parse(choice.period))]


async def _page(
    client: Client,
    choice: Choice,
    rows: list[ValueRow],
    status: int = OK,
    faults: list[str] | None = None,
    saved: int = 0,
) -> GridPage:
    rows = value_cells.held_back(rows, await held_by_forms(client, choice))
    context = {
        "result": status,
        "bands": value_cells.by_pillar(rows),
        "told": sum(row.saved is not None for row in rows),
        "of": len(rows),
        "illustrative": any(row.illustrative for row in rows),
        "errors": [*errors_in(rows), *((None, fault) for fault in faults or [])],
        "conflicts": conflicts_in(rows),
        "base": base_of(cell for row in rows for cell in row.cells),
    }
    return GridPage("entry/values.html", f"Số liệu chỉ tiêu {period(choice.period)}", VALUES, context, status, saved)
