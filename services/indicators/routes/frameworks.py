"""Frameworks (bộ chỉ số): open to all."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from contracts.indicators.assessments import FrameworkCode
from contracts.indicators.definitions import Framework, FrameworkSummary
from kit.caller import AnyoneDep
from kit.database import ReaderDep, TransactionRoute
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, page
from kit.shapes import Page
from services.indicators.queries import frameworks as queries

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Bộ chỉ số"])


@router.get("/frameworks", summary="Danh sách bộ chỉ số")
async def list_frameworks(
    *, request: Request, _caller: AnyoneDep, reader: ReaderDep, limit: LimitQuery = 100, after: AfterQuery = None
) -> Page[FrameworkSummary]:
    """Every published framework, by code."""
    keys = keys_of(after, [str])
    rows = await queries.list_frameworks(reader, after=keys[0] if keys else None, limit=limit)
    return page(request, rows, limit, lambda framework: framework, lambda framework: cursor(framework.code))


@router.get("/frameworks/{code}", summary="Một bộ chỉ số với cây tiêu chí")
async def get_framework(
    *, code: Annotated[FrameworkCode, Path(title="Mã bộ chỉ số")], _caller: AnyoneDep, reader: ReaderDep
) -> Framework:
    """One framework with its whole tree in natural order of codes."""
    return await queries.get_framework(reader, code)
