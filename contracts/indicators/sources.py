"""Several sources of one number (nguồn và số liệu vênh nhau): what each says, side by side, and which was chosen."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from contracts.directory import AreaId
from contracts.indicators.values import QUALIFIERS, IndicatorCode, Qualifier, Value
from contracts.periods import PeriodText
from kit.shapes import Day, Flag, Instant, Line, Note, Number, Schema, Text, Whole


class SourceKind(StrEnum):
    """What kind of source says it; `derived` was concluded from others, by whoever recorded it."""

    INSTRUMENT = "instrument"
    REPORT = "report"
    SPEECH = "speech"
    PRESS = "press"
    SYSTEM = "system"
    DERIVED = "derived"


SOURCE_KINDS = (
    "instrument: văn bản, report: báo cáo, speech: phát biểu, press: báo chí, system: hệ thống khác, derived: suy luận"
)


class MatterState(StrEnum):
    """How a matter stands: its sources disagree and nobody has chosen, somebody has, or they agree."""

    OPEN = "open"
    DECIDED = "decided"
    AGREEING = "agreeing"


MATTER_STATES = "open: vênh, chưa chọn; decided: vênh, đã chọn; agreeing: khớp hoặc chỉ có một nguồn"


class ObservationState(StrEnum):
    """Whether somebody has looked at what was recorded: it waits, is accepted, or was withdrawn with a reason."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


OBSERVATION_STATES = (
    "waiting: chờ soát, chỉ người trong phạm vi thấy; accepted: đã nhận, công khai; "
    "withdrawn: đã rút, còn trong lịch sử"
)


