"""Sources over HTTP: what each says, where they disagree, and the choice between them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right
from contracts.indicators.sources import (
    OBSERVATION_STATES,
    Matter,
    MatterState,
    Observation,
    ObservationChoice,
    ObservationCreate,
    ObservationState,
    SourceKind,
)
from kit.caller import AnyoneDep, Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import NotFound, documented
from kit.light import answer
from kit.paging import NO_SUCH_PAGE, AfterQuery, LimitQuery, cursor, id_after, keys_of, light_page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Page
from services.indicators.actions import sources as actions
from services.indicators.queries.source import Transaction
from services.indicators.queries.sources import reading
from services.indicators.routes.parameters import AreaQuery, IndicatorQuery, PeriodQuery, period_of, readable

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Nguồn số liệu"])

ConflictingQuery = Annotated[
    bool | None, Query(title="Chỉ số vênh nhau", description="true: chỉ nơi các nguồn vênh nhau; false: chỉ nơi khớp")
]
StateQuery = Annotated[MatterState | None, Query(title="Tình trạng")]


@router.get("/observations", summary="Các nguồn nói gì", response_model=Page[Observation])
async def list_observations(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    indicator: IndicatorQuery = None,
    area: AreaQuery = None,
    period: PeriodQuery = None,
    kind: Annotated[SourceKind | None, Query(title="Loại nguồn")] = None,
    q: Annotated[
        str | None, Query(max_length=200, title="Tìm trong nguồn, nội dung, nguyên văn, không cần dấu")
    ] = None,
    conflicting: ConflictingQuery = None,
    state: Annotated[ObservationState | None, Query(title="Tình trạng", description=OBSERVATION_STATES)] = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """What sources say, as it was recorded. Several of one indicator, area and period are nothing unusual."""
    wanted = reading.Wanted(
        readable(caller), not caller.anonymous, indicator, area, period_of(period), kind, q, conflicting, standing=state
    )
    rows = await reading.list_observations(reader, wanted, after=_id_after(after), limit=limit)
    return light_page(request, rows, limit, lambda row: row, lambda row: cursor(str(row.id)))


@router.post("/observations", summary="Ghi nhận số của một nguồn", status_code=201, response_model=Observation)
async def record_observation(
    *,
    given: ObservationCreate,
    caller: Annotated[Caller, requires(Right.VALUES_WRITE)],
    session: SessionDep,
) -> Response:
    """Record what a source says: speech, press and conclusions wait for review, documents and reports do not.

    Nothing is published by it; where sources disagree somebody chooses.
    """
    recorded = await actions.record_observation(session, caller, given)
    found = await reading.get_observation(Transaction(session), recorded)
    made = answer(found)
    made.status_code = 201
    return made


@router.post(
    "/observations/{observation}/choose",
    summary="Chọn số này giữa các nguồn",
    response_model=Matter,
    responses=documented(409, 412, 428),
)
async def choose_observation(
    *,
    observation: Annotated[UUID, Path(title="Mã số ghi nhận")],
    choice: ObservationChoice,
    if_match: IfMatch = None,
    caller: Annotated[Caller, requires(Right.SOURCES_RESOLVE)],
    session: SessionDep,
) -> Response:
    """Choose a source with a reason; of a cell it becomes the published value, as a new revision."""
    seen = version_of(if_match)
    matter = await actions.choose_observation(session, caller, observation, choice, seen=seen)
    wanted = reading.Wanted(readable(caller), by_name=True, id=matter)
    return _answer(await reading.get_matter(Transaction(session), wanted))


@router.get("/matters", summary="Các việc đối chiếu nguồn", response_model=Page[Matter])
async def list_matters(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    indicator: IndicatorQuery = None,
    area: AreaQuery = None,
    period: PeriodQuery = None,
    state: StateQuery = None,
    conflicting: ConflictingQuery = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """Cells and questions with what each source says of them: undecided ones first, then decided, then agreeing."""
    wanted = reading.Wanted(
        readable(caller), not caller.anonymous, indicator, area, period_of(period), None, None, conflicting, state
    )
    keys = keys_of(after, (int, str)) or []
    if keys:
        _uuid(keys[1])
    rows = await reading.list_matters(reader, wanted, after=keys, limit=limit)
    return light_page(request, rows, limit, lambda row: row[0], lambda row: cursor(row[1], str(row[0].id)))


@router.get("/matters/{matter}", summary="Một việc đối chiếu nguồn", response_model=Matter)
async def get_matter(
    *, matter: Annotated[UUID, Path(title="Mã việc đối chiếu")], caller: AnyoneDep, reader: ReaderDep
) -> Response:
    """Every side with its quote, the published number beside them, and every choice with its reason."""
    return _answer(await reading.get_matter(reader, reading.Wanted(readable(caller), not caller.anonymous, id=matter)))


def _answer(matter: Matter) -> Response:
    made = answer(matter)
    made.headers["ETag"] = etag(matter.version)
    return made


def _id_after(after: str | None) -> str | None:
    found = id_after(after)
    return None if found is None else str(found)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error
