"""Outliers (số bất thường): numbers of a form and period that stand apart from their own past, or from other units."""

from enum import StrEnum

from pydantic import Field

from contracts.indicators.checks import MethodBounds
from kit.shapes import Flag, Number, Schema, Text, Whole


class OutlierBasis(StrEnum):
    """What a number is held against."""

    HISTORY = "history"
    PEERS = "peers"


BASES = "history: các kỳ trước của chính đơn vị, peers: các đơn vị khác trong biểu"


class OutlierSource(StrEnum):
    """Where the number stands."""

    SENT = "sent"
    PUBLISHED = "published"


class Outlier(Schema):
    """One number that stands apart, by which methods, and from how many others."""

    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    indicator: Text = Field(title="Mã chỉ tiêu")
    indicator_name: Text = Field(title="Tên chỉ tiêu")
    unit: Text = Field(title="Đơn vị tính")
    source: OutlierSource = Field(title="Nguồn", description="sent: đã gửi, chưa công bố, published: đã công bố")
    value: Number = Field(title="Số được xét", description="Với chỉ tiêu luỹ kế, so với quá khứ: mức tăng từ kỳ trước")
    basis: OutlierBasis = Field(title="So với", description=BASES)
    points: Whole = Field(title="Số điểm so sánh")
    methods: list[MethodBounds] = Field(title="Phương pháp phát hiện")
    must_explain: Flag = Field(title="Phải giải trình", description="Từ hai phương pháp trở lên cùng phát hiện")
    explanation: Text | None = Field(title="Giải trình")


class Outliers(Schema):
    """A page of what stands apart in a form and period within an area, by unit and line of the form.

    What was looked through is counted page by page: added up, the pages tell of the whole form.
    """

    form: Text = Field(title="Mã biểu mẫu")
    period: Text = Field(title="Kỳ")
    within: Text | None = Field(title="Trong địa bàn", description="Trống: mọi đơn vị người xem được xem")
    units: Whole = Field(title="Số đơn vị có số", description="Đã xét ở trang này; cộng mọi trang được cả biểu")
    numbers: Whole = Field(title="Số con số đã xét", description="Ở trang này")
    unapplied: Whole = Field(
        title="Không đủ điểm để xét", description="Ở trang này; không có phép so sánh nào áp dụng được"
    )
    items: list[Outlier] = Field(title="Các số bất thường", description="Có thể ít hơn số mục mỗi trang, kể cả trống")
    next: str | None = Field(
        title="Trang sau", description="Địa chỉ tương đối; trống ở trang cuối. Còn địa chỉ này là còn số chưa xét"
    )
