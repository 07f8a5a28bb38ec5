"""Workbooks: what an import of values or scores did."""

from enum import StrEnum

from pydantic import Field

from kit.shapes import Schema, Text, Whole


class ImportKind(StrEnum):
    """What the workbook holds: values of indicators, or points of a framework's sheet."""

    VALUES = "values"
    ASSESSMENT = "assessment"


KINDS = "values: số liệu chỉ tiêu, assessment: phiếu điểm"


class ImportReceipt(Schema):
    """A finished import; a refused one is a 422 whose errors name sheet and cell, or line and column of a text file."""

    kind: ImportKind = Field(title="Loại tệp", description=KINDS)
    file_name: Text = Field(title="Tên tệp")
    sheet: Text = Field(title="Trang tính đã đọc")
    rows: Whole = Field(title="Số dòng có dữ liệu")
    created: Whole = Field(title="Thêm mới")
    changed: Whole = Field(title="Sửa")
    unchanged: Whole = Field(title="Không đổi", description="Dòng được gửi nhưng trùng với số đã lưu")
    untouched: Whole = Field(
        default=0,
        title="Không đụng tới",
        description="Dòng người gửi để nguyên như khi tải mẫu; số trên hệ thống giữ nguyên",
    )
    emptied: Whole = Field(default=0, title="Số dòng bị xoá số trong tệp", description="Số đã lưu vẫn giữ nguyên")
    hidden: Whole = Field(default=0, title="Số dòng đã đọc nằm ở dòng hoặc cột đang ẩn của tệp")
    assessment: Text | None = Field(default=None, title="Hồ sơ đánh giá đã ghi")
    submission: Text | None = Field(default=None, title="Hồ sơ số liệu kỳ đã ghi")
