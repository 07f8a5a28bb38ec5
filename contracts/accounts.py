"""Accounts (tài khoản) of people and the roles they hold, as the gateway answers them."""

from enum import StrEnum

from pydantic import Field

from contracts.access import ROLES_TOLD, Role
from contracts.delegations import Delegation
from contracts.directory import OrganisationCode, PlaceId
from kit.shapes import Day, Flag, Instant, Line, Note, Schema, Text, Whole

MOST_GRANTS = 50
PLACE_CODES = "Mã địa bàn (T15-2025) hoặc mã định danh điện tử của cơ quan (H38)"


class AccountState(StrEnum):
    """Whether somebody can sign in: yes, not before they chose a password, or no longer."""

    ACTIVE = "active"
    INVITED = "invited"
    DISABLED = "disabled"


STATE_NAMES: dict[AccountState, str] = {
    AccountState.ACTIVE: "Đang hoạt động",
    AccountState.INVITED: "Chờ kích hoạt",
    AccountState.DISABLED: "Đã khoá",
}
STATES = "active: đang hoạt động, invited: chờ kích hoạt, disabled: đã khoá"


class RoleGrant(Schema):
    """A role on an area or organisation, given or lent."""

    role: Text = Field(title="Vai trò")
    role_name: Text = Field(title="Tên vai trò")
    area: Text | None = Field(title="Địa bàn", description="Của cơ quan: địa bàn cơ quan ấy phục vụ, nếu có")
    organisation: OrganisationCode | None = Field(
        default=None, title="Cơ quan", description="Trống khi giao trên địa bàn"
    )
    place_name: Text = Field(default="", title="Tên địa bàn hoặc cơ quan")
    until: Day | None = Field(default=None, title="Đến hết ngày", description="Trống khi không có hạn")
    lent_by: Text | None = Field(default=None, title="Người ủy quyền", description="Trống khi được giao")


class GrantWanted(Schema):
    """A role somebody is to have on an area or organisation."""

    role: Role = Field(title="Vai trò", description=ROLES_TOLD)
    place: PlaceId = Field(title="Địa bàn hoặc cơ quan", description=PLACE_CODES)
    until: Day | None = Field(default=None, title="Đến hết ngày", description="Giờ Việt Nam; trống khi không có hạn")


class AccountGrant(Schema):
    """A role given to an account, with who gave it and when."""

    role: Text = Field(title="Vai trò")
    role_name: Text = Field(title="Tên vai trò")
    place: PlaceId = Field(title="Địa bàn hoặc cơ quan", description=PLACE_CODES)
    place_name: Text = Field(title="Tên địa bàn hoặc cơ quan")
    until: Day | None = Field(title="Đến hết ngày", description="Trống khi không có hạn")
    given_by: Text | None = Field(title="Người giao", description="Trống khi người vận hành máy chủ giao")
    given_at: Instant = Field(title="Giao lúc")


class AccountSummary(Schema):
    """An account in the list of those an administrator looks after; only roles within their reach are told."""

    id: Text = Field(title="Mã tài khoản")
    email: Text = Field(title="Thư điện tử")
    name: Text = Field(title="Họ tên")
    place: PlaceId | None = Field(title="Đơn vị công tác", description="Trống khi ngoài phạm vi quản trị")
    place_name: Text = Field(title="Tên đơn vị công tác")
    state: AccountState = Field(title="Trạng thái", description=STATES)
    grants: list[AccountGrant] = Field(title="Vai trò được giao")
    governed: Flag = Field(
        title="Quản trị trọn vẹn", description="Đơn vị công tác và mọi vai trò đều trong phạm vi của người hỏi"
    )


class Account(AccountSummary):
    """An account as its administrator sees it."""

    version: Whole = Field(title="Phiên bản", description="Gửi lại trong If-Match khi sửa")
    created_at: Instant = Field(title="Tạo lúc")
    invited_until: Instant | None = Field(title="Liên kết mời còn hạn đến", description="Trống khi không có")
    second_factor: Flag | None = Field(
        title="Đã bật xác thực hai lớp", description="Trống khi người hỏi không quản trị trọn vẹn"
    )
    blocked_until: Instant | None = Field(title="Tạm chặn đăng nhập đến", description="Do thử sai mật khẩu nhiều lần")
    delegations: list[Delegation] = Field(title="Ủy quyền đang có", description="Cho và nhận, trong phạm vi quản trị")


class AccountCreate(Schema):
    """A new account; its owner chooses the password by invitation."""

    email: Line = Field(title="Thư điện tử", examples=["canbo@laocai.gov.vn"])
    name: Line = Field(title="Họ tên")
    place: PlaceId = Field(title="Đơn vị công tác", description=PLACE_CODES)
    grants: list[GrantWanted] = Field(default=[], title="Vai trò", max_length=MOST_GRANTS)


class AccountUpdate(Schema):
    """Who somebody is and where they work."""

    email: Line = Field(title="Thư điện tử")
    name: Line = Field(title="Họ tên")
    place: PlaceId = Field(title="Đơn vị công tác", description=PLACE_CODES)


class GrantsUpdate(Schema):
    """All roles somebody has within the administrator's reach; those that are not named are taken away."""

    grants: list[GrantWanted] = Field(title="Vai trò", max_length=MOST_GRANTS)


class DisableOrder(Schema):
    """Why an account is disabled."""

    reason: Note = Field(default="", title="Lý do")


class Place(Schema):
    """An area or organisation on which somebody may give or lend a role."""

    id: PlaceId = Field(title="Mã", description=PLACE_CODES)
    name: Text = Field(title="Tên")
    above: Text = Field(title="Thuộc", description="Tên đơn vị cấp trên; trống với cơ quan")
