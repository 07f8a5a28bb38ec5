"""Organisations over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from contracts.directory import Organisation
from kit.caller import AnyoneDep
from kit.clock import today
from kit.database import ReaderDep, TransactionRoute
from kit.paging import AfterQuery, LimitQuery, page
from kit.shapes import Page, Text
from services.directory.queries import organisations as queries
from services.directory.routes.parameters import AreaQuery, SearchQuery

router = APIRouter(prefix="/api/directory/v1", route_class=TransactionRoute, tags=["Cơ quan"])

CodePath = Annotated[Text, Path(max_length=35, title="Mã định danh điện tử", examples=["H38"])]


@router.get("/organisations", summary="Tìm cơ quan")
async def list_organisations(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    q: SearchQuery = None,
    area: AreaQuery = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Page[Organisation]:
    """Organisations in the Vietnamese order of their present names; `q` also reads codes and former names."""
    rows = await queries.list_organisations(reader, today(), q=q, area=area, after=after, limit=limit)
    return page(request, rows, limit, queries.organisation, queries.organisation_cursor)


@router.get("/organisations/{code}", summary="Một cơ quan")
async def get_organisation(*, caller: AnyoneDep, reader: ReaderDep, code: CodePath) -> Organisation:
    """One organisation by its electronic identification code, with its names through time."""
    return await queries.get_organisation(reader, code, today())
