"""Submissions (hồ sơ số liệu kỳ): the numbers of one form, unit and period on their way to publication."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from contracts.directory import AreaId
from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.forms import EVIDENCE_NEEDS, REGIMES, EvidenceNeed, FormCode
from contracts.indicators.values import QUALIFIERS, SOURCES, IndicatorCode, Qualifier, Source
from contracts.periods import PeriodRegime, PeriodText
from kit.shapes import Day, Flag, Instant, Note, Number, Schema, Text, Whole

KINDS = "ratio: tỷ lệ, count: số đếm, amount: số tiền hoặc lượng, score: điểm, yes_no: có/không"


class SubmissionState(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PUBLISHED = "published"


STATES = (
    "draft: đang nhập, submitted: đã gửi, chờ duyệt, returned: bị trả lại, accepted: đã duyệt, published: đã công bố"
)


class Verb(StrEnum):
    """What can be done with a submission."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    ACCEPT = "accept"
    PUBLISH = "publish"
    CORRECT = "correct"
    DROP = "drop"


VERBS = (
    "save: nhập số, submit: gửi, withdraw: rút lại, return: trả lại, accept: duyệt, publish: công bố, "
    "correct: mở lượt sửa số đã công bố, drop: bỏ lượt sửa"
)


class SubmissionCreate(Schema):
    """Which submission to open."""

    form: FormCode = Field(title="Mã biểu mẫu")
    area: AreaId = Field(title="Mã đơn vị")
    period: PeriodText = Field(title="Kỳ", examples=["2026-Q4"])


