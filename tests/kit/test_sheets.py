"""Words on their way to spreadsheets: never a formula there; numbers untouched; the way back loses nothing."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.sheets import MARK, as_words, from_words, may_compute, write_csv


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+84 901", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "＝1", "-", "+"]
)
def test_words_that_a_spreadsheet_would_compute_are_kept_as_text(text: str) -> None:
    assert may_compute(text)
    assert as_words(text) == f"'{text}"
    assert from_words(as_words(text)) == text


@pytest.mark.parametrize("text", ["-5", "-5,2", "+84,67", "-1.234.567", "-1e5", "-5%", "Xã A", "", "'là", "5-3"])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert as_words(text) == text
    assert from_words(text) == text


@given(st.text(max_size=8))
def test_the_way_there_and_back_loses_nothing_but_a_doubled_mark(text: str) -> None:
    assert from_words(as_words(text)) == from_words(text)


def test_a_csv_carries_its_mark_and_negative_numbers_as_numbers() -> None:
    written = write_csv(("name", "value"), [("=1+1", Decimal("-5.20")), ("a;b", -3), (None, Decimal(100))])
    assert written.startswith(MARK)
    rows = list(csv.reader(io.StringIO(written.removeprefix(MARK))))
    assert rows == [["name", "value"], ["'=1+1", "-5.2"], ["a;b", "-3"], ["", "100"]]
