"""What may be saved as a value (số liệu) of an indicator."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.definitions import Aggregation, IndicatorKind
from kit.numbers import decimal_places, round_half_up, write_number
from services.indicators.rules.rollup import Measure, ratio_of

_MOST_WHOLE_DIGITS = 14
_MOST_PART_DECIMALS = 6
_LABELS = {"value": "Giá trị", "numerator": "Tử số", "denominator": "Mẫu số"}


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """What an indicator asks of its values.

    ``bounded``: the numerator counts a part of the denominator and cannot exceed it. ``zero_denominator``: 0/0 may be
    saved (nobody asked) and then has no ratio. ``per``: 100 for per cent, 1000 for "per 1,000 people".
    """

    code: str
    kind: IndicatorKind
    unit: str
    decimals: int = 2
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    aggregation: Aggregation = Aggregation.NONE
    bounded: bool = False
    per: Decimal = Decimal(100)
    zero_denominator: bool = False
    measure: Measure = dataclasses.field(init=False, repr=False, compare=False)
    """How the indicator's values roll up."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "measure", Measure(self.aggregation, self.decimals, self.per))


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value as it was sent: itself, or the two parts of a ratio."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """One fault of a value: the field (``value``, ``numerator`` or ``denominator``) and the reason in Vietnamese."""

    field: str
    detail: str


def check_value(rule: IndicatorRule, given: GivenValue) -> tuple[ValueProblem, ...]:
    """Everything wrong with a value, field by field; empty when it may be saved."""
    unreadable = tuple(_unreadable(given))
    if unreadable:
        return unreadable
    has_parts = given.numerator is not None or given.denominator is not None
    if has_parts and rule.kind is not IndicatorKind.RATIO:
        field = "denominator" if given.numerator is None else "numerator"
        return (ValueProblem(field, f"Chỉ tiêu {rule.code} không có tử số và mẫu số."),)
    if has_parts:
        return tuple(_wrong_parts(rule, given))
    if given.value is None:
        return (ValueProblem("value", "Chưa nhập số liệu."),)
    return tuple(_wrong_value(rule, given.value))


def _unreadable(given: GivenValue) -> Iterator[ValueProblem]:
    for field, label in _LABELS.items():
        number: Decimal | None = getattr(given, field)
        if number is None:
            continue
        if not number.is_finite():
            yield ValueProblem(field, f"{label} không phải là số.")
        elif number.adjusted() >= _MOST_WHOLE_DIGITS:
            yield ValueProblem(field, f"{label} quá lớn (tối đa {_MOST_WHOLE_DIGITS} chữ số phần nguyên).")


def _wrong_value(rule: IndicatorRule, value: Decimal) -> Iterator[ValueProblem]:
    if rule.kind is IndicatorKind.YES_NO and value not in (0, 1):
        yield ValueProblem("value", "Chỉ nhận 1 (có) hoặc 0 (không).")
        return
    if rule.kind is IndicatorKind.COUNT and value < 0:
        yield ValueProblem("value", "Số lượng không được âm.")
        return
    if rule.kind is IndicatorKind.COUNT and decimal_places(value):
        yield ValueProblem("value", "Số lượng phải là số nguyên.")
    elif decimal_places(value) > rule.decimals:
        yield ValueProblem("value", f"Chỉ nhận tối đa {rule.decimals} chữ số thập phân.")
    yield from _out_of_range(rule, "value", value)


def _wrong_parts(rule: IndicatorRule, given: GivenValue) -> Iterator[ValueProblem]:
    numerator, denominator = given.numerator, given.denominator
    if numerator is None or denominator is None:
        field = "numerator" if numerator is None else "denominator"
        yield ValueProblem(field, f"Thiếu {_LABELS[field].lower()}.")
        return
    faults = [*_wrong_part("numerator", numerator), *_wrong_part("denominator", denominator)]
    if not faults:
        faults = [*_wrong_pair(rule, numerator, denominator)]
    yield from faults
    if not faults and given.value is not None:
        yield from _disagreement(rule, given.value, ratio_of(numerator, denominator, rule.measure))


def _wrong_part(field: str, number: Decimal) -> Iterator[ValueProblem]:
    if number < 0:
        yield ValueProblem(field, f"{_LABELS[field]} không được âm.")
    elif decimal_places(number) > _MOST_PART_DECIMALS:
        yield ValueProblem(field, f"{_LABELS[field]} chỉ được có tối đa {_MOST_PART_DECIMALS} chữ số thập phân.")


def _wrong_pair(rule: IndicatorRule, numerator: Decimal, denominator: Decimal) -> Iterator[ValueProblem]:
    if denominator == 0:
        if numerator or not rule.zero_denominator:
            yield ValueProblem("denominator", "Mẫu số phải lớn hơn 0.")
        return
    if rule.bounded and numerator > denominator:
        yield ValueProblem("numerator", "Tử số không được lớn hơn mẫu số.")
        return
    ratio = ratio_of(numerator, denominator, rule.measure)
    if ratio is not None:
        yield from _out_of_range(rule, "numerator", ratio, "Tỷ lệ tính ra")


def _disagreement(rule: IndicatorRule, stated: Decimal, computed: Decimal | None) -> Iterator[ValueProblem]:
    if computed is None:
        yield ValueProblem("value", "Mẫu số bằng 0 nên không có tỷ lệ.")
    elif round_half_up(stated, rule.decimals) != computed:
        yield ValueProblem("value", f"Không khớp với tử số chia mẫu số ({_in_unit(rule, computed)}).")


def _out_of_range(rule: IndicatorRule, field: str, value: Decimal, said: str = "Giá trị") -> Iterator[ValueProblem]:
    if rule.minimum is not None and value < rule.minimum:
        yield ValueProblem(field, f"{said} {write_number(value)} nhỏ hơn mức tối thiểu {_in_unit(rule, rule.minimum)}.")
    if rule.maximum is not None and value > rule.maximum:
        yield ValueProblem(field, f"{said} {write_number(value)} lớn hơn mức tối đa {_in_unit(rule, rule.maximum)}.")


def _in_unit(rule: IndicatorRule, number: Decimal) -> str:
    return f"{write_number(number)} {rule.unit}".strip()