class CellUpdate(Schema):
    """One cell to save. Numbers are replaced together when one of them is sent; what is not sent stays as it is."""

    indicator: IndicatorCode = Field(title="Mã chỉ tiêu")
    value: Number | None = Field(default=None, title="Giá trị")
    numerator: Number | None = Field(default=None, title="Tử số")
    denominator: Number | None = Field(default=None, title="Mẫu số")
    qualifier: Qualifier = Field(default=Qualifier.EXACTLY, title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(default=None, title="Tính đến ngày")
    note: Note | None = Field(default=None, title="Ghi chú")
    explanation: Note | None = Field(default=None, title="Giải trình")
    follow_up: Flag = Field(default=False, title="Đánh dấu cần xem lại")


class CellBatch(Schema):
    """Cells saved together: all, or none."""

    cells: list[CellUpdate] = Field(min_length=1, max_length=200, title="Các ô")


class CellReason(Schema):
    """Why one number comes back, or why a published one is corrected."""

    indicator: IndicatorCode = Field(title="Mã chỉ tiêu")
    reason: Note = Field(min_length=1, title="Lý do")


class SubmissionReturn(Schema):
    """Why a submission comes back: reasons of single numbers, a general one, or both."""

    reason: Note | None = Field(default=None, title="Lý do chung")
    cells: list[CellReason] = Field(default_factory=list, max_length=200, title="Lý do theo từng chỉ tiêu")


class CorrectionCreate(Schema):
    """Which published numbers are to be corrected, each with its reason."""

    cells: list[CellReason] = Field(min_length=1, max_length=200, title="Các số cần sửa")


class PastValue(Schema):
    """A published value of a cell's indicator and unit."""

    period: Text = Field(title="Kỳ")
    value: Number | None = Field(title="Giá trị", description="Với tỷ lệ: tính từ tử số và mẫu số")
    numerator: Number | None = Field(title="Tử số")
    denominator: Number | None = Field(title="Mẫu số")
    revision: Whole = Field(title="Lần sửa")
    source: Source = Field(title="Nguồn", description=SOURCES)


class SubmissionCell(Schema):
    """One cell: what is asked, what was entered, what was said of it, and what was published before."""

    indicator: Text = Field(title="Mã chỉ tiêu")
    name: Text = Field(title="Tên chỉ tiêu")
    section: Text | None = Field(title="Mục")
    kind: IndicatorKind = Field(title="Loại", description=KINDS)
    unit: Text = Field(title="Đơn vị tính")
    numerator_label: Text | None = Field(title="Tử số là gì")
    denominator_label: Text | None = Field(title="Mẫu số là gì")
    decimals: Whole = Field(title="Số chữ số thập phân")
    minimum: Number | None = Field(title="Giá trị nhỏ nhất được phép")
    maximum: Number | None = Field(title="Giá trị lớn nhất được phép")
    required: Flag = Field(title="Bắt buộc")
    evidence: EvidenceNeed = Field(title="Minh chứng", description=EVIDENCE_NEEDS)
    editable: Flag = Field(title="Nhập được", description="Theo trạng thái hồ sơ và quyền của người xem")
    value: Number | None = Field(title="Giá trị")
    numerator: Number | None = Field(title="Tử số")
    denominator: Number | None = Field(title="Mẫu số")
    result: Number | None = Field(title="Số tính ra", description="Với tỷ lệ: tử số chia mẫu số")
    qualifier: Qualifier = Field(title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(title="Tính đến ngày")
    note: Text | None = Field(title="Ghi chú")
    explanation: Text | None = Field(title="Giải trình")
    follow_up: Flag = Field(title="Đánh dấu cần xem lại")
    return_reason: Text | None = Field(title="Lý do trả lại")
    correction_reason: Text | None = Field(title="Lý do sửa số đã công bố")
    published: PastValue | None = Field(title="Số đã công bố của kỳ này")
    previous: PastValue | None = Field(title="Số đã công bố gần nhất trước kỳ này")
    history: list[PastValue] = Field(title="Các kỳ trước", description="Tối đa 12 kỳ, mới nhất trước")


class SubmissionSummary(Schema):
    """A submission without its cells."""

    id: Text = Field(title="Mã hồ sơ")
    form: Text = Field(title="Mã biểu mẫu")
    form_name: Text = Field(title="Tên biểu mẫu")
    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    period: Text = Field(title="Kỳ")
    state: SubmissionState = Field(title="Trạng thái", description=STATES)
    version: Whole = Field(title="Phiên bản")
    is_correction: Flag = Field(title="Là lượt sửa số đã công bố")
    due_on: Day = Field(title="Hạn gửi")
    days_late: Whole = Field(title="Số ngày chậm", description="Tính đến lần gửi đầu tiên, hoặc đến hôm nay")
    filled: Whole = Field(title="Số chỉ tiêu đã nhập")
    sent_at: Instant | None = Field(title="Gửi lần cuối lúc")
    sent_by: Text | None = Field(title="Người gửi")
    rounds: Whole = Field(title="Số lần gửi")
    updated_at: Instant = Field(title="Sửa lần cuối lúc")


class Submission(SubmissionSummary):
    """A submission (hồ sơ số liệu kỳ) whole: its cells, its days, and what the reader may do with it."""

    edition: Whole = Field(title="Lần ban hành của biểu mẫu")
    regime: PeriodRegime = Field(title="Chế độ kỳ", description=REGIMES)
    first_day: Day = Field(title="Ngày đầu kỳ")
    last_day: Day = Field(title="Ngày cuối kỳ")
    opens_on: Day = Field(title="Gửi được từ ngày")
    return_reason: Text | None = Field(title="Lý do trả lại chung")
    reminded_at: Instant | None = Field(title="Được nhắc lúc")
    allowed: list[Verb] = Field(title="Việc người xem làm được", description=VERBS)
    cells: list[SubmissionCell] = Field(title="Các ô, theo thứ tự trên biểu")


class CellSnapshot(Schema):
    """A cell as it was sent."""

    indicator: Text = Field(title="Mã chỉ tiêu")
    value: Number | None = Field(default=None, title="Giá trị")
    numerator: Number | None = Field(default=None, title="Tử số")
    denominator: Number | None = Field(default=None, title="Mẫu số")
    qualifier: Qualifier = Field(default=Qualifier.EXACTLY, title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(default=None, title="Tính đến ngày")
    note: Text | None = Field(default=None, title="Ghi chú")
    explanation: Text | None = Field(default=None, title="Giải trình")
    correction_reason: Text | None = Field(default=None, title="Lý do sửa số đã công bố")


class CellChange(Schema):
    """A cell that was sent otherwise than the time before."""

    indicator: Text = Field(title="Mã chỉ tiêu")
    before: CellSnapshot | None = Field(title="Lần gửi trước", description="Trống khi trước chưa có số")
    after: CellSnapshot | None = Field(title="Lần gửi này", description="Trống khi số được bỏ")


class RoundDecision(Schema):
    """What became of what was sent: withdrawn, returned, accepted, published; or a correction of it dropped."""

    verb: Verb = Field(title="Việc", description=VERBS)
    at: Instant = Field(title="Lúc")
    by: Text = Field(title="Người làm")
    reason: Text | None = Field(title="Lý do chung")
    cells: list[CellReason] = Field(title="Lý do theo từng chỉ tiêu")


class SubmissionRound(Schema):
    """One sending: who, when, what, what had changed since the one before, and what was decided."""

    round: Whole = Field(title="Lần gửi")
    edition: Whole = Field(title="Lần ban hành của biểu mẫu")
    sent_at: Instant = Field(title="Gửi lúc")
    sent_by: Text = Field(title="Người gửi")
    is_correction: Flag = Field(title="Là lượt sửa số đã công bố")
    cells: list[CellSnapshot] = Field(title="Các ô như đã gửi")
    changes: list[CellChange] = Field(title="Khác lần gửi trước")
    decisions: list[RoundDecision] = Field(title="Sau đó")


class AcceptanceItem(Schema):
    """One submission to accept, as its reviewer saw it."""

    id: UUID = Field(title="Mã hồ sơ")
    version: Whole = Field(ge=1, title="Phiên bản đã xem")


class AcceptanceBatch(Schema):
    """Submissions to accept together; those that cannot be do not stop the others."""

    items: list[AcceptanceItem] = Field(min_length=1, max_length=500, title="Các hồ sơ")


class PublicationCreate(Schema):
    """Publish whatever is accepted of a form and period within an area."""

    form: FormCode = Field(title="Mã biểu mẫu")
    period: PeriodText = Field(title="Kỳ")
    area: AreaId = Field(title="Địa bàn", description="Địa bàn này và mọi đơn vị bên dưới")


class StepResult(Schema):
    """What became of one submission of several."""

    id: Text = Field(title="Mã hồ sơ")
    area: Text | None = Field(title="Mã đơn vị")
    area_name: Text | None = Field(title="Tên đơn vị")
    done: Flag = Field(title="Đã làm")
    state: SubmissionState | None = Field(title="Trạng thái nay", description=STATES)
    version: Whole | None = Field(title="Phiên bản nay")
    detail: Text | None = Field(title="Lý do không làm được")


class StepResults(Schema):
    """What became of each."""

    done: Whole = Field(title="Số hồ sơ đã làm")
    items: list[StepResult] = Field(title="Từng hồ sơ")
