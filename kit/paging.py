"""Keyset pages: a cursor is the sort key of the last row shown, so a page costs the same wherever it lies."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request

from kit.errors import NotFound
from kit.shapes import Page

T = TypeVar("T")
LARGEST = 500

LimitQuery = Annotated[int, Query(ge=1, le=LARGEST, title="Số mục mỗi trang")]
AfterQuery = Annotated[str | None, Query(max_length=500, title="Con trỏ trang, lấy từ liên kết next")]


def cursor(*keys: str | int | None) -> str:
    """An opaque cursor made of the last row's sort keys."""
    return base64.urlsafe_b64encode(json.dumps(keys, ensure_ascii=False).encode()).decode().rstrip("=")


def keys_of(after: str | None, kinds: Sequence[type]) -> list[Any] | None:
    """The sort keys in a cursor, None at the start; NotFound for a cursor that is not one of ours."""
    if after is None:
        return None
    try:
        padded = after.encode() + b"=" * (-len(after) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        json.dumps(found, ensure_ascii=False).encode()  # a lone surrogate is a string no database takes
    except (binascii.Error, ValueError, UnicodeError) as error:
        raise NotFound("Không có trang này; hãy bắt đầu lại từ trang đầu.") from error
    if not isinstance(found, list) or [type(key) for key in found] != list(kinds):
        raise NotFound("Không có trang này; hãy bắt đầu lại từ trang đầu.")
    if any(isinstance(key, str) and "\x00" in key for key in found):
        raise NotFound("Không có trang này; hãy bắt đầu lại từ trang đầu.")
    return found


def page(
    request: Request, rows: Sequence[Any], limit: int, make: Callable[[Any], T], key: Callable[[Any], str]
) -> Page[T]:
    """A page of `rows` (at most limit + 1 were asked for): `key` gives the cursor of a row."""
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        query = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
        following = f"{request.url.path}?{urlencode([*query, ('after', key(shown[-1]))])}"
    return Page(items=[make(row) for row in shown], next=following)
