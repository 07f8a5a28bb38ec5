"""Rankings (xếp hạng) of units by the sheets of one framework and period."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from contracts.access import Right
from contracts.directory import AreaId, AreaLevel
from contracts.indicators.assessments import FrameworkCode, Ranking
from contracts.periods import Period, PeriodText
from kit.caller import Caller, requires
from kit.database import ReaderDep, TransactionRoute
from kit.light import answer
from services.indicators.queries import rankings as queries
from services.indicators.routes.parameters import readable

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Xếp hạng"])


@router.get("/rankings", summary="Bảng xếp hạng của một bộ chỉ số và kỳ", response_model=Ranking)
async def get_ranking(
    *,
    framework: Annotated[FrameworkCode, Query(title="Bộ chỉ số")],
    period: Annotated[
        PeriodText | None, Query(title="Kỳ", description="Trống: kỳ mới nhất có hồ sơ của bộ chỉ số này")
    ] = None,
    level: Annotated[AreaLevel | None, Query(title="Cấp")] = None,
    within: Annotated[AreaId | None, Query(title="Trong địa bàn")] = None,
    caller: Annotated[Caller, requires(Right.INDICATORS_READ)],
    reader: ReaderDep,
) -> Response:
    """Competition ranking (1, 2, 2, 4) on the rounded share of the maximum; units as they were in the period.

    Beyond the caller's reach only units with a published or final result are in it.
    """
    ranking = await queries.get_ranking(
        reader,
        framework=framework,
        period=None if period is None else Period.parse(period),
        level=level,
        within=within,
        places=readable(caller),
    )
    return answer(ranking)
