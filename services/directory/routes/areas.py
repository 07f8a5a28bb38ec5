"""Areas over HTTP: lists in Vietnamese order, one, its children, counts of a day."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.directory import Area, AreaLevel, AreaMatches, AreaProfile, RegisterSummary
from kit.caller import AnyoneDep
from kit.clock import today
from kit.database import ReaderDep, TransactionRoute
from kit.light import answer
from kit.paging import AfterQuery, LimitQuery, light_page
from kit.shapes import Page, Text
from services.directory.queries import areas as queries
from services.directory.queries.areas import AreaFilter
from services.directory.queries.matches import find_areas
from services.directory.queries.profiles import get_profile as get_area_profile
from services.directory.routes.parameters import AreaPath, AreaQuery, SearchQuery, ValidOnQuery
from services.directory.rules.register import day_within

router = APIRouter(prefix="/api/directory/v1", route_class=TransactionRoute, tags=["Địa bàn"])

LevelQuery = Annotated[AreaLevel | None, Query(title="Cấp")]
CodeQuery = Annotated[Text | None, Query(max_length=10, title="Mã chính thức", examples=["15"])]


@router.get("/areas", summary="Tìm địa bàn", response_model=Page[Area])
async def list_areas(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    level: LevelQuery = None,
    code: CodeQuery = None,
    parent: AreaQuery = None,
    within: AreaQuery = None,
    valid_on: ValidOnQuery = None,
    q: SearchQuery = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """Areas in force on a day, in Vietnamese order.

    `parent` asks for direct children, `within` for the whole subtree with its root. `q` needs no marks, reads codes,
    and a name no longer in use finds what became of its bearer.
    """
    wanted = AreaFilter(valid_on or today(), level, code, parent, within, q)
    rows = await queries.list_areas(reader, wanted, after, limit)
    return light_page(request, rows, limit, queries.area, queries.area_cursor)


@router.get("/areas/{area_id}", summary="Một địa bàn", response_model=Area)
async def get_area(*, caller: AnyoneDep, reader: ReaderDep, area_id: AreaPath) -> Response:
    """One incarnation of an area, in force or not."""
    return answer(await queries.get_area(reader, area_id))


@router.get("/areas/{area_id}/children", summary="Các đơn vị trực thuộc", response_model=Page[Area])
async def list_children(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    area_id: AreaPath,
    valid_on: ValidOnQuery = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """The direct children on a day: by default today, for an area that has ended its last day in force."""
    area = await queries.get_area(reader, area_id)
    day = valid_on or day_within(area, today())
    rows = await queries.list_areas(reader, AreaFilter(day, parent=area_id), after, limit)
    return light_page(request, rows, limit, queries.area, queries.area_cursor)


@router.get("/areas/{area_id}/profile", summary="Một địa bàn với mọi địa bàn liên quan", response_model=AreaProfile)
async def get_profile(*, caller: AnyoneDep, reader: ReaderDep, area_id: AreaPath) -> Response:
    """One incarnation of an area with all areas above it, directly below it, before it and after it."""
    return answer(await get_area_profile(reader, area_id, today()))


@router.get("/area-matches", summary="Tìm địa bàn xưa và nay theo tên", response_model=AreaMatches)
async def list_matches(
    *,
    caller: AnyoneDep,
    reader: ReaderDep,
    q: Annotated[Text, Query(max_length=100, title="Từ cần tìm, không cần dấu")],
    limit: LimitQuery = 10,
) -> Response:
    """Areas in force or not whose name or code has every word of `q`: the very name first, then what begins so."""
    return answer(await find_areas(reader, q, limit))


@router.get("/summary", summary="Số đơn vị hành chính theo cấp")
async def get_summary(*, caller: AnyoneDep, reader: ReaderDep, valid_on: ValidOnQuery = None) -> RegisterSummary:
    """How many areas of each level are in force on a day."""
    return await queries.get_summary(reader, valid_on or today())
