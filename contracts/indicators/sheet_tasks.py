"""What waits for somebody in the rounds of sheets: one line a sheet, with the one step that moves it on."""

from enum import StrEnum

from pydantic import Field

from contracts.indicators.assessments import SHEET_STATES, SheetState
from contracts.indicators.rounds import VERBS, SheetVerb
from kit.shapes import Day, Instant, Schema, Text, Whole


class SheetTaskKind(StrEnum):
    """Why a sheet waits for somebody."""

    TO_SUBMIT = "to_submit"
    SENT_BACK = "sent_back"
    TO_EXPLAIN = "to_explain"
    TO_APPRAISE = "to_appraise"
    EXPLAINED = "explained"
    APPRAISING = "appraising"
    TO_FINALISE = "to_finalise"
    TO_PUBLISH = "to_publish"


KINDS = (
    "to_submit: chưa nộp, sent_back: bị trả lại, to_explain: phải giải trình, to_appraise: chờ tiếp nhận thẩm định,"
    " explained: đã giải trình, appraising: đang thẩm định, to_finalise: chờ chốt điểm cuối, to_publish: chờ công bố"
)


class SheetTask(Schema):
    """A sheet that waits for the caller, and the step that moves it on."""

    assessment: Text = Field(title="Mã hồ sơ")
    framework: Text = Field(title="Bộ chỉ số")
    framework_name: Text = Field(title="Tên bộ chỉ số")
    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    period: Text = Field(title="Kỳ")
    state: SheetState = Field(title="Trạng thái hồ sơ", description=SHEET_STATES)
    kind: SheetTaskKind = Field(title="Vì sao chờ", description=KINDS)
    verb: SheetVerb = Field(title="Việc", description=VERBS)
    reason: Text | None = Field(title="Lý do của bước trước", description="Khi bị trả lại hoặc mở lại")
    due: Day | None = Field(title="Hạn giải trình")
    since: Instant = Field(title="Chờ từ lúc")
    questions: Whole = Field(title="Số câu hỏi đang chờ")
    unanswered: Whole = Field(title="Số câu chưa giải trình")
    criteria: Whole = Field(title="Số tiêu chí")
    scored: Whole = Field(title="Số tiêu chí đã tự đánh giá")
    judged: Whole = Field(title="Số tiêu chí đã có điểm thẩm định hoặc điểm cuối")
