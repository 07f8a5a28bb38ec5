"""Accounts (tài khoản) of people and the roles they hold, as the gateway answers them."""

from pydantic import Field

from contracts.directory import OrganisationCode
from kit.shapes import Day, Schema, Text


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
