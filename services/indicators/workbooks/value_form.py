"""The template of values (biểu số liệu): indicators locked, numbers of one unit and period open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.imports import ImportKind
from contracts.periods import Period
from kit.numbers import write_number
from services.indicators.rules.round_trip import Said, Standing
from services.indicators.workbooks.memory import Memory, sealed
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
    """What a template is made of; `standing` is what is saved already, by indicator.

    With a `form` (code and name) it is of a submission at a `version`, not of published values.
    """

    area: str
    area_name: str
    period: Period
    rows: Sequence[ValueRow]
    standing: Mapping[str, Standing] = field(default_factory=dict)
    form: tuple[str, str] | None = None
    version: int = 0


def write_value_form(form: ValueForm, key: bytes) -> bytes:
    """The template as an xlsx file that remembers, sealed by `key`, what it shows."""
    paper = Paper(TITLE, _heading(form), _COLUMNS)
    shown: dict[str, Said] = {}
    for row, indicator in enumerate(form.rows, start=FIRST_ROW):
        standing = form.standing.get(indicator.code)
        if standing is not None:
            shown[indicator.code] = standing.said
        _write(paper, row, indicator, shown.get(indicator.code, {}))
    revisions = {code: form.standing[code].revision for code in shown}
    return paper.finish(sealed(Memory(shown, revisions, form.version), _meta(form), key))


def _meta(form: ValueForm) -> dict[str, str]:
    meta = {"kind": ImportKind.VALUES.value, "area": form.area, "period": str(form.period)}
    return meta if form.form is None else {**meta, "form": form.form[0]}


def _heading(form: ValueForm) -> Heading:
    subject = ("Danh mục", "Chỉ tiêu chuyển đổi số")
    if form.form is not None:
        subject = ("Biểu mẫu", f"{form.form[1]} ({form.form[0]})")
    return Heading(
        title=f"Biểu số liệu {form.period.label}",
        unit=f"{form.area_name} ({form.area})",
        subject=subject,
        period=str(form.period),
        guide=(
            "Chỉ nhập vào các ô nền vàng. Tỷ lệ: nhập Tử số và Mẫu số (hệ thống tự chia); nếu chỉ có con số phần trăm"
            " thì nhập vào Giá trị.",
            "Không nhập công thức, không sửa mã. Chỉ những ô anh chị sửa mới được ghi; ô để nguyên hoặc để trống thì"
            " giữ số đã lưu.",
            "Nhập xong: lưu tệp rồi tải lên ở trang Nhập số liệu.",
        ),
    )


def _write(paper: Paper, row: int, indicator: ValueRow, said: Said) -> None:
    paper.put(row, _CODE, indicator.code)
    paper.put(row, _NAME, indicator.name)
    paper.put(row, _UNIT, indicator.unit)
    paper.ask(row, _VALUE, said.get("value"))
    for column, name in ((_NUMERATOR, "numerator"), (_DENOMINATOR, "denominator")):
        if indicator.kind is IndicatorKind.RATIO:
            paper.ask(row, column, said.get(name))
        else:
            paper.put(row, column, "")
    paper.ask(row, _NOTE, said.get("note"))
    paper.fit(row, {_NAME: indicator.name, _NOTE: str(said.get("note") or "")})
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
