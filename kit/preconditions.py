"""If-Match: which version of a thing an update was made on."""

import re
from typing import Annotated

from fastapi import Header

from kit.errors import PreconditionRequired

_VERSION = re.compile(r'"v([1-9][0-9]{0,8})"')
_NEVER = 0
"""Nothing has this version: an If-Match that is not one of our ETags matches nothing."""

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=100, title="Phiên bản đang sửa", description='ETag đã nhận, ví dụ "v3"'),
]


def version_of(if_match: str | None) -> int:
    """The version named by If-Match; PreconditionRequired when none is, for `*` would overwrite what nobody saw."""
    if if_match is None or if_match.strip() == "*":
        raise PreconditionRequired('Hãy gửi tiêu đề If-Match với ETag đã nhận khi đọc, ví dụ "v3".')
    match = _VERSION.fullmatch(if_match.strip())
    return int(match[1]) if match else _NEVER


def etag(version: int) -> str:
    """The ETag of a thing at a version."""
    return f'"v{version}"'
