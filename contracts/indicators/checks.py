"""Checks (kiểm tra số liệu): what the rules find in the cells of a submission."""

from enum import StrEnum

from pydantic import Field

from kit.shapes import Flag, Schema, Text, Whole


class Severity(StrEnum):
    """How bad a finding is: an error blocks sending, a warning does not, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITIES = "error: lỗi, không gửi được, warning: cảnh báo, note: lưu ý"


class CheckResult(Schema):
    """One finding; `field` is the part of the cell it speaks of, empty for the whole cell."""

    severity: Severity = Field(title="Mức độ", description=SEVERITIES)
    rule: Text = Field(title="Quy tắc", examples=["required"])
    indicator: Text = Field(title="Mã chỉ tiêu")
    field: Text = Field(title="Phần của ô", description="value, numerator, denominator hoặc trống")
    message: Text = Field(title="Nội dung")
    must_explain: Flag = Field(title="Phải giải trình")
    explained: Flag = Field(title="Đã giải trình")


class CheckReport(Schema):
    """Everything found in a submission, worst first, then in the order of the form."""

    errors: Whole = Field(title="Số lỗi")
    warnings: Whole = Field(title="Số cảnh báo")
    notes: Whole = Field(title="Số lưu ý")
    unexplained: Whole = Field(title="Số phát hiện phải giải trình mà chưa giải trình")
    results: list[CheckResult] = Field(title="Các phát hiện")
