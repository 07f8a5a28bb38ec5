"""API clients (hệ thống kết nối) and their tokens, as the gateway answers them."""

from typing import Literal

from pydantic import Field

from kit.shapes import Schema, Text, Whole


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
