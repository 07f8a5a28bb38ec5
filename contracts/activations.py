"""Invitations (liên kết mời) and what becomes of them: somebody chooses the password of their account."""

from pydantic import Field

from kit.shapes import Flag, Instant, Line, Schema, Text


class Invitation(Schema):
    """A one-time link to choose a password; it is told once and cannot be shown again."""

    code: Text = Field(title="Mã mời")
    link: Text = Field(
        title="Đường dẫn", description="Địa chỉ tương đối, gửi cho chủ tài khoản", examples=["/kich-hoat?ma=…"]
    )
    expires_at: Instant = Field(title="Hết hạn lúc")


class Activation(Schema):
    """What a code opens: an account, or the place of the first administrator."""

    email: Text = Field(title="Thư điện tử", description="Trống với quản trị đầu tiên")
    name: Text = Field(title="Họ tên", description="Trống với quản trị đầu tiên")
    first_administrator: Flag = Field(title="Lập quản trị đầu tiên")
    has_password: Flag = Field(title="Đang có mật khẩu", description="Có: mật khẩu mới thay mật khẩu đang dùng")


class ActivationCreate(Schema):
    """A password chosen with a code; the first administrator also says who they are."""

    code: Line = Field(title="Mã mời")
    password: Text = Field(title="Mật khẩu", min_length=1, max_length=1024)
    email: Text = Field(default="", title="Thư điện tử", max_length=300, description="Chỉ với quản trị đầu tiên")
    name: Text = Field(default="", title="Họ tên", max_length=300, description="Chỉ với quản trị đầu tiên")
