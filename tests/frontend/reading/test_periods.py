"""Periods in selectors stand in the order people look for them."""

from contracts.periods import Period
from frontend.reading.periods import period_options


def test_long_periods_come_before_short_ones_and_the_newest_first_within_a_length() -> None:
    given = [
        "2026-Q3",
        "2026-Q4",
        "2025-Q4",
        "2026-11",
        "2026-09",
        "2026-10",
        "2025",
        "2026-H1",
        "2026",
        "2026-Q3",
        "2026-M9",
    ]

    options = period_options(map(Period.parse, given))

    assert [text for text, _ in options] == [
        "2026", "2025", "2026-H1", "2026-M9", "2026-Q4", "2026-Q3", "2025-Q4", "2026-11", "2026-10", "2026-09",
    ]  # fmt: skip
    assert options[2] == ("2026-H1", "6 tháng đầu năm 2026")
