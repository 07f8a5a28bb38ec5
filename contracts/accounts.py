"""Sign-in: sessions of people and tokens of systems, as the gateway answers them."""

from typing import Literal

from pydantic import Field

from kit.shapes import Instant, Line, Schema, Text, Whole


class SignIn(Schema):
    """Credentials of a person."""

    email: Line = Field(title="Thư điện tử")
    password: Text = Field(title="Mật khẩu", min_length=1, max_length=1024)


class RoleGrant(Schema):
    """A role on an area."""

    role: Text = Field(title="Vai trò")
    role_name: Text = Field(title="Tên vai trò")
    area: Text = Field(title="Địa bàn")


class Session(Schema):
    """The session that a cookie opens."""

    account: Text = Field(title="Mã tài khoản")
    name: Text = Field(title="Họ tên")
    email: Text = Field(title="Thư điện tử")
    roles: list[RoleGrant] = Field(title="Vai trò")
    rights: list[Text] = Field(title="Các quyền")
    csrf: Text = Field(title="Mã chống giả mạo yêu cầu", description="Gửi lại trong X-CSRF-Token khi thay đổi dữ liệu")
    expires_at: Instant = Field(title="Hết hạn lúc")


class AccessToken(Schema):
    """Answer of POST /token (RFC 6749 §5.1); the token is a JWT of RFC 9068."""

    access_token: Text = Field(title="Mã truy cập", description="Gửi trong tiêu đề Authorization: Bearer …")
    token_type: Literal["Bearer"] = Field(default="Bearer", title="Loại mã")
    expires_in: Whole = Field(title="Hiệu lực (giây)", examples=[3600])
    scope: Text = Field(title="Phạm vi được cấp", examples=["indicators:read"])


class TokenError(Schema):
    """Refusal of POST /token (RFC 6749 §5.2)."""

    error: Text = Field(title="Mã lỗi", examples=["invalid_client"])
    error_description: Text = Field(title="Mô tả lỗi", description="Tiếng Anh: RFC 6749 chỉ cho phép ký tự ASCII")
