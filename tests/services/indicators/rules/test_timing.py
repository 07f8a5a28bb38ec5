"""When values count: periods an indicator takes, their order in time, the day on which units are counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.indicators.definitions import Frequency
from contracts.periods import Period, PeriodRegime
from services.indicators.rules.timing import counting_day, place_of, takes

PERIODS = st.builds(
    lambda year, rest: Period.parse(f"{year}{rest}"),
    st.integers(1900, 2199),
    st.sampled_from(["", "-H1", "-H2", "-M9", *(f"-Q{n}" for n in range(1, 5)), *(f"-{n:02}" for n in range(1, 13))]),
)


@given(PERIODS, PERIODS)
def test_places_order_periods_as_periods_order_themselves(one: Period, other: Period) -> None:
    assert (place_of(one) < place_of(other)) == (one < other)


@pytest.mark.parametrize(
    ("frequency", "period", "is_taken"),
    [
        (Frequency.MONTH, "2026-09", True),
        (Frequency.MONTH, "2026-Q3", False),
        (Frequency.QUARTER, "2026-Q3", True),
        (Frequency.QUARTER, "2026", True),
        (Frequency.QUARTER, "2026-09", False),
        (Frequency.QUARTER, "2026-M9", False),
        (Frequency.YEAR, "2026-H1", False),
        (Frequency.HALF, "2026-H1", True),
    ],
)
def test_an_indicator_takes_its_own_periods_and_whole_years(frequency: Frequency, period: str, is_taken: bool) -> None:
    assert takes(frequency, Period.parse(period)) is is_taken


def test_units_are_counted_on_the_last_day_of_the_period_or_of_the_area() -> None:
    year = Period.parse("2025")
    assert counting_day(year, PeriodRegime.CALENDAR, None) == date(2025, 12, 31)
    assert counting_day(year, PeriodRegime.ADMINISTRATIVE, None) == date(2025, 12, 14)
    assert counting_day(year, PeriodRegime.CALENDAR, date(2025, 6, 30)) == date(2025, 6, 30)
