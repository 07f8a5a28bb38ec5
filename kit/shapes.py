"""The forms that contracts are cast in: schema base class, exact scalar types, pages and problems."""

import math
import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _only_number(value: object) -> Decimal:
    """JSON numbers become Decimal by their shortest text; booleans, strings, NaN and infinities are refused."""
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("phải là một số")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("phải là một số")
    if abs(value) >= 10**14:  # first of all: an integer of JSON may have thousands of digits
        raise ValueError("số quá lớn (tối đa 14 chữ số phần nguyên)")
    return Decimal(repr(value))


def _only_whole(value: object) -> int:
    """JSON Schema counts 3.0 as an integer, true as none; so do we."""
    if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, float) and value.is_integer())):
        raise ValueError("phải là một số nguyên")
    return int(value)


def _only_day(value: object) -> object:
    """Days are written 2025-07-01: pydantic would also read a number, or its text, as seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("phải là ngày dạng 2025-07-01")


def _only_instant(value: object) -> object:
    """Instants are written 2025-07-01T08:00:00Z, for the same reason."""
    if isinstance(value, datetime) or (isinstance(value, str) and _DAY.match(value)):
        return value
    raise ValueError("phải là thời điểm dạng 2025-07-01T08:00:00Z")


def _of_a_zone(value: datetime) -> datetime:
    """Without its zone a time of day names no instant."""
    if value.tzinfo is None:
        raise ValueError("phải là thời điểm có múi giờ, dạng 2025-07-01T08:00:00Z")
    return value


def _one_spelling(value: str) -> str:
    """One spelling for one text: macOS and some input methods send decomposed Vietnamese. NUL is refused."""
    if "\x00" in value:
        raise ValueError("có ký tự không hợp lệ")
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def utc_text(value: datetime) -> str:
    """An instant as JSON has it."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _as_json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[
    Decimal,
    BeforeValidator(_only_number),
    PlainSerializer(_as_json_number, return_type=float, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
Whole = Annotated[int, BeforeValidator(_only_whole)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(_only_day)]
Instant = Annotated[
    datetime,
    BeforeValidator(_only_instant),
    AfterValidator(_of_a_zone),
    PlainSerializer(utc_text, return_type=str, when_used="json"),
]
Text = Annotated[str, AfterValidator(_one_spelling)]
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, strip_whitespace=True),
    AfterValidator(_one_spelling),
]
Note = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True), AfterValidator(_one_spelling)]


class Schema(BaseModel):
    """Base of everything that crosses the wire: unknown fields are refused, not dropped."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Page(Schema, Generic[T]):
    """One keyset page of a list; `next` is a relative link, or null on the last page."""

    items: list[T] = Field(title="Các mục")
    next: str | None = Field(default=None, title="Trang sau", description="Địa chỉ tương đối; trống ở trang cuối")


class Fault(Schema):
    """One thing wrong with what was sent, and where (JSON pointer, or /sheet/cell in a workbook)."""

    pointer: str = Field(title="Vị trí", description="JSON Pointer; với tệp Excel là /tên trang/ô")
    detail: str = Field(title="Lý do")


class Problem(Schema):
    """Answer of every failed request (RFC 9457, application/problem+json)."""

    type: str = Field(title="Loại lỗi", examples=["/problems/not-found"])
    title: str = Field(title="Tên lỗi", examples=["Không tìm thấy"])
    status: int = Field(title="Mã HTTP", examples=[404])
    detail: str = Field(default="", title="Chi tiết")
    instance: str = Field(default="", title="Mã sự cố", description="Mã yêu cầu để tra nhật ký")
    errors: list[Fault] = Field(default_factory=list, title="Các lỗi")
