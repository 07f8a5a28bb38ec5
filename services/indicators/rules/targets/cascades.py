"""Handing down (giao mục tiêu): what each unit gets, and whether the units together make up the area's target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from contracts.indicators.cascades import CheckMethod
from contracts.indicators.definitions import Aggregation, Direction
from contracts.indicators.targets import Comparator
from services.indicators.rules.targets.goals import Goal
from services.indicators.rules.targets.wording import Measured


@dataclass(frozen=True, slots=True)
class Given:
    """What one unit is to reach, and the denominator of its newest figure."""

    goal: Goal
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """How the units' targets stand to the area's."""

    method: CheckMethod
    rule: str
    expected: Decimal | None = None
    found: Decimal | None = None
    difference: Decimal | None = None
    holds: bool | None = None


def distribute(whole: Decimal, weights: Mapping[str, Decimal], decimals: int) -> dict[str, Decimal]:
    """The whole divided by weights into parts of so many decimals that add up to it exactly (largest remainders)."""
    total = sum(weights.values(), Decimal())
    step = Decimal(1).scaleb(-decimals)
    exact = {unit: whole * weight / total for unit, weight in weights.items()}
    parts = {unit: share.quantize(step, ROUND_FLOOR) for unit, share in exact.items()}
    missing = int(((whole - sum(parts.values(), Decimal())) / step).to_integral_value(ROUND_FLOOR))
    by_remainder = sorted(exact, key=lambda unit: (parts[unit] - exact[unit], unit))
    for unit in by_remainder[:missing]:
        parts[unit] += step
    rest = whole - sum(parts.values(), Decimal())
    if rest:  # the whole itself is finer than the decimals
        parts[by_remainder[0]] += rest
    return parts


def check(goal: Goal, given: Sequence[Given], units: int, aggregation: Aggregation, measured: Measured) -> Check:
    """Sums for what adds up, means weighted by denominators for ratios, else every unit by itself."""
    if goal.comparator is Comparator.TEXT or goal.value is None:
        return Check(CheckMethod.NONE, "Mục tiêu bằng lời, không cộng lại được.")
    numbers = [one for one in given if one.goal.value is not None]
    if not numbers:
        return Check(CheckMethod.NONE, f"Chưa giao cho đơn vị nào trong {units} đơn vị.", expected=goal.aim(goal.low))
    expected = goal.aim(goal.low)
    told = f"{len(numbers)}/{units} đơn vị đã được giao. "
    if aggregation is Aggregation.SUM:
        found = sum((_number(one) for one in numbers), Decimal())
        return _compared(CheckMethod.SUM, told + "Cộng mục tiêu của các đơn vị", goal, expected, found, measured)
    weights = [one.denominator for one in numbers if one.denominator]
    if aggregation is Aggregation.RATIO_OF_SUMS and len(weights) == len(numbers):
        total = sum((_number(one) * weight for one, weight in zip(numbers, weights, strict=True)), Decimal())
        mean = measured.rounded(total / sum(weights, Decimal()))
        words = told + "Trung bình theo mẫu số của số liệu mới nhất"
        return _compared(CheckMethod.WEIGHTED_MEAN, words, goal, expected, mean, measured)
    least = max if goal.way is Direction.DOWN else min
    worst = least(_number(one) for one in numbers)
    words = told + "Chưa đủ mẫu số để tính trung bình nên xét từng đơn vị; mức dễ nhất"
    return _compared(CheckMethod.EVERY_UNIT, words, goal, expected, worst, measured)


def _number(one: Given) -> Decimal:
    return one.goal.aim(one.goal.low)


def _compared(
    method: CheckMethod, words: str, goal: Goal, expected: Decimal, found: Decimal, measured: Measured
) -> Check:
    difference = found - expected
    holds = goal.is_met(found) or not difference
    said = f"{words} là {measured.told(found)}, mục tiêu của địa bàn là {measured.told(expected)}"
    if not difference:
        rule = f"{said}: khớp."
    else:
        way = "nhiều hơn" if difference > 0 else "thiếu"
        rule = f"{said}: {way} {measured.difference(difference)}{'' if holds else ', chưa khớp'}."
    return Check(method, rule, expected, found, difference, holds)
