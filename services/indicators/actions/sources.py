"""Recording what sources say (ghi nhận), and choosing between them (chọn số): the chosen number becomes published."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.sources import ObservationChoice, ObservationCreate, ObservationState
from contracts.indicators.values import Qualifier
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from kit.shapes import Fault
from kit.text import fold
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.values import publish_values
from services.indicators.queries.register import Register, current_register
from services.indicators.queries.source import Transaction
from services.indicators.queries.sources import writing
from services.indicators.rules.batch import OUTSIDE, Batch
from services.indicators.rules.columns import Columns, Row
from services.indicators.rules.sources import awaits_review, faults_of, publishable, published_as, words_of

REFUSED = "Chưa ghi nhận được, xem từng vị trí."


async def record_observation(session: AsyncSession, caller: Caller, given: ObservationCreate) -> UUID:
    """Record what one source says; it waits for review unless it is official or its recorder may choose.

    Forbidden outside the caller's reach, Invalid naming every fault.
    """
    [row] = await record_observations(session, caller, [given])
    told = {
        "indicator": given.indicator or given.measure, "area": given.area, "period": given.period,
        "value": said_of(given), "source": given.source,
    }  # fmt: skip
    deed = Deed(Action.OBSERVATION_RECORDED, f"observation:{row.id}", given.area, after=told)
    await tell(session, caller, deed)
    found: UUID = row.id
    return found


async def record_observations(
    session: AsyncSession, caller: Caller, given: Sequence[ObservationCreate], keys: Sequence[str] = ()
) -> list[Any]:
    """Record many: all, or none; `keys` name them for a loader, what is there already under its key is passed over."""
    register = await current_register(session)
    for one in given:
        _refuse(caller, register, one)
    source = Transaction(session)
    rows = [_row(caller, register, one, key) for one, key in zip_longest(given, keys)]
    added = await writing.record(source, rows, by_id=caller.id, by_name=caller.name)
    cells = [row.id for row in added if row.indicator_no is not None and row.state == ObservationState.ACCEPTED]
    if cells:
        await writing.gather(source, cells)
    return added


def said_of(given: ObservationCreate) -> str:
    """What an observation says, for the record of deeds."""
    if given.numerator is not None:
        return f"{given.numerator}/{given.denominator}"
    return str(given.said if given.value is None else given.value)


def _refuse(caller: Caller, register: Register, given: ObservationCreate) -> None:
    faults = [Fault(pointer=f"/{field}", detail=detail) for field, detail in faults_of(given)]
    area = register.areas.get(given.area)
    if area is not None and not caller.may(Right.VALUES_WRITE, area.reach):
        raise Forbidden(OUTSIDE, [Fault(pointer="/area", detail=OUTSIDE)])
    if given.indicator is not None and given.period is not None:
        batch = Batch(register.areas, register.indicators, lambda _: True)
        found = batch.check(Columns.of([_as_value(register, given)])).wrong
        faults += [Fault(pointer=f"/{one.field}" if one.field else "", detail=one.detail) for one in found]
    elif area is None:
        faults.append(Fault(pointer="/area", detail=f"Không có địa bàn “{given.area}”."))
    if faults:
        raise Invalid(REFUSED, faults)


def _as_value(register: Register, given: ObservationCreate) -> Row:
    """An observation of a cell as the value it would be."""
    known = register.indicators.get(given.indicator or "")
    value = given.value if known is None else publishable(given.value, known.rule)
    numbers = value, given.numerator, given.denominator
    key = given.indicator or "", given.area, given.period or ""
    return Row(*key, *numbers, given.qualifier, given.as_of, given.note, None)


def _row(caller: Caller, register: Register, given: ObservationCreate, key: str | None) -> dict[str, Any]:
    known = None if given.indicator is None else register.indicators[given.indicator]
    measure = given.measure or given.indicator
    told = given.model_dump(mode="json", exclude={"indicator", "area", "period"})
    numbers = {name: None if (value := getattr(given, name)) is None else str(value) for name in _NUMBERS}
    by_chooser = caller.may(Right.SOURCES_RESOLVE, register.areas[given.area].reach)
    waits = awaits_review(given.kind, by_chooser=by_chooser)
    return {
        **told,
        **numbers,
        "state": (ObservationState.WAITING if waits else ObservationState.ACCEPTED).value,
        "is_open": not waits,
        "key": key,
        "period": given.period and Period.parse(given.period).key,
        "area_no": register.areas[given.area].no,
        "indicator_no": known and known.no,
        "measure": measure,
        "folded": fold(" ".join(filter(None, (measure, given.scope, given.source, given.quote, given.reference)))),
        "unit": given.unit or (known and known.rule.unit),
    }


_NUMBERS = ("value", "numerator", "denominator")


async def choose_observation(
    session: AsyncSession, caller: Caller, observation: UUID, choice: ObservationChoice, *, seen: int
) -> UUID:
    """Choose one source of a matter; its number becomes the published one. The matter.

    Raises NotFound, Forbidden, Stale when somebody chose or recorded meanwhile, Conflict when it is chosen already.
    """
    source = Transaction(session)
    side = _one_of(await writing.matters_of(source, observation, _readable(caller)), choice.matter)
    if not caller.may(Right.SOURCES_RESOLVE, side.reach or ["VN"]):
        raise Forbidden("Việc này thuộc đơn vị ngoài phạm vi của tài khoản.")
    held = await writing.lock_matter(source, side.id)
    if held.version != seen:
        raise Stale("Vừa có người chọn hoặc ghi nhận thêm số. Hãy xem lại rồi chọn.")
    await settle(session, caller, side, choice.reason, held)
    matter: UUID = side.id
    return matter


async def settle(session: AsyncSession, caller: Caller, side: Any, reason: str, held: Any) -> None:
    """Write down that a side is chosen, and publish its number where it is of a cell."""
    receipt = await _publish(session, caller, side, reason) if side.indicator_no is not None else None
    if held.settled and held.chosen == side.observation and not (receipt and receipt.created + receipt.changed):
        raise Conflict("Số này đang được chọn rồi.")
    by = {"by_id": caller.id, "by_name": caller.name}
    await writing.choose(Transaction(session), side.id, side.observation, reason=reason, **by)
    before = {"observation": str(held.chosen)} if held.chosen else None
    after = {"observation": str(side.observation), "value": side.said or str(side.value), "source": side.source}
    deed = Deed(Action.SOURCE_CHOSEN, f"matter:{side.id}", side.area or "VN", before, after, reason)
    await tell(session, caller, deed)


async def _publish(session: AsyncSession, caller: Caller, side: Any, reason: str) -> Any:
    known = (await current_register(session)).indicators[side.indicator]
    numbers = publishable(side.value, known.rule), side.numerator, side.denominator
    key = side.indicator, side.area, str(Period.from_key(side.period))
    value = Row(*key, *numbers, Qualifier(side.qualifier), side.as_of, side.note, reason)
    quotes = [words_of(side.quote, side.source, side.reference or side.instrument)]
    return await publish_values(
        session,
        [value],
        by=caller,
        source=published_as(side.kind),
        quotes=quotes,
        right=Right.SOURCES_RESOLVE,
        past_forms=Right.SOURCES_RESOLVE,
    )


def _readable(caller: Caller) -> list[str]:
    return [*caller.places(Right.INDICATORS_READ), *caller.places(Right.SOURCES_RESOLVE)]


def _one_of(sides: Sequence[Any], matter: UUID | None) -> Any:
    """The side that is meant; NotFound, or Invalid when there are several matters and none is named."""
    found = [side for side in sides if matter in (None, side.id)]
    if not found:
        raise NotFound("Không có số ghi nhận này trong việc đối chiếu nào.")
    if len(found) > 1:
        detail = "Số này thuộc nhiều việc đối chiếu; hãy nói rõ việc nào."
        raise Invalid(detail, [Fault(pointer="/matter", detail=detail)])
    return found[0]
