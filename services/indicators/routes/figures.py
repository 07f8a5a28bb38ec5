"""Figures over HTTP: what readers see, reported and rolled up side by side, with their proof."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from contracts.directory import AreaLevel
from contracts.indicators.boundaries import Boundaries
from contracts.indicators.values import Figure, FigureProof
from contracts.periods import Period
from kit.asked import asked
from kit.caller import AnyoneDep
from kit.database import ReaderDep, TransactionRoute
from kit.light import answer
from kit.paging import AfterQuery, LimitQuery, cursor, light_page
from kit.shapes import Page
from services.indicators.queries import figure_lists as queries
from services.indicators.queries import proofs
from services.indicators.queries.held import LIVE, Held
from services.indicators.queries.moments import lists_at, settle
from services.indicators.queries.proofs import Reading
from services.indicators.queries.wanted import Wanted
from services.indicators.routes.parameters import (
    AreaPath,
    AreaQuery,
    BoundariesOnQuery,
    BoundariesQuery,
    IndicatorPath,
    IndicatorQuery,
    MomentQuery,
    PeriodFromQuery,
    PeriodPath,
    PeriodQuery,
    PeriodToQuery,
    WithinQuery,
    boundaries_day,
    key_after,
    period_of,
    readable,
)

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Số liệu"])

LevelQuery = Annotated[AreaLevel | None, Query(title="Cấp")]
NewestQuery = Annotated[
    bool, Query(title="Chỉ kỳ mới nhất", description="Chỉ kỳ mới nhất có số liệu trong những gì được hỏi")
]


class FiguresAsked(BaseModel):
    """Which figures a list is of."""

    indicator: IndicatorQuery = None
    area: AreaQuery = None
    within: WithinQuery = None
    level: LevelQuery = None
    period: PeriodQuery = None
    period_from: PeriodFromQuery = None
    period_to: PeriodToQuery = None
    newest: NewestQuery = False
    boundaries: BoundariesQuery = Boundaries.THEN
    boundaries_on: BoundariesOnQuery = None
    as_of: MomentQuery = None
    limit: LimitQuery = 50
    after: AfterQuery = None

    def wanted(self, held: Held) -> Wanted:
        """The question to the database; `held` is where it is looked for."""
        periods = (period_of(self.period), period_of(self.period_from), period_of(self.period_to))
        on = boundaries_day(self.boundaries, self.boundaries_on)
        places = (self.indicator, self.area, self.within, self.level)
        return Wanted(*places, *periods, newest=self.newest, on=on, held=held)


@router.get("/figures", summary="Số liệu để xem: tự báo cáo và tổng hợp", response_model=Page[Figure])
async def list_figures(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    query: Annotated[FiguresAsked, asked(FiguresAsked)],
) -> Response:
    """Figures by period, area and indicator. The nation's own are given when it is the area asked for.

    As they stood at a moment (`as_of`), those of the nation need a period or an indicator.
    """
    held = LIVE if query.as_of is None else await lists_at(reader, query.as_of)
    after = key_after(query.after)
    listed = await queries.list_wanted_figures(
        reader,
        query.wanted(held),
        readable(caller),
        by_name=not caller.anonymous,
        limit=query.limit + 1,
        after=after,
    )
    return light_page(request, listed.rows, query.limit, listed.make.figure, lambda row: cursor(*queries.key_of(row)))


async def reading_of(
    *,
    reader: ReaderDep,
    boundaries: BoundariesQuery = Boundaries.THEN,
    boundaries_on: BoundariesOnQuery = None,
    as_of: MomentQuery = None,
) -> Reading:
    """By which boundaries and as of which moment one figure is read."""
    if as_of is not None:
        await settle(reader, as_of)
    return Reading(boundaries_day(boundaries, boundaries_on), as_of)


ReadingDep = Annotated[Reading, Depends(reading_of)]


@router.get("/figures/{indicator}/{area}/{period}", summary="Một số liệu", response_model=Figure)
async def get_figure(
    *,
    caller: AnyoneDep,
    reader: ReaderDep,
    indicator: IndicatorPath,
    area: AreaPath,
    period: PeriodPath,
    reading: ReadingDep,
) -> Response:
    """The figure of one indicator, area and period; as it was at a moment, or by the boundaries of a day."""
    key = (indicator, area, Period.parse(period))
    by_name = not caller.anonymous
    return answer(await proofs.get_figure(reader, *key, places=readable(caller), by_name=by_name, reading=reading))


@router.get("/figures/{indicator}/{area}/{period}/proof", summary="Vì sao có số liệu này", response_model=FigureProof)
async def get_figure_proof(
    *,
    caller: AnyoneDep,
    reader: ReaderDep,
    indicator: IndicatorPath,
    area: AreaPath,
    period: PeriodPath,
    reading: ReadingDep,
) -> Response:
    """The rule in words, every part, the units without a value, and every revision of what was reported."""
    key = (indicator, area, Period.parse(period))
    by_name = not caller.anonymous
    return answer(await proofs.get_proof(reader, *key, places=readable(caller), by_name=by_name, reading=reading))
