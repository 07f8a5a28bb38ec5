"""Values from other services (số liệu từ hệ thống khác): what their events say, and what waits because it was refused.

A service that measures something publishes CloudEvents of these types in its feed; `data` is a `Measurement` or a
`MeasurementWithdrawal`. What has been told stays told: the same event again changes nothing.
"""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from contracts.directory import AreaId
from contracts.indicators.values import QUALIFIERS, IndicatorCode, Qualifier
from contracts.periods import PeriodText
from kit.shapes import Day, Flag, Instant, Line, Note, Number, Schema, Text, Whole

MEASUREMENT_RECORDED = "vn.lantoa.measurement.recorded"
MEASUREMENT_CORRECTED = "vn.lantoa.measurement.corrected"
MEASUREMENT_WITHDRAWN = "vn.lantoa.measurement.withdrawn"


class Measurement(Schema):
    """A value as the service that measured it tells it; `source` and `key` name it through all its corrections."""

    source: Line = Field(title="Hệ thống nguồn", examples=["teams"])
    key: Line = Field(title="Mã của hệ thống nguồn", description="Không đổi qua các lần sửa và rút")
    indicator: IndicatorCode = Field(title="Mã chỉ tiêu")
    area: AreaId = Field(title="Mã địa bàn")
    period: PeriodText = Field(title="Kỳ")
    value: Number | None = Field(default=None, title="Giá trị")
    numerator: Number | None = Field(default=None, title="Tử số")
    denominator: Number | None = Field(default=None, title="Mẫu số")
    qualifier: Qualifier = Field(default=Qualifier.EXACTLY, title="Mức chính xác", description=QUALIFIERS)
    as_of: Day | None = Field(default=None, title="Tính đến ngày")
    evidence: Line | None = Field(default=None, title="Liên kết minh chứng")
    note: Note | None = Field(default=None, title="Ghi chú")
    reason: Note | None = Field(default=None, title="Lý do sửa")


class MeasurementWithdrawal(Schema):
    """A measurement is taken back: its number no longer stands, its history does."""

    source: Line = Field(title="Hệ thống nguồn")
    key: Line = Field(title="Mã của hệ thống nguồn")
    reason: Note = Field(title="Lý do rút")


class MeasurementOutcome(StrEnum):
    """What became of a told measurement; `superseded` was parked until a later one of its key came."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    PARKED = "parked"
    SUPERSEDED = "superseded"


OUTCOMES = "published: đã công bố, withdrawn: đã rút, parked: chờ xử lý, superseded: đã có tin mới hơn"


class ParkedMeasurement(Schema):
    """A told measurement that could not become a value yet, and why; nothing of it is lost."""

    id: UUID = Field(title="Mã sự kiện")
    feed: Text = Field(title="Luồng sự kiện")
    source: Text = Field(title="Hệ thống nguồn")
    key: Text = Field(title="Mã của hệ thống nguồn")
    type: Text = Field(title="Loại sự kiện", examples=[MEASUREMENT_RECORDED])
    area: Text | None = Field(title="Mã địa bàn")
    area_name: Text | None = Field(title="Tên địa bàn", description="Trống khi chưa có địa bàn này")
    data: dict[str, Any] = Field(title="Nội dung như đã nhận")
    reason: Text = Field(title="Vì sao phải chờ")
    is_occupied: Flag = Field(title="Ô đã có số của nguồn khác", description="Chỉ người có thẩm quyền mới thay được")
    attempts: Whole = Field(title="Số lần đã thử")
    at: Instant = Field(title="Lúc hệ thống nguồn báo")


class MeasurementRetry(Schema):
    """A second try of a parked measurement."""

    replace: Flag = Field(default=False, title="Thay số đang có", description="Khi ô đã có số của nguồn khác")
    reason: Line | None = Field(default=None, title="Lý do", description="Bắt buộc khi thay số đang có")


class MeasurementRetried(Schema):
    """What came of the try."""

    id: UUID = Field(title="Mã sự kiện")
    outcome: MeasurementOutcome = Field(title="Kết quả", description=OUTCOMES)
    reason: Text | None = Field(title="Vì sao còn phải chờ")
