"""The number reader against a plain second reading, on numbers written in every way and on any text at all."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.numbers import LONGEST_NUMBER, NotANumber, read_number, read_written, write_number

SPACES = " \u00a0\u2007\u2009\u202f\t"
SIGNS = {"": 1, "+": 1, "-": -1, "\u2212": -1, "\u2013": -1}
GROUPED_BY = {".": ",", " ": ",.", ",": "."}
"""What may stand before the decimals when thousands are parted by this."""

decimals = st.integers(min_value=0, max_value=9).flatmap(
    lambda places: st.decimals(min_value=0, max_value=10**11, places=places)
)
sizes = decimals | st.integers(min_value=0, max_value=10**20).map(Decimal)
close = st.text(alphabet=f"0123456789.,+-%{SPACES}\u2212e", max_size=16)


def plain_reading(text: str) -> Decimal | None:
    """The number of a text, found part by part; None where there is not exactly one."""
    if len(text.strip()) > LONGEST_NUMBER:
        return None
    body = re.sub(f"[{SPACES}]+", " ", text.strip())
    sign = 1
    if body[:1] in SIGNS and body:
        sign, body = SIGNS[body[0]], body[1:].removeprefix(" ")
    body = body.removesuffix("%").removesuffix(" ")
    parts = re.split("[., ]", body)
    marks = [mark for mark in body if mark in "., "]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    size = size_of(parts, marks)
    return size if size is None or sign > 0 else size.copy_negate()


def size_of(parts: list[str], marks: list[str]) -> Decimal | None:
    """The number of digits and the marks between them."""
    if not marks:
        return Decimal(parts[0])
    if len(marks) == 1 and marks != [" "]:
        whole, fraction = parts
        if marks == ["."] and are_groups(parts):
            return Decimal(whole + fraction)
        if marks == ["."] and whole != "0" and whole.startswith("0"):
            return None
        return Decimal(f"{whole}.{fraction}")
    if len(set(marks)) == 1:
        return Decimal("".join(parts)) if are_groups(parts) else None
    *groups, fraction = parts
    *between, last = marks
    if len(set(between)) > 1 or last not in GROUPED_BY[between[0]] or not are_groups(groups):
        return None
    return Decimal("".join(groups) + "." + fraction)


def are_groups(parts: list[str]) -> bool:
    """True of 1 234 567: a head of one to three digits, not 0, and threes."""
    head, *rest = parts
    return 1 <= len(head) <= 3 and not head.startswith("0") and all(len(part) == 3 for part in rest)


def reading(text: str) -> Decimal | None:
    """What the reader makes of a text."""
    try:
        return read_number(text)
    except NotANumber:
        return None


@given(close)
def test_the_reader_agrees_with_a_plain_second_reading(text: str) -> None:
    assert reading(text) == plain_reading(text)


@given(st.text(max_size=60))
def test_any_text_is_read_alike_or_refused_alike(text: str) -> None:
    found = reading(text)
    assert found == plain_reading(text)
    assert found is None or found.is_finite()


@given(sizes, st.sampled_from(sorted(SIGNS)), st.sampled_from(["", "%", " %", "\u00a0%"]))
def test_every_number_we_write_is_read_back_with_all_its_decimals(value: Decimal, sign: str, percent: str) -> None:
    written = read_written(f" {sign}{write_number(value)}{percent} ")
    assert written.value == (value if SIGNS[sign] > 0 else value.copy_negate())
    assert written.is_percent is bool(percent)


@given(sizes, st.sampled_from(SPACES))
def test_thousands_parted_by_any_kind_of_space_are_read(value: Decimal, space: str) -> None:
    assert read_number(write_number(value).replace(".", space)) == value


@given(sizes)
def test_numbers_as_programs_write_them_are_read_but_for_three_decimals(value: Decimal) -> None:
    """1.234 is one thousand two hundred and thirty-four in Viet Nam, whoever wrote it."""
    text = f"{value:f}"
    whole, _, fraction = text.partition(".")
    if len(fraction) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        assert read_number(text) == value * 1000
    else:
        assert read_number(text) == value


@given(sizes, st.integers(min_value=0, max_value=9))
def test_digits_of_other_scripts_are_refused_not_guessed(value: Decimal, digit: int) -> None:
    for zero in ("０", "٠", "०"):
        with pytest.raises(NotANumber):
            read_number(write_number(value) + chr(ord(zero) + digit))


@pytest.mark.parametrize("piece", ["1", "1.234", " ", "1 ", ",", "%", "-", "1,", "\u00a0", "x", "1.000"])
def test_a_million_characters_are_refused_at_once(piece: str) -> None:
    for text in (piece * 1_000_000, f"1{piece * 1_000_000}x", f"1{piece * 1_000_000}%"):
        with pytest.raises(NotANumber):
            read_number(text)
