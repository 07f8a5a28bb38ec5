"""A workbook as cells: what stands where and of which kind; a formula stays a formula, whatever result it carries."""

import math
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kit.text import nfc
from services.indicators.workbooks.layout import Layout, read_layout
from services.indicators.workbooks.package import BROKEN, inspect
from services.indicators.workbooks.refusal import WorkbookRefused, refused

MOST_ROWS = 20_000
MOST_COLUMNS = 64
_LAST_ROW = 1_048_576
_MOST_ROWS_PASSED = 8 * _LAST_ROW
"""Some programs write a last row on every sheet; passing over the empty ones before it costs too."""
META_SHEET = "_lantoa"
"""The hidden sheet of our own templates: what the workbook is for, as key and value."""
_EXACT_DIGITS = 15
"""Excel stores 84,67 as 84.670000000000002; people type no more than 15 digits."""
_WORDS = re.compile(r'"[^"]*"|[\\_*].')
"""What a number format shows as it stands, or as room: in 0.0"%" the sign multiplies nothing."""
_quiet = threading.Lock()


class CellKind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    FORMULA = "formula"
    DATE = "date"
    YES_NO = "yes_no"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something; `number` only of a number, `percent` when it is shown as per cent.

    `separator` is what stood between the cells of a text file: it tells how numbers are written there.
    """

    address: str
    kind: CellKind
    text: str
    number: Decimal | None = None
    percent: bool = False
    separator: str = ""


Row = dict[int, Cell]
"""The filled cells of a row by column, counted from 1."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its rows that hold something, by number."""

    name: str
    hidden: bool
    rows: dict[int, Row]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook, and what our own template says it is for."""

    sheets: tuple[Grid, ...]
    meta: dict[str, str]


def read_book(data: bytes) -> Book:
    """Reads a workbook of unknown origin. Raises `WorkbookRefused`; slow for large files, so not for an event loop."""
    inspect(data)
    try:
        with _quiet, warnings.catch_warnings():
            # Of formats and extensions the library does not know; we read cells only.
            warnings.simplefilter("ignore")
            sheets = _read_sheets(data)
    except WorkbookRefused:
        raise
    except Exception as error:
        # The parser meets hostile bytes here and raises whatever it stumbles over.
        raise refused(BROKEN) from error
    meta = next((grid for grid in sheets if grid.name == META_SHEET), None)
    return Book(tuple(grid for grid in sheets if grid is not meta), _read_meta(meta))


def _read_sheets(data: bytes) -> list[Grid]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    reading = _Reading()
    try:
        return [reading.sheet(sheet) for sheet in book.worksheets]
    finally:
        book.close()


class _Reading:
    """One workbook under way: how many rows were passed, and texts that many cells share."""

    def __init__(self) -> None:
        self._passed = 0
        self._texts: dict[str, str] = {}

    def sheet(self, sheet: Any) -> Grid:
        """One sheet, its layout read in a pass of its own: the library keeps none where it reads row by row."""
        rows = dict(self.rows(sheet))
        with sheet.parent._archive.open(sheet._worksheet_path) as part:
            layout = read_layout(part, MOST_COLUMNS)
        return Grid(nfc(sheet.title), sheet.sheet_state != "visible", rows, layout)

    def rows(self, sheet: Any) -> Iterator[tuple[int, Row]]:
        """The rows of a sheet that hold something."""
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        filled = 0
        gap: Any = None
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            self._passed += 1
            if number > _LAST_ROW or self._passed > _MOST_ROWS_PASSED:
                raise refused(BROKEN)
            if cells is gap:
                continue  # the library gives one and the same row for each of a million that the file leaves out
            gap = cells
            row = {cell.column: _cell(cell, self._text) for cell in cells if cell.value is not None}
            row = {column: cell for column, cell in row.items() if cell.text}
            if not row:
                continue
            filled += 1
            if filled > MOST_ROWS:
                limit = f"{MOST_ROWS:,}".replace(",", ".")
                raise refused(f"Trang “{nfc(sheet.title)}” có quá nhiều dòng (tối đa {limit} dòng có dữ liệu).")
            yield number, row

    def _text(self, value: object) -> str:
        """Trimmed and composed; made once for all cells that share it, for a copy each could fill the memory."""
        text = str(value)
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = nfc(text).strip()
        return found


def _cell(cell: Any, text_of: Callable[[object], str]) -> Cell:
    address = f"{get_column_letter(cell.column)}{cell.row}"
    match cell.data_type:
        case "f":
            return Cell(address, CellKind.FORMULA, "=")
        case "d":
            return Cell(address, CellKind.DATE, str(cell.value))
        case "b":
            return Cell(address, CellKind.YES_NO, str(cell.value))
        case "e":
            return Cell(address, CellKind.ERROR, str(cell.value))
        case "n":
            return _number(address, cell)
        case _:
            return Cell(address, CellKind.TEXT, text_of(cell.value))


def _number(address: str, cell: Any) -> Cell:
    if isinstance(cell.value, float) and not math.isfinite(cell.value):
        return Cell(address, CellKind.ERROR, "#NUM!")
    number = Decimal(f"{cell.value:.{_EXACT_DIGITS}g}") if isinstance(cell.value, float) else Decimal(cell.value)
    return Cell(address, CellKind.NUMBER, f"{number:f}", number, "%" in _WORDS.sub("", cell.number_format or ""))


def _read_meta(grid: Grid | None) -> dict[str, str]:
    if grid is None:
        return {}
    return {row[1].text: row[2].text for row in grid.rows.values() if 1 in row and 2 in row}
