"""Overviews over HTTP: the whole dashboard of an area in one answer."""

from fastapi import APIRouter, Response

from contracts.indicators.boundaries import Boundaries
from contracts.indicators.values import Overview
from kit.caller import AnyoneDep
from kit.clock import today
from kit.database import ReaderDep, TransactionRoute
from kit.light import answer
from services.indicators.queries import overviews as queries
from services.indicators.queries.held import LIVE
from services.indicators.queries.moments import lists_at
from services.indicators.routes.parameters import (
    AreaPath,
    BoundariesOnQuery,
    BoundariesQuery,
    MomentQuery,
    PeriodQuery,
    boundaries_day,
    period_of,
    readable,
)

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Số liệu"])


@router.get("/overviews/{area}", summary="Tổng quan một địa bàn", response_model=Overview)
async def get_overview(
    *,
    caller: AnyoneDep,
    reader: ReaderDep,
    area: AreaPath,
    period: PeriodQuery = None,
    boundaries: BoundariesQuery = Boundaries.THEN,
    boundaries_on: BoundariesOnQuery = None,
    as_of: MomentQuery = None,
) -> Response:
    """Every indicator with its newest figure up to the period, the one before it and its trend of eight periods.

    As it stood at a moment (`as_of`) for every area but the nation.
    """
    overview = await queries.get_overview(
        reader,
        area,
        period_of(period),
        places=readable(caller),
        by_name=not caller.anonymous,
        today=today(),
        on=boundaries_day(boundaries, boundaries_on),
        held=LIVE if as_of is None else await lists_at(reader, as_of),
    )
    return answer(overview)
