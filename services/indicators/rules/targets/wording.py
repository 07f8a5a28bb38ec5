"""How numbers of a target read in a Vietnamese sentence: with its unit, and differences of percentages as points."""

from dataclasses import dataclass
from decimal import Decimal

from contracts.periods import Period, PeriodKind
from kit.numbers import round_half_up, write_number

PERCENT = "%"
EACH = {
    PeriodKind.YEAR: "năm",
    PeriodKind.HALF: "nửa năm",
    PeriodKind.QUARTER: "quý",
    PeriodKind.NINE_MONTHS: "năm",
    PeriodKind.MONTH: "tháng",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """The unit and the decimals in which a target is measured."""

    unit: str
    decimals: int = 2

    def rounded(self, value: Decimal) -> Decimal:
        """Half-up, as published."""
        return round_half_up(value, self.decimals)

    def told(self, value: Decimal) -> str:
        """`76,8%`, `12.300 tài khoản`."""
        return self._with(self.rounded(value), self.unit)

    def told_exactly(self, value: Decimal) -> str:
        """The same without rounding: what was set is told as it was set."""
        return self._with(value, self.unit)

    def difference(self, value: Decimal, decimals: int | None = None) -> str:
        """`3,2 điểm %`, `700 tài khoản`; always without a sign."""
        places = self.decimals if decimals is None else decimals
        unit = f"điểm {PERCENT}" if self.unit.startswith(PERCENT) else self.unit
        return self._with(round_half_up(abs(value), places), unit)

    def _with(self, value: Decimal, unit: str) -> str:
        number = write_number(value)
        return f"{number}{unit}" if unit.startswith(PERCENT) else f"{number} {unit}".rstrip()


def each(kind: PeriodKind) -> str:
    """`mỗi quý`."""
    return f"mỗi {EACH[kind]}"


def in_period(period: Period) -> str:
    """`vào năm 2030`, `vào quý III/2026`."""
    return f"vào {period.label}"


def capital(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]
