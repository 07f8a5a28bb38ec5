"""Figures invented to fill a screen (số liệu minh hoạ): always the same ones, and marked as such wherever they show."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.indicators.values import Qualifier, Source, ValueCreate
from contracts.periods import Period
from kit.database import Database, in_unit
from services.indicators.actions.values import publish_values
from services.indicators.queries.areas import list_units
from services.indicators.seed.definitions import LOADER

LAO_CAI, CAN_GIUOC = "T15-2025", "X28159-2025"
SILENT = 12
"""Units that have not reported the newest period yet, so that "n of N units" shows."""
_NOTE = "Số liệu minh hoạ"
_FIRST, _LAST = Period.parse("2025-07"), Period.parse("2026-09")
_WARD = "phường"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and the size it is given here."""

    id: str
    people: int
    is_ward: bool


@dataclass(frozen=True, slots=True)
class Series:
    """How one indicator runs: where a commune starts and ends, and whom it counts (`base` = part of the people)."""

    indicator: str
    base: Decimal
    start: Decimal
    end: Decimal
    monthly: bool = False
    counts: bool = False


def _series(indicator: str, base: str, start: str, end: str, *, monthly: bool = False, counts: bool = False) -> Series:
    return Series(indicator, Decimal(base), Decimal(start), Decimal(end), monthly, counts)


SERIES = (
    _series("CQS-01", "0.025", "0.38", "0.71", monthly=True),
    _series("CQS-03", "0.07", "0.55", "0.86"),
    _series("CQS-04", "0.012", "0.22", "0.52", monthly=True),
    _series("KTS-01", "0.68", "0.41", "0.63"),
    _series("KTS-02", "0.74", "0.70", "0.86"),
    _series("KTS-03", "0.2", "0.12", "0.21", counts=True),
    _series("XHS-01", "1", "0.78", "0.93"),
    _series("XHS-02", "0.68", "0.09", "0.37"),
    _series("XHS-03", "0.68", "0.35", "0.58", counts=True),
    _series("NT-02", "0.0018", "0.82", "1"),
    _series("NT-03", "0.24", "0.46", "0.68"),
)


async def seed_illustrative(database: Database) -> None:
    """Fill the communes of Lào Cai and one of Tây Ninh, and one number of the province beside its sum."""
    async with in_unit(database) as session:
        rows = await list_units(database.reader, LAO_CAI, date(2025, 7, 1))
        units = [_unit(row.id, row.kind) for row in rows]
        silent = {unit.id for unit in sorted(units, key=lambda unit: _chance("silent", unit.id))[:SILENT]}
        values = [value for unit in units for series in SERIES for value in _run(series, unit, unit.id in silent)]
        values += [value for series in SERIES for value in _run(series, _unit(CAN_GIUOC, "xã"), is_silent=False)]
        values.append(_reported())
        await publish_values(session, values, by=LOADER, source=Source.ILLUSTRATIVE, only_new=True)


def periods(monthly: bool) -> list[Period]:
    """Months, or quarters, since the communes exist."""
    found = [_FIRST] if monthly else [Period.parse("2025-Q3")]
    last = _LAST if monthly else Period.parse("2026-Q3")
    while found[-1] < last:
        found.append(found[-1].next())
    return found


def continued(indicator: str, area: str, kind: str) -> dict[str, Decimal]:
    """The numbers of a unit for the period after the last one here; a count goes on from what it was."""
    series, unit = next(one for one in SERIES if one.indicator == indicator), _unit(area, kind)
    steps = len(periods(series.monthly)) - 1
    return _numbers(series, unit, Decimal(steps + 1) / steps, Decimal(1) / 80)


def _run(series: Series, unit: Unit, is_silent: bool) -> Iterator[ValueCreate]:
    """The values of one unit, rising unevenly from start to end; wards are ahead of communes."""
    along = periods(series.monthly)
    for step, period in enumerate(along[:-1] if is_silent else along):
        wobble = (_chance(series.indicator, unit.id, str(period)) - Decimal("0.5")) / 40
        numbers = _numbers(series, unit, Decimal(step) / (len(along) - 1), wobble)
        yield ValueCreate(indicator=series.indicator, area=unit.id, period=str(period), note=_NOTE, **numbers)


def _numbers(series: Series, unit: Unit, along: Decimal, wobble: Decimal) -> dict[str, Decimal]:
    ahead = Decimal("0.08") if unit.is_ward else Decimal()
    own = (_chance(series.indicator, unit.id) - Decimal("0.5")) / 5
    share = series.start + (series.end - series.start) * along + ahead + own + wobble
    whole = max(int(unit.people * series.base), 3)
    part = int(whole * min(max(share, Decimal("0.02")), Decimal(1)))
    numbers = {"value": part} if series.counts else {"numerator": part, "denominator": whole}
    return {name: Decimal(number) for name, number in numbers.items()}


def _reported() -> ValueCreate:
    """The province's own count beside the sum of its communes."""
    return ValueCreate(
        indicator="NT-03",
        area=LAO_CAI,
        period="2026-Q2",
        numerator=Decimal(158_400),
        denominator=Decimal(251_300),
        qualifier=Qualifier.ESTIMATED,
        note=_NOTE,
    )


def _unit(area: str, kind: str) -> Unit:
    return Unit(area, 4_000 + int(_chance("people", area) * 14_000), kind.casefold() == _WARD)


def _chance(*words: str) -> Decimal:
    """A number from 0 to 1 that is always the same for the same words."""
    digest = hashlib.sha256("/".join(words).encode()).digest()
    return Decimal(int.from_bytes(digest[:6], "big")) / Decimal(2**48)
