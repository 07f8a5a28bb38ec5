"""Keyset pages: a cursor is the sort key of the last row shown, so a page costs the same wherever it lies."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from fastapi import Query, Request, Response

from kit.errors import NotFound
from kit.light import answer, light
from kit.shapes import Page

T = TypeVar("T")
LARGEST = 500
INT, BIGINT = 2**31 - 1, 2**63 - 1
"""The largest keys that columns of these types hold."""
NO_SUCH_PAGE = "Không có trang này; hãy bắt đầu lại từ trang đầu."
_LightPage = light(Page[Any])

LimitQuery = Annotated[int, Query(ge=1, le=LARGEST, title="Số mục mỗi trang")]
AfterQuery = Annotated[str | None, Query(max_length=500, title="Con trỏ trang, lấy từ liên kết next")]


def cursor(*keys: str | int | None) -> str:
    """An opaque cursor made of the last row's sort keys."""
    return base64.urlsafe_b64encode(json.dumps(keys, ensure_ascii=False).encode()).decode().rstrip("=")


def keys_of(after: str | None, kinds: Sequence[type], *, largest: int = INT) -> list[Any] | None:
    """The sort keys in a cursor, None at the start; NotFound for a cursor that is not one of ours.

    `largest` is the largest number a key may be: one beyond its column was never made by us, and fails in the database.
    """
    if after is None:
        return None
    try:
        padded = after.encode() + b"=" * (-len(after) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        json.dumps(found, ensure_ascii=False).encode()  # a lone surrogate is a string no database takes
    except (binascii.Error, ValueError, UnicodeError) as error:
        raise NotFound(NO_SUCH_PAGE) from error
    if not isinstance(found, list) or [type(key) for key in found] != list(kinds):
        raise NotFound(NO_SUCH_PAGE)
    if any(isinstance(key, int) and abs(key) > largest for key in found):
        raise NotFound(NO_SUCH_PAGE)
    if any(isinstance(key, str) and "\x00" in key for key in found):
        raise NotFound(NO_SUCH_PAGE)
    return found


def id_after(after: str | None) -> UUID | None:
    """The id in a cursor that is made of one alone, None at the start; NotFound for one that is not ours."""
    keys = keys_of(after, (str,))
    try:
        return UUID(keys[0]) if keys else None
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error


def cursor_in(link: str | None) -> str | None:
    """The cursor in a link to the next page, None on the last one."""
    return parse_qs(urlsplit(link).query)["after"][0] if link else None


def page(
    request: Request, rows: Sequence[Any], limit: int, make: Callable[[Any], T], key: Callable[[Any], str]
) -> Page[T]:
    """A page of `rows` (at most limit + 1 were asked for): `key` gives the cursor of a row."""
    return Page(items=[make(row) for row in rows[:limit]], next=_next(request, rows, limit, key))


def light_page(
    request: Request, rows: Sequence[Any], limit: int, make: Callable[[Any], Any], key: Callable[[Any], str]
) -> Response:
    """The answer that is such a page, of light twins: for lists that are long and asked for often."""
    return answer(_LightPage(items=[make(row) for row in rows[:limit]], next=_next(request, rows, limit, key)))


def link_after(request: Request, after: str) -> str:
    """The link to what comes after a cursor, asked for as this request asks."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    return f"{request.url.path}?{urlencode([*query, ('after', after)])}"


def _next(request: Request, rows: Sequence[Any], limit: int, key: Callable[[Any], str]) -> str | None:
    """The link to the page after `rows`, when one more of them was found than shown."""
    if len(rows) <= limit:
        return None
    return link_after(request, key(rows[limit - 1]))
