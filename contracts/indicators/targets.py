"""Targets (mục tiêu): what an area has to reach by when, said where; how it stands, and how it was handed down."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.directory import AreaId
from contracts.indicators.values import IndicatorCode
from contracts.periods import PeriodText
from kit.shapes import Day, Flag, Instant, Line, Note, Number, Schema, Text, Whole

OwnerCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9.]{3,35}$")]
MOST_MILESTONES = 40


class Comparator(StrEnum):
    """How a figure is held against the target; a text cannot be held against anything."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="
    RANGE = "range"
    TEXT = "text"


class Trajectory(StrEnum):
    """Where the figure should be on the way to the target."""

    NONE = "none"
    LINEAR = "linear"
    MILESTONES = "milestones"


class TargetStatus(StrEnum):
    """How an area stands to its target; derived, never entered."""

    ON_TRACK = "on_track"
    WATCH = "watch"
    LATE = "late"
    MET = "met"
    NO_DATA = "no_data"


class TargetSource(StrEnum):
    """Where a target was taken from."""

    ENTERED = "entered"
    API = "api"
    DOCUMENT = "document"
    ILLUSTRATIVE = "illustrative"


COMPARATORS = (
    ">=: từ, >: trên, <=: không quá, <: dưới, =: đạt (hoặc tốt hơn theo chiều của chỉ tiêu), range: trong khoảng,"
    " text: bằng lời"
)
TRAJECTORIES = "none: không nêu, linear: tăng đều từ mức xuất phát, milestones: theo từng mốc"
STATUSES = "on_track: đúng tiến độ, watch: cần theo dõi, late: chậm, met: đã đạt, no_data: chưa đánh giá được"
SOURCES = "entered: nhập trên trang, api: gửi từ hệ thống, document: theo văn bản, illustrative: minh hoạ"


class Milestone(Schema):
    """A value to be reached on the way, by the end of a period."""

    period: PeriodText = Field(title="Kỳ")
    value: Number = Field(title="Mức phải đạt")


class Baseline(Schema):
    """Where the way to a target begins."""

    period: PeriodText = Field(title="Kỳ xuất phát")
    value: Number = Field(title="Mức xuất phát")


class TargetInstrument(Schema):
    """The document a target stands in, and where in it."""

    number: Line = Field(title="Số hiệu", examples=["03/NQ-CP"])
    issued_on: Day | None = Field(default=None, title="Ngày ban hành")
    issuer: Line | None = Field(default=None, title="Cơ quan ban hành")
    place: Line | None = Field(default=None, title="Vị trí trong văn bản", examples=["Phụ lục I, mục 11.1"])


class TargetTerms(Schema):
    """What has to be reached by when; what may be changed later."""

    indicator: IndicatorCode | None = Field(
        default=None, title="Chỉ tiêu đo", description="Trống: chưa có chỉ tiêu đo, `measure` nói bằng lời"
    )
    measure: Line | None = Field(default=None, title="Đo cái gì", description="Trống: lấy tên chỉ tiêu")
    horizon: PeriodText = Field(title="Năm hoặc kỳ đích", examples=["2030"])
    comparator: Comparator = Field(title="So sánh", description=COMPARATORS)
    value: Number | None = Field(default=None, title="Mức phải đạt", description="Với range: mức thấp")
    value_to: Number | None = Field(default=None, title="Mức cao của khoảng")
    text: Note | None = Field(default=None, title="Mục tiêu bằng lời")
    unit: Line | None = Field(default=None, title="Đơn vị tính", description="Trống: lấy của chỉ tiêu")
    owner: Line | None = Field(default=None, title="Cơ quan chủ trì")
    owner_code: OwnerCode | None = Field(default=None, title="Mã định danh cơ quan chủ trì", examples=["H38"])
    instrument: TargetInstrument | None = Field(default=None, title="Văn bản")
    baseline: Baseline | None = Field(default=None, title="Mức xuất phát")
    trajectory: Trajectory = Field(default=Trajectory.NONE, title="Lộ trình", description=TRAJECTORIES)
    milestones: list[Milestone] = Field(default_factory=list, max_length=MOST_MILESTONES, title="Các mốc")
    note: Note | None = Field(default=None, title="Ghi chú")


class TargetCreate(TargetTerms):
    """A new target of one area."""

    area: AreaId = Field(title="Địa bàn")
    parent: UUID | None = Field(default=None, title="Mục tiêu cấp trên")


class TargetUpdate(TargetTerms):
    """A target as it shall read from now on, and why."""

    reason: Line = Field(title="Lý do thay đổi")


