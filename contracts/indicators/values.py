"""Values as entered (số liệu) and figures as read: reported, rolled up, or both side by side."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.directory import LEVELS, AreaId, AreaLevel
from contracts.indicators.boundaries import Carried
from contracts.indicators.definitions import Indicator
from contracts.periods import PeriodText
from kit.shapes import Day, Flag, Instant, Line, Note, Number, Schema, Text, Whole

IndicatorCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.-]{1,39}$")]


class Qualifier(StrEnum):
    """How exact the source was: chính xác, hơn, gần, ước tính."""

    EXACTLY = "exactly"
    OVER = "over"
    NEARLY = "nearly"
    ESTIMATED = "estimated"


class Source(StrEnum):
    """Where a value came from; `illustrative` was invented to fill a screen and is always marked so."""

    ENTERED = "entered"
    IMPORTED = "imported"
    API = "api"
    DOCUMENT = "document"
    FEED = "feed"
    ILLUSTRATIVE = "illustrative"


QUALIFIERS = "exactly: chính xác, over: hơn, nearly: gần, estimated: ước tính"
SOURCES = (
    "entered: nhập tay, imported: từ tệp, api: hệ thống gửi, document: theo văn bản, "
    "feed: hệ thống nội bộ gửi, illustrative: số liệu minh hoạ"
)


class ValueCreate(Schema):
    """One value to save: `value`, or `numerator` and `denominator` of a ratio."""

    indicator: IndicatorCode = Field(title="Mã chỉ tiêu")
    area: AreaId = Field(title="Mã địa bàn")
    period: PeriodText = Field(title="Kỳ", examples=["2026-Q3"])
    value: Number | None = Field(default=None, title="Giá trị")
    numerator: Number | None = Field(default=None, title="Tử số")
    denominator: Number | None = Field(default=None, title="Mẫu số")
    qualifier: Qualifier = Field(default=Qualifier.EXACTLY, title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(default=None, title="Tính đến ngày")
    note: Note | None = Field(default=None, title="Ghi chú")
    reason: Note | None = Field(default=None, title="Lý do sửa", description="Vì sao số đã lưu được sửa")


class ValueBatch(Schema):
    """Values saved together: all, or none."""

    values: list[ValueCreate] = Field(min_length=1, max_length=50_000, title="Các giá trị")


class ValueReceipt(Schema):
    """What a batch did; a repeated batch changes nothing and makes no revision."""

    received: Whole = Field(title="Số giá trị nhận được")
    created: Whole = Field(title="Thêm mới")
    changed: Whole = Field(title="Sửa (tạo bản sửa mới)")
    unchanged: Whole = Field(title="Không đổi")


class Value(Schema):
    """A published value as it stands, at its newest revision."""

    indicator: Text = Field(title="Mã chỉ tiêu")
    area: Text = Field(title="Mã địa bàn")
    area_name: Text = Field(title="Tên địa bàn")
    period: Text = Field(title="Kỳ")
    value: Number | None = Field(title="Giá trị", description="Với tỷ lệ: tính từ tử số và mẫu số")
    numerator: Number | None = Field(title="Tử số")
    denominator: Number | None = Field(title="Mẫu số")
    qualifier: Qualifier = Field(title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(title="Tính đến ngày")
    source: Source = Field(title="Nguồn", description=SOURCES)
    source_text: Text | None = Field(title="Trích nguồn")
    note: Text | None = Field(title="Ghi chú")
    status: Text = Field(
        title="Trạng thái",
        examples=["published"],
        description="published: đang công bố, withdrawn: đã rút, không còn số",
    )
    revision: Whole = Field(title="Lần sửa")
    updated_at: Instant = Field(title="Lúc lưu")
    updated_by: Text = Field(title="Người lưu")


class RevisedValue(Value):
    """A value as it was at one of its revisions; `status` is superseded once a newer one took its place."""

    reason: Text | None = Field(title="Lý do sửa")


class ValueRevision(Schema):
    """One revision of a value: who saved what, when, and why it changed."""

    revision: Whole = Field(title="Lần sửa")
    value: Number | None = Field(title="Giá trị")
    numerator: Number | None = Field(title="Tử số")
    denominator: Number | None = Field(title="Mẫu số")
    qualifier: Qualifier = Field(title="Mức chính xác", description=QUALIFIERS)
    source: Source = Field(title="Nguồn", description=SOURCES)
    note: Text | None = Field(title="Ghi chú")
    reason: Text | None = Field(title="Lý do sửa")
    at: Instant = Field(title="Lúc lưu")
    by: Text = Field(title="Người lưu")


class FigureBasis(StrEnum):
    """Whose number the headline is: the area's own report, or the sum of its units."""

    REPORTED = "reported"
    ROLLED_UP = "rolled_up"


