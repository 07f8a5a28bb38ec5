"""Assessments (hồ sơ đánh giá): three scores per node, totals, status, proof."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.directory import AreaId
from contracts.periods import PeriodText
from kit.shapes import Flag, Instant, Line, Note, Number, Schema, Text, Whole

FrameworkCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{1,39}$")]
NODE_CODE = r"^([0-9A-Z]{1,6}(\.[0-9A-Z]{1,6}){0,5}|[A-Z][0-9A-Z]{0,30}(_[0-9A-Z]{1,30}){1,5})$"
NodeCode = Annotated[str, StringConstraints(pattern=NODE_CODE, max_length=60)]
"""Numbered (4.22.10), or the name an issuer's system gives it (PUBLISH_ON_TIME)."""


class Stage(StrEnum):
    """Whose score: the unit's own (tự đánh giá), the appraiser's (thẩm định), the final one (công bố)."""

    SELF = "self"
    APPRAISED = "appraised"
    FINAL = "final"


class SheetState(StrEnum):
    """How far a sheet is."""

    SELF = "self"
    SUBMITTED = "submitted"
    APPRAISING = "appraising"
    EXPLAINING = "explaining"
    FINALISED = "finalised"
    PUBLISHED = "published"


class NodeStatus(StrEnum):
    """Derived, never entered: the rule of the appraisal sheet."""

    AWAITING = "awaiting_appraisal"
    NOT_DONE = "not_done"
    NEEDS_EVIDENCE = "needs_evidence"
    DONE = "done"
    IN_PROGRESS = "in_progress"


class RuleKind(StrEnum):
    """How the points of a criterion come about."""

    CHOICE = "choice"
    ADDITIVE = "additive"
    RATIO = "ratio"
    COUNT_TO_TARGET = "count_to_target"
    SHARE_OF_MAXIMUM = "share_of_maximum"
    MANUAL = "manual"


RULES = (
    "choice: chọn một mức, additive: cộng dồn các ý đạt, ratio: tỷ lệ so với mục tiêu, count_to_target: số lượng so"
    " với mục tiêu, share_of_maximum: phần của điểm tối đa, manual: điểm nhập trực tiếp"
)
STAGES = "self: tự đánh giá, appraised: thẩm định, final: công bố"
SHEET_STATES = (
    "self: đang tự đánh giá, submitted: đã nộp, appraising: đang thẩm định, explaining: chờ giải trình,"
    " finalised: đã chốt điểm cuối, published: đã công bố"
)
PARTIAL = (
    "true khi người đọc ở ngoài phạm vi của đơn vị và điểm cuối chưa công bố: điểm tự đánh giá, điểm thẩm định cùng"
    " đầu vào, lý do và các lần sửa để trống"
)
STATUSES = (
    "awaiting_appraisal: chờ thẩm định, not_done: chưa thực hiện, needs_evidence: cần bổ sung minh chứng,"
    " done: hoàn thành, in_progress: đang thực hiện; trống khi chưa có điểm nào"
)


class AssessmentCreate(Schema):
    """Open a sheet for one unit and period."""

    framework: FrameworkCode = Field(title="Bộ chỉ số")
    area: AreaId = Field(title="Đơn vị")
    period: PeriodText = Field(title="Kỳ", examples=["2025"])


class Totals(Schema):
    """Sums of one node and stage set; shares are percentages of the maximum with one decimal, half-up."""

    max: Number = Field(title="Điểm tối đa")
    self: Number | None = Field(title="Tổng điểm tự đánh giá")
    appraised: Number | None = Field(title="Tổng điểm thẩm định")
    final: Number | None = Field(title="Tổng điểm công bố")
    difference: Number | None = Field(title="Chênh lệch", description="Tự đánh giá trừ thẩm định")
    self_share: Number | None = Field(title="Tự đánh giá, % điểm tối đa")
    appraised_share: Number | None = Field(title="Thẩm định, % điểm tối đa")
    final_share: Number | None = Field(title="Công bố, % điểm tối đa")
    leaves: Whole = Field(title="Số tiêu chí")
    scored_self: Whole = Field(title="Số tiêu chí đã tự đánh giá")
    scored_appraised: Whole = Field(title="Số tiêu chí đã thẩm định")
    scored_final: Whole = Field(title="Số tiêu chí đã công bố điểm")