class TargetForecast(Schema):
    """Where the trend leads by the horizon, under the assumption said in `text`."""

    value: Number = Field(title="Mức dự báo vào năm đích")
    shortfall: Number = Field(title="Dự báo còn thiếu", description="0 khi dự báo đạt")
    slope: Number = Field(title="Thay đổi mỗi kỳ", description="Trung vị độ dốc của mọi cặp kỳ (Theil–Sen)")
    points: Whole = Field(title="Số kỳ đã dùng")
    first: Text = Field(title="Kỳ đầu đã dùng")
    last: Text = Field(title="Kỳ cuối đã dùng")
    reached_in: Text | None = Field(title="Dự báo đạt vào kỳ")
    capped: Flag = Field(title="Đã chặn ở giới hạn của chỉ tiêu")
    text: Text = Field(title="Dự báo bằng lời, có giả định")


class TargetFigure(Schema):
    """The newest figure a target is held against."""

    value: Number | None = Field(title="Giá trị")
    period: Text = Field(title="Kỳ")
    units: Whole | None = Field(title="Tổng hợp từ số đơn vị", description="Trống khi là số tự báo cáo")
    units_total: Whole | None = Field(title="Trên tổng số đơn vị")
    illustrative: Flag = Field(title="Là số liệu minh hoạ")


class TargetStanding(Schema):
    """How an area stands to a target now, and by which rule."""

    status: TargetStatus = Field(title="Trạng thái", description=STATUSES)
    rule: Text = Field(title="Vì sao, bằng lời")
    figure: TargetFigure | None = Field(title="Số liệu mới nhất")
    required: Number | None = Field(title="Mức phải có ở kỳ đó theo lộ trình")
    gap: Number | None = Field(title="Còn thiếu so với mục tiêu", description="0 khi đã đạt")
    forecast: TargetForecast | None = Field(title="Dự báo")
    no_forecast: Text | None = Field(title="Vì sao không dự báo")


class Target(TargetTerms):
    """A target as it stands."""

    id: Text = Field(title="Mã mục tiêu")
    version: Whole = Field(title="Phiên bản", description="Dùng cho If-Match")
    measure: Text = Field(title="Đo cái gì")
    unit: Text = Field(title="Đơn vị tính")
    indicator_name: Text | None = Field(title="Tên chỉ tiêu")
    area: Text = Field(title="Địa bàn")
    area_name: Text = Field(title="Tên địa bàn")
    goal: Text = Field(title="Mục tiêu bằng lời", examples=["từ 80% trở lên"])
    parent: Text | None = Field(title="Mục tiêu cấp trên")
    source: TargetSource = Field(title="Lấy từ", description=SOURCES)
    illustrative: Flag = Field(title="Là mục tiêu minh hoạ")
    updated_at: Instant = Field(title="Lúc sửa gần nhất")
    updated_by: Text = Field(title="Người sửa gần nhất")
    withdrawn_at: Instant | None = Field(title="Lúc rút")
    withdrawn_reason: Text | None = Field(title="Lý do rút")
    standing: TargetStanding = Field(title="Tình trạng")


class ProgressPoint(Schema):
    """One period on the way: the figure, and where it should have been."""

    period: Text = Field(title="Kỳ")
    value: Number | None = Field(title="Giá trị")
    required: Number | None = Field(title="Mức phải có theo lộ trình")
    illustrative: Flag = Field(title="Là số liệu minh hoạ")


class PathCorner(Schema):
    """A corner of the required line: where it begins, a milestone, or the target."""

    period: Text = Field(title="Kỳ")
    value: Number = Field(title="Mức")
    name: Text = Field(title="Là gì", examples=["Mức xuất phát"])


class TargetChange(Schema):
    """One field of a target that changed, as people read it."""

    field: Text = Field(title="Trường")
    name: Text = Field(title="Tên trường")
    before: Text | None = Field(title="Trước")
    after: Text | None = Field(title="Sau")


class TargetRevision(Schema):
    """One version of a target: who made it, when, why, and what it changed."""

    version: Whole = Field(title="Phiên bản")
    at: Instant = Field(title="Lúc")
    by: Text = Field(title="Người sửa")
    reason: Text | None = Field(title="Lý do")
    changes: list[TargetChange] = Field(title="Thay đổi")


class TargetDetail(Target):
    """A target with its way so far, the required line, and every change."""

    progress: list[ProgressPoint] = Field(title="Diễn biến")
    path: list[PathCorner] = Field(title="Đường phải đạt")
    children: Whole = Field(title="Số đơn vị đã được giao")
    revisions: list[TargetRevision] = Field(title="Lịch sử thay đổi")


class TargetCounts(Schema):
    """How many targets stand how, and by what they can be narrowed further."""

    total: Whole = Field(title="Tổng số")
    on_track: Whole = Field(title="Đúng tiến độ")
    watch: Whole = Field(title="Cần theo dõi")
    late: Whole = Field(title="Chậm")
    met: Whole = Field(title="Đã đạt")
    no_data: Whole = Field(title="Chưa đánh giá được")
    horizons: list[Text] = Field(title="Các năm đích")
    instruments: list[Text] = Field(title="Các văn bản")
