"""Figures over HTTP: what readers see, reported and rolled up side by side, with their proof."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from contracts.directory import AreaLevel
from contracts.indicators.values import Figure, FigureProof
from contracts.periods import Period
from kit.caller import AnyoneDep
from kit.database import ReaderDep, TransactionRoute
from kit.paging import AfterQuery, LimitQuery, cursor, page
from kit.shapes import Page
from services.indicators.queries import figure_lists as queries
from services.indicators.queries import proofs
from services.indicators.queries.scopes import Wanted
from services.indicators.routes.parameters import (
    AreaPath,
    AreaQuery,
    IndicatorPath,
    IndicatorQuery,
    PeriodFromQuery,
    PeriodPath,
    PeriodQuery,
    PeriodToQuery,
    WithinQuery,
    key_after,
    period_of,
    readable,
)

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Số liệu"])

LevelQuery = Annotated[AreaLevel | None, Query(title="Cấp")]


@router.get("/figures", summary="Số liệu để xem: tự báo cáo và tổng hợp")
async def list_figures(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    indicator: IndicatorQuery = None,
    area: AreaQuery = None,
    within: WithinQuery = None,
    level: LevelQuery = None,
    period: PeriodQuery = None,
    period_from: PeriodFromQuery = None,
    period_to: PeriodToQuery = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Page[Figure]:
    """Figures by period, area and indicator. The nation's own are given when it is the area asked for."""
    wanted = Wanted(indicator, area, within, level, period_of(period), period_of(period_from), period_of(period_to))
    shown = await queries.list_wanted_figures(
        reader, wanted, readable(caller), by_name=not caller.anonymous, limit=limit + 1, after=key_after(after)
    )
    return page(
        request,
        shown,
        limit,
        lambda found: found.figure,
        lambda found: cursor(found.period.key, found.area_no, found.indicator_no),
    )


@router.get("/figures/{indicator}/{area}/{period}", summary="Một số liệu")
async def get_figure(
    *, caller: AnyoneDep, reader: ReaderDep, indicator: IndicatorPath, area: AreaPath, period: PeriodPath
) -> Figure:
    """The figure of one indicator, area and period."""
    return await proofs.get_figure(
        reader, indicator, area, Period.parse(period), places=readable(caller), by_name=not caller.anonymous
    )


@router.get("/figures/{indicator}/{area}/{period}/proof", summary="Vì sao có số liệu này")
async def get_figure_proof(
    *, caller: AnyoneDep, reader: ReaderDep, indicator: IndicatorPath, area: AreaPath, period: PeriodPath
) -> FigureProof:
    """The rule in words, every part, the units without a value, and every revision of what was reported."""
    return await proofs.get_proof(
        reader, indicator, area, Period.parse(period), places=readable(caller), by_name=not caller.anonymous
    )
