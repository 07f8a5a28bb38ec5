"""Sessions (phiên) of people, as the gateway answers them."""

from pydantic import Field

from contracts.accounts import RoleGrant
from kit.shapes import Instant, Line, Schema, Text


class SignIn(Schema):
    """Credentials of a person."""

    email: Line = Field(title="Thư điện tử")
    password: Text = Field(title="Mật khẩu", min_length=1, max_length=1024)


class Session(Schema):
    """The session that a cookie opens."""

    account: Text = Field(title="Mã tài khoản")
    name: Text = Field(title="Họ tên")
    email: Text = Field(title="Thư điện tử")
    roles: list[RoleGrant] = Field(title="Vai trò")
    rights: list[Text] = Field(title="Các quyền")
    csrf: Text = Field(title="Mã chống giả mạo yêu cầu", description="Gửi lại trong X-CSRF-Token khi thay đổi dữ liệu")
    expires_at: Instant = Field(title="Hết hạn lúc")
