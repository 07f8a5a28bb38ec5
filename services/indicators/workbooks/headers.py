"""Finding the table in a workbook: the sheet and row whose headings are the ones we know."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice

from openpyxl.utils import get_column_letter

from kit.text import fold
from services.indicators.workbooks.grid import Book, CellKind, Grid, Row
from services.indicators.workbooks.refusal import WorkbookRefused, cell_pointer, refused

_SEARCHED_ROWS = 20
_ASIDE = re.compile(r"\([^)]*\)|[*:]")

Headings = Mapping[str, frozenset[str]]
"""Field → the headings (folded) under which people write it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the data stands: below `heading_row` of a sheet, a column per field."""

    grid: Grid
    heading_row: int
    columns: Mapping[str, int]

    def addresses(self, row: int) -> dict[str, str]:
        """The cell of each field in a row, filled or not."""
        return {field: f"{get_column_letter(column)}{row}" for field, column in self.columns.items()}

    def hides(self, row: int, fields: Collection[str]) -> bool:
        """True when a row, or the column of one of its filled `fields`, is hidden from whoever looks at the sheet."""
        hidden = self.grid.layout
        filled = [self.columns[field] for field in fields if self.columns.get(field) in self.grid.rows[row]]
        return row in hidden.hidden_rows or any(column in hidden.hidden_columns for column in filled)

    def body(self) -> list[tuple[int, Row]]:
        """The filled rows below the headings."""
        return [(number, row) for number, row in self.grid.rows.items() if number > self.heading_row]


def find_table(book: Book, headings: Headings, required: Collection[str], *, title: str, asked: str) -> Table:
    """The one table with all `required` fields; on the sheet `title` where there are several.

    `asked` names the headings in words. Refuses a workbook without such a table, with one on a hidden sheet only, with
    several, or with a doubled heading.
    """
    found = [table for grid in book.sheets if (table := _table_of(grid, headings, required))]
    tables = [table for table in found if not table.grid.hidden]
    chosen = [table for table in tables if table.grid.name == title] or tables
    if not chosen:
        raise _hidden(found[0]) if found else _missing(book, asked)
    if len(chosen) > 1:
        second = chosen[1]
        raise refused(
            f"Tệp có nhiều trang cùng kiểu: “{chosen[0].grid.name}”, “{second.grid.name}”. Hãy chỉ để lại một trang.",
            cell_pointer(second.grid.name, f"A{second.heading_row}"),
        )
    _refuse_doubled(chosen[0], headings)
    return chosen[0]


def plain_heading(text: str) -> str:
    """A heading as it is compared: folded, without what stands in brackets."""
    return " ".join(_ASIDE.sub(" ", fold(text)).split())


def _hidden(table: Table) -> WorkbookRefused:
    return refused(
        f"Trang “{table.grid.name}” có các cột cần đọc nhưng đang bị ẩn. Hãy bỏ ẩn (bấm chuột phải vào tên một trang →"
        " Unhide) rồi gửi lại.",
        cell_pointer(table.grid.name, f"A{table.heading_row}"),
    )


def _missing(book: Book, asked: str) -> WorkbookRefused:
    names = ", ".join(f"“{grid.name}”" for grid in book.sheets if not grid.hidden) or "không có trang nào"
    pointer = cell_pointer(book.sheets[0].name, "A1") if book.sheets else "/file"
    return refused(
        f"Không thấy trang có dòng tiêu đề gồm {asked} (đã xem: {names}). Không gộp ô ở dòng tiêu đề;"
        " hãy dùng tệp mẫu tải về.",
        pointer,
    )


def _table_of(grid: Grid, headings: Headings, required: Collection[str]) -> Table | None:
    for number, row in islice(grid.rows.items(), _SEARCHED_ROWS):
        columns: dict[str, int] = {}
        for column, field in _fields(row, headings):
            columns.setdefault(field, column)
        if all(field in columns for field in required):
            return Table(grid, number, columns)
    return None


def _fields(row: Row, headings: Headings) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for column, cell in row.items():
        if cell.kind is not CellKind.TEXT:
            continue
        heading = plain_heading(cell.text)
        found.extend((column, field) for field, names in headings.items() if heading in names)
    return found


def _refuse_doubled(table: Table, headings: Headings) -> None:
    row = table.grid.rows[table.heading_row]
    seen: set[str] = set()
    for column, field in _fields(row, headings):
        if field in seen:
            raise refused(
                f"Có hai cột cùng tiêu đề “{row[column].text}”. Hãy chỉ để lại một cột.",
                cell_pointer(table.grid.name, row[column].address),
            )
        seen.add(field)
