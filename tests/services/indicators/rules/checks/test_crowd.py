"""A crowd: judged quickly, and never otherwise than each point against all the others."""

from bisect import bisect_left
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.checks.crowd import Crowd
from services.indicators.rules.checks.spread import Bounds, Sample, outlying

near = st.integers(0, 12).map(lambda number: Decimal(number) / 10)
wide = st.integers(-100_000, 100_000).map(lambda number: Decimal(number) / 100)
crowds = st.one_of(
    st.lists(near, max_size=40),
    st.lists(st.one_of(near, wide), max_size=40),
    st.lists(wide, min_size=9, max_size=30),
    st.builds(lambda one, count, others: [one] * count + others, near, st.integers(7, 30), st.lists(wide, max_size=3)),
)


def one_by_one(points: list[Decimal], number: Decimal) -> tuple[Bounds, ...] | None:
    others = points.copy()
    del others[bisect_left(others, number)]
    sample = Sample.of(others)
    return outlying(sample, number) if sample.tells else None


@given(crowds)
def test_the_quick_look_says_what_holding_each_against_the_others_says(numbers: list[Decimal]) -> None:
    points = sorted(numbers)
    crowd = Crowd([float(point) for point in points], lambda: points)
    for number in set(points):
        assert crowd.judged(number) == one_by_one(points, number)


def test_a_point_that_alone_differs_has_nothing_to_be_held_against() -> None:
    points = [Decimal(5)] * 20 + [Decimal(9)]
    crowd = Crowd([float(point) for point in points], lambda: points)
    assert crowd.judged(Decimal(9)) is None
    assert crowd.judged(Decimal(5)) == one_by_one(points, Decimal(5))
