"""Periods (kỳ báo cáo): their text on the wire, their days under each regime, their order and their storage key."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import total_ordering
from typing import Annotated, Self

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

PERIOD_PATTERN = r"^(19|20|21)[0-9]{2}(-(H[12]|Q[1-4]|M9|0[1-9]|1[0-2]))?$"
_EXAMPLES = "2026, 2026-H1, 2026-Q3, 2026-M9, 2026-09"
_WIRE = re.compile(PERIOD_PATTERN.strip("^$"))
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_QUARTERS = ("I", "II", "III", "IV")

# NĐ 09/2019/NĐ-CP: reports count from the 15th of the month before to the 14th of the last month.
_ADMINISTRATIVE_FIRST, _ADMINISTRATIVE_LAST = 15, 14


class PeriodKind(StrEnum):
    """The lengths a report or a figure may cover."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    NINE_MONTHS = "nine_months"
    MONTH = "month"

    @property
    def label(self) -> str:
        """The Vietnamese name, e.g. "Quý"."""
        return _FORMS[self].label


class PeriodRegime(StrEnum):
    """Which days a period means: calendar days, or the 15th-to-14th of administrative reports."""

    CALENDAR = "calendar"
    ADMINISTRATIVE = "administrative"

    @property
    def label(self) -> str:
        """The Vietnamese name."""
        return "Theo năm dương lịch" if self is PeriodRegime.CALENDAR else "Theo chế độ báo cáo (ngày 15 đến ngày 14)"


class PeriodInvalid(ValueError):
    """The text or key names no period. Its message is Vietnamese, for the person who sent it."""

    def __init__(self, given: str | int) -> None:
        super().__init__(f"Kỳ không hợp lệ: “{given}”. Ví dụ: {_EXAMPLES}")
        self.given = given


@dataclass(frozen=True, slots=True)
class _Form:
    """How one kind of period is written, stored and counted."""

    label: str
    prefix: str
    months: int
    count: int
    slot: int


