"""The paper of our templates (biểu mẫu): title block, headings, locked words, open input cells, hidden purpose."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kit.sheets import starts_formula
from services.indicators.workbooks.grid import META_SHEET

UNIT_CELL, SUBJECT_CELL, PERIOD_CELL = "B2", "B3", "B4"
"""Where the title block says for whom, by what, and when."""
HEADING_ROW = 7
FIRST_ROW = HEADING_ROW + 1

_INK, _PAPER = "1F3A5F", "FFFFFF"
_GROUP, _INPUT = "E4ECF5", "FFF9E0"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot carry: Excel would call the whole file damaged."""
_EDGE = Side(style="thin", color="B8C4D2")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_LINE_HEIGHT = 15.5


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters, whether it takes numbers."""

    heading: str
    width: float
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The title block: what the sheet is, for whom, by what, when, and how to fill it."""

    title: str
    unit: str
    subject: tuple[str, str]
    period: str
    guide: Sequence[str]


class Paper:
    """One template under way."""

    def __init__(self, name: str, heading: Heading, columns: Sequence[Column]) -> None:
        self._book = Workbook()
        sheet = self._book.active
        assert isinstance(sheet, Worksheet)
        self.sheet = sheet
        self.sheet.title = name
        self._columns = columns
        self._write_heading(heading)
        self._write_columns()
        self._prepare_page()

    def put(self, row: int, column: int, text: str, *, bold: bool = False) -> None:
        """Locked words."""
        cell = self.sheet.cell(row, column)
        put_text(cell, text)
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _BORDER

    def put_number(self, row: int, column: int, number: Decimal | None) -> None:
        """A locked number."""
        self._number(row, column, number)

    def put_sum(self, row: int, column: int, ranges: Sequence[tuple[int, int]]) -> None:
        """A locked sum of runs of rows of its own column."""
        letter = get_column_letter(column)
        cell = self._number(row, column, None)
        cell.value = "=SUM(" + ",".join(f"{letter}{first}:{letter}{last}" for first, last in ranges) + ")"

    def ask(self, row: int, column: int, present: Decimal | str | None = None) -> None:
        """An open cell, with what is known already."""
        if self._columns[column - 1].numeric:
            cell = self._number(row, column, present if isinstance(present, Decimal) else None)
        else:
            self.put(row, column, str(present or ""))
            cell = self.sheet.cell(row, column)
            cell.number_format = "@"
        cell.protection = Protection(locked=False)
        cell.fill = PatternFill("solid", fgColor=_INPUT)

    def shade(self, row: int) -> None:
        """Mark a row as a group."""
        for column in range(1, len(self._columns) + 1):
            cell = self.sheet.cell(row, column)
            cell.fill = PatternFill("solid", fgColor=_GROUP)
            cell.font = Font(bold=True)
            cell.border = _BORDER

    def fit(self, row: int, texts: Mapping[int, str]) -> None:
        """Give a row the height its longest words need (column → words)."""
        lines = max(math.ceil(len(text) * 1.1 / self._columns[column - 1].width) for column, text in texts.items())
        self.sheet.row_dimensions[row].height = max(1, lines) * _LINE_HEIGHT

    def limit(self, column: int, rows: tuple[int, int], low: str, high: str, says: str) -> None:
        """Let a run of cells take numbers from `low` to `high` only; both may be formulas of its first cell."""
        rule = DataValidation(
            type="decimal", operator="between", formula1=low, formula2=high, allow_blank=True, showErrorMessage=True
        )
        rule.errorTitle, rule.error = "Số chưa hợp lệ", says
        rule.promptTitle, rule.prompt, rule.showInputMessage = "Nhập số", says, True
        self.sheet.add_data_validation(rule)
        letter = get_column_letter(column)
        rule.add(f"{letter}{rows[0]}:{letter}{rows[1]}")

    def finish(self, meta: Mapping[str, str]) -> bytes:
        """The finished workbook; `meta` goes on the hidden sheet that tells our reader its purpose."""
        self.sheet.protection.sheet = True
        self.sheet.protection.formatColumns = False
        self.sheet.protection.formatRows = False
        hidden = self._book.create_sheet(META_SHEET)
        hidden.sheet_state = "veryHidden"
        for row, (key, value) in enumerate(meta.items(), start=1):
            put_text(hidden.cell(row, 1), key)
            put_text(hidden.cell(row, 2), value)
        buffer = BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()

    def _number(self, row: int, column: int, number: Decimal | None) -> Any:
        cell = self.sheet.cell(row, column)
        cell.value = number
        cell.alignment = Alignment(horizontal="right", vertical="top")
        cell.border = _BORDER
        return cell

    def _write_heading(self, heading: Heading) -> None:
        last = get_column_letter(len(self._columns))
        put_text(self.sheet["A1"], heading.title)
        self.sheet["A1"].font = Font(bold=True, size=14, color=_INK)
        block = (("Đơn vị", heading.unit), heading.subject, ("Kỳ", heading.period))
        for row, (label, text) in enumerate(block, start=2):
            put_text(self.sheet.cell(row, 1), label)
            put_text(self.sheet.cell(row, 2), text)
            self.sheet.cell(row, 2).font = Font(bold=True)
            self.sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
        put_text(self.sheet["A5"], "\n".join(heading.guide))
        self.sheet["A5"].alignment = Alignment(wrap_text=True, vertical="top")
        self.sheet["A5"].font = Font(italic=True, color="44546A")
        self.sheet.merge_cells(f"A1:{last}1")
        self.sheet.merge_cells(f"A5:{last}5")
        self.sheet.row_dimensions[1].height = 24
        self.sheet.row_dimensions[5].height = len(heading.guide) * _LINE_HEIGHT + 4

    def _write_columns(self) -> None:
        for place, column in enumerate(self._columns, start=1):
            self.sheet.column_dimensions[get_column_letter(place)].width = column.width
            cell = self.sheet.cell(HEADING_ROW, place)
            put_text(cell, column.heading)
            cell.font = Font(bold=True, color=_PAPER)
            cell.fill = PatternFill("solid", fgColor=_INK)
            cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
            cell.border = _BORDER
        self.sheet.row_dimensions[HEADING_ROW].height = 2 * _LINE_HEIGHT
        self.sheet.freeze_panes = f"C{FIRST_ROW}"

    def _prepare_page(self) -> None:
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.paperSize = "9"
        self.sheet.page_setup.fitToWidth = 1
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


def put_text(cell: Any, text: str) -> None:
    """Words stay words: a name such as `=1+1` must not become a formula, here or after a save elsewhere."""
    clean = _CONTROL.sub("", text)
    cell.value = clean
    cell.data_type = "s"
    cell.quotePrefix = starts_formula(clean)
