"""Areas through time, their lineage, and organisations: who and where."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from kit.shapes import Day, Flag, Line, Number, Schema, Text, Whole

AREA_ID = r"^(VN|[THX][0-9]{2,5}-[0-9]{4}[a-z]?|V-[0-9a-f-]{36})$"
AreaId = Annotated[str, StringConstraints(pattern=AREA_ID)]
ORGANISATION_CODE = r"^[A-Z0-9.]{3,35}$"
OrganisationCode = Annotated[str, StringConstraints(pattern=ORGANISATION_CODE)]
PlaceId = Annotated[str, StringConstraints(pattern=f"{AREA_ID}|{ORGANISATION_CODE}")]
"""What a role is given on: an area by its id, or an organisation by its code."""


class AreaLevel(StrEnum):
    """Levels of the register; districts are history since 01/07/2025."""

    NATION = "N"
    PROVINCE = "T"
    DISTRICT = "H"
    COMMUNE = "X"
    VILLAGE = "V"


LEVELS = "N cả nước, T tỉnh, H huyện (đến 30/06/2025), X xã, V thôn hoặc tổ dân phố"


class Basis(StrEnum):
    """How sure a date is: read in a decision, or assumed."""

    DECIDED = "decided"
    ASSUMED = "assumed"


class LineageKind(StrEnum):
    """A predecessor goes into a successor whole, or in part."""

    WHOLE = "whole"
    PART = "part"


BASES = "decided: theo quyết định, assumed: giả định"


class Area(Schema):
    """One incarnation of an area (địa bàn): level, official code, and the year it came into force."""

    id: AreaId = Field(title="Mã định danh", examples=["X04630-2025"])
    code: Text = Field(title="Mã chính thức", examples=["04630"])
    level: AreaLevel = Field(title="Cấp", description=LEVELS)
    name: Text = Field(title="Tên", examples=["Xã Tú Lệ"])
    short_name: Text = Field(title="Tên ngắn", examples=["Tú Lệ"])
    kind: Text = Field(title="Loại đơn vị", examples=["xã"])
    parent_id: AreaId | None = Field(title="Đơn vị cấp trên")
    valid_from: Day = Field(title="Có hiệu lực từ ngày")
    valid_to: Day | None = Field(title="Ngày cuối còn hiệu lực", description="Trống khi còn hiệu lực")
    valid_from_basis: Basis = Field(title="Căn cứ của ngày bắt đầu", description=BASES)
    valid_to_basis: Basis | None = Field(title="Căn cứ của ngày kết thúc", description=BASES)
    lat: Number | None = Field(title="Vĩ độ")
    lon: Number | None = Field(title="Kinh độ")


class AreaLink(Schema):
    """One step of lineage (dòng kế thừa) between two incarnations, seen from one of them."""

    area: Area = Field(title="Đơn vị kia")
    effective_on: Day = Field(title="Ngày có hiệu lực")
    kind: LineageKind = Field(title="Toàn bộ hay một phần", description="whole: toàn bộ, part: một phần")
    is_main: Flag = Field(title="Là đơn vị kế thừa chính")
    share: Number | None = Field(title="Tỷ lệ", description="Phần của đơn vị cũ chuyển sang, nếu biết")
    basis: Basis = Field(title="Căn cứ", description=BASES)


class AreaProfile(Schema):
    """An area with its place in the tree and in time: what stands above and below it, before and after it."""

    area: Area = Field(title="Địa bàn")
    ancestors: list[Area] = Field(title="Các cấp trên", description="Cả nước trước")
    units: list[Area] = Field(
        title="Các đơn vị trực thuộc", description="Hôm nay, hoặc ngày cuối địa bàn còn hiệu lực; theo thứ tự tên"
    )
    predecessors: list[AreaLink] = Field(title="Các đơn vị tiền thân")
    successors: list[AreaLink] = Field(title="Các đơn vị kế thừa")


class AreaMatch(Schema):
    """An area of any time that answers a search, with what became of one no longer in force."""

    area: Area = Field(title="Địa bàn")
    parent_name: Text | None = Field(title="Tên đơn vị cấp trên")
    became_ids: list[AreaId] = Field(title="Đơn vị hiện nay", description="Của đơn vị đã hết hiệu lực; theo thứ tự tên")
    became_names: list[Text] = Field(title="Tên các đơn vị hiện nay", description="Cùng thứ tự với mã")


class AreaMatches(Schema):
    """What a search of areas found, the best first."""

    items: list[AreaMatch] = Field(title="Các địa bàn tìm được")


class Lineage(Schema):
    """One step of lineage as the feed carries it."""

    predecessor_id: AreaId
    successor_id: AreaId
    effective_on: Day
    kind: LineageKind
    is_main: Flag
    share: Number | None = None
    basis: Basis = Basis.DECIDED


class LineageGap(Schema):
    """An area that ended without a recorded successor: work to do."""

    area: Area = Field(title="Đơn vị")
    reason: Text = Field(title="Lý do")


class OrganisationName(Schema):
    """A name in use for a time."""

    name: Text = Field(title="Tên")
    valid_from: Day | None = Field(title="Từ ngày")
    valid_to: Day | None = Field(title="Đến ngày")


class Organisation(Schema):
    """An organisation (cơ quan) with its electronic identification code (mã định danh điện tử)."""

    id: Text = Field(title="Mã định danh nội bộ")
    code: OrganisationCode = Field(title="Mã định danh điện tử", examples=["H38"])
    name: Line = Field(title="Tên hiện nay")
    names: list[OrganisationName] = Field(title="Các tên qua thời gian")
    kind: Text = Field(title="Loại cơ quan", examples=["provincial_committee"])
    area_id: AreaId | None = Field(title="Địa bàn")
    parent_id: Text | None = Field(title="Cơ quan cấp trên")


class RegisterSummary(Schema):
    """How many areas of each level are in force on a day."""

    valid_on: Day = Field(title="Ngày")
    provinces: Whole = Field(title="Số tỉnh, thành phố")
    districts: Whole = Field(title="Số huyện")
    communes: Whole = Field(title="Số xã, phường, đặc khu")
