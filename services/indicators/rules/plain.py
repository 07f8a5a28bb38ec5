"""Values that are plainly right: whole numbers within bounds, recognised at a glance and written as lines for COPY."""

from collections.abc import Callable
from decimal import Decimal

from contracts.indicators.definitions import IndicatorKind
from services.indicators.rules.columns import Given
from services.indicators.rules.values import IndicatorRule

NULL = "\\N"
Writer = Callable[[int, Given, Given, Given], str | None]
"""The line of an area with this value, numerator and denominator, only when `check_value` would accept them; None says
nothing."""

_LARGEST = Decimal(10**14 - 1)
_LARGEST_FLOAT = float(_LARGEST)
"""The same to the last digit, and ten times as fast to compare with what JSON gave."""


def refuse_all(area: int, value: Given, numerator: Given, denominator: Given) -> None:
    """The writer where nothing is plain."""


def plain_writer(rule: IndicatorRule, head: str, middle: str) -> Writer:
    """The writer for an indicator; `head` and `middle` stand before and after the area."""
    low, high = rule.minimum, rule.maximum
    match rule.kind:
        case IndicatorKind.RATIO:
            whole_range = (low is None or low <= 0) and (high is None or high >= rule.per)
            return _writer_of_parts(head, middle) if whole_range else refuse_all
        case IndicatorKind.COUNT | IndicatorKind.AMOUNT | IndicatorKind.SCORE:
            floor = Decimal() if rule.kind is IndicatorKind.COUNT else -_LARGEST
            return _writer_between(
                float(floor if low is None else max(floor, low)),
                float(_LARGEST if high is None else min(_LARGEST, high)),
                head,
                middle,
            )
        case _:
            return refuse_all


def _writer_of_parts(head: str, middle: str) -> Writer:
    """Parts that give 0 to 100 %."""

    def write(area: int, value: Given, numerator: Given, denominator: Given) -> str | None:
        if value is not None or numerator is None or denominator is None:
            return None
        inside = 0 <= numerator <= denominator <= _LARGEST_FLOAT and denominator > 0
        if inside and numerator % 1 == 0 and denominator % 1 == 0:
            return f"{head}{area}{middle}{NULL}\t{numerator}\t{denominator}"
        return None

    return write


def _writer_between(low: float, high: float, head: str, middle: str) -> Writer:
    end = f"\t{NULL}\t{NULL}"

    def write(area: int, value: Given, numerator: Given, denominator: Given) -> str | None:
        if value is None or numerator is not None or denominator is not None:
            return None
        return f"{head}{area}{middle}{value}{end}" if low <= value <= high and value % 1 == 0 else None

    return write
