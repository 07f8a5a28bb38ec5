"""Spreadsheets: what leaves the product goes through the rule that keeps words from becoming formulas."""

import re

from tests.house.source import modules

CSV_WRITER = re.compile(r"\bcsv\.(writer|DictWriter)\b|from csv import .*\b(writer|DictWriter)\b")
WORKBOOK = re.compile(r"\b(Workbook|load_workbook)\(|import xlsxwriter")
WRITERS = {"kit/sheets.py"}
BOOKS = {f"services/indicators/workbooks/{name}.py" for name in ("paper", "annotations", "grid")}


def test_every_csv_is_written_by_the_one_writer() -> None:
    assert {name for name, _, text in modules() if CSV_WRITER.search(text)} == WRITERS


def test_workbooks_are_made_in_their_room_only_where_words_are_put_as_words() -> None:
    assert {name for name, _, text in modules() if WORKBOOK.search(text)} == BOOKS
