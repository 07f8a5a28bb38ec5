"""Boundaries (địa giới): history read by the units as they were, or carried to the units in force now."""

from enum import StrEnum

from pydantic import Field

from kit.shapes import Flag, Number, Schema, Text, Whole


class Boundaries(StrEnum):
    """By which units history is read: as they were when it was reported, or those in force now."""

    THEN = "then"
    NOW = "now"


BOUNDARIES = "then: đơn vị như khi báo cáo, now: số của các đơn vị cũ được gộp về đơn vị hiện nay"


class CarriedPart(Schema):
    """A former unit of which only a part went into the unit."""

    area: Text = Field(title="Mã đơn vị cũ")
    area_name: Text = Field(title="Tên đơn vị cũ")
    share: Number | None = Field(
        title="Phần chuyển sang",
        description="Từ 0 đến 1; trống khi chưa có văn bản nào ghi: số của đơn vị này để ngoài",
    )


class Carried(Schema):
    """How a figure came to a unit that was not there yet: from former units, whole or in part."""

    units: Whole = Field(title="Số đơn vị cũ", description="Có hiệu lực vào ngày đếm của kỳ và chuyển vào đơn vị này")
    whole: Whole = Field(title="Số đơn vị cũ chuyển vào toàn bộ")
    parts: list[CarriedPart] = Field(title="Các đơn vị cũ chỉ chuyển vào một phần")
    complete: Flag = Field(title="Đủ", description="Không có phần nào phải để ngoài vì chưa biết tỷ lệ")
    estimated: Flag = Field(title="Có phần ước tính theo tỷ lệ")
    mergeable: Flag = Field(
        title="Gộp được", description="Sai khi chỉ tiêu không cộng được: số của từng đơn vị cũ nằm trong căn cứ"
    )
