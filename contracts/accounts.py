"""Accounts (tài khoản) of people and the roles they hold, as the gateway answers them."""

from pydantic import Field

from kit.shapes import Schema, Text


class RoleGrant(Schema):
    """A role on an area."""

    role: Text = Field(title="Vai trò")
    role_name: Text = Field(title="Tên vai trò")
    area: Text = Field(title="Địa bàn")
