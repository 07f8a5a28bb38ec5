"""What is sent: monthly values of every commune, invented anew in each run, as JSON, as CSV and as COPY's own bytes."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import psycopg

from contracts.indicators.definitions import Aggregation, Direction, IndicatorKind, Pillar
from contracts.periods import Period, PeriodKind
from services.indicators.rules.definitions import IndicatorDefinition

BATCH = 10_000
MONTHS = 60
FIRST = Period(PeriodKind.MONTH, 2025, 7)
COUNTS, RATIOS = ("DO-1", "DO-2", "DO-3"), ("DO-4", "DO-5")

_UNITS = "select id, no from indicators.areas where is_leaf and valid_to is null and level = 'X' order by no"
_INDICATORS = "select code, no from indicators.indicators where code = any(%s)"


@dataclass(frozen=True, slots=True)
class Value:
    """One value; of a count `denominator` is 0 and only `number` is sent."""

    indicator: str
    area: str
    period: Period
    number: int
    denominator: int

    def changed(self) -> "Value":
        """The same with another number."""
        return Value(self.indicator, self.area, self.period, self.number + 1, self.denominator)


@dataclass(frozen=True, slots=True)
class Keys:
    """The numbers under which areas and indicators are stored in one database."""

    areas: dict[str, int]
    indicators: dict[str, int]


def definitions(count: int = len(COUNTS + RATIOS)) -> list[IndicatorDefinition]:
    """Indicators due every month, added up for the areas above: of every five three counts and two ratios."""
    return [definition(f"DO-{number}", _kind(number)) for number in range(1, count + 1)]


def _kind(number: int) -> IndicatorKind:
    return IndicatorKind.COUNT if (number - 1) % len(COUNTS + RATIOS) < len(COUNTS) else IndicatorKind.RATIO


def definition(code: str, kind: IndicatorKind) -> IndicatorDefinition:
    """One of them."""
    is_ratio = kind is IndicatorKind.RATIO
    return IndicatorDefinition.model_validate(
        {
            "code": code,
            "name": f"Chỉ tiêu đo {code}",
            "name_en": f"Measured indicator {code}",
            "pillar": Pillar.FOUNDATION,
            "kind": kind,
            "unit": "%" if is_ratio else "hồ sơ",
            "numerator_label": "Phần" if is_ratio else None,
            "denominator_label": "Toàn bộ" if is_ratio else None,
            "direction": Direction.UP,
            "decimals": 1 if is_ratio else 0,
            "aggregation": Aggregation.RATIO_OF_SUMS if is_ratio else Aggregation.SUM,
            "frequency": "month",
            "bounded": is_ratio,
            "responsible": "Đo hiệu năng",
            "definition": "Số liệu tạo ra để đo hiệu năng.",
            "legal_basis": "Không có",
        }
    )


def keys_of(admin: str) -> Keys:
    """The communes of today and our indicators, as stored in a database."""
    with psycopg.connect(admin) as connection:
        areas: list[Any] = connection.execute(_UNITS).fetchall()
        indicators: list[Any] = connection.execute(_INDICATORS, [[*COUNTS, *RATIOS]]).fetchall()
    return Keys(dict(areas), dict(indicators))


def batches(keys: Keys, months: int = MONTHS, first: Period = FIRST) -> Iterator[list[Value]]:
    """Values month by month, commune by commune, indicator by indicator, 10,000 at a time."""
    values = _values(keys, months, first)
    while batch := list(itertools.islice(values, BATCH)):
        yield batch


def _values(keys: Keys, months: int, first: Period) -> Iterator[Value]:
    period = first
    for month in range(months):
        for place, area in enumerate(keys.areas):
            for code in keys.indicators:
                number = 1000 + (place * 37 + month * 11) % 5000
                yield Value(code, area, period, number, number + place + 10 if code in RATIOS else 0)
        period = period.next()


def as_json(values: Sequence[Value]) -> bytes:
    """The body of a bulk write."""
    return msgspec.json.encode({"values": [_entry(value) for value in values]})


def _entry(value: Value) -> dict[str, str | int]:
    key = {"indicator": value.indicator, "area": value.area, "period": str(value.period)}
    if value.denominator:
        return {**key, "numerator": value.number, "denominator": value.denominator}
    return {**key, "value": value.number}


def as_csv(values: Sequence[Value]) -> bytes:
    """The same as CSV."""
    lines = ["indicator,area,period,value,numerator,denominator"]
    for value in values:
        numbers = f",{value.number},{value.denominator}" if value.denominator else f"{value.number},,"
        lines.append(f"{value.indicator},{value.area},{value.period},{numbers}")
    return "\n".join(lines).encode()


def as_copy(values: Sequence[Value], keys: Keys) -> bytes:
    """Every column of the saved rows in COPY's text form, ready to be written."""
    lines = []
    for value in values:
        ratio = bool(value.denominator)
        numbers = f"\\N\t{value.number}\t{value.denominator}" if ratio else f"{value.number}\t\\N\t\\N"
        key = f"{value.period.key}\t{keys.areas[value.area]}\t{keys.indicators[value.indicator]}"
        lines.append(f"{key}\t1\t1\t{numbers}\t\\N\texactly\tapi\t\\N\t\\N\t\\N\n")
    return "".join(lines).encode()
