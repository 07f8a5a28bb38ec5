"""The round of a sheet (vòng đánh giá): submitted, appraised, explained, finalised, published, and who may do what."""

from enum import StrEnum

from pydantic import Field

from contracts.directory import AreaId
from contracts.indicators.assessments import SHEET_STATES, STAGES, FrameworkCode, NodeCode, SheetState, Stage
from contracts.indicators.evidence import Number as InstrumentNumber
from contracts.periods import PeriodText
from kit.shapes import Day, Flag, Instant, Note, Schema, Text, Whole


class SheetVerb(StrEnum):
    """What takes a sheet from one state to another."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    BEGIN = "begin"
    SEND_BACK = "send_back"
    ASK = "ask"
    EXPLAIN = "explain"
    RESUME = "resume"
    FINALISE = "finalise"
    REOPEN = "reopen"
    PUBLISH = "publish"


class LackKind(StrEnum):
    """What hinders a step at a criterion."""

    SCORE = "score"
    EVIDENCE = "evidence"
    ANSWER = "answer"
    JUDGEMENT = "judgement"
    AGREEMENT = "agreement"


VERBS = (
    "submit: nộp tự đánh giá, withdraw: rút lại, begin: tiếp nhận thẩm định, send_back: trả lại, ask: yêu cầu giải"
    " trình, explain: gửi giải trình, resume: thẩm định tiếp, finalise: chốt điểm cuối, reopen: mở lại, publish: công"
    " bố"
)
LACKS = (
    "score: chưa tự đánh giá, evidence: thiếu minh chứng, answer: chưa giải trình, judgement: chưa có điểm thẩm định,"
    " agreement: chủ trì tổ thẩm định chưa chốt"
)


class Lack(Schema):
    """A criterion that hinders the next step, and why."""

    code: Text = Field(title="Mã tiêu chí")
    name: Text = Field(title="Tên tiêu chí")
    kind: LackKind = Field(title="Loại", description=LACKS)
    detail: Text = Field(title="Còn thiếu gì")


class AllowedVerb(Schema):
    """A step the caller may take now; it is refused as long as something is lacking."""

    verb: SheetVerb = Field(title="Việc", description=VERBS)
    name: Text = Field(title="Tên việc")
    needs_reason: Flag = Field(title="Phải ghi lý do")
    lacking: list[Lack] = Field(title="Còn thiếu gì", description="Rỗng: làm được ngay")


class StageLock(Schema):
    """Scores of a stage that may not be changed where the sheet is in its round."""

    stage: Stage = Field(title="Lượt chấm", description=STAGES)
    detail: Text = Field(title="Vì sao, và ai mở lại được")
    open: list[Text] = Field(title="Tiêu chí vẫn sửa được", description="Mã tiêu chí đơn vị đang được hỏi")


class Question(Schema):
    """What the appraisal asks about a criterion, and what the unit says."""

    id: Text = Field(title="Mã câu hỏi")
    code: Text = Field(title="Mã tiêu chí")
    question: Text = Field(title="Câu hỏi")
    asked_by: Text = Field(title="Người hỏi")
    asked_at: Instant = Field(title="Lúc hỏi")
    answer: Text | None = Field(title="Giải trình", description="Chưa gửi thì chỉ người của đơn vị đọc được")
    answered_by: Text | None = Field(title="Người giải trình")
    answered_at: Instant | None = Field(title="Lúc giải trình")
    sent: Flag = Field(title="Đã gửi giải trình", description="false: đang viết, hoặc thẩm định không chờ nữa")
    open: Flag = Field(title="Đang chờ", description="Đơn vị sửa được điểm, minh chứng và giải trình của tiêu chí này")


class RoundStep(Schema):
    """One step a sheet took."""

    verb: SheetVerb = Field(title="Việc", description=VERBS)
    name: Text = Field(title="Tên việc")
    start: SheetState = Field(title="Từ", description=SHEET_STATES)
    end: SheetState = Field(title="Đến", description=SHEET_STATES)
    reason: Text | None = Field(title="Lý do")
    due: Day | None = Field(title="Hạn giải trình")
    at: Instant = Field(title="Lúc")
    by: Text = Field(title="Người làm")


class PublicationInstrument(Schema):
    """The decision by which results are published."""

    number: InstrumentNumber = Field(title="Số quyết định", examples=["684/QĐ-UBND"])
    issued_on: Day = Field(title="Ngày ban hành")


class Round(Schema):
    """How far a sheet is, what may be done next, and everything that was done."""

    assessment: Text = Field(title="Mã hồ sơ")
    version: Whole = Field(title="Phiên bản", description="Dùng cho If-Match")
    state: SheetState = Field(title="Trạng thái hồ sơ", description=SHEET_STATES)
    state_name: Text = Field(title="Tên trạng thái")
    free: Flag = Field(title="Chưa nộp lần nào", description="Khi đó mọi lượt chấm đều để mở")
    due: Day | None = Field(title="Hạn giải trình")
    published_by: PublicationInstrument | None = Field(title="Quyết định công bố")
    allowed: list[AllowedVerb] = Field(title="Việc tài khoản này làm được")
    locks: list[StageLock] = Field(title="Lượt chấm đang khóa", description="Rỗng: mọi lượt chấm đều để mở")
    questions: list[Question] = Field(title="Câu hỏi thẩm định", description="Mới nhất trước")
    steps: list[RoundStep] = Field(title="Các bước đã qua", description="Mới nhất trước")


class QuestionCreate(Schema):
    """A question about one criterion."""

    code: NodeCode = Field(title="Mã tiêu chí")
    question: Note = Field(min_length=1, title="Câu hỏi")


class StepCreate(Schema):
    """The step to take."""

    verb: SheetVerb = Field(title="Việc", description=f"{VERBS}; công bố thì dùng /assessments/publications")
    reason: Note | None = Field(default=None, title="Lý do", description="Bắt buộc khi trả lại và mở lại")
    questions: list[QuestionCreate] = Field(
        default_factory=list, max_length=200, title="Câu hỏi", description="Với ask: mỗi tiêu chí một câu"
    )
    due: Day | None = Field(default=None, title="Hạn giải trình", description="Với ask")


class AnswerUpdate(Schema):
    """The unit's explanation."""

    answer: Note = Field(min_length=1, title="Giải trình")


class SheetPublicationCreate(Schema):
    """Publish all sheets of a framework and period within an area."""

    framework: FrameworkCode = Field(title="Bộ chỉ số")
    period: PeriodText = Field(title="Kỳ", examples=["2025"])
    within: AreaId = Field(title="Địa bàn", description="Một tỉnh, hoặc một đơn vị")
    areas: list[AreaId] = Field(
        default_factory=list, max_length=4000, title="Các đơn vị", description="Rỗng: mọi hồ sơ trong địa bàn"
    )
    instrument: PublicationInstrument = Field(title="Quyết định công bố")
    leave_out_unfinished: Flag = Field(
        default=False, title="Bỏ qua hồ sơ chưa chốt", description="false: còn hồ sơ chưa chốt thì không công bố gì"
    )


class SheetPublication(Schema):
    """What was published together."""

    id: Text = Field(title="Mã đợt công bố")
    framework: Text = Field(title="Bộ chỉ số")
    period: Text = Field(title="Kỳ")
    within: Text = Field(title="Địa bàn")
    instrument: PublicationInstrument = Field(title="Quyết định công bố")
    at: Instant = Field(title="Lúc công bố")
    by: Text = Field(title="Người công bố")
    sheets: Whole = Field(title="Số hồ sơ")
