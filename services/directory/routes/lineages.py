"""Lineage over HTTP: what went into an area, what it went into, and what nobody wrote down."""

from fastapi import APIRouter, Request, Response

from contracts.directory import AreaLink, LineageGap
from kit.caller import AnyoneDep
from kit.database import ReaderDep, TransactionRoute
from kit.paging import AfterQuery, LimitQuery, light_page
from kit.shapes import Page
from services.directory.queries import lineages as queries
from services.directory.queries.areas import area_cursor
from services.directory.routes.parameters import AreaPath

router = APIRouter(prefix="/api/directory/v1", route_class=TransactionRoute, tags=["Dòng kế thừa"])


@router.get("/areas/{area_id}/predecessors", summary="Các đơn vị tiền thân", response_model=Page[AreaLink])
async def list_predecessors(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    area_id: AreaPath,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """The areas that went into this one, one step back."""
    rows = await queries.list_predecessors(reader, area_id, after, limit)
    return light_page(request, rows, limit, queries.link, area_cursor)


@router.get("/areas/{area_id}/successors", summary="Các đơn vị kế thừa", response_model=Page[AreaLink])
async def list_successors(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    area_id: AreaPath,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """The areas that this one went into, one step on."""
    rows = await queries.list_successors(reader, area_id, after, limit)
    return light_page(request, rows, limit, queries.link, area_cursor)


@router.get("/lineage-gaps", summary="Các đơn vị chưa ghi nhận đơn vị kế thừa", response_model=Page[LineageGap])
async def list_gaps(
    *, request: Request, caller: AnyoneDep, reader: ReaderDep, limit: LimitQuery = 50, after: AfterQuery = None
) -> Response:
    """Areas that ended without a recorded successor: work to do."""
    rows = await queries.list_gaps(reader, after, limit)
    return light_page(request, rows, limit, queries.gap, area_cursor)
