"""Forms (biểu mẫu): which indicators units of a class report together, for which periods, and by when."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.directory import LEVELS, AreaId, AreaLevel
from contracts.indicators.definitions import Frequency
from contracts.indicators.values import IndicatorCode
from contracts.periods import PeriodRegime, PeriodText
from kit.shapes import Flag, Instant, Line, Note, Number, Schema, Text, Whole

FormCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.-]{1,39}$")]
Days = Annotated[Whole, Field(ge=-366, le=366)]


class EvidenceNeed(StrEnum):
    """What a number must be proved by."""

    NONE = "none"
    ANY = "any"


EVIDENCE_NEEDS = "none: không cần, any: cần ít nhất một minh chứng"
FREQUENCIES = "year: năm, half: nửa năm, quarter: quý, month: tháng"
REGIMES = "calendar: theo năm dương lịch, administrative: từ ngày 15 đến ngày 14"


Percent = Annotated[Number, Field(gt=0, le=100_000)]
RuleKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Expression = Annotated[str, StringConstraints(min_length=3, max_length=500, strip_whitespace=True)]
LANGUAGE = "So sánh các ô, ví dụ KTS-03 <= XHS-03.denominator; xem docs/forms.md"


class FindingSeverity(StrEnum):
    """How bad it is when a rule of a form is broken."""

    ERROR = "error"
    WARNING = "warning"


FINDING_SEVERITIES = "error: lỗi, không gửi được, warning: cảnh báo"
Share = Annotated[Number, Field(ge=0, le=100)]


class Plausible(Schema):
    """Where a number is expected to lie: beyond it, it must be explained. A ratio is meant as it is computed."""

    min: Number | None = Field(default=None, title="Từ")
    max: Number | None = Field(default=None, title="Đến")


class ChangeLimits(Schema):
    """How much may change, in per cent, before it must be explained; what is left out is not looked at."""

    previous: Percent | None = Field(default=None, title="So với kỳ trước (%)")
    last_year: Percent | None = Field(default=None, title="So với cùng kỳ năm trước (%)")
    denominator: Percent | None = Field(default=None, title="Mẫu số so với kỳ trước (%)")


class DenominatorReference(Schema):
    """Which number a denominator must equal: another denominator of the form, or a count of the same unit."""

    like: IndicatorCode = Field(
        title="Chỉ tiêu đối chiếu",
        description="Tỷ lệ: mẫu số của nó; số đếm: chính nó. Ngoài biểu: số đã công bố mới nhất của đơn vị",
    )
    tolerance: Share | None = Field(default=None, title="Sai lệch cho phép (%)", description="Trống: phải bằng nhau")
    severity: FindingSeverity = Field(
        default=FindingSeverity.ERROR, title="Mức độ", description=f"{FINDING_SEVERITIES} (phải giải trình)"
    )


class FormRule(Schema):
    """A condition over several cells of one submission; not asked while a cell it names is empty."""

    key: RuleKey = Field(title="Khóa", examples=["tong-bang-thanh-phan"])
    check: Expression = Field(title="Điều phải đúng", description=LANGUAGE)
    when: Expression | None = Field(default=None, title="Chỉ xét khi", description=LANGUAGE)
    tolerance: Annotated[Number, Field(ge=0)] | None = Field(default=None, title="Sai lệch cho phép, theo đơn vị tính")
    tolerance_percent: Share | None = Field(
        default=None, title="Sai lệch cho phép (%)", description="Của vế lớn hơn; lấy mức rộng hơn"
    )
    message: Line = Field(title="Thông báo khi không đúng")
    severity: FindingSeverity = Field(default=FindingSeverity.ERROR, title="Mức độ", description=FINDING_SEVERITIES)
    must_explain: Flag = Field(default=False, title="Phải giải trình", description="Chỉ với cảnh báo (warning)")


class FormItem(Schema):
    """One line of a form: an indicator, and what is asked of its number."""

    indicator: IndicatorCode = Field(title="Mã chỉ tiêu")
    section: Line | None = Field(default=None, title="Mục", description="Tên nhóm chỉ tiêu trong biểu")
    required: Flag = Field(default=True, title="Bắt buộc")
    evidence: EvidenceNeed = Field(default=EvidenceNeed.NONE, title="Minh chứng", description=EVIDENCE_NEEDS)
    plausible: Plausible | None = Field(
        default=None, title="Khoảng hợp lý", description="Ngoài khoảng này vẫn gửi được nhưng phải giải trình"
    )
    cumulative: Flag = Field(default=False, title="Luỹ kế", description="Không được giảm so với kỳ trước")
    change: ChangeLimits | None = Field(
        default=None,
        title="Mức thay đổi phải giải trình",
        description="Thay cho mức chung của biểu; trống: theo mức chung",
    )
    denominator: DenominatorReference | None = Field(default=None, title="Mẫu số phải bằng")


class FormWrite(Schema):
    """A form as its keeper writes it; its code stands in the address, or in the file."""

    name: Line = Field(title="Tên biểu mẫu")
    name_en: Line = Field(title="Tên tiếng Anh")
    issuer: Line = Field(title="Ban hành theo", description="Cơ quan, văn bản, như ghi trên biểu mẫu")
    areas: list[AreaId] = Field(
        min_length=1, max_length=40, title="Địa bàn áp dụng", description="Các đơn vị trong những địa bàn này"
    )
    level: AreaLevel = Field(title="Cấp đơn vị báo cáo", description=LEVELS)
    kinds: list[Line] = Field(
        default_factory=list, max_length=10, title="Loại đơn vị", description="xã, phường, đặc khu…; trống: mọi loại"
    )
    frequency: Frequency = Field(title="Chu kỳ", description=FREQUENCIES)
    regime: PeriodRegime = Field(default=PeriodRegime.CALENDAR, title="Chế độ kỳ", description=REGIMES)
    opens: Days = Field(
        default=0, ge=0, title="Gửi được từ", description="Số ngày trước ngày cuối kỳ; 0: từ chính ngày cuối kỳ"
    )
    due: Days = Field(title="Hạn gửi", description="Số ngày sau ngày cuối kỳ; số âm: trước ngày cuối kỳ")
    due_basis: Note | None = Field(default=None, title="Căn cứ của hạn gửi")
    first_period: PeriodText = Field(title="Kỳ đầu tiên áp dụng")
    last_period: PeriodText | None = Field(default=None, title="Kỳ cuối cùng", description="Trống khi còn áp dụng")
    items: list[FormItem] = Field(min_length=1, max_length=200, title="Các chỉ tiêu, theo thứ tự trên biểu")
    change: ChangeLimits | None = Field(default=None, title="Mức thay đổi phải giải trình, chung cho mọi chỉ tiêu")
    unchanged: Annotated[Whole, Field(ge=2, le=12)] = Field(
        default=3, title="Lưu ý khi số bằng đúng số của bao nhiêu kỳ liền trước"
    )
    rules: list[FormRule] = Field(default_factory=list, max_length=100, title="Quy tắc giữa các chỉ tiêu")


class FormSummary(Schema):
    """A form without its lines."""

    code: Text = Field(title="Mã biểu mẫu", examples=["CDS-XA-QUY"])
    name: Text = Field(title="Tên biểu mẫu")
    name_en: Text = Field(title="Tên tiếng Anh")
    issuer: Text = Field(title="Ban hành theo")
    areas: list[Text] = Field(title="Địa bàn áp dụng")
    level: AreaLevel = Field(title="Cấp đơn vị báo cáo", description=LEVELS)
    kinds: list[Text] = Field(title="Loại đơn vị")
    frequency: Frequency = Field(title="Chu kỳ", description=FREQUENCIES)
    regime: PeriodRegime = Field(title="Chế độ kỳ", description=REGIMES)
    opens: Whole = Field(title="Gửi được từ", description="Số ngày trước ngày cuối kỳ")
    due: Whole = Field(title="Hạn gửi", description="Số ngày sau ngày cuối kỳ; số âm: trước ngày cuối kỳ")
    due_basis: Text | None = Field(title="Căn cứ của hạn gửi")
    first_period: Text = Field(title="Kỳ đầu tiên áp dụng")
    last_period: Text | None = Field(title="Kỳ cuối cùng")
    edition: Whole = Field(title="Lần ban hành", description="Mỗi lần sửa là một lần ban hành mới")
    published_at: Instant = Field(title="Lúc ban hành")
    published_by: Text = Field(title="Người ban hành")
    item_count: Whole = Field(title="Số chỉ tiêu")


class Form(FormSummary):
    """A form (biểu mẫu) with its lines in order."""

    items: list[FormItem] = Field(title="Các chỉ tiêu, theo thứ tự trên biểu")
    change: ChangeLimits | None = Field(title="Mức thay đổi phải giải trình, chung cho mọi chỉ tiêu")
    unchanged: Whole = Field(title="Lưu ý khi số bằng đúng số của bao nhiêu kỳ liền trước")
    rules: list[FormRule] = Field(title="Quy tắc giữa các chỉ tiêu")


class FormFault(Schema):
    """One fault of a form's file."""

    line: Whole | None = Field(title="Dòng", description="Tính từ 1; trống khi lỗi không nằm ở dòng nào")
    pointer: Text = Field(title="Vị trí", examples=["/items/0/indicator"])
    detail: Text = Field(title="Lỗi")
    quoted: Text | None = Field(title="Nội dung của dòng")


class FormCheck(Schema):
    """What checking a form's file found; nothing was saved."""

    valid: Flag = Field(title="Đạt", description="Ban hành được")
    faults: list[FormFault] = Field(title="Các lỗi")
    code: Text | None = Field(title="Mã biểu mẫu", description="Trống khi tệp chưa đọc được")
    item_count: Whole = Field(title="Số chỉ tiêu")
    rule_count: Whole = Field(title="Số quy tắc")
    standing: Whole | None = Field(title="Lần ban hành đang dùng", description="Trống khi biểu mẫu là mới")
