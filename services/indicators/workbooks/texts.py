"""Text files (CSV, khối dán) as workbooks: whatever encoding and separator Excel writes, each cell at its place."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from itertools import islice

from openpyxl.utils import column_index_from_string, get_column_letter

from kit.shapes import Fault
from kit.sheets import from_words
from kit.text import nfc
from services.indicators.workbooks.grid import MOST_COLUMNS, MOST_ROWS, Book, Cell, CellKind, Grid, Row
from services.indicators.workbooks.headers import plain_heading
from services.indicators.workbooks.layout import Layout
from services.indicators.workbooks.package import LARGEST_FILE
from services.indicators.workbooks.refusal import FILE, refused

SHEET = "Tệp văn bản"
"""What stands for the name of a sheet."""
_SEPARATORS = ("\t", ";", ",")
_SEARCHED = 20
_CODES = frozenset({"ma", "ma so", "ma chi tieu", "ma tieu chi", "ma chi so", "chi tieu"})
_LONGEST_CELL = 32_767
_MOST_CELLS = 250_000
"""As many as a workbook of the largest size has."""
_UNREADABLE = (
    "Tệp dùng bảng mã không đọc được (có thể là TCVN3 hoặc VNI). Trong Excel hãy chọn Lưu thành (Save As), kiểu “CSV"
    " UTF-8 (Comma delimited) (*.csv)”, rồi gửi lại."
)
_PLACE = re.compile(rf"/{SHEET}/([A-Z]+)([0-9]+)(?::[A-Z]+[0-9]+)?")
_NAMED = re.compile(r"\bô ([A-Z]{1,3})([0-9]+)\b")


def read_text(data: bytes, headings: Collection[str], standard: Sequence[Sequence[str]]) -> Book:
    """The table of a text file as the one sheet of a book.

    `headings` (folded) tell the separator. Lines without any heading are read in one of the `standard` orders of
    columns, by how many there are. Raises `WorkbookRefused`.
    """
    text = _decoded(data)
    if len(text) > LARGEST_FILE or "\x00" in text:
        raise refused(_UNREADABLE)
    separator = max(_SEPARATORS, key=lambda one: (_known(text, one, headings), _width(text, one) > 1))
    rows = _rows(text, separator)
    if not rows:
        raise refused("Không có dòng nào để đọc.")
    if not _known(text, separator, headings):
        rows = {0: _heading_row(rows, standard), **rows}
    return Book((Grid(SHEET, False, rows, Layout()),), {})


def placed(faults: Sequence[Fault], book: Book) -> list[Fault]:
    """Faults of a text file by line and column (`/5/Giá trị`), as people see it, not by cell."""
    if not book.sheets or book.sheets[0].name != SHEET:
        return list(faults)
    return [
        Fault(
            pointer=_PLACE.sub(lambda found: _place(found, book.sheets[0]), fault.pointer), detail=_said(fault.detail)
        )
        for fault in faults
    ]


def _place(found: re.Match[str], grid: Grid) -> str:
    column, line = column_index_from_string(found[1]), int(found[2])
    if line == 0:
        return FILE
    return f"/{line}/{_heading(grid, column) or column}"


def _heading(grid: Grid, column: int) -> str:
    """What the row of headings, known by its word for codes, calls a column."""
    rows = (row for row in grid.rows.values() if any(plain_heading(cell.text) in _CODES for cell in row.values()))
    row = next(rows, {})
    return row[column].text.replace("~", "~0").replace("/", "~1")[:60] if column in row else ""


def _said(detail: str) -> str:
    return _NAMED.sub(lambda found: f"dòng {found[2]}, cột {column_index_from_string(found[1])}", detail)


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 as Excel's “Unicode Text”, or Windows-1258 as its plain CSV on a Vietnamese machine."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if data[1:2] == b"\x00":
            return data.decode("utf-16-le")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return nfc(data.decode("cp1258"))
    except UnicodeDecodeError as error:
        raise refused(_UNREADABLE) from error


def _head(text: str, separator: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _SEARCHED))
    except csv.Error:
        return []


def _known(text: str, separator: str, headings: Collection[str]) -> int:
    """How many headings one of the first lines has, read with this separator."""
    found = ({*map(plain_heading, cells)} for cells in _head(text, separator))
    return max((len(names & {*headings}) for names in found), default=0)


def _width(text: str, separator: str) -> int:
    return max(map(len, _head(text, separator)), default=0)


def _rows(text: str, separator: str) -> dict[int, Row]:
    """The filled lines, each under the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: dict[int, Row] = {}
    line, filled = 1, 0
    try:
        for cells in reader:
            row = _row(line, cells, separator)
            if row:
                rows[line] = row
                filled += len(row)
            if len(rows) > MOST_ROWS or filled > _MOST_CELLS:
                raise refused(f"Có quá nhiều dòng hoặc ô (tối đa {MOST_ROWS:,} dòng có dữ liệu).".replace(",", "."))
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(
            f"Không đọc được từ dòng {line}: dấu nháy kép mở mà không đóng, có chữ đứng sau dấu nháy đóng, hoặc một ô"
            " quá dài.",
            f"/{line}",
        ) from error
    return rows


def _row(line: int, cells: Sequence[str], separator: str) -> Row:
    row: Row = {}
    for column, told in enumerate(cells[:MOST_COLUMNS], start=1):
        text = nfc(from_words(told.strip()))[:_LONGEST_CELL]
        if text:
            row[column] = Cell(f"{get_column_letter(column)}{line}", CellKind.TEXT, text, separator=separator)
    return row


def _heading_row(rows: dict[int, Row], standard: Sequence[Sequence[str]]) -> Row:
    """The headings that lines without any must be meant to have."""
    width = max(max(row) for row in rows.values())
    order = next((names for names in standard if len(names) >= width and width > 1), None)
    if order is None:
        first = next(iter(rows))
        raise refused("Không thấy dòng tiêu đề. Hãy chép cả dòng tiêu đề cột của biểu mẫu.", f"/{first}")
    return {
        column: Cell(f"{get_column_letter(column)}0", CellKind.TEXT, name) for column, name in enumerate(order, start=1)
    }
