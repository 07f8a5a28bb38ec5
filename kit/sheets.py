"""What goes out to spreadsheets: words stay words there, whatever they begin with, and numbers stay numbers."""

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal

MARK = "\ufeff"
"""Tells Excel that a CSV is UTF-8."""
KEPT_AS_TEXT = "'"
"""What people type in a spreadsheet to keep a cell as it is written."""
_STARTS = tuple("=+-@\t\r\n\x00|%＝＋－＠")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?%?")


def starts_formula(text: str) -> bool:
    """True of words that begin as a formula may; also of -5, which a cell of words must not become either."""
    return text.lstrip(" \u00a0").startswith(_STARTS)


def may_compute(text: str) -> bool:
    """True of words that a spreadsheet may take for a formula; never of a plain number such as -5,2."""
    return starts_formula(text) and not _NUMBER.fullmatch(text.strip())


def as_words(text: str) -> str:
    """The text as a cell of a CSV that no spreadsheet computes."""
    return f"{KEPT_AS_TEXT}{text}" if may_compute(text) else text


def from_words(text: str) -> str:
    """The text that `as_words` made harmless."""
    bare = text.removeprefix(KEPT_AS_TEXT)
    return bare if may_compute(bare) else text


def write_csv(columns: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    """A CSV with a header, UTF-8 with a mark: the only way one leaves the product."""
    text = io.StringIO()
    text.write(MARK)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([*map(_cell, line)] for line in lines)
    return text.getvalue()


def _cell(told: object) -> object:
    if isinstance(told, Decimal):
        return f"{told.normalize():f}"
    return as_words(told) if isinstance(told, str) else told
