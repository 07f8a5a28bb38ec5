"""Evidence (minh chứng): files and official documents that stand behind values and scores, reused across them."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.directory import AreaId
from kit.shapes import Day, Flag, Instant, Line, Note, Schema, Text, Whole

Number = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Abstract = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class EvidenceKind(StrEnum):
    """A file that is kept, or an official document that is named."""

    FILE = "file"
    INSTRUMENT = "instrument"


KINDS = "file: tệp, instrument: văn bản (số, ngày, trích yếu)"


class InstrumentEvidence(Schema):
    """An official document named as evidence: "số hiệu, ngày, trích yếu", as appraisal sheets ask for it."""

    area: AreaId = Field(title="Đơn vị")
    number: Number = Field(title="Số, ký hiệu", examples=["15/CTr-UBND"])
    issued_on: Day = Field(title="Ngày ban hành")
    abstract: Abstract = Field(title="Trích yếu")
    issuer: Line | None = Field(default=None, title="Cơ quan ban hành")


class Evidence(Schema):
    """One piece of evidence of a unit."""

    id: Text = Field(title="Mã minh chứng")
    area: Text = Field(title="Đơn vị")
    kind: EvidenceKind = Field(title="Loại", description=KINDS)
    abstract: Text = Field(title="Trích yếu, mô tả")
    number: Text | None = Field(title="Số, ký hiệu")
    issued_on: Day | None = Field(title="Ngày ban hành")
    issuer: Text | None = Field(title="Cơ quan ban hành")
    file_name: Text | None = Field(title="Tên tệp")
    media_type: Text | None = Field(title="Kiểu tệp")
    size: Whole | None = Field(title="Kích thước tệp, byte")
    digest: Text | None = Field(title="SHA-256 của tệp")
    added_by: Text = Field(title="Người đưa lên")
    added_at: Instant = Field(title="Lúc đưa lên")
    uses: Whole = Field(title="Số lần được dùng", description="Cho bao nhiêu số liệu và điểm")


class AttachedEvidence(Schema):
    """A piece of evidence of one value or one score."""

    subject: Text = Field(title="Mã chỉ tiêu hoặc mã tiêu chí")
    evidence: Evidence = Field(title="Minh chứng")
    note: Note | None = Field(title="Xem ở đâu trong minh chứng", examples=["trang 3, bảng 2"])
    attached_by: Text = Field(title="Người gắn")
    attached_at: Instant = Field(title="Lúc gắn")
    fixed: Flag = Field(title="Không gỡ được nữa", description="Số hoặc điểm đã công bố cùng minh chứng này")


class Attachments(Schema):
    """All evidence of a unit's values in a period, or of a sheet's scores."""

    items: list[AttachedEvidence] = Field(title="Minh chứng theo chỉ tiêu hoặc tiêu chí")


class Attaching(Schema):
    """Where in the evidence a value or score is found."""

    note: Note | None = Field(default=None, title="Xem ở đâu trong minh chứng")