class ScoreInputs(Schema):
    """What the points of a criterion are computed from; each rule takes its own fields, the others stay empty."""

    numerator: Number | None = Field(default=None, title="Tử số", description="Quy tắc ratio")
    denominator: Number | None = Field(default=None, title="Mẫu số", description="Quy tắc ratio")
    count: Number | None = Field(default=None, title="Số lượng", description="Quy tắc count_to_target")
    share: Number | None = Field(default=None, title="Tỷ lệ đạt", description="Quy tắc share_of_maximum")
    choice: Line | None = Field(default=None, title="Mức đã chọn", description="Quy tắc choice: khóa của mức")
    met: list[Line] | None = Field(
        default=None, max_length=100, title="Các ý đạt", description="Quy tắc additive: khóa của từng ý"
    )


class NodeInputs(ScoreInputs):
    """What the points of a criterion were computed from, with the ratio they make."""

    ratio: Number | None = Field(title="Tỷ lệ", description="Phần trăm, làm tròn 2 chữ số; 0 ÷ 0 ghi là 0")


class LateChange(Schema):
    """The unit changed its own score after the appraisal: what the appraiser saw, and when it was changed last."""

    before: Number | None = Field(title="Điểm tự đánh giá lúc thẩm định", description="Trống: khi đó chưa có điểm")
    at: Instant = Field(title="Lúc đơn vị sửa gần nhất")


class NodeScore(Schema):
    """One criterion of a sheet with its scores side by side."""

    code: Text = Field(title="Mã")
    name: Text = Field(title="Tên tiêu chí")
    parent_code: Text | None = Field(title="Nhóm")
    max_points: Number = Field(title="Điểm tối đa")
    scored: Flag = Field(title="Có tính điểm")
    rule: RuleKind = Field(title="Quy tắc tính điểm", description=RULES)
    target: Number | None = Field(title="Mục tiêu", description="Mức cho đủ điểm, với quy tắc có mục tiêu")
    note: Text | None = Field(title="Ghi chú của bộ chỉ số")
    self: Number | None = Field(title="Tự đánh giá")
    appraised: Number | None = Field(title="Thẩm định")
    final: Number | None = Field(title="Công bố")
    difference: Number | None = Field(title="Chênh lệch")
    status: NodeStatus | None = Field(title="Trạng thái", description=STATUSES)
    self_inputs: NodeInputs | None = Field(title="Đầu vào tự đánh giá")
    appraised_inputs: NodeInputs | None = Field(title="Đầu vào thẩm định")
    final_inputs: NodeInputs | None = Field(title="Đầu vào công bố")
    self_note: Text | None = Field(title="Ghi chú tự đánh giá")
    appraised_reason: Text | None = Field(title="Lý do thẩm định")
    final_reason: Text | None = Field(title="Lý do công bố")
    evidence_required: Flag = Field(title="Phải có minh chứng", description="Khi tự chấm trên 0 điểm")
    evidence: Whole | None = Field(title="Số minh chứng", description="Trống khi người đọc ở ngoài phạm vi của đơn vị")
    self_changed: LateChange | None = Field(
        title="Đơn vị sửa sau thẩm định", description="Có khi điểm tự đánh giá nay khác lúc thẩm định"
    )


class GroupScore(Totals):
    """One group of a sheet with its sums."""

    code: Text = Field(title="Mã")
    name: Text = Field(title="Tên nhóm")
    parent_code: Text | None = Field(title="Nhóm cha")


