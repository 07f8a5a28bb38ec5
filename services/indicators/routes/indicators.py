"""Indicators (chỉ tiêu) over HTTP: what is measured, open to all."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.indicators.definitions import Indicator, Pillar
from kit.caller import AnyoneDep
from kit.database import ReaderDep, TransactionRoute
from kit.light import answer
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, light_page
from kit.shapes import Page, Text
from services.indicators.queries import indicators as queries
from services.indicators.routes.parameters import IndicatorPath

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Chỉ tiêu"])

SearchQuery = Annotated[Text | None, Query(max_length=100, title="Từ cần tìm, không cần dấu")]
PillarQuery = Annotated[Pillar | None, Query(title="Trụ cột")]


@router.get("/indicators", summary="Danh mục chỉ tiêu", response_model=Page[Indicator])
async def list_indicators(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    q: SearchQuery = None,
    pillar: PillarQuery = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """Definitions of indicators in the natural order of their codes."""
    keys = keys_of(after, (str,))
    rows = await queries.list_indicators(reader, q=q, pillar=pillar, after=keys[0] if keys else None, limit=limit)
    return light_page(request, rows, limit, queries.indicator_of, lambda row: cursor(row.sort_code))


@router.get("/indicators/{code}", summary="Một chỉ tiêu", response_model=Indicator)
async def get_indicator(*, caller: AnyoneDep, reader: ReaderDep, code: IndicatorPath) -> Response:
    """The definition of one indicator."""
    return answer(queries.indicator_of(await queries.get_indicator_row(reader, code)))
