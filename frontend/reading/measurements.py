"""What other services told, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.indicators.measurements import (
    MEASUREMENT_CORRECTED,
    MEASUREMENT_RECORDED,
    MEASUREMENT_WITHDRAWN,
    ParkedMeasurement,
)
from frontend.formats import ABSENT

KINDS: Mapping[str, str] = {
    MEASUREMENT_RECORDED: "Số mới",
    MEASUREMENT_CORRECTED: "Sửa số",
    MEASUREMENT_WITHDRAWN: "Rút số",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One told measurement that waits, as its row shows it."""

    parked: ParkedMeasurement
    kind: str
    cell: str
    said: str
    place: str


def waiting_of(parked: ParkedMeasurement) -> Waiting:
    """The row of one; what was told may be anything, so nothing of it is relied on."""
    data = parked.data
    cell = " · ".join(str(data[name]) for name in ("indicator", "period") if data.get(name)) or ABSENT
    return Waiting(
        parked, KINDS.get(parked.type, parked.type), cell, _said(data), parked.area_name or parked.area or ABSENT
    )


def _said(data: Mapping[str, object]) -> str:
    if data.get("numerator") is not None:
        return f"{_number(data['numerator'])}/{_number(data.get('denominator'))}"
    return _number(data.get("value"))


def _number(value: object) -> str:
    return ABSENT if value is None else str(value).replace(".", ",")
