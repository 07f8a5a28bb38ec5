"""Panels of appraisers (tổ thẩm định): who judges which sheets, what each gives, what the head agrees."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.directory import AreaId
from contracts.indicators.assessments import (
    RULES,
    SHEET_STATES,
    FrameworkCode,
    NodeCode,
    RuleKind,
    ScoreInputs,
    SheetState,
)
from contracts.periods import PeriodText
from kit.shapes import Flag, Instant, Line, Note, Number, Schema, Text, Whole

AccountId = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
ALLOTTED = "Mã các nhóm hoặc tiêu chí được giao; null: toàn bộ; rỗng: chỉ chủ trì, không chấm"
THRESHOLD = "Phần trăm điểm tối đa của tiêu chí; các thành viên cách nhau hơn thế là chưa thống nhất"


class PanelMember(Schema):
    """One member of a panel and what is allotted to them."""

    account: AccountId = Field(title="Mã tài khoản", description="Tài khoản ở cổng, có quyền Thẩm định")
    name: Line = Field(title="Họ tên")
    head: Flag = Field(default=False, title="Chủ trì")
    groups: list[NodeCode] | None = Field(default=None, max_length=200, title="Phần được giao", description=ALLOTTED)


class PanelTerms(Schema):
    """Who sits on a panel, and from where on they disagree."""

    members: list[PanelMember] = Field(min_length=1, max_length=50, title="Thành viên")
    threshold: Number = Field(default=10, ge=0, le=100, title="Ngưỡng chênh lệch", description=THRESHOLD)  # type: ignore[assignment]


class PanelCreate(PanelTerms):
    """A panel to be set up: it judges the sheets of the units within an area, or those of one class of units."""

    framework: FrameworkCode = Field(title="Bộ chỉ số")
    period: PeriodText = Field(title="Kỳ", examples=["2025"])
    area: AreaId = Field(title="Địa bàn", description="Các đơn vị trong địa bàn này")
    unit_class: Line | None = Field(default=None, title="Loại đơn vị", description="Khóa của loại; trống: mọi loại")


class PanelUpdate(PanelTerms):
    """A panel with other members."""

    reason: Note | None = Field(default=None, title="Lý do")


class PanelSummary(Schema):
    """A panel as a list shows it."""

    id: Text = Field(title="Mã tổ")
    framework: Text = Field(title="Bộ chỉ số")
    period: Text = Field(title="Kỳ")
    area: Text = Field(title="Địa bàn")
    area_name: Text = Field(title="Tên địa bàn")
    unit_class: Text | None = Field(title="Loại đơn vị")
    threshold: Number = Field(title="Ngưỡng chênh lệch", description=THRESHOLD)
    version: Whole = Field(title="Phiên bản", description="Dùng cho If-Match")
    members: list[PanelMember] = Field(title="Thành viên", description="Chủ trì trước")


class Panel(PanelSummary):
    """One panel."""

    created_at: Instant = Field(title="Lúc lập")
    updated_at: Instant = Field(title="Lúc sửa gần nhất")
    by: Text = Field(title="Người lập hoặc sửa sau cùng")


class PartState(StrEnum):
    """How far a member's part of a sheet is."""

    OPEN = "open"
    DONE = "done"
    RECUSED = "recused"


PARTS = "open: đang chấm, done: đã chấm xong, recused: không tham gia hồ sơ này"


class PanelScoreUpdate(ScoreInputs):
    """A member's score of one criterion: points, or the inputs of its rule; all of them null take it back."""

    code: NodeCode = Field(title="Mã tiêu chí")
    points: Number | None = Field(default=None, title="Điểm", description="Quy tắc manual")
    note: Note | None = Field(default=None, title="Nhận xét")


class PartUpdate(Schema):
    """What a member saves of their part: all of it, or nothing."""

    scores: list[PanelScoreUpdate] = Field(default_factory=list, max_length=1000, title="Điểm của thành viên")
    done: Flag = Field(default=False, title="Đã chấm xong", description="Từ đó thấy điểm của người khác, hết sửa")


class RuleAnswer(Schema):
    """One answer of a criterion that is scored by choosing, or one part of a criterion whose parts add up."""

    key: Text = Field(title="Khóa")
    label: Text = Field(title="Nội dung")
    share: Number = Field(title="Phần của điểm tối đa", description="0 đến 1")


class PartRow(Schema):
    """One criterion of a member's own part."""

    code: Text = Field(title="Mã tiêu chí")
    name: Text = Field(title="Tên tiêu chí")
    parent_code: Text | None = Field(title="Nhóm")
    max_points: Number = Field(title="Điểm tối đa")
    rule: RuleKind = Field(title="Quy tắc tính điểm", description=RULES)
    answers: list[RuleAnswer] = Field(title="Các mức, các ý", description="Quy tắc choice và additive; khác: rỗng")
    self: Number | None = Field(title="Đơn vị tự chấm")
    self_note: Text | None = Field(title="Ghi chú của đơn vị")
    evidence: Whole = Field(title="Số minh chứng")
    points: Number | None = Field(title="Điểm của tôi")
    inputs: ScoreInputs | None = Field(title="Đầu vào của tôi")
    note: Text | None = Field(title="Nhận xét của tôi")


