"""Taking measurements in: set by set, published as any value is; what cannot be is parked with the reason."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.indicators.measurements import MeasurementOutcome
from contracts.indicators.values import Qualifier, Source
from contracts.periods import Period
from kit.caller import Caller
from kit.feeds import Event
from services.indicators.actions.values import save_checked
from services.indicators.queries.measurements import intake
from services.indicators.queries.measurements.intake import Cell, Settled
from services.indicators.queries.register import Register, current_register
from services.indicators.queries.source import Transaction
from services.indicators.rules.batch import Batch
from services.indicators.rules.columns import Columns, Row
from services.indicators.rules.measurements import (
    NO_MEASUREMENT,
    OCCUPIED,
    TYPES,
    Name,
    Told,
    as_value,
    read,
    reasons_of,
    rounds,
    words_of,
)

PUBLISHED, WITHDRAWN = MeasurementOutcome.PUBLISHED.value, MeasurementOutcome.WITHDRAWN.value
PARKED, SUPERSEDED = MeasurementOutcome.PARKED.value, MeasurementOutcome.SUPERSEDED.value


async def take_in(session: AsyncSession, feed: str, events: Sequence[Event]) -> None:
    """Take over what a service measured; events of other types are not for us."""
    source = Transaction(session)
    meant = [event for event in events if event.type in TYPES]
    told = {_id_of(event): read(_id_of(event), event.type, event.source, event.data) for event in meant}
    if not told:
        return
    moments = {_id_of(event): event.at for event in meant}
    rows = [
        {
            "id": one.id, "source": one.name[0], "key": one.name[1], "type": one.type, "data": one.data,
            "area": one.measurement and one.measurement.area, "told_at": moments[one.id] or "now",
        }
        for one in told.values()
    ]  # fmt: skip
    fresh = await intake.enter(source, feed, rows)
    await Intake(session, teller(feed), await current_register(session)).settle(
        [one for one in told.values() if one.id in fresh]
    )


def teller(feed: str) -> Caller:
    """On whose behalf the values of a feed are published."""
    return Caller(f"service:{feed}", "service", f"Hệ thống {feed}")


def _id_of(event: Event) -> UUID:
    """The event's own id; a snapshot may name states in its own way."""
    try:
        return UUID(event.id)
    except ValueError:
        return uuid5(NAMESPACE_URL, f"{event.source} {event.id}")


