"""Official documents (văn bản): their number, issuer, day and subject; never their text."""

from enum import StrEnum

from pydantic import Field

from kit.shapes import Day, Line, Note, Schema, Text, Whole


class InstrumentKind(StrEnum):
    """What kind of document it is, as its number tells (Nghị định 30/2020/NĐ-CP, phụ lục III)."""

    RESOLUTION = "resolution"
    DECREE = "decree"
    DECISION = "decision"
    CIRCULAR = "circular"
    PLAN = "plan"
    PROGRAMME = "programme"
    REGULATION = "regulation"
    GUIDANCE = "guidance"
    NOTICE = "notice"
    DISPATCH = "dispatch"


INSTRUMENT_KINDS = {
    InstrumentKind.RESOLUTION: "Nghị quyết",
    InstrumentKind.DECREE: "Nghị định",
    InstrumentKind.DECISION: "Quyết định",
    InstrumentKind.CIRCULAR: "Thông tư",
    InstrumentKind.PLAN: "Kế hoạch",
    InstrumentKind.PROGRAMME: "Chương trình",
    InstrumentKind.REGULATION: "Quy chế",
    InstrumentKind.GUIDANCE: "Hướng dẫn",
    InstrumentKind.NOTICE: "Thông báo",
    InstrumentKind.DISPATCH: "Công văn",
}


class Certainty(StrEnum):
    """How sure the entry is: the document was read, its title, a mention of it, or mentions that disagree."""

    READ = "read"
    TITLE = "title"
    CITED = "cited"
    CONFLICT = "conflict"


KINDS = ", ".join(f"{kind.value}: {name.lower()}" for kind, name in INSTRUMENT_KINDS.items())
CERTAINTIES = (
    "read: đã đọc trích đoạn, title: mới thấy tên văn bản, cited: mới thấy văn bản khác dẫn,"
    " conflict: các nguồn ghi không thống nhất"
)


class Instrument(Schema):
    """One official document. A number alone does not name it: issuers and years number anew."""

    id: Text = Field(title="Mã định danh")
    number: Line = Field(title="Số, ký hiệu", examples=["766/QĐ-TTg"])
    kind: InstrumentKind = Field(title="Loại văn bản", description=KINDS)
    issuer: Line = Field(title="Cơ quan ban hành", examples=["Thủ tướng Chính phủ"])
    issued_on: Day | None = Field(title="Ngày ban hành", description="Trống khi mới biết năm")
    year: Whole = Field(title="Năm ban hành")
    title: Line = Field(title="Trích yếu")
    note: Note | None = Field(title="Ghi chú")
    certainty: Certainty = Field(title="Mức chắc chắn", description=CERTAINTIES)
    source: Line = Field(title="Nguồn")
