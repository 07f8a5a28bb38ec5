"""Opening a submission (mở hồ sơ): by the unit's own people, for a form and period that are theirs."""

from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.submissions import SubmissionCreate, Verb
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Forbidden, Invalid
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.submissions.ground import why_not
from services.indicators.queries.areas import find_area
from services.indicators.queries.forms import find_form
from services.indicators.queries.source import Transaction
from services.indicators.queries.submissions.heads import open_submission as make
from services.indicators.queries.submissions.whole import may
from services.indicators.rules.forms.form import misfits
from services.indicators.rules.submissions.states import TRANSITIONS
from services.indicators.rules.territory import OUT_OF_REACH

NOT_OPENED = "Chưa mở được hồ sơ số liệu kỳ."


async def open_submission(
    session: AsyncSession, caller: Caller, wanted: SubmissionCreate, today: date
) -> tuple[UUID, bool]:
    """The one submission of a form, unit and period, and whether it was opened now.

    Forbidden to all but the unit's own people; Invalid names the field that is unknown or does not fit the others.
    """
    source, period = Transaction(session), Period.parse(wanted.period)
    form, area = await find_form(source, wanted.form), await find_area(source, wanted.area)
    faults = []
    if form is None:
        faults.append(Fault(pointer="/form", detail=f"Không có biểu mẫu “{wanted.form}”."))
    if area is None:
        faults.append(Fault(pointer="/area", detail=f"Không có đơn vị “{wanted.area}”."))
    if form is None or area is None:
        raise Invalid(NOT_OPENED, faults)
    if not may(caller, area.id, area.reach, TRANSITIONS[Verb.SAVE]):
        detail = why_not(caller, Verb.SAVE, area.reach) if caller.holds(Right.VALUES_WRITE) else OUT_OF_REACH
        raise Forbidden(detail, [Fault(pointer="/area", detail=detail)])
    faults = [Fault(pointer=f"/{field}", detail=detail) for field, detail in misfits(form, area, period, today)]
    if faults:
        raise Invalid(NOT_OPENED, faults)
    submission, is_new = await make(source, form, area.id, period)
    if is_new:
        told = {"form": form.code, "area": area.id, "period": str(period)}
        deed = Deed(Action.SUBMISSION_OPENED, f"submission:{submission}", area.id, after=told)
        await tell(session, caller, deed)
    return submission, is_new
