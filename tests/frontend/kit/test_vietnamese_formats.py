"""Numbers, dates and periods as a Vietnamese officer writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from frontend import formats
from frontend.formats import Number


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234.5, None, "1.234,5"),
        ("84.67", None, "84,67"),
        (Decimal(15000000), None, "15.000.000"),
        (Decimal("10.00"), None, "10"),
        (Decimal("59.5"), 2, "59,50"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("-1234.5"), None, "−1.234,5"),
        (0, None, "0"),
        (100, None, "100"),
        (None, None, "–"),
        ("", 2, "–"),
    ],
)
def test_numbers_have_points_for_thousands_and_a_comma_for_decimals(
    value: Number | None, digits: int | None, text: str
) -> None:
    assert formats.decimal(value, digits) == text


@pytest.mark.parametrize(("value", "text"), [(Decimal("7.046"), "7,05"), (10.0, "10"), ("0.10", "0,1"), (None, "–")])
def test_trimmed_numbers_show_no_zeros_at_the_end(value: Number | None, text: str) -> None:
    assert formats.trimmed(value) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(71.4, 1, "71,4%"), (Decimal("51.85"), 1, "51,9%"), (100, 1, "100%"), ("84.67", None, "84,67%"), (None, 1, "–")],
)
def test_percentages_round_half_up(value: Number | None, digits: int | None, text: str) -> None:
    assert formats.percent(value, digits) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(Decimal("606.27"), 960, "63,2%"), (173, 173, "100%"), (1, 0, "–"), (None, 5, "–"), (5, None, "–")],
)
def test_a_share_of_nothing_is_absent(part: Number | None, whole: Number | None, text: str) -> None:
    assert formats.share(part, whole) == text


@pytest.mark.parametrize(
    ("value", "text"), [(3.2, "+3,2"), (Decimal("-0.08"), "−0,08"), (0, "0"), (Decimal("-0.001"), "0"), (None, "–")]
)
def test_differences_carry_their_sign(value: Number | None, text: str) -> None:
    assert formats.signed(value) == text


def test_changes_carry_their_unit_and_direction() -> None:
    assert formats.delta_points(3.2) == "+3,2 điểm phần trăm"
    assert formats.delta(6, "đơn vị", 0) == "+6 đơn vị"
    assert formats.delta(0) == "không đổi"
    assert formats.delta(None) == "–"
    assert [formats.direction(value) for value in (1, -1, 0, None)] == ["up", "down", "flat", "flat"]


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("2026", "năm 2026", "2026"),
        ("2026-Q3", "quý III/2026", "III/2026"),
        ("2026-Q4", "quý IV/2026", "IV/2026"),
        ("2026-H1", "6 tháng đầu năm 2026", "6T/2026"),
        ("2026-H2", "6 tháng cuối năm 2026", "6T cuối/2026"),
        ("2026-M9", "9 tháng năm 2026", "9T/2026"),
        ("2026-11", "tháng 11/2026", "11/2026"),
        ("2026-09", "tháng 9/2026", "9/2026"),
        (None, "–", "–"),
    ],
)
def test_periods_read_as_officials_say_them(text: str | None, words: str, short: str) -> None:
    assert formats.period(text) == words
    assert formats.short_period(text) == short


@pytest.mark.parametrize("text", ["2026-Q5", "2026-13", "2026-00", "quý III"])
def test_a_text_that_is_no_period_stays_as_it_is(text: str) -> None:
    assert formats.period(text) == text


def test_dates_are_short_in_tables_and_long_in_papers() -> None:
    assert formats.day(date(2026, 11, 21)) == "21/11/2026"
    assert formats.day("2025-07-01") == "01/07/2025"
    assert formats.long_day("2026-11-21") == "ngày 21 tháng 11 năm 2026"
    assert formats.long_day(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert formats.long_day(date(2026, 3, 5)) == "ngày 05 tháng 3 năm 2026"
    assert formats.day(None) == formats.long_day("") == formats.instant(None) == "–"


def test_instants_are_told_in_local_time() -> None:
    assert formats.instant("2026-11-21T01:30:00Z") == "08:30 ngày 21/11/2026"
    assert formats.instant(datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) == "01:00 ngày 21/11/2026"
    assert formats.day(datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) == "21/11/2026"
    assert formats.day("2026-11-20T18:00:00Z") == "21/11/2026"


def test_sizes_and_titles() -> None:
    assert formats.file_size(5_000_000) == "5 MB"
    assert formats.file_size(312_400) == "312 KB"
    assert formats.capital("quý III/2026") == "Quý III/2026"
    assert formats.capital("đơn vị") == "Đơn vị"
