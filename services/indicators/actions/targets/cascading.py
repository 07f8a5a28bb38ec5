"""Handing a target down: one target for each unit directly below its area, all at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.cascades import CascadeCreate, CascadeReceipt, CascadeWay
from contracts.indicators.definitions import Aggregation
from contracts.indicators.targets import (
    Baseline,
    Comparator,
    Milestone,
    TargetInstrument,
    TargetSource,
    TargetTerms,
    Trajectory,
)
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Conflict, Invalid
from kit.light import light
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.targets.setting import held_target, row_of, wrong_terms
from services.indicators.queries.definitions import current_definitions
from services.indicators.queries.source import Source, Transaction
from services.indicators.queries.targets import units as unit_queries
from services.indicators.queries.targets import writing
from services.indicators.queries.targets.rows import Wanted, get_ground, list_children
from services.indicators.queries.targets.standings import Standings, read_standings
from services.indicators.rules.targets.cascades import distribute
from services.indicators.rules.targets.paths import moment

_Receipt = light(CascadeReceipt)
NOT_HANDED_DOWN = "Chưa giao mục tiêu, xem từng ô."
MOST_FAULTS = 100
NO_UNITS = "Địa bàn này không có đơn vị cấp dưới để giao."


async def cascade_target(
    session: AsyncSession,
    caller: Caller,
    target: UUID,
    wanted: CascadeCreate,
    *,
    today: date,
    source: TargetSource = TargetSource.ENTERED,
) -> CascadeReceipt:
    """Give every unit its target; one that has been given already keeps it. Invalid says what cannot be divided."""
    transaction = Transaction(session)
    row = await held_target(transaction, caller, target)
    units = await unit_queries.list_units(transaction, row.area, today)
    if not units:
        raise Conflict(NO_UNITS)
    values = await _values(transaction, row, units, wanted)
    has = {child.area_no for child in await list_children(transaction, target)}
    new = [unit for unit in units if unit.no not in has and (values is None or unit.id in values)]
    starts = await _starts(transaction, caller, row, new, today)
    indicators = {known.code: known for known in (await current_definitions(transaction)).rows.values()}
    terms = [_settled(row, unit, values, starts.get(unit.no), indicators) for unit in new]
    _refuse_wrong(terms, new, wanted, indicators)
    rows = [row_of(one, unit.no, row.id, row.indicator_no) for one, unit in zip(terms, new, strict=True)]
    made = await writing.insert_targets(
        transaction, rows, taken_from=source.value, by_id=caller.id, by_name=caller.name, reason=wanted.reason
    )
    if made:
        told = {"created": len(made), "way": wanted.way.value}
        deed = Deed(Action.TARGET_CASCADED, f"target:{target}", row.area, after=told, reason=wanted.reason)
        await tell(session, caller, deed)
    return await _receipt(transaction, row, units, len(made))


async def _receipt(source: Source, row: Any, units: Sequence[Any], made: int) -> CascadeReceipt:
    children = await list_children(source, row.id)
    weights = await unit_queries.newest_denominators(source, row.indicator_no, [child.area_no for child in children])
    check = unit_queries.told(unit_queries.sum_check(row, children, weights, len(units)))
    return _Receipt(created=made, skipped=len(units) - made, check=check)


async def _values(
    source: Source, row: Any, units: Sequence[Any], wanted: CascadeCreate
) -> Mapping[str, Decimal] | None:
    """What each unit is to reach; None when it is what the area is to reach."""
    if wanted.way is CascadeWay.EQUAL:
        return None
    if row.comparator in (Comparator.TEXT, Comparator.RANGE):
        raise _invalid("way", "Khoảng hoặc mục tiêu bằng lời chỉ giao được mức như nhau.")
    known, seen = {unit.id for unit in units}, set[str]()
    for place, one in enumerate(wanted.units):
        if one.area in seen:
            raise _invalid(f"units/{place}/area", f"“{one.area}” có hai lần.")
        seen.add(one.area)
        if one.area not in known:
            raise _invalid(f"units/{place}/area", f"“{one.area}” không phải đơn vị ngay dưới {row.area_name}.")
    if wanted.way is CascadeWay.VALUES:
        return _given(wanted, lambda one: one.value)
    if row.aggregation != Aggregation.SUM:
        raise _invalid(
            "way", "Chỉ số đếm cộng được mới chia cho các đơn vị; tỷ lệ thì giao mức như nhau hoặc từng mức."
        )
    if wanted.way is CascadeWay.SHARES:
        weights = _given(wanted, lambda one: one.value)
        if any(weight < 0 for weight in weights.values()) or not sum(weights.values()):
            raise _invalid("units", "Tỷ trọng phải là số dương.")
    else:
        weights = await _weights(source, row, units, wanted)
    return distribute(row.value, weights, row.decimals)


async def _weights(source: Source, row: Any, units: Sequence[Any], wanted: CascadeCreate) -> dict[str, Decimal]:
    definitions = (await current_definitions(source)).rows
    code = wanted.by or row.indicator
    indicator = next((no for no, known in definitions.items() if known.code == code), None)
    if indicator is None:
        raise _invalid("by", f"Không có chỉ tiêu “{code}”.")
    if not definitions[indicator].public:
        raise _invalid(
            "by", f"Chỉ tiêu “{code}” không công khai; mục tiêu ai cũng đọc nên không chia theo mẫu số của nó."
        )
    found = await unit_queries.newest_denominators(source, indicator, [unit.no for unit in units])
    lacking = [unit.name for unit in units if unit.no not in found]
    if lacking:
        names = ", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else "")
        raise _invalid("by", f"{len(lacking)} đơn vị chưa có mẫu số của chỉ tiêu “{code}”: {names}.")
    return {unit.id: found[unit.no] for unit in units}


def _given(wanted: CascadeCreate, value: Callable[[Any], Decimal]) -> dict[str, Decimal]:
    if not wanted.units:
        raise _invalid("units", "Hãy ghi tỷ trọng hoặc mức của từng đơn vị.")
    return {one.area: value(one) for one in wanted.units}


def _invalid(field: str, detail: str) -> Invalid:
    return Invalid(NOT_HANDED_DOWN, [Fault(pointer=f"/{field}", detail=detail)])


async def _starts(
    source: Source, caller: Caller, row: Any, units: Sequence[Any], today: date
) -> Mapping[int, Baseline]:
    """Where each unit begins: its newest figure before the horizon, for targets that rise evenly.

    Targets are read by everybody (decision 23): figures of an indicator that is not public stay out of them.
    """
    if row.trajectory != Trajectory.LINEAR or row.indicator_no is None:
        return {}
    if not (await current_definitions(source)).rows[row.indicator_no].public:
        return {}
    ground = await get_ground(source, Wanted())
    rows = [_AsUnit(row, unit.no) for unit in units]
    places = caller.places(Right.INDICATORS_READ)
    standings: Standings = await read_standings(source, ground, rows, places=places, today=today)
    horizon = moment(Period.from_key(row.horizon))
    found: dict[int, Baseline] = {}
    for one in rows:
        before = [point for point in standings.found(one).points if moment(point.period) < horizon]
        if before:
            found[one.area_no] = Baseline(period=str(before[-1].period), value=before[-1].value)
    return found


class _AsUnit:
    """The row of a target as if it were a unit's."""

    def __init__(self, row: Any, area_no: int) -> None:
        self._row = row
        self.area_no = area_no

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def _settled(
    row: Any,
    unit: Any,
    values: Mapping[str, Decimal] | None,
    start: Baseline | None,
    indicators: Mapping[str, Any],
) -> TargetTerms:
    """The terms of one unit; a beginning that does not fit what it is to reach is left out."""
    terms = _terms(row, unit, values, start)
    return _terms(row, unit, values, None) if start is not None and wrong_terms(terms, indicators) else terms