class ReportedResult(Schema):
    """A result as its publisher printed it, kept beside what we compute."""

    score: Number | None = Field(title="Điểm đã công bố")
    rank: Whole | None = Field(title="Hạng đã công bố")
    source: Text = Field(title="Nguồn")


class AssessmentSummary(Schema):
    """A sheet without its rows."""

    id: Text = Field(title="Mã hồ sơ")
    framework: Text = Field(title="Bộ chỉ số")
    framework_name: Text = Field(title="Tên bộ chỉ số")
    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    period: Text = Field(title="Kỳ")
    version: Whole = Field(title="Phiên bản", description="Dùng cho If-Match")
    updated_at: Instant = Field(title="Lúc sửa gần nhất")
    state: SheetState = Field(title="Trạng thái hồ sơ", description=SHEET_STATES)
    totals: Totals = Field(title="Tổng điểm")
    groups: list[GroupScore] = Field(title="Các nhóm")
    reported: ReportedResult | None = Field(title="Kết quả đã công bố ở nơi khác")


class Assessment(AssessmentSummary):
    """A whole sheet: groups and criteria in natural order of codes."""

    partial: Flag = Field(title="Chỉ phần đã công bố", description=PARTIAL)
    rows: list[NodeScore] = Field(title="Các tiêu chí")


class ScoreUpdate(ScoreInputs):
    """One score of one criterion: points where its rule is manual, else the inputs of its rule; null takes it back."""

    stage: Stage = Field(title="Lượt chấm", description=STAGES)
    points: Number | None = Field(default=None, title="Điểm", description="Quy tắc manual; null: xoá điểm đã lưu")
    reason: Note | None = Field(default=None, title="Lý do", description="Bắt buộc khi thẩm định khác tự đánh giá")


class NodeScoreUpdate(ScoreUpdate):
    """One score of one named criterion."""

    code: NodeCode = Field(title="Mã tiêu chí")


class ScoreBatch(Schema):
    """Scores saved together: all, or none."""

    scores: list[NodeScoreUpdate] = Field(min_length=1, max_length=1000, title="Các điểm")


class ProofStep(Schema):
    """One step of a proof tree: what came out, by which rule, from which inputs."""

    code: Text | None = Field(title="Mã")
    name: Text = Field(title="Tên")
    rule: Text = Field(title="Quy tắc")
    inputs: dict[str, str | None] = Field(title="Đầu vào")
    formula: Text = Field(title="Phép tính", description="Phép tính đã thay số vào")
    points: Number | None = Field(title="Kết quả")
    max_points: Number | None = Field(title="Tối đa")
    lost: Number | None = Field(title="Điểm chưa đạt", description="Tối đa trừ kết quả; trống khi chưa có điểm")
    children: list["ProofStep"] = Field(default_factory=list, title="Các bước con")


class ScoreRevision(Schema):
    """One change of one score."""

    code: Text = Field(title="Mã tiêu chí")
    stage: Stage = Field(title="Lượt chấm", description=STAGES)
    old: Number | None = Field(title="Điểm cũ")
    new: Number | None = Field(title="Điểm mới")
    old_inputs: ScoreInputs | None = Field(title="Đầu vào cũ")
    new_inputs: ScoreInputs | None = Field(title="Đầu vào mới")
    reason: Text | None = Field(title="Lý do")
    at: Instant = Field(title="Lúc sửa")
    by: Text = Field(title="Người sửa")


class AssessmentProof(Schema):
    """Why the totals are what they are, for each stage, down to every criterion."""

    assessment: Text = Field(title="Mã hồ sơ")
    partial: Flag = Field(title="Chỉ phần đã công bố", description=PARTIAL)
    self: ProofStep = Field(title="Tự đánh giá")
    appraised: ProofStep = Field(title="Thẩm định")
    final: ProofStep = Field(title="Công bố")
    revisions: list[ScoreRevision] = Field(title="Các lần sửa điểm")
