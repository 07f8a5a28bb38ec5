"""What events of other services mean, and in which order they may take effect together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from contracts.indicators.measurements import (
    MEASUREMENT_CORRECTED,
    MEASUREMENT_RECORDED,
    MEASUREMENT_WITHDRAWN,
    Measurement,
    MeasurementWithdrawal,
)
from services.indicators.rules.columns import Row

TYPES = (MEASUREMENT_RECORDED, MEASUREMENT_CORRECTED, MEASUREMENT_WITHDRAWN)
OCCUPIED = "Ô này đã có số của nguồn khác; hệ thống không tự thay."
NO_MEASUREMENT = "Chưa từng có số nào mang mã này để rút."

Name = tuple[str, str]
"""Source and key: what a measurement is called through all its corrections."""
Cell = tuple[str, str, str]
"""Indicator, area and period."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event, read; `wrong` says why it cannot be."""

    id: UUID
    name: Name
    type: str
    data: dict[str, Any]
    measurement: Measurement | None = None
    withdrawal: MeasurementWithdrawal | None = None
    wrong: str = ""

    @property
    def cell(self) -> Cell | None:
        """Indicator, area and period it speaks of; a withdrawal names none."""
        one = self.measurement
        return None if one is None else (one.indicator, one.area, one.period)


def read(event: UUID, kind: str, source: str, data: dict[str, Any]) -> Told:
    """What an event says. One that cannot be read goes by its own id, so that nothing is taken for its correction."""
    try:
        if kind == MEASUREMENT_WITHDRAWN:
            withdrawal = MeasurementWithdrawal.model_validate(data)
            return Told(event, (withdrawal.source, withdrawal.key), kind, data, withdrawal=withdrawal)
        measurement = Measurement.model_validate(data)
        return Told(event, (measurement.source, measurement.key), kind, data, measurement=measurement)
    except ValidationError as error:
        places = ", ".join(sorted({".".join(map(str, found["loc"])) or "data" for found in error.errors()}))
        return Told(event, (source, str(event)), kind, data, wrong=f"Nội dung sự kiện không đọc được: {places}.")


def rounds(events: Iterable[Told], held: Mapping[Name, Cell]) -> list[list[Told]]:
    """The events in sets that may take effect at once: what speaks of one measurement or cell stays in its order.

    `held` are the cells that measurements hold: an event may leave one as well as take one.
    """
    made: list[list[Told]] = []
    reached: dict[Any, int] = {}
    holding = dict(held)
    for event in events:
        names = [name for name in (event.name, event.cell, holding.get(event.name)) if name is not None]
        place = max((reached.get(name, 0) for name in names), default=0)
        if place == len(made):
            made.append([])
        made[place].append(event)
        reached.update(dict.fromkeys(names, place + 1))
        if event.cell is not None:
            holding[event.name] = event.cell
    return made


def as_value(told: Measurement, reason: str | None = None) -> Row:
    """A measurement as the value it becomes."""
    numbers = told.value, told.numerator, told.denominator
    why = reason or told.reason
    return Row(told.indicator, told.area, told.period, *numbers, told.qualifier, told.as_of, told.note, why)


def words_of(told: Measurement) -> str:
    """The words of the source that stand beside the value."""
    evidence = f"; minh chứng: {told.evidence}" if told.evidence else ""
    return f"Hệ thống {told.source}, mã {told.key}{evidence}"


def reasons_of(details: Sequence[str]) -> str:
    """Everything wrong with one measurement, once each."""
    return " ".join(dict.fromkeys(details))
