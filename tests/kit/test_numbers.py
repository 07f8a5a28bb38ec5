"""Numbers as officers write them, and rounding half-up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.numbers import (
    NotANumber,
    WrittenNumber,
    decimal_places,
    read_number,
    read_written,
    round_half_up,
    write_number,
)

MEANT = [
    ("84,67", "84.67"),
    ("84.67", "84.67"),
    ("1.234,5", "1234.5"),
    ("1.234", "1234"),
    ("12.345", "12345"),
    ("1.234.567", "1234567"),
    ("1.234.567,891", "1234567.891"),
    ("1 234,5", "1234.5"),
    ("1\u00a0234,5", "1234.5"),
    ("1\u202f234\u202f567", "1234567"),
    ("1 234.5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("1,234,567", "1234567"),
    ("1,234,567.89", "1234567.89"),
    ("1,234", "1.234"),
    ("0,5", "0.5"),
    ("0.125", "0.125"),
    ("-0.125", "-0.125"),
    ("0.8002", "0.8002"),
    ("1234.567", "1234.567"),
    ("1234,567", "1234.567"),
    ("12345678", "12345678"),
    ("05", "5"),
    ("05,5", "5.5"),
    ("-5", "-5"),
    ("- 5", "-5"),
    ("\u22125,5", "-5.5"),
    ("+7", "7"),
    ("  7,50\t", "7.50"),
    ("100%", "100"),
    ("84,67 %", "84.67"),
    ("0", "0"),
    ("-0", "0"),
]

REFUSED = [
    "84,67,1",
    "12.34.5",
    "1.2345.678",
    "1.234,567,8",
    "12 34",
    "1 234 56",
    "0.125.000",
    "012.345",
    "1e5",
    "1E5",
    "NaN",
    "Infinity",
    "∞",
    "",
    "   ",
    "-",
    "%",
    ",5",
    "5,",
    "5.",
    "--5",
    "5-",
    "5%%",
    "%5",
    "(5)",
    "mười",
    "10 điểm",
    "0x1F",
    "1_000",
    "١٢٣",
    "１２",
    "²",
    "5\n6",
    "=1+1",
    "9" * 33,
    "1" + ",000" * 400,
]


@pytest.mark.parametrize(("text", "number"), MEANT)
def test_text_is_read_as_a_vietnamese_officer_means_it(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", REFUSED)
def test_anything_that_is_not_exactly_one_number_is_refused_in_vietnamese(text: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_number(text)
    assert str(refused.value) == "Không phải là số. Ví dụ: 84,67"
    assert refused.value.text == text


def test_a_percent_sign_is_reported_and_divides_nothing() -> None:
    assert read_written("84,67 %") == WrittenNumber(Decimal("84.67"), is_percent=True)
    assert read_written("84,67") == WrittenNumber(Decimal("84.67"), is_percent=False)


@pytest.mark.parametrize("digits", ["1" + "0" * 27 + "1", "9" * 31, "0," + "1" * 29])
def test_no_digit_of_a_long_number_is_lost(digits: str) -> None:
    number = Decimal(digits.replace(",", "."))
    for text, value in ((digits, number), ("-" + digits, number.copy_negate())):
        assert read_number(text) == value
        assert write_number(value).replace(".", "") == text


def test_minus_zero_is_zero_without_a_sign() -> None:
    assert not read_number("-0,00").is_signed()


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("0.135", 2, "0.14"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("1.005", 2, "1.01"),
        ("51.85", 1, "51.9"),
        ("0.12499999999999999999999999999999999999", 2, "0.12"),
        ("7", 2, "7.00"),
        ("1250", -2, "1300"),
        ("123456789012345678901234567890.125", 2, "123456789012345678901234567890.13"),
    ],
)
def test_ties_are_rounded_away_from_zero(value: str, places: int, shown: str) -> None:
    assert f"{round_half_up(Decimal(value), places):f}" == shown


def test_rounding_never_gives_a_negative_zero() -> None:
    assert str(round_half_up(Decimal("-0.001"), 2)) == "0.00"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("1234.5", None, "1.234,5"),
        ("1234567", None, "1.234.567"),
        ("-1234.50", None, "-1.234,5"),
        ("84.67", None, "84,67"),
        ("1E+3", None, "1.000"),
        ("0.00", None, "0"),
        ("7", 2, "7,00"),
        ("51.85", 1, "51,9"),
        ("-0.001", 2, "0,00"),
    ],
)
def test_numbers_are_written_with_points_between_thousands_and_a_decimal_comma(
    value: str, places: int | None, shown: str
) -> None:
    assert write_number(Decimal(value), places) == shown


@pytest.mark.parametrize(("value", "places"), [("5", 0), ("5.00", 0), ("5.10", 1), ("0.125", 3), ("1E+3", 0), ("0", 0)])
def test_trailing_zeros_are_not_decimals(value: str, places: int) -> None:
    assert decimal_places(Decimal(value)) == places


written = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@given(written)
def test_what_is_written_is_read_back_unchanged(value: Decimal) -> None:
    assert read_number(write_number(value)) == value


@given(written)
def test_a_spaced_writing_with_a_percent_sign_reads_the_same(value: Decimal) -> None:
    spaced = write_number(value).replace(".", "\u00a0")
    assert read_written(f" {spaced} % ") == WrittenNumber(value, is_percent=True)


@given(st.text(max_size=40))
def test_any_text_is_either_a_finite_number_or_refused(text: str) -> None:
    try:
        value = read_number(text)
    except NotANumber:
        return
    assert value.is_finite()
    assert any(character in "0123456789" for character in text)


@given(written, st.integers(min_value=0, max_value=3))
def test_rounding_moves_by_at_most_half_a_unit_and_is_symmetric(value: Decimal, places: int) -> None:
    rounded = round_half_up(value, places)
    assert abs(rounded - value) * 2 <= Decimal(1).scaleb(-places)
    assert round_half_up(-value, places) == -rounded
    assert round_half_up(rounded, places) == rounded
