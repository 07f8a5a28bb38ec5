"""Taking up parked measurements again: by themselves when an area or indicator appears, or because somebody asks."""

from collections.abc import Collection
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.measurements import MeasurementRetried, MeasurementRetry
from contracts.reach import NATION
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, NotFound
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.measurements.intake import Intake, teller
from services.indicators.queries.measurements import parked
from services.indicators.queries.register import changed_register, current_register
from services.indicators.queries.source import Transaction
from services.indicators.rules.measurements import Told, read

TOGETHER = 500
"""So many parked measurements are read and settled at a time."""


async def take_up_again(
    session: AsyncSession, *, areas: Collection[str] = (), indicators: Collection[str] = ()
) -> None:
    """These changed in this transaction: what waited for them may take effect now, in its order, so many at a time."""
    source, register, last = Transaction(session), None, 0
    while waiting := await parked.lock_waiting(source, areas, indicators, after=last, limit=TOGETHER):
        last, register = waiting[-1].seq, register or await changed_register(session)
        for feed, rows in groupby(sorted(waiting, key=lambda row: (row.feed, row.seq)), key=lambda row: row.feed):
            await Intake(session, teller(feed), register).settle([_told(row) for row in rows])


async def retry_measurement(
    session: AsyncSession, caller: Caller, event: UUID, wanted: MeasurementRetry
) -> MeasurementRetried:
    """Try one again on behalf of a person; NotFound, Forbidden, Conflict when it waits no more."""
    source = Transaction(session)
    if wanted.replace and not wanted.reason:
        detail = "Hãy ghi lý do thay số đang có."
        raise Invalid(detail, [Fault(pointer="/reason", detail=detail)])
    row = await parked.lock_parked(source, event)
    if row is None:
        if await parked.is_known(source, event):
            raise Conflict("Số liệu này không còn chờ xử lý.")
        raise NotFound("Không có số liệu chờ xử lý này.")
    if not caller.may(Right.SOURCES_RESOLVE, row.reach or [NATION]):
        raise Forbidden("Số liệu này thuộc đơn vị ngoài phạm vi của tài khoản.")
    taking = Intake(session, caller, await current_register(session))
    await taking.settle([_told(row)], replaces=wanted.replace, reason=wanted.reason)
    after = await parked.get_outcome(source, event)
    told = {"source": row.source, "key": row.key, "outcome": after.outcome}
    deed = Deed(Action.MEASUREMENT_RETRIED, f"measurement:{event}", row.area or NATION, None, told, wanted.reason)
    await tell(session, caller, deed)
    return MeasurementRetried(id=event, outcome=after.outcome, reason=after.reason)


def _told(row: Any) -> Told:
    return read(row.id, row.type, row.source, row.data)
