"""Named errors and their one translation to application/problem+json."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from kit.shapes import Fault, Problem

PROBLEM = "application/problem+json"


class Refusal(Exception):
    """Base of every error a caller may meet. Subclasses carry status, stable slug and Vietnamese title."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "Yêu cầu không hợp lệ"
    headers: Mapping[str, str] = {}

    def __init__(
        self, detail: str = "", faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = list(faults)
        if headers is not None:
            self.headers = headers

    def problem(self, instance: str) -> Problem:
        """The wire form of this error; `instance` is the request id people can quote."""
        return Problem(
            type=f"/problems/{self.slug}",
            title=self.title,
            status=self.status,
            detail=self.detail,
            instance=instance,
            errors=self.faults,
        )


class Malformed(Refusal):
    """400: the body is not what its media type says."""

    title = "Nội dung gửi lên không đọc được"
    slug = "malformed"


class Unauthenticated(Refusal):
    """401: no one, or no one we know, is asking."""

    status = 401
    slug = "unauthenticated"
    title = "Cần đăng nhập"
    headers: Mapping[str, str] = {"WWW-Authenticate": "Bearer"}


class Forbidden(Refusal):
    """403: known, but without the right."""

    status = 403
    slug = "forbidden"
    title = "Không có quyền"


class ConfirmationRequired(Forbidden):
    """403: with the right, but only for somebody who has proved within the last minutes that it is still them."""

    slug = "confirmation-required"
    title = "Cần xác nhận lại mật khẩu"


class NotFound(Refusal):
    """404: no such thing, or none the caller may know of."""

    status = 404
    slug = "not-found"
    title = "Không tìm thấy"


class MethodNotAllowed(Refusal):
    """405: the address exists, the method does not."""

    status = 405
    slug = "method-not-allowed"
    title = "Phương thức không được hỗ trợ"


class TooSlow(Refusal):
    """408: the body does not arrive in the time it may take."""

    status = 408
    slug = "too-slow"
    title = "Nội dung gửi lên quá chậm"
    headers: Mapping[str, str] = {"Connection": "close"}


class Conflict(Refusal):
    """409: the present state does not allow it."""

    status = 409
    slug = "conflict"
    title = "Xung đột với trạng thái hiện tại"


class Stale(Refusal):
    """412: somebody changed it since it was read (If-Match)."""

    status = 412
    slug = "stale"
    title = "Dữ liệu đã được người khác sửa"


class TooLarge(Refusal):
    """413: the body is over the limit."""

    status = 413
    slug = "too-large"
    title = "Nội dung gửi lên quá lớn"


class UnsupportedMedia(Refusal):
    """415: this media type is not read here."""

    status = 415
    slug = "unsupported-media-type"
    title = "Không hỗ trợ kiểu nội dung này"


class Invalid(Refusal):
    """422: readable, but wrong in the places named."""

    status = 422
    slug = "invalid"
    title = "Dữ liệu chưa hợp lệ"


class PreconditionRequired(Refusal):
    """428: an update must say which version it changes (If-Match)."""

    status = 428
    slug = "precondition-required"
    title = "Thiếu phiên bản dữ liệu (If-Match)"


class TooMany(Refusal):
    """429: too many requests; Retry-After says when to come back."""

    status = 429
    slug = "too-many-requests"
    title = "Quá nhiều yêu cầu"


class HeadTooLarge(Refusal):
    """431: address and headers are over the limit."""

    status = 431
    slug = "head-too-large"
    title = "Địa chỉ hoặc tiêu đề của yêu cầu quá dài"


class Unexpected(Refusal):
    """500: our fault; the request id finds it in the log."""

    status = 500
    slug = "unexpected"
    title = "Lỗi hệ thống"


class Unavailable(Refusal):
    """503: a part of the system does not answer at present."""

    status = 503
    slug = "unavailable"
    title = "Dịch vụ tạm thời gián đoạn"


BY_STATUS: dict[int, type[Refusal]] = {
    kind.status: kind
    for kind in (
        Malformed, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, TooSlow, Conflict, Stale, TooLarge,
        UnsupportedMedia, Invalid, PreconditionRequired, TooMany, HeadTooLarge, Unexpected, Unavailable,
    )
}  # fmt: skip
BY_SLUG: dict[str, type[Refusal]] = {ConfirmationRequired.slug: ConfirmationRequired}
"""Those that a caller tells apart from others of their status."""


def documented(*kinds: type[Refusal] | int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: every refusal it can give, as problem+json in the OpenAPI document."""
    chosen = [BY_STATUS[kind] if isinstance(kind, int) else kind for kind in kinds]
    return {
        kind.status: {
            "description": kind.title,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for kind in chosen
    }
