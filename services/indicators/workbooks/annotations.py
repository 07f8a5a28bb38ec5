"""The sender's own file back with its errors (tệp có ghi chú lỗi): bad cells red, each with a comment saying why.

A workbook keeps its sheets, formats, formulas, checks and hidden memory. Lost are what openpyxl does not carry:
pictures, shapes, form controls, slicers and digital signatures.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from kit.shapes import Fault
from kit.text import nfc
from services.indicators.workbooks.grid import Book
from services.indicators.workbooks.package import BROKEN
from services.indicators.workbooks.paper import put_text
from services.indicators.workbooks.refusal import refused
from services.indicators.workbooks.texts import SHEET

MOST_CELLS = 150_000
"""Writing a file again holds all of it at once, empty cells with a format too."""
_TOO_LARGE = "Tệp quá lớn để ghi chú từng ô; hãy xem danh sách lỗi trên trang."
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_PLACE = re.compile(r"/(.+)/([A-Z]{1,3}[1-9][0-9]*)(?::[A-Z]+[0-9]+)?")
_AUTHOR = "Lan Tỏa"
_RED = PatternFill("solid", fgColor="FFC7CE")
_WIDTH, _LINE_HEIGHT, _SIGNS_A_LINE = 320, 18, 44


def annotated(data: bytes, book: Book, faults: Iterable[Fault]) -> bytes:
    """The file as xlsx, every bad cell marked. Raises `WorkbookRefused` for one too large to be written again."""
    is_text = book.sheets[0].name == SHEET if book.sheets else False
    copy = _from_text(book) if is_text else _opened(data, book)
    by_sheet = {nfc(sheet.title): sheet for sheet in copy.worksheets}
    marked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fault in faults:
        marked[_place(fault.pointer, by_sheet)].append(fault.detail)
    first = next((sheet for sheet in copy.worksheets if sheet.sheet_state == "visible"), copy.worksheets[0])
    for (name, address), details in marked.items():
        _mark((by_sheet[name] if name else first)[address], details, fill=bool(name))
    buffer = BytesIO()
    copy.save(buffer)
    return buffer.getvalue()


def _opened(data: bytes, book: Book) -> Workbook:
    _refuse_crowds(data, book)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(data), rich_text=True)
    except Exception as error:
        # As when it was read: the parser raises whatever it stumbles over.
        raise refused(BROKEN) from error


def _refuse_crowds(data: bytes, book: Book) -> None:
    """A merged range is written out cell by cell, however few bytes it takes in the file."""
    merged = sum(len(one.rows) * (one.last[1] - one.first[1] + 1) for grid in book.sheets for one in grid.layout.merged)
    with ZipFile(BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        cells = sum(len(_CELL.findall(archive.read(name))) for name in sheets)
    if cells + merged > MOST_CELLS:
        raise refused(_TOO_LARGE)


def _from_text(book: Book) -> Workbook:
    """A text file as a workbook: every cell at its line and column, all of it words."""
    grid = book.sheets[0]
    copy = Workbook()
    sheet: Any = copy.active
    sheet.title = grid.name
    for line, row in grid.rows.items():
        for column, cell in row.items():
            if line:
                put_text(sheet.cell(line, column), cell.text)
                sheet.cell(line, column).number_format = "@"
    return copy


def _place(pointer: str, by_sheet: Mapping[str, Any]) -> tuple[str, str]:
    """Sheet and cell of a fault; the first cell of the first sheet for one of the whole file."""
    found = _PLACE.fullmatch(pointer)
    name = found[1].replace("~1", "/").replace("~0", "~") if found else ""
    return (name, found[2]) if found and name in by_sheet else ("", "A1")


def _mark(cell: Any, details: list[str], *, fill: bool) -> None:
    text = "\n".join(dict.fromkeys(details))
    if isinstance(cell, MergedCell):
        cell = _first_of_merged(cell)
    if cell.comment is not None:
        text = f"{cell.comment.text}\n{text}"
    lines = sum(len(line) // _SIGNS_A_LINE + 1 for line in text.split("\n"))
    cell.comment = Comment(text, _AUTHOR, width=_WIDTH, height=(lines + 1) * _LINE_HEIGHT)
    if fill:
        cell.fill = _RED


def _first_of_merged(cell: Any) -> Any:
    merged = next(one for one in cell.parent.merged_cells.ranges if cell.coordinate in one)
    return cell.parent.cell(merged.min_row, merged.min_col)
