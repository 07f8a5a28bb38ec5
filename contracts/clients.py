"""API clients (hệ thống kết nối), their secrets and their tokens, as the gateway answers them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from contracts.access import SCOPES, Right
from contracts.directory import AreaId
from kit.shapes import Flag, Instant, Line, Schema, Text, Whole

CLIENT_ID = r"^lt-[0-9a-f]{16}$"
ClientId = Annotated[str, StringConstraints(pattern=CLIENT_ID)]
OVERLAP_DAYS, LONGEST_OVERLAP_DAYS = 7, 30


def _only_scopes(given: list[str]) -> list[str]:
    """Rights a system may hold, each once, in one order."""
    unknown = sorted(set(given) - SCOPES)
    if unknown:
        raise ValueError(f"không có phạm vi “{unknown[0]}”; có: {', '.join(sorted(SCOPES))}")
    return sorted(set(given))


Scopes = Annotated[list[Text], Field(min_length=1, max_length=len(Right)), AfterValidator(_only_scopes)]
Contact = Annotated[Text, StringConstraints(max_length=300, strip_whitespace=True)]


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


class IssuedSecret(Schema):
    """A secret of a client, without the secret itself."""

    id: Text = Field(title="Mã mật khẩu")
    created_at: Instant = Field(title="Cấp lúc")
    expires_at: Instant | None = Field(title="Hết hạn lúc")
    last_used_at: Instant | None = Field(title="Dùng lần cuối lúc", description="Chính xác đến phút")
    live: Flag = Field(title="Còn hiệu lực")


class ApiClient(Schema):
    """A system that reads or writes over the interface."""

    client_id: Text = Field(title="Mã hệ thống kết nối", examples=["lt-0123456789abcdef"])
    name: Text = Field(title="Tên hệ thống")
    contact: Text = Field(title="Đầu mối liên hệ")
    scopes: list[Text] = Field(title="Phạm vi")
    area: Text = Field(title="Địa bàn")
    created_at: Instant = Field(title="Đăng ký lúc")
    created_by: Text = Field(title="Người đăng ký")
    expires_at: Instant | None = Field(title="Hết hạn lúc")
    last_used_at: Instant | None = Field(title="Dùng lần cuối lúc", description="Chính xác đến phút")
    revoked_at: Instant | None = Field(title="Thu hồi lúc")
    live: Flag = Field(title="Còn hiệu lực")
    version: Whole = Field(title="Phiên bản", description="Gửi lại trong If-Match khi sửa")
    secrets: list[IssuedSecret] = Field(title="Mật khẩu đã cấp", description="Mới nhất trước")


class ApiClientUpdate(Schema):
    """What may be changed of a client; what is left out of it is emptied."""

    name: Line = Field(title="Tên hệ thống", examples=["Bộ Khoa học và Công nghệ"])
    contact: Contact = Field(default="", title="Đầu mối liên hệ", examples=["Phòng Dữ liệu, dulieu@example.vn"])
    scopes: Scopes = Field(title="Phạm vi", examples=[["indicators:read"]])
    area: AreaId = Field(title="Địa bàn", description="Được đọc hoặc ghi trong địa bàn này", examples=["T15-2025"])
    expires_at: Instant | None = Field(default=None, title="Hết hạn lúc", description="Bỏ trống là không có hạn")


class ApiClientCreate(ApiClientUpdate):
    """A new client."""


class SecretRequest(Schema):
    """A wish for a new secret."""

    overlap_days: Annotated[Whole, Field(ge=0, le=LONGEST_OVERLAP_DAYS)] = Field(
        default=OVERLAP_DAYS,
        title="Số ngày mật khẩu cũ còn dùng được",
        description="0: mật khẩu cũ hết hiệu lực ngay",
    )


class ClientCredentials(Schema):
    """What a system signs in with; the secret is shown this once."""

    client_id: Text = Field(title="Mã hệ thống kết nối")
    client_secret: Text = Field(title="Mật khẩu", description="Chỉ hiện một lần, hệ thống không giữ lại")
    secret_id: Text = Field(title="Mã mật khẩu")
    client: ApiClient = Field(title="Hệ thống kết nối")
