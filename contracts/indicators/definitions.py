"""Definitions: frameworks (bộ chỉ số) with their nodes, and indicators (chỉ tiêu)."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from contracts.directory import LEVELS, AreaLevel
from kit.shapes import Day, Flag, Number, Schema, Text, Whole


class IndicatorKind(StrEnum):
    """What a value of the indicator is."""

    RATIO = "ratio"
    COUNT = "count"
    AMOUNT = "amount"
    SCORE = "score"
    YES_NO = "yes_no"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Aggregation(StrEnum):
    """How values of units make the value of the area above them."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio_of_sums"
    NONE = "none"


class Pillar(StrEnum):
    """The three pillars of digital transformation, and their common ground."""

    GOVERNMENT = "government"
    ECONOMY = "economy"
    SOCIETY = "society"
    FOUNDATION = "foundation"


class Frequency(StrEnum):
    """How often it is due."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


class PublishedTarget(Schema):
    """A goal stated in an official document; goals of one area and their follow-up belong to targets."""

    comparator: Text = Field(title="So sánh", examples=[">="])
    value: Number = Field(title="Mức phải đạt")
    horizon: Text = Field(title="Năm đích", examples=["2030"])
    instrument: Text = Field(title="Văn bản", examples=["71/NQ-CP"])


class Indicator(Schema):
    """An indicator (chỉ tiêu): what is counted, by whom, how it adds up."""

    code: Text = Field(title="Mã", examples=["CQS-01"])
    name: Text = Field(title="Tên")
    name_en: Text = Field(title="Tên tiếng Anh")
    pillar: Pillar = Field(
        title="Trụ cột",
        description="government: chính quyền số, economy: kinh tế số, society: xã hội số, foundation: nền tảng chung",
    )
    kind: IndicatorKind = Field(
        title="Loại",
        description="ratio: tỷ lệ, count: số đếm, amount: số tiền hoặc lượng, score: điểm, yes_no: có/không",
    )
    unit: Text = Field(title="Đơn vị tính", examples=["%"])
    numerator_label: Text | None = Field(title="Tử số là gì")
    denominator_label: Text | None = Field(title="Mẫu số là gì")
    direction: Direction = Field(
        title="Chiều tốt", description="up: càng cao càng tốt, down: càng thấp càng tốt, none: không xét"
    )
    decimals: Whole = Field(title="Số chữ số thập phân khi công bố")
    minimum: Number | None = Field(title="Giá trị nhỏ nhất được phép")
    maximum: Number | None = Field(title="Giá trị lớn nhất được phép")
    aggregation: Aggregation = Field(
        title="Cách tổng hợp",
        description="sum: cộng, ratio_of_sums: tổng tử số chia tổng mẫu số, none: không tổng hợp",
    )
    frequency: Frequency = Field(title="Chu kỳ", description="year: năm, half: nửa năm, quarter: quý, month: tháng")
    regime: Text = Field(title="Chế độ kỳ", description="calendar (dương lịch) hoặc administrative (15 đến 14)")
    responsible: Text = Field(title="Cơ quan chủ trì")
    definition: Text = Field(title="Định nghĩa")
    legal_basis: Text = Field(title="Căn cứ pháp lý")
    target: PublishedTarget | None = Field(title="Mục tiêu đã công bố")
    public: Flag = Field(title="Công khai")


class Issuer(Schema):
    """The document a framework comes from."""

    number: Text = Field(title="Số hiệu")
    issued_on: Day | None = Field(title="Ngày ban hành")
    by: Text = Field(title="Cơ quan ban hành")
    source: Text = Field(title="Nguồn")


class FrameworkNode(Schema):
    """One node of a framework: a group or a criterion with its most points and its rule."""

    code: Text = Field(title="Mã", examples=["4.22.10"])
    parent_code: Text | None = Field(title="Mã nhóm cha")
    name: Text = Field(title="Tên")
    is_leaf: Flag = Field(title="Là tiêu chí chấm điểm")
    scored: Flag = Field(title="Có tính điểm")
    max_points: Number = Field(title="Điểm tối đa")
    weight: Number | None = Field(
        title="Trọng số", description="Phần của mục trong tổng; bằng 0 khi không tính điểm, trống khi chưa công bố"
    )
    rule: dict[str, Any] = Field(title="Quy tắc tính điểm")
    rule_text: Text | None = Field(title="Quy tắc tính điểm bằng lời")
    applies_to: list[Text] = Field(title="Áp dụng cho loại đơn vị", description="Khóa trong classes; rỗng: mọi loại")
    requirement: dict[str, Text] = Field(
        title="Bắt buộc hay mở rộng", description="mandatory hoặc extended theo khóa của mức; khóa rỗng: mọi mức"
    )
    evidence_required: Flag = Field(title="Phải có minh chứng", description="Khi tự chấm trên 0 điểm")
    note: Text | None = Field(title="Ghi chú")


class FrameworkClass(Schema):
    """A class of units within a framework, with a scale of its own."""

    key: Text = Field(title="Khóa")
    name: Text = Field(title="Tên")
    max_points: Number = Field(title="Tổng điểm tối đa")
    areas: list[Text] | None = Field(title="Các đơn vị", description="Trống: mọi đơn vị không thuộc loại khác")


class FrameworkRecognition(Schema):
    """The recognition rule of a framework."""

    kind: Text = Field(
        title="Loại quy tắc",
        description="bands: theo khoảng % điểm tối đa, mandatory_and_extended: theo tiêu chí bắt buộc và mở rộng",
    )
    rule: list[Text] = Field(title="Quy tắc bằng lời")
    source: Text = Field(title="Nguồn")


class FrameworkSummary(Schema):
    """A framework without its tree."""

    code: Text = Field(title="Mã", examples=["CDS-XA-2025"])
    name: Text = Field(title="Tên")
    name_en: Text = Field(title="Tên tiếng Anh")
    issuer: Issuer = Field(title="Văn bản ban hành")
    level: AreaLevel = Field(title="Cấp áp dụng", description=LEVELS)
    unit_class: Text = Field(title="Loại đơn vị áp dụng")
    valid_from: Day = Field(title="Hiệu lực từ")
    valid_to: Day | None = Field(title="Hiệu lực đến")
    scale_unit: Text = Field(title="Thang đo", description="points (điểm) hoặc share (tỷ lệ 0 đến 1)")
    max_points: Number = Field(title="Tổng điểm tối đa")
    decimals: Whole = Field(title="Số chữ số thập phân của điểm")
    leaves: Whole = Field(title="Số tiêu chí")
    by_inputs: Flag = Field(
        title="Có tiêu chí tính từ số liệu nhập", description="Nhập tử số, mẫu số…; điểm do hệ thống tính theo quy tắc"
    )
    area: Text = Field(title="Địa bàn áp dụng", description="VN: cả nước")
    line: Text | None = Field(
        title="Dòng", description="Trong một dòng mỗi lúc chỉ một bộ có hiệu lực; trống: dòng của cơ quan ban hành"
    )
    succeeds: Text | None = Field(title="Kế thừa bộ")
    succeeded_by: Text | None = Field(title="Được kế thừa bởi bộ")
    recognises: Flag = Field(title="Có quy tắc công nhận")
    version: Whole = Field(title="Phiên bản", description="Dùng cho If-Match")


class Framework(FrameworkSummary):
    """A framework (bộ chỉ số) with its whole tree in natural order of codes."""

    formula: Text = Field(title="Công thức tổng điểm")
    nodes: list[FrameworkNode] = Field(title="Cây chỉ số")
    carries: dict[str, str] = Field(title="Kế thừa từng mục", description="Mã mới đến mã cũ, như ghi trong tệp")
    classes: list[FrameworkClass] = Field(title="Các loại đơn vị")
    recognition: FrameworkRecognition | None = Field(title="Quy tắc công nhận")
