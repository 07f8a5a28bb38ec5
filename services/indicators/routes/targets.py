"""Targets (mục tiêu) over HTTP: read by everybody, set within reach, handed down to units."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right
from contracts.indicators.cascades import CascadeCreate, CascadeReceipt, TargetCascade
from contracts.indicators.targets import (
    Target,
    TargetCounts,
    TargetCreate,
    TargetDetail,
    TargetSource,
    TargetStatus,
    TargetUpdate,
)
from contracts.periods import PeriodText
from kit.caller import AnyoneDep, Caller, requires
from kit.clock import today
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import documented
from kit.light import JSON, answer, write
from kit.paging import AfterQuery, LimitQuery, cursor, id_after, light_page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Line, Page
from services.indicators.actions.targets import cascading, setting
from services.indicators.queries.source import Source, Transaction
from services.indicators.queries.targets import answers, units
from services.indicators.queries.targets.rows import Wanted
from services.indicators.routes.parameters import AreaQuery, IndicatorQuery, WithinQuery, period_of, readable

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Mục tiêu"])

Setter = Annotated[Caller, requires(Right.TARGETS_WRITE)]
TargetId = Annotated[UUID, Path(title="Mã mục tiêu")]
HorizonQuery = Annotated[
    PeriodText | None, Query(title="Năm hoặc kỳ đích", description="Một năm gồm mọi kỳ trong năm đó")
]
InstrumentQuery = Annotated[Line | None, Query(title="Số hiệu văn bản")]
StatusQuery = Annotated[TargetStatus | None, Query(title="Trạng thái")]
WithdrawnQuery = Annotated[bool, Query(title="Kể cả mục tiêu đã rút")]
ReasonQuery = Annotated[Line, Query(title="Lý do rút")]


@router.get("/targets", summary="Danh sách mục tiêu", response_model=Page[Target])
async def list_targets(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    indicator: IndicatorQuery = None,
    area: AreaQuery = None,
    within: WithinQuery = None,
    horizon: HorizonQuery = None,
    instrument: InstrumentQuery = None,
    status: StatusQuery = None,
    withdrawn: WithdrawnQuery = False,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """Targets in the order in which they were set, each with how it stands now and the rule that gave it."""
    wanted = Wanted(indicator, area, within, period_of(horizon), instrument, withdrawn)
    rows, made = await answers.list_targets(
        reader,
        wanted,
        status,
        after=id_after(after),
        limit=limit,
        places=readable(caller),
        by_name=not caller.anonymous,
        today=today(),
    )
    return light_page(request, rows, limit, made.target, lambda row: cursor(str(row.id)))


@router.get("/target-counts", summary="Số mục tiêu theo trạng thái", response_model=TargetCounts)
async def count_targets(
    *,
    caller: AnyoneDep,
    reader: ReaderDep,
    indicator: IndicatorQuery = None,
    area: AreaQuery = None,
    within: WithinQuery = None,
    horizon: HorizonQuery = None,
    instrument: InstrumentQuery = None,
) -> Response:
    """How many targets stand how, and the horizons and documents by which they can be narrowed."""
    wanted = Wanted(indicator, area, within, period_of(horizon), instrument)
    return answer(await answers.count_targets(reader, wanted, places=readable(caller), today=today()))


@router.post(
    "/targets",
    summary="Đặt mục tiêu",
    status_code=201,
    response_model=TargetDetail,
    responses=documented(409),
)
async def create_target(*, wanted: TargetCreate, caller: Setter, session: SessionDep) -> Response:
    """Set a target of one area within the caller's reach."""
    source = TargetSource.ENTERED if caller.kind == "account" else TargetSource.API
    made = await setting.create_target(session, caller, wanted, source=source)
    return await _answer(Transaction(session), caller, made, 201, {"Location": f"/api/indicators/v1/targets/{made}"})


@router.get("/targets/{target}", summary="Một mục tiêu", response_model=TargetDetail)
async def get_target(*, target: TargetId, caller: AnyoneDep, reader: ReaderDep) -> Response:
    """A target with its way so far, the required line, the forecast, and every change."""
    return await _answer(reader, caller, target)


@router.put(
    "/targets/{target}", summary="Sửa mục tiêu", response_model=TargetDetail, responses=documented(409, 412, 428)
)
async def change_target(
    *, target: TargetId, wanted: TargetUpdate, if_match: IfMatch = None, caller: Setter, session: SessionDep
) -> Response:
    """Make the next version of a target, with a reason; those before stay readable."""
    await setting.change_target(session, caller, target, wanted, version_of(if_match))
    return await _answer(Transaction(session), caller, target)


@router.delete(
    "/targets/{target}",
    summary="Rút mục tiêu",
    status_code=204,
    response_class=Response,
    responses=documented(409, 412, 428),
)
async def withdraw_target(
    *, target: TargetId, reason: ReasonQuery, if_match: IfMatch = None, caller: Setter, session: SessionDep
) -> None:
    """Withdraw a target with a reason; it and its history stay readable."""
    await setting.withdraw_target(session, caller, target, reason, version_of(if_match))


@router.get("/targets/{target}/cascade", summary="Mục tiêu đã giao cho cấp dưới", response_model=TargetCascade)
async def get_cascade(*, target: TargetId, caller: AnyoneDep, reader: ReaderDep) -> Response:
    """The units' own targets, who has none yet, and whether they add up to the area's."""
    found = await units.get_cascade(
        reader, target, places=readable(caller), by_name=not caller.anonymous, today=today()
    )
    return answer(found)


@router.post(
    "/targets/{target}/cascade",
    summary="Giao mục tiêu cho cấp dưới",
    response_model=CascadeReceipt,
    responses=documented(409),
)
async def cascade_target(*, target: TargetId, wanted: CascadeCreate, caller: Setter, session: SessionDep) -> Response:
    """Give one target to each unit directly below the area; a unit that has been given one keeps it."""
    source = TargetSource.ENTERED if caller.kind == "account" else TargetSource.API
    made = await cascading.cascade_target(session, caller, target, wanted, today=today(), source=source)
    return answer(made)


async def _answer(
    source: Source, caller: Caller, target: UUID, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    found = await answers.get_target(
        source, target, places=readable(caller), by_name=not caller.anonymous, today=today()
    )
    return Response(write(found), status, media_type=JSON, headers={"ETag": etag(found.version), **(headers or {})})
