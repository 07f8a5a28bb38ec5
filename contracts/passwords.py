"""Changing one's own password (mật khẩu)."""

from pydantic import Field

from kit.shapes import Schema, Text


class PasswordChange(Schema):
    """The password of before, and the one to come."""

    current: Text = Field(title="Mật khẩu hiện tại", min_length=1, max_length=1024)
    password: Text = Field(title="Mật khẩu mới", min_length=1, max_length=1024)