# A key is year*100 + slot + number - 1. The slots are stored: never change one.
_FORMS = {
    PeriodKind.YEAR: _Form("Năm", "", 12, 1, 0),
    PeriodKind.MONTH: _Form("Tháng", "", 1, 12, 1),
    PeriodKind.QUARTER: _Form("Quý", "Q", 3, 4, 21),
    PeriodKind.HALF: _Form("Nửa năm", "H", 6, 2, 31),
    PeriodKind.NINE_MONTHS: _Form("9 tháng", "M9", 9, 1, 41),
}


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One period, such as the third quarter of 2026. Sorts by its last day, then by its first.

    ``number`` counts within the year: 1–12 for months, 1–4 for quarters, 1–2 for halves, 1 otherwise.
    """

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not (_FIRST_YEAR <= self.year <= _LAST_YEAR and 1 <= self.number <= _FORMS[self.kind].count):
            raise PeriodInvalid(f"{self.kind} {self.number}/{self.year}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-M9`` or ``2026-09``; else raises `PeriodInvalid`."""
        if _WIRE.fullmatch(text) is None:
            raise PeriodInvalid(text)
        year, rest = int(text[:4]), text[5:]
        if not rest:
            return cls(PeriodKind.YEAR, year)
        if rest == "M9":
            return cls(PeriodKind.NINE_MONTHS, year)
        if rest[0] in "QH":
            return cls(PeriodKind.QUARTER if rest[0] == "Q" else PeriodKind.HALF, year, int(rest[1]))
        return cls(PeriodKind.MONTH, year, int(rest))

    @classmethod
    def from_key(cls, key: int) -> Self:
        """The period stored under a key; else `PeriodInvalid`."""
        year, slot = divmod(key, 100)
        for kind, form in _FORMS.items():
            if _FIRST_YEAR <= year <= _LAST_YEAR and form.slot <= slot < form.slot + form.count:
                return cls(kind, year, slot - form.slot + 1)
        raise PeriodInvalid(key)

    @property
    def key(self) -> int:
        """The whole number a period is stored as; chronological within one kind."""
        return self.year * 100 + _FORMS[self.kind].slot + self.number - 1

    @property
    def label(self) -> str:
        """As officials write it within a sentence: "quý III/2026", "6 tháng đầu năm 2026"."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"năm {self.year}"
            case PeriodKind.HALF:
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
            case PeriodKind.QUARTER:
                return f"quý {_QUARTERS[self.number - 1]}/{self.year}"
            case PeriodKind.NINE_MONTHS:
                return f"9 tháng năm {self.year}"
            case PeriodKind.MONTH:
                return f"tháng {self.number}/{self.year}"

    @property
    def first_month(self) -> int:
        """The month of the year it starts with, 1–12."""
        return (self.number - 1) * _FORMS[self.kind].months + 1

    @property
    def last_month(self) -> int:
        """The month of the year it ends with, 1–12."""
        return self.first_month + _FORMS[self.kind].months - 1

    def first_day(self, regime: PeriodRegime = PeriodRegime.CALENDAR) -> date:
        """The first day counted; under the administrative regime the 15th of the month before."""
        if regime is PeriodRegime.CALENDAR:
            return date(self.year, self.first_month, 1)
        if self.first_month == 1:
            return date(self.year - 1, 12, _ADMINISTRATIVE_FIRST)
        return date(self.year, self.first_month - 1, _ADMINISTRATIVE_FIRST)

    def last_day(self, regime: PeriodRegime = PeriodRegime.CALENDAR) -> date:
        """The last day counted; under the administrative regime the 14th of the last month."""
        if regime is PeriodRegime.CALENDAR:
            return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])
        return date(self.year, self.last_month, _ADMINISTRATIVE_LAST)

    def previous(self) -> Self:
        """The period of the same kind just before (nine months: those of last year)."""
        return self._moved(-1)

    def next(self) -> Self:
        """The period of the same kind just after."""
        return self._moved(1)

    def same_of_last_year(self) -> Self:
        """The same months one year earlier, which growth is usually measured against."""
        return type(self)(self.kind, self.year - 1, self.number)

    def _moved(self, steps: int) -> Self:
        count = _FORMS[self.kind].count
        years, place = divmod(self.number - 1 + steps, count)
        return type(self)(self.kind, self.year + years, place + 1)

    def _order(self) -> tuple[int, int, int]:
        # Both regimes shift all days alike, so the months alone give the order under either.
        return self.year, self.last_month, self.first_month

    def __lt__(self, other: object) -> bool:
        return self._order() < other._order() if isinstance(other, Period) else NotImplemented

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.year}"
            case PeriodKind.MONTH:
                return f"{self.year}-{self.number:02}"
            case PeriodKind.NINE_MONTHS:
                return f"{self.year}-M9"
            case PeriodKind.QUARTER | PeriodKind.HALF:
                return f"{self.year}-{_FORMS[self.kind].prefix}{self.number}"


def every_period(first_year: int, last_year: int) -> list[Period]:
    """Every period there is in these years, of every kind."""
    years = range(first_year, last_year + 1)
    return [
        Period(kind, year, number)
        for year in years
        for kind, form in _FORMS.items()
        for number in range(1, form.count + 1)
    ]


def _checked(text: str) -> str:
    try:
        Period.parse(text)
    except PeriodInvalid as error:
        raise PydanticCustomError("period_invalid", "{detail}", {"detail": str(error)}) from error
    return text


PeriodText = Annotated[
    str,
    AfterValidator(_checked),
    WithJsonSchema(
        {"type": "string", "pattern": PERIOD_PATTERN, "examples": ["2026", "2026-H1", "2026-Q3", "2026-09"]}
    ),
]
"""A period in a contract: kept as its wire text, refused with a Vietnamese message."""
