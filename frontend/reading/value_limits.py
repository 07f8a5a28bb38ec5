"""What the definition of an indicator tells about the numbers typed for it, so that all faults are told at once.

The services check the same and more; their wording is kept, so a grid and a workbook speak alike.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from contracts.indicators.definitions import Indicator, IndicatorKind
from frontend.reading.cells import Cell
from frontend.reading.figures import is_percent
from kit.numbers import decimal_places

NAMES = {"value": "Giá trị", "numerator": "Tử số", "denominator": "Mẫu số"}
PARTS = ("numerator", "denominator")
MOST_WHOLE_DIGITS = 14
MOST_PART_DECIMALS = 6
HUNDRED = Decimal(100)
Fault = tuple[str, str]


def limited(indicator: Indicator, boxes: Mapping[str, Cell]) -> dict[str, Cell]:
    """The boxes of a row with what is wrong; a fault told before stays."""
    found = dict(boxes)
    for field, fault in _faults(indicator, {field: box for field, box in boxes.items() if field in NAMES and box.text}):
        found[field] = found[field].refused(fault)
    return found


def _faults(indicator: Indicator, typed: Mapping[str, Cell]) -> Iterator[Fault]:
    numbers = {field: box.number for field, box in typed.items() if not box.error}
    told = {field: number for field, number in numbers.items() if number is not None}
    for field, number in told.items():
        if number.adjusted() >= MOST_WHOLE_DIGITS:
            yield field, f"{NAMES[field]} quá lớn (tối đa {MOST_WHOLE_DIGITS} chữ số phần nguyên)"
    if "numerator" in typed or "denominator" in typed:
        yield from ((field, f"Thiếu {NAMES[field].lower()}") for field in PARTS if field not in typed)
        yield from _wrong_parts(indicator, told)
    elif "value" in told:
        yield from _wrong_value(indicator, told["value"])


def _wrong_parts(indicator: Indicator, numbers: Mapping[str, Decimal]) -> Iterator[Fault]:
    for field in PARTS:
        if decimal_places(numbers.get(field, Decimal(0))) > MOST_PART_DECIMALS:
            yield field, f"{NAMES[field]} chỉ được có tối đa {MOST_PART_DECIMALS} chữ số thập phân"
    numerator, denominator = numbers.get("numerator"), numbers.get("denominator")
    if not numerator or denominator is None:
        return
    if denominator == 0:
        yield "denominator", "Mẫu số phải lớn hơn 0"
    elif is_percent(indicator) and indicator.maximum == HUNDRED and numerator > denominator:
        yield "numerator", "Tử số không được lớn hơn mẫu số"


def _wrong_value(indicator: Indicator, value: Decimal) -> Iterator[Fault]:
    match indicator.kind:
        case IndicatorKind.YES_NO if value not in (0, 1):
            yield "value", "Chỉ nhận 1 (có) hoặc 0 (không)"
        case IndicatorKind.COUNT if value < 0:
            yield "value", "Số lượng không được âm"
        case IndicatorKind.COUNT if decimal_places(value):
            yield "value", "Số lượng phải là số nguyên"
        case _ if decimal_places(value) > indicator.decimals:
            yield "value", f"Chỉ nhận tối đa {indicator.decimals} chữ số thập phân"
