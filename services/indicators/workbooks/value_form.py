"""The template of values (biểu số liệu): indicators locked, numbers of one unit and period open."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.imports import ImportKind
from contracts.periods import Period
from kit.numbers import write_number
from services.indicators.workbooks.paper import FIRST_ROW, Column, Heading, Paper
from services.indicators.workbooks.values import TITLE

_COLUMNS = (
    Column("Mã chỉ tiêu", 14),
    Column("Tên chỉ tiêu", 54),
    Column("Đơn vị tính", 14),
    Column("Tử số", 14, numeric=True),
    Column("Mẫu số", 14, numeric=True),
    Column("Giá trị", 14, numeric=True),
    Column("Ghi chú", 40),
)
_CODE, _NAME, _UNIT, _NUMERATOR, _DENOMINATOR, _VALUE, _NOTE = range(1, 8)
"""In the order of the grid on the page, so that a copied block fits both."""
_ENDLESS = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One indicator of the form."""

    code: str
    name: str
    unit: str
    kind: IndicatorKind
    minimum: Decimal | None
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class ValueForm:
    """What a template is made of."""

    area: str
    area_name: str
    period: Period
    rows: Sequence[ValueRow]


def write_value_form(form: ValueForm) -> bytes:
    """The template as an xlsx file."""
    paper = Paper(TITLE, _heading(form), _COLUMNS)
    for row, indicator in enumerate(form.rows, start=FIRST_ROW):
        _write(paper, row, indicator)
    return paper.finish({"kind": ImportKind.VALUES.value, "area": form.area, "period": str(form.period)})


def _heading(form: ValueForm) -> Heading:
    return Heading(
        title=f"Biểu số liệu {form.period.label}",
        unit=f"{form.area_name} ({form.area})",
        subject=("Danh mục", "Chỉ tiêu chuyển đổi số"),
        period=str(form.period),
        guide=(
            "Chỉ nhập vào các ô nền vàng. Tỷ lệ: nhập Tử số và Mẫu số (hệ thống tự chia); nếu chỉ có con số phần trăm"
            " thì nhập vào Giá trị.",
            "Không nhập công thức, không sửa mã, không thêm cột. Dòng để trống thì giữ nguyên số đã lưu.",
            "Nhập xong: lưu tệp rồi tải lên ở trang Nhập số liệu.",
        ),
    )


def _write(paper: Paper, row: int, indicator: ValueRow) -> None:
    paper.put(row, _CODE, indicator.code)
    paper.put(row, _NAME, indicator.name)
    paper.put(row, _UNIT, indicator.unit)
    paper.ask(row, _VALUE)
    for column in (_NUMERATOR, _DENOMINATOR):
        if indicator.kind is IndicatorKind.RATIO:
            paper.ask(row, column)
        else:
            paper.put(row, column, "")
    paper.ask(row, _NOTE)
    paper.fit(row, {_NAME: indicator.name})
    _limit(paper, row, indicator)


def _limit(paper: Paper, row: int, indicator: ValueRow) -> None:
    low = -_ENDLESS if indicator.minimum is None else indicator.minimum
    high = _ENDLESS if indicator.maximum is None else indicator.maximum
    words = [
        f"từ {write_number(indicator.minimum)}" if indicator.minimum is not None else "",
        f"đến {write_number(indicator.maximum)}" if indicator.maximum is not None else "",
    ]
    says = " ".join(["Nhập số", *filter(None, words), f"({indicator.unit})."])
    paper.limit(_VALUE, (row, row), f"{low:f}", f"{high:f}", says)
    if indicator.kind is IndicatorKind.RATIO:
        for column in (_NUMERATOR, _DENOMINATOR):
            paper.limit(column, (row, row), "0", f"{_ENDLESS:f}", "Nhập số từ 0 trở lên.")
