"""The audit (lịch sử thay đổi): read within reach by administrators, by everybody as far as it is their own."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right
from contracts.audit import Action, AuditEvent, Outcome, SealState
from gateway.actions.audit import Deed, actor_of, record
from gateway.queries import audit_events as queries
from gateway.queries.seals import read_state
from gateway.routes.shown import NOT_KEPT
from kit import clock
from kit.caller import Caller, SignedInDep, requires
from kit.database import ReaderDep, in_unit
from kit.errors import NotFound
from kit.paging import NO_SUCH_PAGE, AfterQuery, LimitQuery, cursor, keys_of, page
from kit.shapes import Day, Page, Text

MISSING = "Không có sự kiện này trong phạm vi của tài khoản."
LAST_ID = 2**63 - 1

router = APIRouter(prefix="/api/gateway/v1", tags=["Lịch sử thay đổi"])

ReaderOfAudit = Annotated[Caller, requires(Right.AUDIT_READ)]
EventId = Annotated[int, Path(ge=1, le=LAST_ID, title="Số thứ tự")]
ActorQuery = Annotated[
    Text | None,
    Query(max_length=200, title="Người làm", description="Mã, hoặc một phần của tên hay thư điện tử, không cần dấu"),
]
ActionQuery = Annotated[Action | None, Query(title="Hành động")]
OutcomeQuery = Annotated[Outcome | None, Query(title="Kết quả")]
SubjectQuery = Annotated[Text | None, Query(max_length=300, title="Đối tượng")]
PlaceQuery = Annotated[Text | None, Query(max_length=50, title="Đơn vị", description="Và các đơn vị bên dưới")]
FromQuery = Annotated[Day | None, Query(alias="from", title="Từ ngày")]
ChangesQuery = Annotated[bool, Query(title="Chỉ thay đổi", description="Bỏ những lượt chỉ xem")]
ToQuery = Annotated[Day | None, Query(alias="to", title="Đến ngày")]


@router.get("/audit-events", summary="Lịch sử thay đổi")
async def list_audit_events(
    *,
    request: Request,
    response: Response,
    actor: ActorQuery = None,
    action: ActionQuery = None,
    outcome: OutcomeQuery = None,
    subject: SubjectQuery = None,
    place: PlaceQuery = None,
    since: FromQuery = None,
    until: ToQuery = None,
    changes_only: ChangesQuery = False,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
    caller: ReaderOfAudit,
    reader: ReaderDep,
) -> Page[AuditEvent]:
    """Events concerning places or accounts within the caller's reach, newest first. Reading is recorded."""
    response.headers.update(NOT_KEPT)
    wanted = queries.Wanted(actor, action, outcome, subject, place, _start(since), _end(until), changes_only)
    held = caller.places(Right.AUDIT_READ)
    rows = await queries.list_events(reader, wanted, places=held, after=_place_of(after), limit=limit)
    asked = {name: value for name, value in request.query_params.items() if name not in {"limit", "after"}}
    await _record_reading(request, "audit-events", asked)
    return page(request, rows, limit, queries.event_of, _cursor_of)


@router.get("/audit-events/{event}", summary="Một sự kiện trong lịch sử")
async def get_audit_event(
    *, event: EventId, request: Request, response: Response, caller: ReaderOfAudit, reader: ReaderDep
) -> AuditEvent:
    """One event, with what was before and after. Reading it is recorded as well."""
    response.headers.update(NOT_KEPT)
    held = caller.places(Right.AUDIT_READ)
    row = await queries.get_event(reader, event, places=held, missing=MISSING)
    await _record_reading(request, f"audit-event:{event}", {})
    return queries.event_of(row)


@router.get("/own-audit-events", summary="Lịch sử của tôi")
async def list_own_audit_events(
    *,
    request: Request,
    response: Response,
    action: ActionQuery = None,
    outcome: OutcomeQuery = None,
    since: FromQuery = None,
    until: ToQuery = None,
    changes_only: ChangesQuery = False,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
    caller: SignedInDep,
    reader: ReaderDep,
) -> Page[AuditEvent]:
    """What the signed-in person did, what was refused to them, and what was done to their account, newest first."""
    response.headers.update(NOT_KEPT)
    wanted = queries.Wanted(
        action=action, outcome=outcome, since=_start(since), until=_end(until), changes_only=changes_only
    )
    rows = await queries.list_own(reader, wanted, account=caller.id, after=_place_of(after), limit=limit)
    return page(request, rows, limit, lambda row: queries.own_event_of(row, caller.id), _cursor_of)


@router.get("/own-audit-events/{event}", summary="Một sự kiện trong lịch sử của tôi")
async def get_own_audit_event(
    *, event: EventId, response: Response, caller: SignedInDep, reader: ReaderDep
) -> AuditEvent:
    """One event of the signed-in person's own."""
    response.headers.update(NOT_KEPT)
    row = await queries.get_own(reader, event, account=caller.id, missing=MISSING)
    return queries.own_event_of(row, caller.id)


@router.get("/audit-seal", summary="Tình trạng niêm phong lịch sử")
async def read_seal_state(
    *, request: Request, response: Response, caller: ReaderOfAudit, reader: ReaderDep
) -> SealState:
    """How many seals there are, when the last was put on, how many events wait, and whether what was sealed is gone."""
    response.headers.update(NOT_KEPT)
    state = await read_state(reader)
    is_broken = request.app.state.sealer.is_broken
    return SealState(seals=state.no or 0, sealed_at=state.sealed_at, waiting=state.waiting, is_broken=is_broken)


async def _record_reading(request: Request, subject: str, asked: dict[str, Any]) -> None:
    """One row for each page read; quiet, for no kept answer shows the audit."""
    async with in_unit(request.app.state.database, quiet=True) as session:
        await record(session, actor_of(request), Deed(Action.AUDIT_READ, subject, after=asked or None))


def _start(day: date | None) -> datetime | None:
    """When a day begins for people in Vietnam."""
    return None if day is None else datetime.combine(day, time.min, clock.PEOPLE)


def _end(day: date | None) -> datetime | None:
    """When the day after begins; the last day there is has none."""
    return None if day is None or day == date.max else _start(day + timedelta(days=1))


def _cursor_of(row: Any) -> str:
    return cursor(row.at.isoformat(), row.id)


def _place_of(after: str | None) -> list[Any] | None:
    keys = keys_of(after, [str, int], largest=LAST_ID)
    if keys is None:
        return None
    try:
        at = datetime.fromisoformat(keys[0])
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error
    if at.tzinfo is None or not 0 <= keys[1] <= LAST_ID:
        raise NotFound(NO_SUCH_PAGE)
    return [at, keys[1]]
