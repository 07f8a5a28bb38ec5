"""A sheet of values: which indicator gets which number or parts of a ratio, for one area and period or for several."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.indicators.values import Qualifier
from kit.shapes import Fault
from services.indicators.workbooks.grid import Book, Cell
from services.indicators.workbooks.headers import Table, find_table
from services.indicators.workbooks.merged import find_merged
from services.indicators.workbooks.reading import CellRefused, code_in, note_in, number_in
from services.indicators.workbooks.refusal import WorkbookRefused, cell_pointer, refused

TITLE = "Số liệu"
NUMBERS = ("value", "numerator", "denominator")
HEADINGS = {
    "indicator": frozenset({"ma", "ma chi tieu", "ma so", "chi tieu"}),
    "value": frozenset({"gia tri", "so lieu", "ket qua"}),
    "numerator": frozenset({"tu so"}),
    "denominator": frozenset({"mau so"}),
    "note": frozenset({"ghi chu", "dien giai"}),
    "area": frozenset({"ma don vi", "ma dia ban", "dia ban"}),
    "period": frozenset({"ky", "ky bao cao", "ky so lieu"}),
}
KNOWN = frozenset().union(*HEADINGS.values())
STANDARD = (
    ("Mã chỉ tiêu", "Giá trị"),
    ("Mã chỉ tiêu", "Giá trị", "Ghi chú"),
    ("Mã chỉ tiêu", "Tên chỉ tiêu", "Đơn vị tính", "Tử số", "Mẫu số", "Giá trị", "Ghi chú"),
)
"""The columns of a block pasted without headings, by how many it has; the longest are those of the template."""
_PERCENT = "%"


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One row with a number, ready to be published; `addresses` says where each field stands."""

    indicator: str
    area: str
    period: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    note: str | None
    addresses: Mapping[str, str]
    qualifier: Qualifier = Qualifier.EXACTLY
    as_of: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BlankLine:
    """One row without numbers, and what its note says."""

    note: str | None
    addresses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ValueTable:
    """What a workbook says: its readable rows with numbers, how many of them are hidden, and what cannot be read.

    `blank` are the rows without numbers by indicator.
    """

    sheet: str
    lines: tuple[ValueLine, ...]
    faults: tuple[Fault, ...]
    hidden: int
    blank: Mapping[str, BlankLine] = dataclasses.field(default_factory=dict)

    def pointer(self, place: int, field: str) -> str:
        """Where the field of a line stands; the code's cell for fields without a column."""
        return self.place(self.lines[place].addresses, field)

    def place(self, addresses: Mapping[str, str], field: str) -> str:
        """Where a field of a row of these addresses stands."""
        return cell_pointer(self.sheet, addresses.get(field, addresses["indicator"]))


def read_values(book: Book, units: Mapping[str, str], area: str | None, period: str | None) -> ValueTable:
    """The rows with numbers, and every unreadable cell. Raises `WorkbookRefused` where there is no table or no row.

    `units` gives the unit of measure of each known indicator; `area` and `period` are those chosen with the file:
    rows may name them again, not others.
    """
    table = find_table(book, HEADINGS, ("indicator",), title=TITLE, asked="“Mã chỉ tiêu” và “Giá trị”")
    if not any(field in table.columns for field in NUMBERS):
        heading = table.grid.rows[table.heading_row][table.columns["indicator"]]
        raise refused("Thiếu cột “Giá trị” (hoặc “Tử số” và “Mẫu số”).", cell_pointer(table.grid.name, heading.address))
    reader = _Reader(table, units, area, period)
    lines = tuple(reader.lines())
    if not lines and reader.faults:
        raise WorkbookRefused(reader.faults)
    if not lines:
        heading = table.grid.rows[table.heading_row][table.columns["indicator"]]
        raise refused("Chưa có số liệu nào dưới dòng tiêu đề này.", cell_pointer(table.grid.name, heading.address))
    return ValueTable(table.grid.name, lines, tuple(reader.faults), reader.hidden, reader.blank)


class _Reader:
    """Goes through the rows of one table and collects what is wrong."""

    def __init__(self, table: Table, units: Mapping[str, str], area: str | None, period: str | None) -> None:
        self._table = table
        self._units = units
        self._chosen = {"area": area, "period": period}
        self._merged = find_merged(table, NUMBERS, "indicator", units.__contains__)
        self.faults = self._merged.faults
        self.hidden = 0
        self.blank: dict[str, BlankLine] = {}

    def lines(self) -> Iterator[ValueLine]:
        """The readable rows with numbers."""
        seen: dict[tuple[str, str, str], str] = {}
        for number, row in self._table.body():
            if number in self._merged.rows:
                continue
            filled = {field: row[column] for field, column in self._table.columns.items() if column in row}
            line = self._line(number, filled)
            if line is None:
                continue
            key = (line.indicator, line.area, line.period)
            address = line.addresses["indicator"]
            if key in seen:
                self._fault(address, f"Dòng bị lặp: chỉ tiêu {line.indicator} đã có ở ô {seen[key]}.")
                continue
            seen[key] = address
            self.hidden += self._table.hides(number, NUMBERS)
            yield line

    def _line(self, number: int, filled: Mapping[str, Cell]) -> ValueLine | None:
        given = [field for field in NUMBERS if field in filled]
        if "indicator" not in filled:
            for field in given:
                self._fault(filled[field].address, "Dòng có số liệu nhưng thiếu mã chỉ tiêu.")
            return None
        try:
            indicator = code_in(filled["indicator"])
            if indicator not in self._units:
                raise CellRefused(filled["indicator"], f"Không có chỉ tiêu “{indicator[:40]}”.")
            if not given:
                note = filled["note"].text if "note" in filled else None
                self.blank[indicator] = BlankLine(note, self._table.addresses(number))
                return None
            area, period = self._place("area", filled), self._place("period", filled)
            percent = self._units[indicator] == _PERCENT
            numbers = self._numbers(filled, given, percent)
            note = note_in(filled["note"]) if "note" in filled else None
        except CellRefused as error:
            self._fault(error.address, error.detail)
            return None
        if numbers is None:
            return None
        addresses = self._table.addresses(number)
        value, numerator, denominator = (numbers.get(field) for field in NUMBERS)
        return ValueLine(indicator, area, period, value, numerator, denominator, note, addresses)

    def _numbers(self, filled: Mapping[str, Cell], given: list[str], percent: bool) -> dict[str, Decimal] | None:
        """All numbers of a row, None when one is bad: each bad cell is named, not only the first."""
        numbers: dict[str, Decimal] = {}
        for field in given:
            try:
                numbers[field] = number_in(filled[field], percent=percent and field == "value")
            except CellRefused as error:
                self._fault(error.address, error.detail)
        return numbers if len(numbers) == len(given) else None

    def _place(self, field: str, filled: Mapping[str, Cell]) -> str:
        """The area or period of a row: what was chosen with the file, or what the row says where nothing was."""
        chosen = self._chosen[field]
        if field not in filled:
            if chosen is None:
                raise CellRefused(filled["indicator"], f"Chưa rõ {_WORDS[field]} của dòng này.")
            return chosen
        said = filled[field].text
        if chosen is not None and said != chosen:
            raise CellRefused(filled[field], f"Dòng này của {_WORDS[field]} khác, không phải {chosen}.")
        return said

    def _fault(self, address: str, detail: str) -> None:
        self.faults.append(Fault(pointer=cell_pointer(self._table.grid.name, address), detail=detail))


_WORDS = {"area": "đơn vị", "period": "kỳ"}
