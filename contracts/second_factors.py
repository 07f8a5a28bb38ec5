"""The second factor (yếu tố xác thực thứ hai) of an account, as the gateway answers it."""

from pydantic import Field

from contracts.sessions import Session
from kit.shapes import Flag, Instant, Schema, Text, Whole


class FactorOffer(Schema):
    """A secret for an authenticator app; it counts once a code of it was sent back."""

    secret: Text = Field(title="Khoá bí mật", description="Gõ vào ứng dụng khi không quét được mã QR")
    address: Text = Field(title="Địa chỉ otpauth", description="Nội dung của mã QR")


class RecoveryCodes(Schema):
    """Codes that stand in for the second factor, each once; shown this one time."""

    codes: list[Text] = Field(title="Mã khôi phục")


class Enrolled(Schema):
    """A second factor that was confirmed while signing in: the session, and the recovery codes."""

    session: Session = Field(title="Phiên làm việc")
    codes: list[Text] = Field(title="Mã khôi phục")


class SecondFactor(Schema):
    """Whether the account has a second factor, must have one, and how many recovery codes are left."""

    enrolled: Flag = Field(title="Đã bật")
    enrolled_at: Instant | None = Field(title="Bật lúc")
    demanded: Flag = Field(title="Bắt buộc với quyền đang có")
    recovery_codes: Whole = Field(title="Số mã khôi phục còn lại")
