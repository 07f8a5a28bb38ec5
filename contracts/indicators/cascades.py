"""Cascades (giao mục tiêu): a target handed down to the units of its area, and whether they make up the whole."""

from enum import StrEnum

from pydantic import Field

from contracts.directory import AreaId
from contracts.indicators.targets import Target
from contracts.indicators.values import IndicatorCode
from kit.shapes import Flag, Line, Number, Schema, Text, Whole

MOST_UNITS = 500


class CascadeWay(StrEnum):
    """How the target of an area is handed down to its units."""

    EQUAL = "equal"
    SHARES = "shares"
    DENOMINATORS = "denominators"
    VALUES = "values"


class CheckMethod(StrEnum):
    """How the targets of units are held against the target of the area above them."""

    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"
    EVERY_UNIT = "every_unit"
    NONE = "none"


METHODS = "sum: cộng lại, weighted_mean: trung bình theo mẫu số, every_unit: từng đơn vị, none: không kiểm tra được"
WAYS = (
    "equal: mỗi đơn vị một mức như nhau, shares: chia theo tỷ trọng đã cho, denominators: chia theo mẫu số của số liệu"
    " mới nhất, values: mỗi đơn vị một mức đã cho"
)


class UnitShare(Schema):
    """What one unit is given: a share of the whole, or a value of its own."""

    area: AreaId = Field(title="Đơn vị")
    value: Number = Field(title="Tỷ trọng hoặc mức")


class CascadeCreate(Schema):
    """Hand a target down to every unit directly below its area."""

    way: CascadeWay = Field(title="Cách giao", description=WAYS)
    units: list[UnitShare] = Field(
        default_factory=list, max_length=MOST_UNITS, title="Từng đơn vị", description="Với shares và values"
    )
    by: IndicatorCode | None = Field(
        default=None, title="Chia theo mẫu số của chỉ tiêu", description="Với denominators; trống: chính chỉ tiêu này"
    )
    reason: Line | None = Field(default=None, title="Lý do")


class CascadeCheck(Schema):
    """Whether what the units are to reach makes up what the area is to reach."""

    method: CheckMethod = Field(title="Cách kiểm tra", description=METHODS)
    expected: Number | None = Field(title="Mục tiêu của địa bàn")
    found: Number | None = Field(title="Các đơn vị cộng lại")
    difference: Number | None = Field(title="Chênh lệch", description="Số dương: các đơn vị nhiều hơn")
    holds: Flag | None = Field(title="Khớp", description="Trống khi không kiểm tra được")
    rule: Text = Field(title="Vì sao, bằng lời")


class CascadeReceipt(Schema):
    """What handing down did."""

    created: Whole = Field(title="Số mục tiêu đã giao")
    skipped: Whole = Field(title="Số đơn vị đã có từ trước")
    check: CascadeCheck = Field(title="Kiểm tra tổng")


class MissingUnit(Schema):
    """A unit that has not been given a target."""

    area: Text = Field(title="Đơn vị")
    name: Text = Field(title="Tên")


class TargetCascade(Schema):
    """A target as handed down: the units' own targets, who has none, and whether they add up."""

    target: Text = Field(title="Mã mục tiêu")
    units_total: Whole = Field(title="Số đơn vị")
    units_with: Whole = Field(title="Số đơn vị đã được giao")
    missing: list[MissingUnit] = Field(title="Đơn vị chưa được giao")
    check: CascadeCheck = Field(title="Kiểm tra tổng")
    children: list[Target] = Field(title="Mục tiêu của các đơn vị")
