"""Sessions (phiên) of people, as the gateway answers them: opened in one step or two, seen, confirmed, ended."""

from enum import StrEnum

from pydantic import Field

from contracts.accounts import RoleGrant
from kit.shapes import Flag, Instant, Line, Schema, Text


class SignIn(Schema):
    """Credentials of a person."""

    email: Line = Field(title="Thư điện tử")
    password: Text = Field(title="Mật khẩu", min_length=1, max_length=1024)


class Method(StrEnum):
    """How an account proved itself first."""

    PASSWORD = "password"  # noqa: S105
    SSO = "sso"


class Missing(StrEnum):
    """What a sign-in still lacks: a code of the second factor, or a second factor at all."""

    SECOND_FACTOR = "second-factor"
    ENROLMENT = "enrolment"


class PendingSignIn(Schema):
    """A sign-in whose first proof was right and that lacks a step; it opens nothing."""

    missing: Missing = Field(
        title="Bước còn thiếu", description="second-factor: nhập mã; enrolment: bật xác thực hai lớp"
    )
    expires_at: Instant = Field(title="Hết hạn lúc")


class CodeEntry(Schema):
    """A code of the second factor: six digits from the app, or a recovery code."""

    code: Line = Field(title="Mã xác thực", examples=["123456"])


class Session(Schema):
    """The session that a cookie opens."""

    id: Text = Field(title="Mã phiên làm việc")
    account: Text = Field(title="Mã tài khoản")
    name: Text = Field(title="Họ tên")
    email: Text = Field(title="Thư điện tử")
    roles: list[RoleGrant] = Field(title="Vai trò")
    rights: list[Text] = Field(title="Các quyền")
    csrf: Text = Field(title="Mã chống giả mạo yêu cầu", description="Gửi lại trong X-CSRF-Token khi thay đổi dữ liệu")
    expires_at: Instant = Field(title="Hết hạn lúc")
    confirmed_until: Instant = Field(
        title="Đã xác nhận đến", description="Sau lúc này, thay đổi nhạy cảm đòi xác nhận lại"
    )
    has_password: Flag = Field(title="Có mật khẩu", description="Không: chỉ đăng nhập được bằng đăng nhập một lần")


class OpenSession(Schema):
    """One of a person's own open sessions, as they recognise it."""

    id: Text = Field(title="Mã phiên làm việc")
    agent: Text = Field(title="Thiết bị", examples=["Chrome trên Windows"])
    address: Text = Field(title="Địa chỉ mạng")
    method: Method = Field(title="Cách đăng nhập", description="password: mật khẩu; sso: đăng nhập một lần")
    created_at: Instant = Field(title="Đăng nhập lúc")
    last_seen_at: Instant = Field(title="Dùng gần nhất lúc")
    current: Flag = Field(title="Phiên đang dùng")


class OpenSessions(Schema):
    """All of a person's own open sessions, the newest first; there are never many."""

    items: list[OpenSession] = Field(title="Các phiên")


class Confirmation(Schema):
    """Proof, within a session, that its owner still sits there: password and code, of those the account has."""

    password: Text | None = Field(
        default=None, title="Mật khẩu", description="Trống khi tài khoản không có", min_length=1, max_length=1024
    )
    code: Line | None = Field(default=None, title="Mã xác thực")
