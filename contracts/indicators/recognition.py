"""Recognition (công nhận): the level a unit has reached under its framework, and what is missing for the next."""

from pydantic import Field

from contracts.indicators.assessments import PARTIAL, STAGES, Stage
from kit.shapes import Day, Flag, Instant, Number, Schema, Text, Whole


class MissingCriterion(Schema):
    """A criterion that is not met."""

    code: Text = Field(title="Mã")
    name: Text = Field(title="Tên")
    points: Number | None = Field(title="Điểm hiện có")
    needed: Number = Field(title="Điểm còn thiếu")


class LevelCondition(Schema):
    """One thing a level asks."""

    text: Text = Field(title="Điều kiện")
    have: Number = Field(title="Hiện có", description="Số tiêu chí đạt, hoặc số điểm")
    needed: Number = Field(title="Phải có")
    of: Number = Field(title="Trên tổng số")
    met: Flag = Field(title="Đạt")
    lacking: Text | None = Field(title="Còn thiếu gì")
    missing: list[MissingCriterion] = Field(title="Các tiêu chí chưa đạt")


class RecognitionLevel(Schema):
    """One level with its conditions."""

    key: Text = Field(title="Khóa")
    name: Text = Field(title="Tên mức")
    asks: Text = Field(title="Yêu cầu")
    reached: Flag = Field(title="Đã đạt")
    conditions: list[LevelCondition] = Field(title="Các điều kiện")


class StageRecognition(Schema):
    """What the scores of one stage make of a unit."""

    level: Text | None = Field(title="Khóa của mức đã đạt", description="Trống: chưa đạt mức nào")
    name: Text = Field(title="Mức")
    share: Number = Field(title="% điểm tối đa của đơn vị")
    unscored: Whole = Field(title="Số tiêu chí chưa có điểm", description="Chưa có điểm thì tính như 0 điểm")
    next: Text | None = Field(title="Mức kế tiếp", description="Trống: đã ở mức cao nhất")
    lacking: list[Text] = Field(title="Còn thiếu gì để lên mức kế tiếp")
    levels: list[RecognitionLevel] = Field(title="Các mức")


class Recognition(Schema):
    """The recognition of one sheet, by stage."""

    assessment: Text = Field(title="Mã hồ sơ")
    framework: Text = Field(title="Bộ tiêu chí")
    area: Text = Field(title="Mã đơn vị")
    unit_class: Text | None = Field(title="Loại đơn vị", description="Khi bộ tiêu chí chia loại")
    max_points: Number = Field(title="Điểm tối đa của đơn vị")
    rule: list[Text] = Field(title="Quy tắc công nhận", description="Rỗng: bộ tiêu chí không công nhận mức nào")
    source: Text | None = Field(title="Nguồn của quy tắc")
    note: Text | None = Field(title="Vì sao không có mức")
    partial: Flag = Field(title="Chỉ phần đã công bố", description=PARTIAL)
    stage: Stage | None = Field(title="Lượt quyết định", description=f"Như khi xếp hạng. {STAGES}; trống: chưa có điểm")
    self: StageRecognition | None = Field(title="Theo điểm tự đánh giá")
    appraised: StageRecognition | None = Field(title="Theo điểm thẩm định")
    final: StageRecognition | None = Field(title="Theo điểm công bố")


class RecognisedUnit(Schema):
    """A unit as it was recognised when its result was published; it stays so whatever is changed later."""

    assessment: Text = Field(title="Mã hồ sơ")
    framework: Text = Field(title="Bộ tiêu chí")
    period: Text = Field(title="Kỳ")
    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    level: Text | None = Field(title="Khóa của mức", description="Trống: chưa đạt mức nào")
    level_name: Text = Field(title="Mức công nhận")
    points: Number = Field(title="Điểm công bố")
    max_points: Number = Field(title="Điểm tối đa của đơn vị")
    share: Number = Field(title="% điểm tối đa của đơn vị")
    next: Text | None = Field(title="Mức kế tiếp", description="Trống: đã ở mức cao nhất")
    lacking: list[Text] = Field(title="Khi công bố còn thiếu gì để lên mức kế tiếp")
    instrument_number: Text = Field(title="Số quyết định")
    instrument_issued_on: Day = Field(title="Ngày quyết định")
    published_at: Instant = Field(title="Lúc công bố")
    rule: Text = Field(title="Phiên bản quy tắc", description="Mã băm của bộ tiêu chí lúc công nhận")
    illustrative: Flag = Field(title="Là số liệu minh hoạ")


class RecognitionCount(Schema):
    """How many units one decision recognises at one level."""

    framework: Text = Field(title="Bộ tiêu chí")
    period: Text = Field(title="Kỳ")
    area: Text = Field(title="Địa bàn công bố", description="Địa bàn mà quyết định công bố kết quả")
    area_name: Text = Field(title="Tên địa bàn công bố")
    instrument_number: Text = Field(title="Số quyết định")
    instrument_issued_on: Day = Field(title="Ngày quyết định")
    level: Text | None = Field(title="Khóa của mức", description="Trống: chưa đạt mức nào")
    level_name: Text = Field(title="Mức công nhận")
    rank: Whole = Field(title="Thứ tự của mức", description="0: chưa đạt mức nào; 1: mức thấp nhất")
    units: Whole = Field(title="Số đơn vị")
    illustrative: Flag = Field(title="Là số liệu minh hoạ")


class RecognitionCounts(Schema):
    """Who was recognised, counted: which frameworks, periods and decisions there are, and how levels are shared out."""

    counts: list[RecognitionCount] = Field(
        title="Số đơn vị", description="Kỳ mới nhất, quyết định mới nhất, mức cao nhất trước"
    )
