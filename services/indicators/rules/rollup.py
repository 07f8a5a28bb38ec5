"""Roll-ups (tổng hợp): values of units into the value of the area above, always with "n of N units"."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kit.numbers import round_half_up


class Method(StrEnum):
    """How values of units make one value; what is no method of the indicator does not roll up."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio_of_sums"
    WEIGHTED_MEAN = "weighted_mean"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    LATEST = "latest"
    NONE = "none"

    @property
    def text(self) -> str:
        """The method in words."""
        return _TEXTS[self]


_TEXTS = {
    Method.SUM: "Tổng các đơn vị",
    Method.RATIO_OF_SUMS: "Tổng tử số chia tổng mẫu số",
    Method.WEIGHTED_MEAN: "Trung bình có trọng số của các đơn vị",
    Method.MEAN: "Trung bình cộng của các đơn vị",
    Method.MAX: "Giá trị lớn nhất trong các đơn vị",
    Method.MIN: "Giá trị nhỏ nhất trong các đơn vị",
    Method.LATEST: "Giá trị có ngày số liệu mới nhất trong các đơn vị",
    Method.NONE: "Không tổng hợp",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator rolls up: its method, the decimals of the result, and what a ratio is per (100 = per cent)."""

    method: Method
    decimals: int = 2
    per: Decimal = Decimal(100)

    @property
    def text(self) -> str:
        """The rule as a proof states it."""
        if self.method is Method.NONE:
            return self.method.text
        return f"{self.method.text}, làm tròn {self.decimals} chữ số thập phân"


@dataclass(frozen=True, slots=True)
class Part:
    """The value of one unit; ``weight`` serves weighted means, ``as_of`` the latest."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    weight: Decimal | None = None
    as_of: date | None = None


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


def roll_up(measure: Measure, parts: Iterable[Part], of: int) -> RolledUp:
    """The value that units give together; ``of`` is how many units there are.

    A unit whose value lacks what the method needs is left out of ``units``: a bare percentage has no parts to add.
    """
    needed = _USABLE[measure.method]
    usable = [part for part in parts if needed(part)]
    if measure.method in (Method.SUM, Method.RATIO_OF_SUMS):
        return roll_up_sums(measure, _add(usable), of)
    value = _COMBINE[measure.method](usable) if usable else None
    rounded = None if value is None else round_half_up(value, measure.decimals)
    return RolledUp(rounded, None, None, len(usable), of)


def roll_up_sums(measure: Measure, sums: Sums, of: int) -> RolledUp:
    """The same from sums already made; only `Method.SUM` and `Method.RATIO_OF_SUMS` can be kept as sums."""
    if measure.method is Method.RATIO_OF_SUMS and sums.units:
        value = ratio_of(sums.numerator, sums.denominator, measure)
        return RolledUp(value, sums.numerator, sums.denominator, sums.units, of)
    if measure.method is Method.SUM and sums.units:
        return RolledUp(round_half_up(sums.total, measure.decimals), None, None, sums.units, of)
    return RolledUp(None, None, None, 0, of)


def ratio_of(numerator: Decimal, denominator: Decimal, measure: Measure) -> Decimal | None:
    """numerator × per / denominator, half-up by the indicator's decimals; None when the denominator is zero."""
    return round_half_up(numerator * measure.per / denominator, measure.decimals) if denominator else None


def _add(parts: list[Part]) -> Sums:
    return Sums(
        units=len(parts),
        total=sum((part.value or Decimal() for part in parts), Decimal()),
        numerator=sum((part.numerator or Decimal() for part in parts), Decimal()),
        denominator=sum((part.denominator or Decimal() for part in parts), Decimal()),
    )


def _has_value(part: Part) -> bool:
    return part.value is not None


def _values(parts: list[Part]) -> list[Decimal]:
    return [part.value for part in parts if part.value is not None]


def _mean(parts: list[Part]) -> Decimal:
    return sum(_values(parts), Decimal()) / len(parts)


def _weighted_mean(parts: list[Part]) -> Decimal:
    pairs = [(part.value, part.weight) for part in parts if part.value is not None and part.weight is not None]
    return sum((value * weight for value, weight in pairs), Decimal()) / sum((weight for _, weight in pairs), Decimal())


def _latest(parts: list[Part]) -> Decimal | None:
    return max(parts, key=lambda part: part.as_of or date.min).value


_USABLE: dict[Method, Callable[[Part], bool]] = {
    Method.SUM: _has_value,
    Method.RATIO_OF_SUMS: lambda part: part.numerator is not None and part.denominator is not None,
    Method.WEIGHTED_MEAN: lambda part: _has_value(part) and part.weight is not None and part.weight > 0,
    Method.MEAN: _has_value,
    Method.MAX: _has_value,
    Method.MIN: _has_value,
    Method.LATEST: lambda part: _has_value(part) and part.as_of is not None,
    Method.NONE: lambda part: False,
}

_COMBINE: dict[Method, Callable[[list[Part]], Decimal | None]] = {
    Method.WEIGHTED_MEAN: _weighted_mean,
    Method.MEAN: _mean,
    Method.MAX: lambda parts: max(_values(parts)),
    Method.MIN: lambda parts: min(_values(parts)),
    Method.LATEST: _latest,
}
