"""Who owes what by when: obligations, the caller's own tasks, reminders."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from contracts.access import Right
from contracts.indicators.forms import FormCode
from contracts.indicators.obligations import (
    OBLIGATION_STATES,
    LateUnits,
    Obligation,
    ObligationState,
    ReminderCreate,
    ReminderReceipt,
    Task,
)
from contracts.periods import Period
from kit.caller import Caller, SignedInDep, requires
from kit.clock import today
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import NotFound
from kit.paging import NO_SUCH_PAGE, AfterQuery, LimitQuery, cursor, keys_of, light_page
from kit.shapes import Page
from services.indicators.actions.submissions.reminding import remind_units
from services.indicators.queries.forms import all_forms
from services.indicators.queries.submissions import late as lateness
from services.indicators.queries.submissions import obligations as queries
from services.indicators.queries.submissions import tasks
from services.indicators.routes.parameters import PeriodQuery, WithinQuery, period_of
from services.indicators.rules.forms.form import MOST_PERIODS, KnownForm

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Nghĩa vụ báo cáo"])


@router.get("/submissions/obligations", summary="Nghĩa vụ báo cáo của các đơn vị", response_model=Page[Obligation])
async def list_obligations(
    *,
    request: Request,
    within: WithinQuery = None,
    form: Annotated[FormCode | None, Query(title="Biểu mẫu")] = None,
    period: PeriodQuery = None,
    late: Annotated[bool, Query(title="Chỉ các đơn vị chậm")] = False,
    state: Annotated[ObligationState | None, Query(title="Trạng thái", description=OBLIGATION_STATES)] = None,
    unsent: Annotated[bool, Query(title="Chỉ các đơn vị còn phải gửi")] = False,
    limit: LimitQuery = 100,
    after: AfterQuery = None,
    caller: Annotated[Caller, requires(Right.INDICATORS_READ)],
    reader: ReaderDep,
) -> Response:
    """Every unit within reach that owes a form, with state and days late, first due first.

    Without a period: every one that may be sent by now where a form, a state or what is late or not sent is asked for,
    else the newest twelve of each form.
    """
    day = today()
    forms = await all_forms(reader)
    known = {one.id: one for one in forms}
    chosen = _chosen(forms, form)
    most = None if form or late or state or unsent else MOST_PERIODS
    owed = owed_of(chosen, period_of(period), day, most)
    wanted = queries.Wanted(caller.places(Right.INDICATORS_READ), within, late=late, state=state, unsent=unsent)
    rows = await queries.list_obligations(reader, owed, wanted, day, after=_after(after), limit=limit)
    return light_page(request, rows, limit, lambda row: queries.obligation_of(row, known[row.form_id]), _cursor)


@router.get("/submissions/mine", summary="Việc của tôi", response_model=Page[Task])
async def list_mine(
    *, request: Request, limit: LimitQuery = 100, after: AfterQuery = None, caller: SignedInDep, reader: ReaderDep
) -> Response:
    """What waits for the caller, first due first: to send, sent back, to review, to publish; each with one verb.

    Of every period. What a unit has not begun of a form stands alone for the newest twelve, older ones are counted.
    """
    day = today()
    forms = await all_forms(reader)
    known = {one.id: one for one in forms}
    rows = await tasks.list_tasks(
        reader,
        owed_of(forms, None, day),
        day,
        reviews=caller.places(Right.SUBMISSIONS_REVIEW),
        publishes=caller.places(Right.SUBMISSIONS_PUBLISH),
        after=_after(after),
        limit=limit,
    )
    return light_page(request, rows, limit, lambda row: tasks.task_of(row, known[row.form_id]), _cursor)


@router.get("/submissions/late", summary="Các biểu mẫu, kỳ có đơn vị chậm", response_model=Page[LateUnits])
async def list_late(
    *, request: Request, caller: Annotated[Caller, requires(Right.INDICATORS_READ)], reader: ReaderDep
) -> Response:
    """How many units within reach have not sent what was due, by form and period, first due first; never cut.

    Of every period; the newest twelve of each form stand alone, older ones are counted.
    """
    day = today()
    forms = await all_forms(reader)
    known = {one.id: one for one in forms}
    rows = await lateness.list_late(reader, owed_of(forms, None, day), caller.places(Right.INDICATORS_READ), day)
    return light_page(request, rows, len(rows), lambda row: lateness.late_of(row, known[row.form_id]), str)


@router.post("/submissions/reminders", summary="Nhắc các đơn vị nộp báo cáo")
async def create_reminders(
    *, wanted: ReminderCreate, caller: Annotated[Caller, requires(Right.SUBMISSIONS_REVIEW)], session: SessionDep
) -> ReminderReceipt:
    """Remind units that have not sent; each sees it until it has. Once a day for a unit."""
    items = await remind_units(session, caller, wanted, today())
    return ReminderReceipt(reminded=sum(item.reminded for item in items), items=items)


def owed_of(
    forms: Sequence[KnownForm], period: Period | None, day: date, most: int | None = None
) -> list[tuple[KnownForm, Period]]:
    """The periods of forms that are looked at: the one named, or those that may be sent by now, the newest so many."""
    if period is None:
        return [(form, one) for form in forms for one in form.open_periods(day, most)]
    return [(form, period) for form in forms if form.is_in_force_for(period)]


def _chosen(forms: Sequence[KnownForm], code: str | None) -> Sequence[KnownForm]:
    chosen = [form for form in forms if code is None or form.code == code]
    if code is not None and not chosen:
        raise NotFound(f"Không có biểu mẫu “{code}”.")
    return chosen


def _after(after: str | None) -> queries.After | None:
    keys: list[Any] | None = keys_of(after, [str, str, int, str, str])
    if keys is None:
        return None
    try:
        return queries.After(
            date.fromisoformat(keys[0]), keys[1], Period.from_key(keys[2]).key, bytes.fromhex(keys[3]), keys[4]
        )
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error


def _cursor(row: Any) -> str:
    return cursor(*queries.place_keys(row))
