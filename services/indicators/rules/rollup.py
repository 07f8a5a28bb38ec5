"""Roll-ups (tổng hợp): values of units into the value of the area above, always with "n of N units"."""

from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.definitions import Aggregation
from kit.numbers import round_half_up

_TEXTS = {
    Aggregation.SUM: "Tổng các đơn vị",
    Aggregation.RATIO_OF_SUMS: "Tổng tử số chia tổng mẫu số",
    Aggregation.NONE: "Không tổng hợp",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator rolls up: its method, the decimals of the result, and what a ratio is per (100 = per cent)."""

    method: Aggregation
    decimals: int = 2
    per: Decimal = Decimal(100)

    @property
    def text(self) -> str:
        """The rule as a proof states it."""
        words = _TEXTS[self.method]
        return words if self.method is Aggregation.NONE else f"{words}, làm tròn {self.decimals} chữ số thập phân"


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums a roll-up of counts, amounts and ratios is kept as; ``units`` counts the units that are in them."""

    units: int = 0
    total: Decimal = Decimal()
    numerator: Decimal = Decimal()
    denominator: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The value of the area above, its parts for ratios, and from how many of how many units it comes."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    units: int
    of: int


def roll_up_sums(measure: Measure, sums: Sums, of: int) -> RolledUp:
    """The value that the sums of units give; `of` is how many units there are."""
    if measure.method is Aggregation.NONE or not sums.units:
        return RolledUp(None, None, None, 0, of)
    value = value_of_sums(measure, sums.total, sums.numerator, sums.denominator)
    if measure.method is Aggregation.SUM:
        return RolledUp(value, None, None, sums.units, of)
    return RolledUp(value, sums.numerator, sums.denominator, sums.units, of)


def value_of_sums(measure: Measure, total: Decimal, numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """The value alone that the sums of one unit or more give."""
    if measure.method is Aggregation.NONE:
        return None
    if measure.method is Aggregation.SUM:
        return round_half_up(total, measure.decimals)
    return ratio_of(numerator, denominator, measure)


def ratio_of(numerator: Decimal, denominator: Decimal, measure: Measure) -> Decimal | None:
    """numerator × per / denominator, half-up by the indicator's decimals; None when the denominator is zero."""
    return round_half_up(numerator * measure.per / denominator, measure.decimals) if denominator else None
