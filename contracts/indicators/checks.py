"""Checks (kiểm tra số liệu): what the rules find in the cells of a submission."""

from enum import StrEnum

from pydantic import Field

from kit.shapes import Flag, Number, Schema, Text, Whole


class Severity(StrEnum):
    """How bad a finding is: an error blocks sending, a warning does not, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITIES = "error: lỗi, không gửi được, warning: cảnh báo, note: lưu ý"


class OutlierMethod(StrEnum):
    """Standard ways to tell that a number stands apart from a sample."""

    Z_SCORE = "z_score"
    MODIFIED_Z = "modified_z"
    TUKEY = "tukey"


METHODS = (
    "z_score: trung bình ± 3 độ lệch chuẩn, modified_z: theo trung vị và MAD, quá 3,5 (Iglewicz và Hoaglin 1993), "
    "tukey: ngoài hàng rào 1,5 lần khoảng tứ phân vị"
)


class MethodBounds(Schema):
    """What one method takes for usual, and how far the number stands out."""

    method: OutlierMethod = Field(title="Phương pháp", description=METHODS)
    score: Number = Field(title="Điểm", description="Độ lệch theo thang của phương pháp; quá ngưỡng là bất thường")
    lower: Number = Field(title="Thấp nhất còn bình thường")
    upper: Number = Field(title="Cao nhất còn bình thường")


class CellPlace(Schema):
    """A part of a cell; `field` is empty for the whole cell."""

    indicator: Text = Field(title="Mã chỉ tiêu")
    field: Text = Field(title="Phần của ô", description="value, numerator, denominator hoặc trống")


class CheckResult(Schema):
    """One finding; `field` is the part of the cell it speaks of, empty for the whole cell."""

    severity: Severity = Field(title="Mức độ", description=SEVERITIES)
    rule: Text = Field(title="Quy tắc", examples=["required"], description="form.<khóa>: quy tắc của biểu mẫu")
    name: Text = Field(title="Tên quy tắc")
    indicator: Text = Field(title="Mã chỉ tiêu")
    field: Text = Field(title="Phần của ô", description="value, numerator, denominator hoặc trống")
    cells: list[CellPlace] = Field(title="Các ô liên quan", description="Ô đầu tiên là ô cần xem")
    message: Text = Field(title="Nội dung")
    value: Number | None = Field(title="Số được xét")
    lower: Number | None = Field(title="Không thấp hơn")
    upper: Number | None = Field(title="Không cao hơn")
    methods: list[MethodBounds] = Field(title="Phương pháp phát hiện", description="Chỉ với số bất thường")
    must_explain: Flag = Field(title="Phải giải trình")
    explained: Flag = Field(title="Đã giải trình")
    explanation: Text | None = Field(title="Giải trình")


class UnappliedCheck(Schema):
    """A check that could not be made of a cell, and why."""

    rule: Text = Field(title="Quy tắc")
    name: Text = Field(title="Tên quy tắc")
    indicator: Text = Field(title="Mã chỉ tiêu")
    reason: Text = Field(title="Lý do")


class CheckReport(Schema):
    """Everything found in a submission: errors, warnings, notes, each in the order of the form."""

    errors: Whole = Field(title="Số lỗi")
    warnings: Whole = Field(title="Số cảnh báo")
    notes: Whole = Field(title="Số lưu ý")
    unexplained: Whole = Field(title="Số phát hiện phải giải trình mà chưa giải trình")
    results: list[CheckResult] = Field(title="Các phát hiện")
    unapplied: list[UnappliedCheck] = Field(title="Phép kiểm tra không áp dụng được")
