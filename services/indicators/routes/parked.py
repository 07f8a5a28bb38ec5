"""Parked measurements over HTTP: what other services told that could not become a value yet, and another try."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from contracts.access import Right
from contracts.indicators.measurements import MeasurementRetried, MeasurementRetry, ParkedMeasurement
from kit.caller import Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import NotFound, documented
from kit.paging import BIGINT, NO_SUCH_PAGE, AfterQuery, LimitQuery, cursor, keys_of, light_page
from kit.shapes import Page
from services.indicators.actions.measurements import parked as actions
from services.indicators.queries.measurements import parked as queries

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Nguồn số liệu"])

Resolver = Annotated[Caller, requires(Right.SOURCES_RESOLVE)]


@router.get("/parked-measurements", summary="Số liệu chờ xử lý", response_model=Page[ParkedMeasurement])
async def list_parked_measurements(
    *, request: Request, caller: Resolver, reader: ReaderDep, limit: LimitQuery = 50, after: AfterQuery = None
) -> Response:
    """What other services told and could not be published, with the reason, in the order in which it came."""
    [last] = keys_of(after, (int,), largest=BIGINT) or [0]
    if last < 0:
        raise NotFound(NO_SUCH_PAGE)
    rows = await queries.list_parked(reader, caller.places(Right.SOURCES_RESOLVE), after=last, limit=limit)
    return light_page(request, rows, limit, queries.parked_of, lambda row: cursor(row.seq))


@router.post(
    "/parked-measurements/{measurement}/retry", summary="Xử lý lại số liệu chờ", responses=documented(404, 409)
)
async def retry_measurement(
    *,
    measurement: Annotated[UUID, Path(title="Mã sự kiện")],
    wanted: MeasurementRetry,
    caller: Resolver,
    session: SessionDep,
) -> MeasurementRetried:
    """Try once more to publish it; `replace` lets it take the place of another source's number, with a reason."""
    return await actions.retry_measurement(session, caller, measurement, wanted)