class Intake:
    """Lets told measurements take effect, on behalf of whoever told them or tries them again."""

    def __init__(self, session: AsyncSession, by: Caller, register: Register) -> None:
        self._session = session
        self._source = Transaction(session)
        self._by = by
        self._register = register

    async def settle(self, events: Sequence[Told], *, replaces: bool = False, reason: str | None = None) -> None:
        """Publish, take back or park each event; `replaces` lets it take the place of another source's number."""
        if not events:
            return
        await intake.supersede(self._source, [event.id for event in events])
        held = await intake.held_by(self._source, {event.name for event in events})
        holding = {name: _in_words(_held_cell(one)) for name, one in held.items() if not one.withdrawn}
        for together in rounds(events, holding):
            await intake.settle(self._source, await self._settled(together, replaces, reason))

    async def _settled(self, events: Sequence[Told], replaces: bool, reason: str | None) -> list[Settled]:
        held = await intake.held_by(self._source, {event.name for event in events})
        settled = [Settled(event.id, PARKED, event.wrong) for event in events if event.wrong]
        measured = {event.id: as_value(event.measurement, reason) for event in events if event.measurement}
        wrong = self._wrong(measured)
        settled += [Settled(event, PARKED, why) for event, why in wrong.items()]
        meant = [event for event in events if event.id in measured and event.id not in wrong]
        standing = await intake.standing(self._source, [_cell(measured[event.id]) for event in meant])
        taken = [
            event for event in meant if not replaces and _is_others(standing.get(_cell(measured[event.id])), event)
        ]
        settled += [Settled(event.id, PARKED, OCCUPIED, occupied=True) for event in taken]
        published = [event for event in meant if event not in taken]
        gone = [event for event in events if event.withdrawal]
        left = [event for event in published if event.name in held and _left(held[event.name], measured[event.id])]
        stuck = await self._take_back([*gone, *left], held)
        settled += [Settled(event, PARKED, why) for event, why in stuck.items()]
        published = [event for event in published if event.id not in stuck]
        gone = [event for event in gone if event.id not in stuck]
        await self._publish(published, measured)
        await intake.release(self._source, [_named(event) for event in gone if event.name in held])
        settled += [Settled(event.id, PUBLISHED) for event in published]
        return settled + [_withdrawn(event, event.name in held) for event in gone]

    def _wrong(self, measured: dict[UUID, Row]) -> dict[UUID, str]:
        """Why measurements cannot be published."""
        ids = list(measured)
        found: dict[UUID, list[str]] = defaultdict(list)
        for one in self._batch().check(Columns.of([*measured.values()])).wrong:
            found[ids[one.row]].append(one.detail)
        return {event: reasons_of(details) for event, details in found.items()}

    async def _publish(self, events: Sequence[Told], measured: dict[UUID, Row]) -> None:
        if not events:
            return
        columns = Columns.of([measured[event.id] for event in events])
        quotes = [words_of(event.measurement) for event in events if event.measurement]
        checked = self._batch().check(columns, quotes)
        await save_checked(self._session, checked, columns, self._register, by=self._by, source=Source.FEED)
        rows = []
        for event in events:
            indicator, area, period = _cell(measured[event.id])
            rows.append({**_named(event), "indicator": indicator, "area": area, "period": period})
        await intake.hold(self._source, rows)

    async def _take_back(self, events: Sequence[Told], held: dict[Name, Any]) -> dict[UUID, str]:
        """Publish that there is no number any more, where it is still that of the measurement; why not, otherwise."""
        cells = {event.name: _held_cell(held[event.name]) for event in events if event.name in held}
        standing = await intake.standing(self._source, [*cells.values()]) if cells else {}
        own = [event for event in events if event.name in cells and _is_own(standing.get(cells[event.name]), event)]
        columns = Columns.of([_empty(cells[event.name], event) for event in own])
        stuck = {own[one.row].id: one.detail for one in self._batch(empty=True).check(columns).wrong}
        own = [event for event in own if event.id not in stuck]
        if own:
            columns = Columns.of([_empty(cells[event.name], event) for event in own])
            checked = self._batch(empty=True).check(columns, [_taken_back(event) for event in own])
            await save_checked(self._session, checked, columns, self._register, by=self._by, source=Source.FEED)
            await intake.look_back(self._source, [cells[event.name] for event in own])
        return stuck

    def _batch(self, *, empty: bool = False) -> Batch:
        """The service speaks for every area; what a person tries again, their wall holds."""
        return Batch(self._register.areas, self._register.indicators, lambda _: True, empty=empty)


def _cell(row: Row) -> Cell:
    return row.indicator, row.area, Period.parse(row.period).key


def _held_cell(held: Any) -> Cell:
    return held.indicator, held.area, held.period


def _in_words(cell: Cell) -> tuple[str, str, str]:
    return cell[0], cell[1], str(Period.from_key(cell[2]))


def _withdrawn(event: Told, was_held: bool) -> Settled:
    return Settled(event.id, WITHDRAWN) if was_held else Settled(event.id, SUPERSEDED, NO_MEASUREMENT)


def _taken_back(event: Told) -> str:
    return f"Hệ thống {event.name[0]}, mã {event.name[1]}: đã rút"


def _left(held: Any, measured: Row) -> bool:
    """Whether a correction moves a measurement out of the cell it holds."""
    return not held.withdrawn and _held_cell(held) != _cell(measured)


def _is_others(standing: Any | None, event: Told) -> bool:
    """Whether another source's number stands there: somebody's own, or another measurement's."""
    if standing is None or not standing.has_number or standing.source == Source.ILLUSTRATIVE:
        return False
    return not _is_own(standing, event)


def _is_own(standing: Any | None, event: Told) -> bool:
    if standing is None or not standing.has_number or standing.source != Source.FEED:
        return False
    return (standing.owner, standing.owner_key) == event.name


def _named(event: Told) -> dict[str, object]:
    return {"source": event.name[0], "key": event.name[1], "event": event.id}


def _empty(cell: Cell, event: Told) -> Row:
    """No number any more in a cell, and why."""
    indicator, area, period = cell
    told = event.withdrawal.reason if event.withdrawal else event.measurement and event.measurement.reason
    why = told or "Số được chuyển sang ô khác."
    return Row(indicator, area, str(Period.from_key(period)), None, None, None, Qualifier.EXACTLY, None, None, why)