class ObservationCreate(Schema):
    """What one source says: of a cell (indicator, area, period), or of something in words."""

    indicator: IndicatorCode | None = Field(default=None, title="Mã chỉ tiêu")
    area: AreaId = Field(title="Mã địa bàn")
    period: PeriodText | None = Field(default=None, title="Kỳ", examples=["2026-Q3"])
    measure: Line | None = Field(default=None, title="Nội dung đo", description="Bắt buộc khi không có chỉ tiêu")
    scope: Line | None = Field(default=None, title="Phạm vi theo lời nguồn")
    value: Number | None = Field(default=None, title="Giá trị")
    numerator: Number | None = Field(default=None, title="Tử số")
    denominator: Number | None = Field(default=None, title="Mẫu số")
    said: Line | None = Field(default=None, title="Giá trị bằng lời", description="Khi nguồn không nói bằng một con số")
    unit: Line | None = Field(default=None, title="Đơn vị tính")
    qualifier: Qualifier = Field(default=Qualifier.EXACTLY, title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(default=None, title="Tính đến ngày")
    kind: SourceKind = Field(title="Loại nguồn", description=SOURCE_KINDS)
    source: Line = Field(title="Nguồn")
    quote: Note | None = Field(default=None, title="Nguyên văn")
    instrument: Line | None = Field(default=None, title="Số, ký hiệu văn bản")
    reference: Line | None = Field(default=None, title="Mã trích dẫn", description="Chỗ trong nguồn: trang, mục, mã")
    evidence: Line | None = Field(default=None, title="Liên kết minh chứng")
    note: Note | None = Field(default=None, title="Ghi chú")
    doubt: Note | None = Field(default=None, title="Điểm còn ngờ")


class Observation(Schema):
    """What one source says, as it was recorded; that never changes, only whether it is accepted or withdrawn."""

    id: UUID = Field(title="Mã số ghi nhận")
    state: ObservationState = Field(title="Tình trạng", description=OBSERVATION_STATES)
    accepted_at: Instant | None = Field(title="Lúc nhận", description="Trống: nhận ngay khi ghi, hoặc chưa nhận")
    accepted_by: Text | None = Field(title="Người nhận")
    withdrawn_at: Instant | None = Field(title="Lúc rút")
    withdrawn_by: Text | None = Field(title="Người rút")
    withdrawal: Text | None = Field(title="Lý do rút")
    indicator: Text | None = Field(title="Mã chỉ tiêu")
    area: Text | None = Field(title="Mã địa bàn")
    area_name: Text | None = Field(title="Tên địa bàn")
    period: Text | None = Field(title="Kỳ")
    measure: Text = Field(title="Nội dung đo")
    scope: Text | None = Field(title="Phạm vi theo lời nguồn")
    value: Number | None = Field(title="Giá trị", description="Với tỷ lệ: tính từ tử số và mẫu số")
    numerator: Number | None = Field(title="Tử số")
    denominator: Number | None = Field(title="Mẫu số")
    said: Text | None = Field(title="Giá trị bằng lời")
    unit: Text | None = Field(title="Đơn vị tính")
    qualifier: Qualifier = Field(title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(title="Tính đến ngày")
    kind: SourceKind = Field(title="Loại nguồn", description=SOURCE_KINDS)
    source: Text = Field(title="Nguồn")
    quote: Text | None = Field(title="Nguyên văn")
    instrument: Text | None = Field(title="Số, ký hiệu văn bản")
    reference: Text | None = Field(title="Mã trích dẫn")
    evidence: Text | None = Field(title="Liên kết minh chứng")
    note: Text | None = Field(title="Ghi chú")
    doubt: Text | None = Field(title="Điểm còn ngờ")
    matters: list[UUID] = Field(title="Thuộc các việc đối chiếu")
    is_chosen: Flag = Field(title="Đang được chọn")
    at: Instant = Field(title="Lúc ghi nhận")
    by: Text = Field(title="Người ghi nhận")


class ObservationVerb(StrEnum):
    """What can be done with an observation."""

    ACCEPT = "accept"
    WITHDRAW = "withdraw"


class ObservationReview(Observation):
    """One observation, with what its reader may do with it."""

    allowed: list[ObservationVerb] = Field(title="Việc được làm", description="accept: nhận, withdraw: rút")


class Resolution(Schema):
    """One choice between sources; choices are added, never changed."""

    observation: UUID = Field(title="Số được chọn")
    reason: Text = Field(title="Lý do")
    at: Instant = Field(title="Lúc chọn")
    by: Text = Field(title="Người chọn")


class Matter(Schema):
    """What observations speak of together: one cell, or one thing in words; with every side and every choice."""

    id: UUID = Field(title="Mã việc đối chiếu")
    version: Whole = Field(title="Phiên bản", description="Gửi lại trong If-Match khi chọn")
    state: MatterState = Field(title="Tình trạng", description=MATTER_STATES)
    indicator: Text | None = Field(title="Mã chỉ tiêu")
    area: Text | None = Field(title="Mã địa bàn")
    area_name: Text | None = Field(title="Tên địa bàn")
    period: Text | None = Field(title="Kỳ")
    title: Text = Field(title="Nội dung")
    explanation: Text | None = Field(title="Vênh ở đâu")
    unit: Text | None = Field(title="Đơn vị tính")
    difference: Number | None = Field(title="Chênh lệch lớn nhất", description="Giữa các số, kể cả số đang công bố")
    published: Value | None = Field(title="Số đang công bố")
    chosen: UUID | None = Field(title="Số được chọn")
    sides: list[Observation] = Field(title="Các nguồn nói gì")
    resolutions: list[Resolution] = Field(title="Các lần chọn, mới nhất trước")


class ObservationWithdrawal(Schema):
    """Why what was recorded of a source does not hold."""

    reason: Line = Field(title="Lý do rút")


class ObservationChoice(Schema):
    """The choice of one source among several, with its reason."""

    reason: Line = Field(title="Lý do chọn")
    matter: UUID | None = Field(
        default=None, title="Việc đối chiếu", description="Bắt buộc khi số ghi nhận thuộc nhiều việc đối chiếu"
    )
