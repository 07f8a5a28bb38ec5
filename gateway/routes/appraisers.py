"""Appraisers: whom somebody who arranges panels may name."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.access import Right
from contracts.appraisers import Appraiser
from contracts.directory import AreaId
from gateway.queries.appraisers import appraiser_of, list_appraisers
from gateway.queries.places import read_places
from gateway.routes.shown import NOT_KEPT
from kit.caller import Caller, requires
from kit.database import ReaderDep
from kit.errors import Forbidden, NotFound
from kit.paging import AfterQuery, LimitQuery, cursor, id_after, page
from kit.shapes import Page, Text

router = APIRouter(prefix="/api/gateway/v1/appraisers", tags=["gateway"])


@router.get("", summary="Người thẩm định của một địa bàn")
async def find_appraisers(
    *,
    request: Request,
    response: Response,
    caller: Annotated[Caller, requires(Right.ASSESSMENTS_ARRANGE)],
    reader: ReaderDep,
    area: Annotated[AreaId, Query(title="Địa bàn của tổ thẩm định")],
    q: Annotated[Text, Query(max_length=100, title="Tên hoặc thư điện tử, không cần dấu")] = "",
    limit: LimitQuery = 200,
    after: AfterQuery = None,
) -> Page[Appraiser]:
    """Accounts that may appraise an area within the caller's reach."""
    known = (await read_places(reader, [area])).get(area)
    if known is None:
        raise NotFound("Không có địa bàn này.")
    if not caller.may(Right.ASSESSMENTS_ARRANGE, known.reach):
        raise Forbidden("Địa bàn này ngoài phạm vi của tài khoản.")
    rows = await list_appraisers(reader, list(known.reach), q, after=id_after(after), limit=limit)
    response.headers.update(NOT_KEPT)
    return page(request, rows, limit, appraiser_of, lambda row: cursor(str(row.id)))
