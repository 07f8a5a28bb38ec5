"""Roll-ups of units into the area above."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.indicators.definitions import Aggregation
from services.indicators.rules.rollup import Measure, RolledUp, Sums, ratio_of, roll_up_sums

PERCENT = Measure(Aggregation.RATIO_OF_SUMS)


def parts(units: int, numerator: int, denominator: int) -> Sums:
    return Sums(units=units, numerator=Decimal(numerator), denominator=Decimal(denominator))


def test_counts_are_added_and_say_from_how_many_units() -> None:
    rolled = roll_up_sums(Measure(Aggregation.SUM, decimals=0), Sums(units=3, total=Decimal(356)), of=5)
    assert rolled == RolledUp(Decimal(356), None, None, 3, 5)


def test_a_ratio_is_the_ratio_of_the_sums() -> None:
    assert roll_up_sums(PERCENT, parts(2, 91, 100), of=2) == RolledUp(Decimal("91.00"), Decimal(91), Decimal(100), 2, 2)


def test_zero_of_zero_is_counted_as_reported_without_a_ratio() -> None:
    assert roll_up_sums(PERCENT, parts(2, 0, 0), of=2) == RolledUp(None, Decimal(0), Decimal(0), 2, 2)


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "per", "percent"),
    [
        ("1276", "2910", 1, "100", "43.8"),
        ("73", "173", 1, "100", "42.2"),
        ("1", "800", 2, "100", "0.13"),
        ("1", "3", 0, "100", "33"),
        ("25", "10000", 2, "1000", "2.50"),
    ],
)
def test_a_ratio_rounds_half_up_by_the_decimals_of_its_indicator(
    numerator: str, denominator: str, decimals: int, per: str, percent: str
) -> None:
    measure = Measure(Aggregation.RATIO_OF_SUMS, decimals, Decimal(per))
    assert ratio_of(Decimal(numerator), Decimal(denominator), measure) == Decimal(percent)


@pytest.mark.parametrize("method", list(Aggregation))
def test_without_units_there_is_no_value(method: Aggregation) -> None:
    assert roll_up_sums(Measure(method), Sums(), of=93) == RolledUp(None, None, None, 0, 93)


def test_what_does_not_roll_up_gives_nothing() -> None:
    assert roll_up_sums(Measure(Aggregation.NONE), Sums(units=1, total=Decimal(5)), of=1).value is None


def test_every_method_is_named_in_vietnamese() -> None:
    assert PERCENT.text == "Tổng tử số chia tổng mẫu số, làm tròn 2 chữ số thập phân"
    assert Measure(Aggregation.NONE).text == "Không tổng hợp"
    assert len({Measure(method).text for method in Aggregation}) == len(Aggregation)


@given(st.integers(0, 10**18), st.integers(1, 10**18))
def test_a_ratio_is_within_half_a_unit_of_the_exact_one(numerator: int, denominator: int) -> None:
    found = ratio_of(Decimal(numerator), Decimal(denominator), PERCENT)
    assert found is not None
    # Whole numbers only: 2 · |found − exact| ≤ 1/100, times 100 · denominator.
    assert 2 * abs(int(found * 100) * denominator - numerator * 100 * 100) <= denominator
