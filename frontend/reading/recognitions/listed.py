"""Recognised units as people read them: levels with their counts, rows under their levels, decisions, a CSV."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from contracts.indicators.recognition import RecognisedUnit, RecognitionCount
from contracts.periods import Period
from frontend.formats import day, decimal, inside, long_day, percent, share
from kit.sheets import write_csv

NOT_REACHED = "-"
"""How an address says "no level at all": no key of a level is so short."""
NAMED = 3
"""So many places are told by name."""
REASONS = {
    "mandatory_and_extended": (
        "Mức xét theo tiêu chí bắt buộc và tiêu chí mở rộng của từng mức, ứng với loại đơn vị, không theo tổng điểm:"
        " hai đơn vị cùng điểm vẫn ở hai mức khi một đơn vị còn thiếu tiêu chí bắt buộc của mức trên."
    ),
    "bands": "Mức xét theo tỷ lệ điểm đạt được trên tổng điểm tối đa.",
}
"""Why units stand where they stand, by the kind of rule."""
COLUMNS = (
    "framework", "period", "area", "area_name", "level", "level_name", "points", "max_points", "share", "next",
    "lacking", "instrument_number", "instrument_issued_on", "published_at", "assessment", "illustrative",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LevelCount:
    """One level with the number of its units and their part of all; `key` is what an address says."""

    key: str
    name: str
    units: int
    part: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision by which units were recognised."""

    number: str
    issued_on: date
    area: str
    area_name: str
    illustrative: bool

    @property
    def key(self) -> str:
        """What an address says of it: two provinces may well give one number."""
        return f"{self.area} {self.number}"

    @property
    def text(self) -> str:
        """Its number and day."""
        return f"{self.number} ngày {day(self.issued_on)}"

    @property
    def named(self) -> str:
        """Its number and day, and where it was decided."""
        return f"{self.text}, {inside(self.area_name)}"

    @property
    def signed(self) -> str:
        """As the annex of it names it."""
        return f"Quyết định số {self.number} {long_day(self.issued_on)}"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One recognised unit in words."""

    name: str
    href: str
    points: str
    share: str
    level: str
    lacking: list[str]
    next: str | None
    decision: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class LevelRows:
    """The units of one level that follow one another; `units` counts those on other pages too."""

    name: str
    units: int
    rows: list[UnitRow]


def newest(counts: Sequence[RecognitionCount], framework: str | None, period: str | None) -> tuple[str, str] | None:
    """Framework and period of an address where they are known, else the newest of them that was published."""
    known = [one for one in counts if framework in (None, one.framework)]
    wanted = [one for one in known if one.period == period] or known
    if not wanted:
        return None
    last = max(wanted, key=lambda one: Period.parse(one.period).last_day())
    return last.framework, last.period


def levels_of(counts: Iterable[RecognitionCount]) -> list[LevelCount]:
    """The levels of one framework and period, the highest first; units without one come last."""
    found: dict[tuple[int, str, str], int] = {}
    for one in counts:
        key = (-one.rank, one.level or NOT_REACHED, one.level_name)
        found[key] = found.get(key, 0) + one.units
    total = sum(found.values())
    return [LevelCount(key, name, units, share(units, total)) for (_, key, name), units in sorted(found.items())]


def decisions_of(counts: Iterable[RecognitionCount]) -> list[Decision]:
    """The decisions, the newest first, each once."""
    told = sorted(counts, key=lambda one: one.instrument_issued_on, reverse=True)
    return list(
        dict.fromkeys(
            Decision(one.instrument_number, one.instrument_issued_on, one.area, one.area_name, one.illustrative)
            for one in told
        )
    )


def places_of(counts: Iterable[RecognitionCount]) -> list[tuple[str, str]]:
    """Where results were published, to choose from."""
    return sorted({(one.area, one.area_name) for one in counts}, key=lambda place: place[1])


def where_of(places: Sequence[tuple[str, str]]) -> str:
    """The places of a list: by name while they are few, else how many they are."""
    return ", ".join(name for _, name in places) if len(places) <= NAMED else f"{len(places)} tỉnh, thành phố"


def row_of(unit: RecognisedUnit) -> UnitRow:
    """One unit."""
    return UnitRow(
        name=unit.area_name,
        href=f"/don-vi/{unit.area}",
        points=f"{decimal(unit.points)} / {decimal(unit.max_points)}",
        share=percent(unit.share),
        level=unit.level_name,
        lacking=unit.lacking,
        next=unit.next,
        decision=f"{unit.instrument_number}, {day(unit.instrument_issued_on)}",
        illustrative=unit.illustrative,
    )


def grouped(units: Iterable[RecognisedUnit], levels: Iterable[LevelCount]) -> list[LevelRows]:
    """Units under the heads of their levels, as they are listed."""
    totals = {one.name: one.units for one in levels}
    return [
        LevelRows(name, totals.get(name, 0), [row_of(one) for one in found])
        for name, found in groupby(units, key=lambda one: one.level_name)
    ]


def recognitions_csv(units: Iterable[RecognisedUnit]) -> str:
    """One line per unit under the field names of the API."""
    return write_csv(COLUMNS, ([_cell(one, name) for name in COLUMNS] for one in units))


def _cell(unit: RecognisedUnit, name: str) -> object:
    told = getattr(unit, name)
    return " ".join(told) if isinstance(told, list) else str(told).lower() if isinstance(told, bool) else told
