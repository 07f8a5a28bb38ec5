"""The template of a sheet of scores (phiếu điểm): criteria locked, points of one stage open, groups summed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.assessments import Stage
from contracts.indicators.imports import ImportKind
from contracts.periods import Period
from kit.numbers import write_number
from services.indicators.rules.framework import Framework, Node
from services.indicators.workbooks.memory import Memory, sealed
from services.indicators.workbooks.paper import FIRST_ROW, Column, Heading, Paper
from services.indicators.workbooks.scores import POINTS_HEADINGS, REASON_HEADINGS, TITLE

_TITLES = {
    Stage.SELF: "Phiếu tự đánh giá",
    Stage.APPRAISED: "Phiếu thẩm định",
    Stage.FINAL: "Phiếu công bố điểm",
}
_PAGES = {Stage.SELF: "Nhập số liệu", Stage.APPRAISED: "Chấm điểm", Stage.FINAL: "Chấm điểm"}
"""Where a filled workbook is sent."""
_BEFORE = {Stage.SELF: None, Stage.APPRAISED: Stage.SELF, Stage.FINAL: Stage.APPRAISED}
"""The stage whose points stand beside the open ones, to compare with."""
_CODE, _NAME, _MAXIMUM = 1, 2, 3


@dataclass(frozen=True, slots=True)
class ScoreForm:
    """What a template is made of; `points` and `reasons` are those already saved."""

    framework: Framework
    area: str
    area_name: str
    period: Period
    stage: Stage
    points: Mapping[tuple[str, Stage], Decimal]
    reasons: Mapping[tuple[str, Stage], str]
    version: int = 0

    @property
    def memory(self) -> Memory:
        """What the open cells show."""
        points = {code: number for (code, stage), number in self.points.items() if stage is self.stage}
        cells = {
            code: {"points": number, "reason": self.reasons.get((code, self.stage))} for code, number in points.items()
        }
        return Memory(cells, version=self.version)


def write_score_form(form: ScoreForm, key: bytes) -> bytes:
    """The template as an xlsx file that remembers, sealed by `key`, what it shows."""
    return _Writer(form).write(key)


class _Writer:
    """Fills one paper from top to bottom."""

    def __init__(self, form: ScoreForm) -> None:
        self._form = form
        self._before = _BEFORE[form.stage]
        self._points = _MAXIMUM + (1 if self._before is None else 2)
        self._paper = Paper(TITLE, self._heading(), self._columns())
        self._row = FIRST_ROW

    def write(self, key: bytes) -> bytes:
        form = self._form
        for node in form.framework.nodes:
            self._node(node)
        self._limit()
        meta = {
            "kind": ImportKind.ASSESSMENT.value,
            "framework": form.framework.code,
            "area": form.area,
            "period": str(form.period),
            "stage": form.stage.value,
        }
        return self._paper.finish(sealed(form.memory, meta, key))

    def _heading(self) -> Heading:
        form = self._form
        return Heading(
            title=f"{_TITLES[form.stage]} {form.period.label}",
            unit=f"{form.area_name} ({form.area})",
            subject=("Bộ chỉ số", f"{form.framework.name} ({form.framework.code})"),
            period=str(form.period),
            guide=(
                "Chỉ nhập vào các ô nền vàng. Điểm từ 0 đến điểm tối đa của dòng, nhiều nhất"
                f" {form.framework.scale.decimals} chữ số thập phân.",
                "Không nhập công thức, không sửa mã. Chỉ những ô anh chị sửa mới được ghi; ô để nguyên hoặc dòng để"
                " trống thì giữ điểm đã lưu.",
                f"Điểm của nhóm tự cộng. Nhập xong: lưu tệp rồi tải lên ở trang {_PAGES[form.stage]}.",
            ),
        )

    def _columns(self) -> list[Column]:
        columns = [Column("Mã", 11), Column("Tên tiêu chí", 62), Column("Điểm tối đa", 11, numeric=True)]
        if self._before is not None:
            columns.append(Column(POINTS_HEADINGS[self._before], 13, numeric=True))
        columns.append(Column(POINTS_HEADINGS[self._form.stage], 13, numeric=True))
        columns.append(Column(REASON_HEADINGS[self._form.stage], 44))
        return columns

    def _node(self, node: Node) -> list[int]:
        """Writes a node and all below it; gives the rows of its criteria."""
        row = self._row
        self._row += 1
        self._paper.put(row, _CODE, node.code)
        self._paper.put(row, _NAME, node.name)
        self._paper.put_number(row, _MAXIMUM, node.maximum)
        if node.is_leaf:
            self._leaf(row, node.code)
            return [row]
        self._paper.shade(row)
        rows = [leaf for child in node.children for leaf in self._node(child)]
        if self._form.framework.formula.value == "sum":
            for column in range(_MAXIMUM + 1, self._points + 1):
                self._paper.put_sum(row, column, _runs(rows))
        return rows

    def _leaf(self, row: int, code: str) -> None:
        form = self._form
        if self._before is not None:
            self._paper.put_number(row, _MAXIMUM + 1, form.points.get((code, self._before)))
        reason = form.reasons.get((code, form.stage))
        self._paper.ask(row, self._points, form.points.get((code, form.stage)))
        self._paper.ask(row, self._points + 1, reason)
        name = str(self._paper.sheet.cell(row, _NAME).value)
        self._paper.fit(row, {_NAME: name, self._points + 1: reason or ""})

    def _limit(self) -> None:
        largest = max(leaf.maximum for leaf in self._form.framework.leaves)
        says = f"Nhập số từ 0 đến điểm tối đa của dòng (không quá {write_number(largest)}). Ví dụ: 7,5"
        self._paper.limit(self._points, (FIRST_ROW, self._row - 1), "0", f"$C{FIRST_ROW}", says)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Neighbouring rows as first and last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
