"""Forms (biểu mẫu): which indicators units of a class report together, for which periods, and by when."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.directory import LEVELS, AreaId, AreaLevel
from contracts.indicators.definitions import Frequency
from contracts.indicators.values import IndicatorCode
from contracts.periods import PeriodRegime, PeriodText
from kit.shapes import Flag, Instant, Line, Note, Schema, Text, Whole

FormCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.-]{1,39}$")]
Days = Annotated[Whole, Field(ge=-366, le=366)]


class EvidenceNeed(StrEnum):
    """What a number must be proved by."""

    NONE = "none"
    ANY = "any"


EVIDENCE_NEEDS = "none: không cần, any: cần ít nhất một minh chứng"
FREQUENCIES = "year: năm, half: nửa năm, quarter: quý, month: tháng"
REGIMES = "calendar: theo năm dương lịch, administrative: từ ngày 15 đến ngày 14"


class FormItem(Schema):
    """One line of a form: an indicator, and what is asked of its number."""

    indicator: IndicatorCode = Field(title="Mã chỉ tiêu")
    section: Line | None = Field(default=None, title="Mục", description="Tên nhóm chỉ tiêu trong biểu")
    required: Flag = Field(default=True, title="Bắt buộc")
    evidence: EvidenceNeed = Field(default=EvidenceNeed.NONE, title="Minh chứng", description=EVIDENCE_NEEDS)


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