class PanelPart(Schema):
    """A member's own part of a sheet."""

    assessment: Text = Field(title="Mã hồ sơ")
    area_name: Text = Field(title="Tên đơn vị")
    version: Whole = Field(title="Phiên bản", description="Dùng cho If-Match")
    state: PartState = Field(title="Tiến độ", description=PARTS)
    open: Flag = Field(title="Chấm được lúc này")
    detail: Text | None = Field(title="Vì sao chưa chấm được")
    given: Whole = Field(title="Số tiêu chí đã chấm")
    of: Whole = Field(title="Số tiêu chí phải chấm")
    decimals: Whole = Field(title="Số chữ số thập phân của điểm")
    rows: list[PartRow] = Field(title="Các tiêu chí được giao")


class MemberProgress(Schema):
    """How far a member is with a sheet."""

    account: Text = Field(title="Mã tài khoản")
    name: Text = Field(title="Họ tên")
    head: Flag = Field(title="Chủ trì")
    state: PartState = Field(title="Tiến độ", description=PARTS)
    given: Whole = Field(title="Số tiêu chí đã chấm")
    of: Whole = Field(title="Số tiêu chí phải chấm")
    reason: Text | None = Field(
        title="Lý do mở lại hoặc không tham gia", description="Chỉ tổ thẩm định và người công bố thấy"
    )


class MemberMark(Schema):
    """What one member gave."""

    account: Text = Field(title="Mã tài khoản")
    name: Text = Field(title="Họ tên")
    points: Number = Field(title="Điểm")
    note: Text | None = Field(title="Nhận xét")


class Agreement(Schema):
    """The score the head agreed for the panel."""

    points: Number = Field(title="Điểm thống nhất")
    reason: Text | None = Field(title="Lý do")
    by: Text = Field(title="Người chốt")
    at: Instant = Field(title="Lúc chốt")
    outdated: Flag = Field(title="Phải xem lại", description="Đơn vị đã sửa điểm sau khi tổ chốt")


class PanelRow(Schema):
    """One criterion with what the members gave side by side; hidden numbers are empty."""

    code: Text = Field(title="Mã tiêu chí")
    name: Text = Field(title="Tên tiêu chí")
    parent_code: Text | None = Field(title="Nhóm")
    max_points: Number = Field(title="Điểm tối đa")
    rule: RuleKind = Field(title="Quy tắc tính điểm", description=RULES)
    self: Number | None = Field(title="Đơn vị tự chấm")
    ready: Flag = Field(title="Mọi người được giao đã chấm xong")
    marks: list[MemberMark] = Field(title="Điểm của từng thành viên")
    lowest: Number | None = Field(title="Thấp nhất")
    highest: Number | None = Field(title="Cao nhất")
    median: Number | None = Field(title="Trung vị", description="Điểm đề xuất")
    disputed: Flag = Field(title="Chưa thống nhất", description="Chênh lệch vượt ngưỡng")
    agreement: Agreement | None = Field(title="Đã chốt")


class SheetPanel(Schema):
    """A sheet before its panel: progress, scores side by side (disagreement first), what is agreed."""

    assessment: Text = Field(title="Mã hồ sơ")
    area_name: Text = Field(title="Tên đơn vị")
    version: Whole = Field(title="Phiên bản của hồ sơ", description="Dùng cho If-Match")
    state: SheetState = Field(title="Trạng thái hồ sơ", description=SHEET_STATES)
    panel: PanelSummary = Field(title="Tổ thẩm định")
    head: Flag = Field(title="Tôi là chủ trì")
    member: Flag = Field(title="Tôi có phần việc ở hồ sơ này")
    blind: Flag = Field(title="Điểm của người khác đang ẩn")
    open: Flag = Field(title="Chốt được lúc này", description="Chủ trì, khi hồ sơ đang thẩm định hoặc chờ giải trình")
    agreed: Whole = Field(title="Số tiêu chí đã chốt")
    of: Whole = Field(title="Số tiêu chí phải chốt")
    members: list[MemberProgress] = Field(title="Tiến độ thành viên")
    rows: list[PanelRow] = Field(title="Các tiêu chí", description="Chưa thống nhất trước, rồi theo phiếu")


class AgreementUpdate(ScoreInputs):
    """The agreed score of one criterion; without points or inputs it is the median of the members."""

    code: NodeCode = Field(title="Mã tiêu chí")
    points: Number | None = Field(default=None, title="Điểm thống nhất")
    reason: Note | None = Field(default=None, title="Lý do", description="Bắt buộc khi ngoài khoảng điểm thành viên")


class AgreementBatch(Schema):
    """What the head agrees: criteria named, or all at once on which the members do not disagree."""

    agreements: list[AgreementUpdate] = Field(default_factory=list, max_length=1000, title="Từng tiêu chí")
    undisputed: Flag = Field(
        default=False, title="Mọi tiêu chí đã thống nhất", description="Chưa chốt, mọi người đã chấm, trong ngưỡng"
    )


class RulingVerb(StrEnum):
    """What the head decides of a member's part."""

    REOPEN = "reopen"
    RECUSE = "recuse"
    READMIT = "readmit"


class RulingCreate(Schema):
    """A decision on a member's part of a sheet."""

    account: AccountId = Field(title="Mã tài khoản của thành viên")
    verb: RulingVerb = Field(
        title="Việc", description="reopen: mở lại để chấm lại, recuse: không tham gia hồ sơ này, readmit: tham gia lại"
    )
    reason: Note = Field(min_length=1, title="Lý do")