def _refuse_wrong(
    terms: Sequence[TargetTerms], units: Sequence[Any], wanted: CascadeCreate, indicators: Mapping[str, Any]
) -> None:
    """Invalid for what no target may ask, at the unit it was told for."""
    places = {one.area: place for place, one in enumerate(wanted.units)}
    faults = [
        Fault(pointer=f"/units/{places[unit.id]}/value" if unit.id in places else "/way", detail=wrong.detail)
        for one, unit in zip(terms, units, strict=True)
        for wrong in wrong_terms(one, indicators)
    ]
    if faults:
        raise Invalid(NOT_HANDED_DOWN, faults[:MOST_FAULTS])


def _terms(row: Any, unit: Any, values: Mapping[str, Decimal] | None, start: Baseline | None) -> TargetTerms:
    """The target of one unit: worded like the area's, with a value and a way of its own."""
    is_same = values is None
    marks = zip(row.milestone_periods, row.milestone_values, strict=True) if is_same else ()
    milestones = [Milestone(period=str(Period.from_key(key)), value=value) for key, value in marks]
    trajectory = Trajectory(row.trajectory)
    if (trajectory is Trajectory.LINEAR and start is None) or (trajectory is Trajectory.MILESTONES and not is_same):
        trajectory = Trajectory.NONE
    instrument = None
    if row.instrument_number is not None:
        instrument = TargetInstrument(
            number=row.instrument_number,
            issued_on=row.instrument_issued_on,
            issuer=row.instrument_issuer,
            place=row.instrument_place,
        )
    return TargetTerms(
        indicator=row.indicator,
        measure=row.measure,
        horizon=str(Period.from_key(row.horizon)),
        comparator=Comparator(row.comparator),
        value=row.value if values is None else values[unit.id],
        value_to=row.value_to,
        text=row.words,
        unit=row.unit,
        instrument=instrument,
        baseline=start,
        trajectory=trajectory,
        milestones=milestones,
    )
