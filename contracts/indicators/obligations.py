"""Obligations (nghĩa vụ báo cáo): which unit owes which form for which period, by when, and how it stands."""

from enum import StrEnum

from pydantic import Field

from contracts.directory import AreaId
from contracts.indicators.forms import FormCode
from contracts.indicators.submissions import CellReason, Verb
from contracts.periods import PeriodText
from kit.shapes import Day, Flag, Instant, Schema, Text, Whole


class ObligationState(StrEnum):
    """Where an obligation stands: like its submission, or not started."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PUBLISHED = "published"


OBLIGATION_STATES = (
    "not_started: chưa nhập, draft: đang nhập, submitted: đã gửi, chờ duyệt, returned: bị trả lại, "
    "accepted: đã duyệt, published: đã công bố"
)


class Obligation(Schema):
    """One unit's duty to send one form for one period."""

    form: Text = Field(title="Mã biểu mẫu")
    form_name: Text = Field(title="Tên biểu mẫu")
    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    period: Text = Field(title="Kỳ")
    opens_on: Day = Field(title="Gửi được từ ngày")
    due_on: Day = Field(title="Hạn gửi")
    days_late: Whole = Field(title="Số ngày chậm", description="Tính đến lần gửi đầu tiên, hoặc đến hôm nay")
    state: ObligationState = Field(title="Trạng thái", description=OBLIGATION_STATES)
    submission: Text | None = Field(title="Mã hồ sơ")
    version: Whole | None = Field(title="Phiên bản của hồ sơ")
    is_correction: Flag = Field(title="Là lượt sửa số đã công bố")
    asked: Whole = Field(title="Số chỉ tiêu trên biểu")
    filled: Whole = Field(title="Số chỉ tiêu đã nhập")
    missing: Whole = Field(title="Số chỉ tiêu bắt buộc chưa nhập")
    sent_at: Instant | None = Field(title="Gửi lần cuối lúc")
    reminded_at: Instant | None = Field(title="Được nhắc lúc", description="Trống khi chưa nhắc, hoặc đã gửi")
    reminded_by: Text | None = Field(title="Người nhắc")


class TaskKind(StrEnum):
    """Why something waits for the caller."""

    DUE = "due"
    LATE = "late"
    RETURNED = "returned"
    CORRECTION = "correction"
    TO_REVIEW = "to_review"
    TO_PUBLISH = "to_publish"


TASK_KINDS = (
    "due: đến hạn, late: chậm, returned: bị trả lại, correction: đang sửa số đã công bố, to_review: chờ duyệt, "
    "to_publish: chờ công bố"
)


class Task(Obligation):
    """One thing that waits for the caller, with the one verb that moves it on."""

    kind: TaskKind = Field(title="Vì sao", description=TASK_KINDS)
    verb: Verb = Field(title="Việc cần làm", description="submit, accept hoặc publish")
    return_reason: Text | None = Field(title="Lý do trả lại chung")
    returned: list[CellReason] = Field(title="Lý do trả lại từng chỉ tiêu")
    older: Whole = Field(
        title="Còn bao nhiêu kỳ cũ hơn",
        description="Kỳ cũ hơn của cùng đơn vị và biểu mẫu, chưa nhập, không kể riêng: mỗi biểu mẫu kể 12 kỳ gần nhất",
    )


class LateUnits(Schema):
    """How many units are late with one form and period."""

    form: Text = Field(title="Mã biểu mẫu")
    form_name: Text = Field(title="Tên biểu mẫu")
    period: Text = Field(title="Kỳ")
    due_on: Day = Field(title="Hạn gửi")
    units: Whole = Field(title="Số đơn vị chậm")
    longest: Whole = Field(title="Chậm nhất bao nhiêu ngày")
    older: Whole = Field(
        title="Còn bao nhiêu kỳ cũ hơn",
        description="Kỳ cũ hơn của biểu mẫu này cũng có đơn vị chậm, không kể riêng: mỗi biểu mẫu kể 12 kỳ gần nhất",
    )


class ReminderCreate(Schema):
    """Whom to remind of a form for a period."""

    form: FormCode = Field(title="Mã biểu mẫu")
    period: PeriodText = Field(title="Kỳ")
    areas: list[AreaId] = Field(min_length=1, max_length=500, title="Các đơn vị")


class ReminderResult(Schema):
    """Whether one unit was reminded, and why not."""

    area: Text = Field(title="Mã đơn vị")
    reminded: Flag = Field(title="Đã nhắc")
    detail: Text | None = Field(title="Lý do không nhắc")


class ReminderReceipt(Schema):
    """What became of a reminder, unit by unit."""

    reminded: Whole = Field(title="Số đơn vị đã nhắc")
    items: list[ReminderResult] = Field(title="Từng đơn vị")