class RolledUp(Schema):
    """A figure made from units below, and from how many of how many."""

    value: Number | None = Field(title="Giá trị tổng hợp")
    numerator: Number | None = Field(title="Tổng tử số")
    denominator: Number | None = Field(title="Tổng mẫu số")
    units: Whole = Field(title="Số đơn vị đã có số liệu")
    units_total: Whole = Field(title="Tổng số đơn vị")


class Figure(Schema):
    """What a reader sees for one indicator, area and period; the reported number is the headline where it exists."""

    indicator: Text = Field(title="Mã chỉ tiêu")
    area: Text = Field(title="Mã địa bàn")
    area_name: Text = Field(title="Tên địa bàn")
    area_short_name: Text = Field(title="Tên ngắn")
    level: AreaLevel = Field(title="Cấp", description=LEVELS)
    period: Text = Field(title="Kỳ")
    value: Number | None = Field(title="Số chính")
    basis: FigureBasis = Field(
        title="Cơ sở của số chính", description="reported: đơn vị tự báo cáo, rolled_up: tổng hợp từ cấp dưới"
    )
    qualifier: Qualifier = Field(title="Mức chính xác", description=QUALIFIERS)
    reported: Value | None = Field(title="Số đơn vị tự báo cáo")
    rolled_up: RolledUp | None = Field(title="Số tổng hợp từ cấp dưới")
    illustrative: Flag = Field(title="Có số liệu minh hoạ")
    carried: Carried | None = Field(
        default=None, title="Gộp từ đơn vị cũ", description="Chỉ khi đọc theo địa giới hiện nay một kỳ trước đơn vị này"
    )


class ProofPart(Schema):
    """One input of a rolled-up figure."""

    area: Text = Field(title="Mã địa bàn")
    area_name: Text = Field(title="Tên địa bàn")
    value: Number | None = Field(title="Giá trị")
    numerator: Number | None = Field(title="Tử số")
    denominator: Number | None = Field(title="Mẫu số")
    revision: Whole | None = Field(title="Lần sửa")
    source: Text | None = Field(title="Nguồn")
    share: Number | None = Field(
        default=None, title="Phần được tính", description="Với đơn vị cũ: 1 là toàn bộ, trống khi không chia"
    )
    withheld: Flag = Field(
        default=False, title="Để ngoài", description="Không cộng được, hoặc chưa biết phần nào thuộc đơn vị này"
    )


class OtherSource(Schema):
    """What one recorded source says of the same indicator, area and period."""

    observation: UUID = Field(title="Mã số ghi nhận")
    value: Number | None = Field(title="Giá trị")
    numerator: Number | None = Field(title="Tử số")
    denominator: Number | None = Field(title="Mẫu số")
    qualifier: Qualifier = Field(title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(title="Tính đến ngày")
    source: Text = Field(title="Nguồn")
    quote: Text | None = Field(title="Nguyên văn")
    is_chosen: Flag = Field(title="Đang được chọn")


class FigureProof(Schema):
    """Why a figure is what it is: the rule in words, the inputs, who has not reported, revisions, other sources."""

    figure: Figure = Field(title="Số liệu")
    rule: Text = Field(title="Quy tắc", examples=["Tổng tử số chia tổng mẫu số, làm tròn 2 chữ số"])
    parts: list[ProofPart] = Field(title="Các số thành phần")
    missing: list[Line] = Field(title="Đơn vị chưa có số liệu")
    revisions: list[ValueRevision] = Field(title="Các lần sửa của số tự báo cáo")
    matter: UUID | None = Field(default=None, title="Việc đối chiếu nguồn", description="Trống khi chưa ghi nhận nguồn")
    others: list[OtherSource] = Field(default_factory=list, title="Các nguồn nói gì về số này")


class TrendPoint(Schema):
    """One point of a trend."""

    period: Text = Field(title="Kỳ")
    value: Number | None = Field(title="Giá trị")


class IndicatorStanding(Schema):
    """One indicator of an area on its dashboard: latest figure, the one before, the trend."""

    indicator: Text = Field(title="Mã chỉ tiêu")
    figure: Figure | None = Field(title="Số mới nhất đến kỳ đang xem")
    previous: TrendPoint | None = Field(title="Số kỳ trước")
    trend: list[TrendPoint] = Field(title="Tám kỳ gần nhất")


class Overview(Schema):
    """Everything the dashboard of one area needs, in one answer."""

    area: Text = Field(title="Mã địa bàn")
    area_name: Text = Field(title="Tên địa bàn")
    period: Text = Field(title="Kỳ đang xem")
    periods: list[Text] = Field(title="Các kỳ có số liệu, mới nhất trước")
    indicators: list[Indicator] = Field(title="Các chỉ tiêu", description="Định nghĩa của mọi chỉ tiêu được xem")
    standings: list[IndicatorStanding] = Field(title="Số liệu theo từng chỉ tiêu", description="Cùng thứ tự")
    illustrative: Flag = Field(title="Có số liệu minh hoạ")
