"""A sheet of scores: which criterion gets which points, and where each stands in the workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.assessments import Stage
from kit.shapes import Fault
from kit.text import fold
from services.indicators.rules.assessment import check_score
from services.indicators.rules.framework import Framework
from services.indicators.rules.scoring import InputInvalid
from services.indicators.workbooks.grid import Book, Cell, Row
from services.indicators.workbooks.headers import Table, find_table
from services.indicators.workbooks.merged import find_merged
from services.indicators.workbooks.reading import CellRefused, code_in, note_in, number_in
from services.indicators.workbooks.refusal import WorkbookRefused, cell_pointer, refused

TITLE = "Phiếu điểm"
POINTS_HEADINGS = {
    Stage.SELF: "Điểm tự đánh giá",
    Stage.APPRAISED: "Điểm thẩm định",
    Stage.FINAL: "Điểm công bố",
}
REASON_HEADINGS = {Stage.SELF: "Ghi chú", Stage.APPRAISED: "Lý do thẩm định", Stage.FINAL: "Lý do công bố"}
_POINTS = {
    Stage.SELF: frozenset({"diem tu danh gia", "tu danh gia", "diem tu cham", "tu cham diem", "tu cham"}),
    Stage.APPRAISED: frozenset({"diem tham dinh", "tham dinh"}),
    Stage.FINAL: frozenset({"diem cong bo", "cong bo", "diem chinh thuc"}),
}
_REASONS = {
    Stage.SELF: frozenset({"ghi chu", "dien giai", "giai trinh"}),
    Stage.APPRAISED: frozenset({"ly do tham dinh", "ly do", "ghi chu"}),
    Stage.FINAL: frozenset({"ly do cong bo", "ly do", "ghi chu"}),
}
_CODES = frozenset({"ma", "ma tieu chi", "ma chi tieu", "ma chi so", "ma so"})
_NAMES = frozenset({"ten", "ten tieu chi", "tieu chi", "ten chi tieu", "noi dung", "chi so"})
_UNITS = frozenset({"ma don vi", "ma dia ban", "ma dinh danh don vi"})
_TOTAL = "tong"
KNOWN = _CODES | _NAMES | _UNITS | frozenset().union(*_POINTS.values(), *_REASONS.values())


def standard(stage: Stage) -> tuple[tuple[str, ...], ...]:
    """The columns of a block pasted without headings, by how many it has; the longest are those of the template."""
    points, reason = POINTS_HEADINGS[stage], REASON_HEADINGS[stage]
    before = () if stage is Stage.SELF else ("Điểm lượt trước",)
    whole = ("Mã", "Tên tiêu chí", "Điểm tối đa", *before, points, reason)
    return (("Mã", points), ("Mã", points, reason), whole)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One row with points; `addresses` says where its code, points and reason stand."""

    code: str
    points: Decimal
    reason: str | None
    addresses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """What a workbook says: the sheet's name, its rows with points, how many of them are hidden, and codes without."""

    sheet: str
    lines: tuple[ScoreLine, ...]
    hidden: int
    blank: frozenset[str] = frozenset()

    def pointer(self, place: int, field: str) -> str:
        """Where the field of a line stands; the cell of the points for a reason without a column."""
        addresses = self.lines[place].addresses
        return cell_pointer(self.sheet, addresses.get(field, addresses["points"]))


def read_scores(book: Book, framework: Framework, area: str, stage: Stage) -> ScoreTable:
    """The rows with points of one stage. Raises `WorkbookRefused` with every bad cell.

    Group rows carry sums and are passed over, as are rows without points.
    """
    headings = {"code": _CODES, "points": _POINTS[stage], "reason": _REASONS[stage], "name": _NAMES, "unit": _UNITS}
    asked = f"“Mã” và “{POINTS_HEADINGS[stage]}”"
    table = find_table(book, headings, ("code", "points"), title=TITLE, asked=asked)
    reader = _Reader(table, framework, area)
    lines = tuple(reader.lines())
    if reader.faults:
        raise WorkbookRefused(reader.faults)
    if not lines:
        first = f"{table.grid.rows[table.heading_row][table.columns['points']].address}"
        raise refused("Chưa có điểm nào trong cột này.", cell_pointer(table.grid.name, first))
    return ScoreTable(table.grid.name, lines, reader.hidden, frozenset(reader.blank))


class _Reader:
    """Goes through the rows of one table and collects what is wrong."""

    def __init__(self, table: Table, framework: Framework, area: str) -> None:
        self._table = table
        self._groups = {group.code for group in framework.groups}
        self._leaves = {leaf.code for leaf in framework.leaves}
        self._area = area
        self._seen: dict[str, str] = {}
        self._framework = framework
        self._merged = find_merged(table, ("points",), "code", self._leaves.__contains__)
        self.faults = self._merged.faults
        self.hidden = 0
        self.blank: set[str] = set()

    def lines(self) -> Iterator[ScoreLine]:
        """The readable rows with points."""
        for number, row in self._table.body():
            if number in self._merged.rows:
                continue
            try:
                line = self._line(number, self._named(row))
            except CellRefused as error:
                self._fault(error.address, error.detail)
                continue
            if line is not None:
                self.hidden += self._table.hides(number, ("points",))
                yield line

    def _named(self, row: Row) -> dict[str, int]:
        return {field: column for field, column in self._table.columns.items() if column in row}

    def _line(self, number: int, filled: Mapping[str, int]) -> ScoreLine | None:
        row = self._table.grid.rows[number]
        if "code" not in filled:
            self._note_missing_code(row, filled)
            return None
        code_cell = row[filled["code"]]
        code = code_in(code_cell)
        if code in self._groups:
            return None
        if code not in self._leaves:
            raise CellRefused(code_cell, f"Bộ chỉ số {self._framework.code} không có tiêu chí “{code[:40]}”.")
        if code in self._seen:
            raise CellRefused(code_cell, f"Mã {code} bị lặp (đã có ở ô {self._seen[code]}).")
        self._seen[code] = code_cell.address
        if "unit" in filled and row[filled["unit"]].text != self._area:
            raise CellRefused(row[filled["unit"]], f"Dòng này của đơn vị khác, không phải {self._area}.")
        reason = note_in(row[filled["reason"]]) if "reason" in filled else None
        if "points" not in filled:
            if reason is not None:
                raise CellRefused(
                    row[filled["reason"]], "Dòng có ghi chú nhưng chưa có điểm. Hãy nhập điểm, hoặc xoá cả ghi chú."
                )
            self.blank.add(code)
            return None
        points = self._points(code, row[filled["points"]])
        return ScoreLine(code, points, reason, self._table.addresses(number))

    def _points(self, code: str, cell: Cell) -> Decimal:
        """The points of a cell, within the criterion's limits: whatever is wrong is named in one go."""
        points = number_in(cell)
        try:
            check_score(self._framework, code, points)
        except InputInvalid as error:
            raise CellRefused(cell, error.detail) from error
        return points

    def _note_missing_code(self, row: Row, filled: Mapping[str, int]) -> None:
        is_total = "name" in filled and fold(row[filled["name"]].text).startswith(_TOTAL)
        if "points" in filled and not is_total:
            self._fault(row[filled["points"]].address, "Dòng có điểm nhưng thiếu mã tiêu chí.")

    def _fault(self, address: str, detail: str) -> None:
        self.faults.append(Fault(pointer=cell_pointer(self._table.grid.name, address), detail=detail))
