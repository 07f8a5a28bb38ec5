"""Lists of figures: of areas as they are kept, or of the nation, summed when asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from contracts.directory import AreaLevel
from contracts.periods import Period
from contracts.reach import NATION
from kit.errors import Invalid
from kit.shapes import Fault
from services.indicators.queries.boundaries.figures import CarriedMaker, list_carried_rows, of_newest
from services.indicators.queries.figures import FigureMaker, list_figure_rows, list_nation_rows
from services.indicators.queries.held import LIVE
from services.indicators.queries.scopes import (
    area_scope,
    indicators_of,
    nation_view,
    newest_first,
    read_wanted,
    scope_of,
    suits,
)
from services.indicators.queries.source import Source
from services.indicators.queries.wanted import Wanted

_NATION_THEN = "Để đọc lại số liệu cả nước như một thời điểm đã qua, hãy chọn một kỳ hoặc một chỉ tiêu."


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows in the order of their key, and what makes figures of them."""

    rows: list[Any]
    make: FigureMaker


async def list_wanted_figures(
    source: Source, wanted: Wanted, places: Sequence[str], *, by_name: bool, limit: int, after: Sequence[int]
) -> Listed:
    """Figures in the order of their key, from after the key `after`; at most `limit`."""
    if wanted.area == NATION or wanted.level is AreaLevel.NATION:
        listed = await _nation(source, wanted, places, by_name)
        rows = sorted((row for row in listed.rows if not after or key_of(row) > tuple(after)), key=key_of)
        return Listed(rows[:limit], listed.make)
    if wanted.on is not None:
        return await _carried(source, wanted, places, by_name, limit, after)
    read = partial(list_figure_rows, source, limit=limit, after=after, held=wanted.held)
    scope, rows = await read_wanted(source, wanted, places, read)
    return Listed(rows, FigureMaker(scope.indicators, by_name=by_name))


async def _carried(
    source: Source, wanted: Wanted, places: Sequence[str], by_name: bool, limit: int, after: Sequence[int]
) -> Listed:
    scope = await scope_of(source, wanted, places)
    periods = [Period.from_key(key) for key in scope.parameters["periods"]]
    asked = of_newest(scope, wanted.held) if wanted.newest else scope
    carried = await list_carried_rows(source, asked, periods, limit=limit, after=after, held=wanted.held)
    return Listed(carried, CarriedMaker(scope.indicators, by_name=by_name))


async def _nation(source: Source, wanted: Wanted, places: Sequence[str], by_name: bool) -> Listed:
    if wanted.within not in (None, NATION) or wanted.level not in (None, AreaLevel.NATION):
        return Listed([], FigureMaker({}, by_name=by_name))
    if wanted.held is not LIVE and wanted.period is None and wanted.indicator is None:
        raise Invalid(_NATION_THEN, [Fault(pointer="/query/as_of", detail=_NATION_THEN)])
    # By any boundaries the nation is what all units make that were there: it needs no carrying.
    nation = await nation_view(source, with_periods=wanted.period is None)
    scope = area_scope(nation, await indicators_of(source, nation.edition, wanted.indicator), places)
    used = [wanted.period] if wanted.period else newest_first(nation.periods)
    periods = [period for period in used if suits(wanted, period)]
    rows = await list_nation_rows(
        source, scope, nation=nation.no, provinces=nation.provinces, periods=periods, held=wanted.held
    )
    make = FigureMaker(scope.indicators, by_name=by_name)
    if wanted.newest:
        newest = max((make.period(row) for row in rows if make.amount(row) is not None), default=None)
        rows = [row for row in rows if make.period(row) == newest]
    return Listed(rows, make)


def key_of(row: Any) -> tuple[int, int, int]:
    """The key of a figure, as cursors carry it."""
    return row.period, row.area_no, row.indicator_no
