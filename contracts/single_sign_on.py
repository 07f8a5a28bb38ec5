"""Single sign-on (đăng nhập một lần): how it is begun, what the provider's answer brings back, identities."""

from uuid import UUID

from pydantic import Field

from contracts.sessions import Missing, Session
from kit.shapes import Flag, Instant, Schema, Text

RETURN_PAGE = "/dang-nhap/sso"
"""Where the provider sends people back to; registered there to the letter."""
LONGEST_ONWARD = 2000


class SingleSignOn(Schema):
    """Whether and by whose name people may sign in elsewhere."""

    name: Text | None = Field(title="Tên nhà cung cấp", description="Trống khi không dùng đăng nhập một lần")


class SingleSignOnStart(Schema):
    """Begins a sign-in at the provider; or links whoever is signed in to an identity there, or lets them confirm."""

    onward: Text | None = Field(default=None, title="Trang đến sau khi đăng nhập", max_length=LONGEST_ONWARD)
    links: Flag = Field(default=False, title="Gắn danh tính vào tài khoản đang đăng nhập")
    confirms: Flag = Field(default=False, title="Xác nhận lại trong phiên đang đăng nhập")


class SingleSignOnAddress(Schema):
    """Where the visitor proves who they are."""

    address: Text = Field(title="Địa chỉ ở nhà cung cấp")


class SingleSignOnAnswer(Schema):
    """What the provider sent the visitor back with."""

    state: Text = Field(title="Mã của lần đăng nhập (state)", min_length=1, max_length=200)
    code: Text | None = Field(default=None, title="Mã cấp quyền (code)", min_length=1, max_length=4096)
    error: Text | None = Field(default=None, title="Lỗi của nhà cung cấp (error)", max_length=200)
    iss: Text | None = Field(default=None, title="Nhà cung cấp trả lời (iss)", max_length=2000)


class SingleSignOnSession(Schema):
    """The session that was opened, or the step that is still missing; and where its owner wanted to go."""

    session: Session | None = Field(title="Phiên làm việc", description="Trống khi còn thiếu một bước")
    missing: Missing | None = Field(
        default=None, title="Bước còn thiếu", description="second-factor: nhập mã; enrolment: bật xác thực hai lớp"
    )
    onward: Text | None = Field(title="Trang muốn đến")


class Identity(Schema):
    """An identity at a provider that opens the account it is linked to."""

    id: UUID = Field(title="Mã danh tính")
    provider: Text = Field(title="Nhà cung cấp")
    linked_at: Instant = Field(title="Gắn lúc")
    used_at: Instant | None = Field(title="Đăng nhập gần nhất")
