"""Reminding (nhắc nộp): recorded, shown to the unit until it has sent, at most once a day for a unit."""

from collections.abc import Sequence
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.obligations import ObligationState, ReminderCreate, ReminderResult
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Forbidden, Invalid
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries.areas import reaches_of
from services.indicators.queries.forms import find_form
from services.indicators.queries.register import current_register
from services.indicators.queries.source import Transaction
from services.indicators.queries.submissions.obligations import Wanted, list_obligations, remind
from services.indicators.rules.deeds import common_place
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.territory import OUT_OF_REACH

WAITED_FOR = {ObligationState.NOT_STARTED, ObligationState.DRAFT, ObligationState.RETURNED}


async def remind_units(
    session: AsyncSession, caller: Caller, wanted: ReminderCreate, today: date
) -> list[ReminderResult]:
    """Remind units of a form and period; each answer says whether one was. Forbidden for units out of reach."""
    source, period = Transaction(session), Period.parse(wanted.period)
    form = await find_form(source, wanted.form)
    areas = list(dict.fromkeys(wanted.areas))
    _refuse_misfits(form, period, today)
    assert form is not None
    reaches = await reaches_of(source, areas)
    faults = [
        Fault(pointer=f"/areas/{place}", detail=OUT_OF_REACH)
        for place, area in enumerate(wanted.areas)
        if not caller.may(Right.SUBMISSIONS_REVIEW, reaches.get(area, ()))
    ]
    if faults:
        raise Forbidden(OUT_OF_REACH, faults)
    asked = Wanted(places=caller.places(Right.SUBMISSIONS_REVIEW), areas=areas)
    rows = await list_obligations(source, [(form, period)], asked, today, after=None, limit=len(areas))
    states = {row.area: ObligationState(row.state) for row in rows}
    owing = [area for area in areas if states.get(area) in WAITED_FOR]
    reminded = await remind(source, form, period, owing, day=today, by_id=caller.id, by_name=caller.name)
    if reminded:
        await _tell(session, caller, form, period, sorted(reminded))
    return [_result(area, states.get(area), area in reminded) for area in areas]


def _refuse_misfits(form: KnownForm | None, period: Period, today: date) -> None:
    if form is None:
        raise Invalid(faults=[Fault(pointer="/form", detail="Không có biểu mẫu này.")])
    if not form.is_in_force_for(period):
        detail = f"Biểu mẫu {form.code} không áp dụng cho {period.label}."
        raise Invalid(faults=[Fault(pointer="/period", detail=detail)])
    if today < form.opens_on(period):
        detail = f"Kỳ {period.label} gửi được từ ngày {form.opens_on(period):%d/%m/%Y}, chưa cần nhắc."
        raise Invalid(faults=[Fault(pointer="/period", detail=detail)])


async def _tell(session: AsyncSession, caller: Caller, form: KnownForm, period: Period, areas: Sequence[str]) -> None:
    place = common_place(set(areas), (await current_register(session)).areas)
    after = {"form": form.code, "period": str(period), "areas": list(areas)}
    await tell(session, caller, Deed(Action.UNITS_REMINDED, f"form:{form.code}", place, after=after))


def _result(area: str, state: ObligationState | None, is_reminded: bool) -> ReminderResult:
    detail = None
    if state is None:
        detail = "Đơn vị không phải báo cáo biểu mẫu này cho kỳ này."
    elif state not in WAITED_FOR:
        detail = "Đơn vị đã gửi."
    elif not is_reminded:
        detail = "Hôm nay đã nhắc đơn vị này rồi."
    return ReminderResult(area=area, reminded=is_reminded, detail=detail)
