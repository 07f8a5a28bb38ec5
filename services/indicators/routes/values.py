"""Values (số liệu) over HTTP: saved in bulk as JSON or CSV, listed as they stand."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from contracts.access import Right
from contracts.indicators.boundaries import Boundaries
from contracts.indicators.values import RevisedValue, Source, Value, ValueBatch, ValueReceipt
from contracts.periods import Period
from kit.asked import asked
from kit.caller import AnyoneDep, Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import UnsupportedMedia
from kit.light import answer
from kit.paging import AfterQuery, LimitQuery, cursor, light_page
from kit.shapes import Instant, Page
from services.indicators.actions.values import publish_values
from services.indicators.queries import values as queries
from services.indicators.queries.figures import FigureMaker
from services.indicators.queries.held import LIVE
from services.indicators.queries.moments import lists_at
from services.indicators.queries.scopes import read_wanted
from services.indicators.queries.wanted import Wanted
from services.indicators.routes.bodies import Body, read_json
from services.indicators.routes.csv_bodies import read_csv
from services.indicators.routes.parameters import (
    AreaPath,
    AreaQuery,
    BoundariesQuery,
    IndicatorPath,
    IndicatorQuery,
    MomentQuery,
    PeriodFromQuery,
    PeriodPath,
    PeriodToQuery,
    WithinQuery,
    key_after,
    period_of,
    readable,
)

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Số liệu"])

Since = Annotated[
    Instant | None, Query(title="Công bố sau thời điểm", description="Để đồng bộ đều đặn hãy dùng changes")
]

JSON, CSV = "application/json", "text/csv"


def _schema() -> dict[str, Any]:
    """The schema of a batch as one piece: the body is decoded by hand, so FastAPI does not describe it."""
    batch = ValueBatch.model_json_schema(ref_template="#/components/schemas/{model}")
    batch["properties"]["values"]["items"] = batch.pop("$defs")["ValueCreate"]
    return batch


BODY = {
    "requestBody": {
        "required": True,
        "description": "Tất cả được lưu, hoặc không số nào. CSV (UTF-8) có dòng đầu là tên cột: cách nhau bằng dấu phẩy"
        " thì dùng dấu chấm thập phân, bằng dấu chấm phẩy hoặc tab thì dùng được dấu phẩy thập phân.",
        "content": {
            JSON: {"schema": _schema()},
            CSV: {
                "schema": {"type": "string", "examples": ["indicator,area,period,value\nKTS-03,T15-2025,2026-Q3,120"]}
            },
        },
    }
}


@router.post("/values", summary="Gửi số liệu", openapi_extra=BODY)
async def create_values(
    *, request: Request, caller: Annotated[Caller, requires(Right.VALUES_WRITE)], session: SessionDep
) -> ValueReceipt:
    """Save values as published revisions: all, or none. A repeated batch changes nothing.

    Faults point at `/values/<row>/<field>` of a JSON body, `/<line>/<column>` of a CSV.
    """
    body, source = _read(request.headers.get("content-type", ""), await request.body(), caller)
    return await publish_values(session, body.columns, by=caller, source=source, point=body.point)


def _read(content_type: str, body: bytes, caller: Caller) -> tuple[Body, Source]:
    match content_type.partition(";")[0].strip().lower():
        case "application/json":
            return read_json(body), Source.ENTERED if caller.kind == "account" else Source.API
        case "text/csv":
            return read_csv(body), Source.IMPORTED if caller.kind == "account" else Source.API
        case _:
            raise UnsupportedMedia("Chỉ nhận application/json hoặc text/csv.")


class ValuesAsked(BaseModel):
    """Which values a list is of."""

    indicator: IndicatorQuery = None
    area: AreaQuery = None
    within: WithinQuery = None
    period_from: PeriodFromQuery = None
    period_to: PeriodToQuery = None
    updated_since: Since = None
    boundaries: BoundariesQuery = Boundaries.THEN
    as_of: MomentQuery = None
    limit: LimitQuery = 50
    after: AfterQuery = None

    def wanted(self) -> Wanted:
        """The question to the database."""
        first, last = period_of(self.period_from), period_of(self.period_to)
        with_former = self.boundaries is Boundaries.NOW
        places = (self.indicator, self.area, self.within)
        return Wanted(*places, period_from=first, period_to=last, with_former=with_former)


@router.get("/values", summary="Số liệu đã công bố", response_model=Page[Value])
async def list_values(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    query: Annotated[ValuesAsked, asked(ValuesAsked)],
) -> Response:
    """Values as they stand, or stood at a moment, by period, area and indicator; each with its source and revision.

    A value stays what somebody reported: by the boundaries of now, former units are listed beside what they became.
    """
    held = LIVE if query.as_of is None else await lists_at(reader, query.as_of)
    read = partial(
        queries.list_values,
        reader,
        updated_since=query.updated_since,
        limit=query.limit,
        after=key_after(query.after),
        held=held,
    )
    scope, rows = await read_wanted(reader, query.wanted(), readable(caller), read)
    make = FigureMaker(scope.indicators, by_name=not caller.anonymous)
    return light_page(
        request,
        rows,
        query.limit,
        make.value,
        lambda row: cursor(row.period, row.area_no, row.indicator_no),
    )


@router.get(
    "/values/{indicator}/{area}/{period}/revisions/{revision}",
    summary="Một lần sửa của một số liệu",
    response_model=RevisedValue,
)
async def get_revision(
    *,
    caller: AnyoneDep,
    reader: ReaderDep,
    indicator: IndicatorPath,
    area: AreaPath,
    period: PeriodPath,
    revision: Annotated[int, Path(title="Lần sửa", ge=1, le=2**31 - 1)],
) -> Response:
    """A value as it was at one of its revisions, for ever: what, by whom, when and why."""
    key = (indicator, area, Period.parse(period))
    found = await queries.get_revision(reader, *key, revision, places=readable(caller), by_name=not caller.anonymous)
    return answer(found)
