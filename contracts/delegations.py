"""Delegations (ủy quyền): a role lent to a colleague for a time."""

from enum import StrEnum

from pydantic import Field

from contracts.access import ROLES_TOLD, Role
from contracts.directory import PlaceId
from kit.shapes import Day, Instant, Line, Schema, Text


class DelegationState(StrEnum):
    """Whether a delegation counts, and why it does not."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ENDED = "ended"


STATE_NAMES: dict[DelegationState, str] = {
    DelegationState.IN_FORCE: "Đang có hiệu lực",
    DelegationState.SUSPENDED: "Không có hiệu lực",
    DelegationState.EXPIRED: "Đã hết hạn",
    DelegationState.ENDED: "Đã chấm dứt",
}
STATES = "in_force: đang có hiệu lực, suspended: người ủy quyền không còn vai trò, expired: hết hạn, ended: chấm dứt"


class Delegation(Schema):
    """A role lent by one person to another, on its place or one below."""

    id: Text = Field(title="Mã ủy quyền")
    lender: Text = Field(title="Người ủy quyền")
    lender_email: Text = Field(title="Thư điện tử người ủy quyền")
    borrower: Text = Field(title="Người được ủy quyền")
    borrower_email: Text = Field(title="Thư điện tử người được ủy quyền")
    role: Text = Field(title="Vai trò")
    role_name: Text = Field(title="Tên vai trò")
    place: PlaceId = Field(title="Địa bàn hoặc cơ quan")
    place_name: Text = Field(title="Tên địa bàn hoặc cơ quan")
    until: Day = Field(title="Đến hết ngày")
    reason: Text = Field(title="Lý do")
    made_at: Instant = Field(title="Lập lúc")
    state: DelegationState = Field(title="Trạng thái", description=STATES)


class DelegationCreate(Schema):
    """A role to lend."""

    to: Line = Field(title="Thư điện tử người được ủy quyền")
    role: Role = Field(title="Vai trò", description=ROLES_TOLD)
    place: PlaceId = Field(title="Địa bàn hoặc cơ quan")
    until: Day = Field(title="Đến hết ngày", description="Giờ Việt Nam; không quá 90 ngày kể từ hôm nay")
    reason: Line = Field(title="Lý do")
