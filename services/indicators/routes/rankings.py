"""Rankings (xếp hạng) of units by the sheets of one framework and period, what-if, and ways up."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from contracts.access import Right
from contracts.directory import AreaId, AreaLevel
from contracts.indicators.assessments import FrameworkCode
from contracts.indicators.rankings import Ranking, Ways, WhatIf, WhatIfAsked
from contracts.periods import Period, PeriodText
from kit.caller import Caller, requires
from kit.database import ReaderDep, TransactionRoute
from kit.errors import Invalid
from kit.light import answer
from kit.shapes import Line
from services.indicators.queries.boundaries.rankings import get_carried_ranking
from services.indicators.queries.rankings.intervals import firm_sheets
from services.indicators.queries.rankings.listing import get_ranking as listed
from services.indicators.queries.rankings.listing import ranking_of
from services.indicators.queries.rankings.sheets import Wanted
from services.indicators.queries.rankings.trials import ways_up, what_if
from services.indicators.routes.parameters import BoundariesDep, period_of, readable

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Xếp hạng"])

FrameworkQuery = Annotated[FrameworkCode, Query(title="Bộ chỉ số")]
WithinQuery = Annotated[AreaId | None, Query(title="Trong địa bàn")]
UnitClassQuery = Annotated[
    Line | None, Query(title="Loại đơn vị", description="Chỉ liệt kê loại này, ví dụ phường; hạng chung giữ nguyên")
]
MOST_RANKS = 1000


@router.get("/rankings", summary="Bảng xếp hạng của một bộ chỉ số và kỳ", response_model=Ranking)
async def get_ranking(
    *,
    framework: FrameworkQuery,
    period: Annotated[
        PeriodText | None, Query(title="Kỳ", description="Trống: kỳ mới nhất có hồ sơ của bộ chỉ số này")
    ] = None,
    previous: Annotated[
        PeriodText | None, Query(title="Kỳ so sánh", description="Trống: kỳ có hồ sơ gần nhất trước đó")
    ] = None,
    level: Annotated[AreaLevel | None, Query(title="Cấp")] = None,
    within: WithinQuery = None,
    unit_class: UnitClassQuery = None,
    robustness: Annotated[
        bool, Query(title="Kèm khoảng hạng", description="Thử lại với trọng số thay đổi ngẫu nhiên ±25%")
    ] = False,
    on: BoundariesDep,
    caller: Annotated[Caller, requires(Right.INDICATORS_READ)],
    reader: ReaderDep,
) -> Response:
    """Competition ranking (1, 2, 2, 4) on the rounded share of the maximum; units as they were, or merged.

    Beyond the caller's reach only units with a published or final result are in it.
    """
    wanted = Wanted(
        framework=framework,
        places=readable(caller),
        period=period_of(period),
        previous=period_of(previous),
        level=level,
        within=within,
        unit_class=unit_class,
    )
    if on is not None and robustness:
        raise Invalid("Khoảng hạng chỉ tính theo địa giới khi đánh giá; hãy bỏ robustness hoặc boundaries.")
    if on is not None:
        return answer(await get_carried_ranking(reader, wanted, on))
    if not robustness:
        return answer(await listed(reader, wanted))
    sheets, firm = await firm_sheets(reader, wanted)
    return answer(ranking_of(sheets, wanted, firm))


@router.post("/rankings/what-ifs", summary="Mô phỏng xếp hạng với điểm, trọng số, mục tiêu khác")
async def try_ranking(
    *, asked: WhatIfAsked, caller: Annotated[Caller, requires(Right.INDICATORS_READ)], reader: ReaderDep
) -> WhatIf:
    """What other scores, weights and targets would do to a ranking; nothing is saved.

    Only sheets the caller may read take part, as in the ranking itself.
    """
    wanted = Wanted(
        framework=asked.framework,
        places=readable(caller),
        period=Period.parse(asked.period),
        within=asked.within,
        compares=False,
    )
    return await what_if(reader, wanted, asked)


@router.get("/rankings/ways", summary="Cách ít công sức nhất để lên hạng")
async def list_ways(
    *,
    framework: FrameworkQuery,
    period: Annotated[PeriodText | None, Query(title="Kỳ", description="Trống: kỳ mới nhất có hồ sơ")] = None,
    area: Annotated[AreaId, Query(title="Đơn vị")],
    ranks: Annotated[int, Query(ge=1, le=MOST_RANKS, title="Số bậc muốn lên")] = 5,
    within: WithinQuery = None,
    caller: Annotated[Caller, requires(Right.INDICATORS_READ)],
    reader: ReaderDep,
) -> Ways:
    """Which criteria to raise and by how much, at the least effort, while all others stand still; others that differ.

    Only sheets the caller may read take part, as in the ranking itself.
    """
    wanted = Wanted(
        framework=framework, places=readable(caller), period=period_of(period), within=within, compares=False
    )
    return await ways_up(reader, wanted, area, ranks)
