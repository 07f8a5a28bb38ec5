"""Outliers by three methods, against figures worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.indicators.checks import OutlierMethod
from services.indicators.rules.checks.spread import LEAST_POINTS, Sample, hinges, judged, median, outlying

Z, MODIFIED, TUKEY = OutlierMethod.Z_SCORE, OutlierMethod.MODIFIED_Z, OutlierMethod.TUKEY
EIGHT = "2 4 4 4 5 5 7 9"
"""Mean 5, deviation √(32/7) = 2.138; median 4.5, MAD 0.5; hinges 4 and 6, fences 1 and 9."""
MOSTLY_FIVE = "5 5 5 5 5 5 5 9"
"""Mean 5.5, deviation √2; MAD 0, mean absolute deviation 0.5; the hinges are equal."""


def numbers(text: str) -> list[Decimal]:
    return [Decimal(word) for word in text.split()]


@pytest.mark.parametrize(
    ("points", "number", "expected"),
    [
        (EIGHT, "5", ()),
        (EIGHT, "7.09", ()),  # 0.6745 × 2.59 / 0.5 = 3.494
        (EIGHT, "7.1", (MODIFIED,)),  # 3.507
        (EIGHT, "9", (MODIFIED,)),  # on the fence is not beyond it
        (EIGHT, "9.01", (MODIFIED, TUKEY)),
        (EIGHT, "11.41", (MODIFIED, TUKEY)),  # z = 2.998
        (EIGHT, "11.42", (Z, MODIFIED, TUKEY)),  # z = 3.003
        (EIGHT, "-1.5", (Z, MODIFIED, TUKEY)),
        (EIGHT, "0.99", (MODIFIED, TUKEY)),
        (MOSTLY_FIVE, "9", (MODIFIED,)),  # 4 / (1.253314 × 0.5) = 6.38
        (MOSTLY_FIVE, "7.19", ()),  # 3.4947
        (MOSTLY_FIVE, "7.2", (MODIFIED,)),  # 3.511
        (MOSTLY_FIVE, "9.75", (Z, MODIFIED)),  # 5.5 + 3 × 1.41421 = 9.743
        ("7 7 7 7 7 7 7 7", "700", ()),  # no spread, nothing to compare with
        ("2 4 4 5 5 7 9", "1000", ()),  # seven points are too few
        ("", "1", ()),
    ],
)
def test_a_number_stands_apart_by_the_methods_that_say_so(
    points: str, number: str, expected: tuple[OutlierMethod, ...]
) -> None:
    found = outlying(Sample.of(numbers(points)), Decimal(number))
    assert tuple(bounds.method for bounds in found) == expected


def test_bounds_and_scores_are_those_worked_out_by_hand() -> None:
    found = {bounds.method: bounds for bounds in judged(numbers(EIGHT), Decimal(12))}
    assert [round(found[Z].score, 3), round(found[Z].lower, 3), round(found[Z].upper, 3)] == [
        Decimal("3.274"), Decimal("-1.414"), Decimal("11.414"),
    ]  # fmt: skip
    assert [round(found[MODIFIED].score, 4), round(found[MODIFIED].upper, 4)] == [Decimal("10.1175"), Decimal("7.0945")]
    assert [found[TUKEY].score, found[TUKEY].lower, found[TUKEY].upper] == [3, 1, 9]
    assert not found[TUKEY].is_far
    [*_, tukey] = judged(numbers(EIGHT), Decimal("12.1"))
    assert tukey.is_far


@pytest.mark.parametrize(
    ("points", "middle", "low", "high"),
    [("1 2 3 4", "2.5", "1.5", "3.5"), ("1 2 3 4 5", "3", "2", "4"), ("1 2 3 4 5 6 7", "4", "2.5", "5.5")],
)
def test_quartiles_are_tukeys_hinges(points: str, middle: str, low: str, high: str) -> None:
    assert median(numbers(points)) == Decimal(middle)
    assert hinges(numbers(points)) == (Decimal(low), Decimal(high))


amounts = st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=6)
samples = st.one_of(
    st.lists(amounts, min_size=LEAST_POINTS, max_size=40),
    st.lists(st.integers(0, 6).map(Decimal), min_size=LEAST_POINTS, max_size=20),
)


@given(samples, amounts)
def test_the_quick_look_never_hides_an_outlier(points: list[Decimal], number: Decimal) -> None:
    sample = Sample.of(points)
    by_all = [bounds for bounds in judged(sample.points, number) if bounds.is_beyond(number)]
    assert list(outlying(sample, number)) == by_all


@given(samples, st.integers(1, 60), st.integers(1, 60))
def test_further_away_is_never_less_of_an_outlier(points: list[Decimal], near: int, further: int) -> None:
    sample = Sample.of(points)
    middle, width = median(sample.points), sample.points[-1] - sample.points[0]
    for side in (1, -1):
        close = middle + side * width * near / 10
        apart = middle + side * width * (near + further) / 10
        by = [{bounds.method for bounds in outlying(sample, number)} for number in (close, apart)]
        is_outside = not sample.points[0] <= close <= sample.points[-1]
        assert by[0] <= by[1] or not is_outside


@given(samples)
def test_without_a_point_is_as_if_it_had_never_been(points: list[Decimal]) -> None:
    assert Sample.of(points).without(points[0]).points == sorted(points[1:])
