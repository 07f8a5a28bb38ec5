"""Roll-ups of units into the area above."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.rollup import Measure, Method, Part, RolledUp, Sums, ratio_of, roll_up, roll_up_sums


def value(number: str) -> Part:
    return Part(value=Decimal(number))


def ratio(numerator: str, denominator: str) -> Part:
    return Part(numerator=Decimal(numerator), denominator=Decimal(denominator))


def test_counts_are_added_and_say_from_how_many_units() -> None:
    rolled = roll_up(Measure(Method.SUM, decimals=0), [value("1"), value("22"), value("333")], of=5)
    assert rolled == RolledUp(Decimal(356), None, None, 3, 5)


def test_a_ratio_is_the_ratio_of_the_sums_not_the_mean_of_ratios() -> None:
    # 1/10 and 90/90: the mean of the percentages would be 55.
    rolled = roll_up(Measure(Method.RATIO_OF_SUMS), [ratio("1", "10"), ratio("90", "90")], of=2)
    assert rolled == RolledUp(Decimal("91.00"), Decimal(91), Decimal(100), 2, 2)


def test_a_bare_percentage_does_not_roll_up() -> None:
    rolled = roll_up(Measure(Method.RATIO_OF_SUMS), [ratio("1", "4"), value("99"), Part(numerator=Decimal(3))], of=3)
    assert (rolled.value, rolled.units, rolled.of) == (Decimal("25.00"), 1, 3)


def test_zero_of_zero_is_counted_as_reported_without_a_ratio() -> None:
    rolled = roll_up(Measure(Method.RATIO_OF_SUMS), [ratio("0", "0"), ratio("0", "0")], of=2)
    assert rolled == RolledUp(None, Decimal(0), Decimal(0), 2, 2)


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
    measure = Measure(Method.RATIO_OF_SUMS, decimals, Decimal(per))
    assert ratio_of(Decimal(numerator), Decimal(denominator), measure) == Decimal(percent)


@pytest.mark.parametrize(
    ("method", "expected"), [(Method.MEAN, "2.33"), (Method.MAX, "4.00"), (Method.MIN, "1.00"), (Method.SUM, "7.00")]
)
def test_other_methods_take_every_unit_that_has_a_value(method: Method, expected: str) -> None:
    rolled = roll_up(Measure(method), [value("1"), value("2"), value("4"), Part()], of=4)
    assert (str(rolled.value), rolled.units, rolled.of) == (expected, 3, 4)


def test_the_mean_of_main_indices_is_unweighted_for_merged_provinces() -> None:
    rolled = roll_up(Measure(Method.MEAN, decimals=4), [value("0.8002"), value("0.6001")], of=2)
    assert rolled.value == Decimal("0.7002")  # 0.70015 is a tie


def test_a_weighted_mean_needs_weights_above_zero() -> None:
    parts = [
        Part(value=Decimal(10), weight=Decimal(1)),
        Part(value=Decimal(40), weight=Decimal(2)),
        Part(value=Decimal(99), weight=Decimal(0)),
        Part(value=Decimal(99)),
    ]
    rolled = roll_up(Measure(Method.WEIGHTED_MEAN), parts, of=4)
    assert (rolled.value, rolled.units) == (Decimal("30.00"), 2)


def test_the_latest_value_wins_and_undated_ones_do_not_compete() -> None:
    parts = [
        Part(value=Decimal(1), as_of=date(2026, 1, 31)),
        Part(value=Decimal(2), as_of=date(2026, 3, 31)),
        Part(value=Decimal(3)),
    ]
    rolled = roll_up(Measure(Method.LATEST), parts, of=3)
    assert (rolled.value, rolled.units) == (Decimal("2.00"), 2)


@pytest.mark.parametrize("method", list(Method))
def test_without_units_there_is_no_value(method: Method) -> None:
    assert roll_up(Measure(method), [], of=93) == RolledUp(None, None, None, 0, 93)


def test_what_does_not_roll_up_gives_nothing() -> None:
    assert roll_up(Measure(Method.NONE), [value("5")], of=1) == RolledUp(None, None, None, 0, 1)
    assert roll_up_sums(Measure(Method.NONE), Sums(units=1, total=Decimal(5)), of=1).value is None


def test_every_method_is_named_in_vietnamese() -> None:
    assert Measure(Method.RATIO_OF_SUMS, 2).text == "Tổng tử số chia tổng mẫu số, làm tròn 2 chữ số thập phân"
    assert Measure(Method.NONE).text == "Không tổng hợp"
    assert len({method.text for method in Method}) == len(Method)


pairs = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6))


@given(st.lists(pairs, min_size=1, max_size=20), st.integers(0, 20))
def test_adding_first_by_province_and_then_by_nation_changes_nothing(pairs: list[tuple[int, int]], cut: int) -> None:
    measure = Measure(Method.RATIO_OF_SUMS)
    parts = [ratio(str(numerator), str(denominator)) for numerator, denominator in pairs]
    at_once = roll_up(measure, parts, of=len(parts))
    halves = [roll_up(measure, half, of=len(half)) for half in (parts[:cut], parts[cut:]) if half]
    above = Sums(
        units=sum(half.units for half in halves),
        numerator=sum((half.numerator or Decimal() for half in halves), Decimal()),
        denominator=sum((half.denominator or Decimal() for half in halves), Decimal()),
    )
    assert roll_up_sums(measure, above, of=len(parts)) == at_once
