"""One line per request, in a tenth of the time an ordinary log line takes: it is written for every single one."""

import logging
import os
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

STANDARD_ERROR = 2

_encode = msgspec.json.Encoder().encode
_level = logging.getLogger("lantoa.access")


class _Lines:
    """Writes finished lines whole, past every buffer; a closed terminal must not stop the service."""

    def info(self, line: bytes) -> None:
        try:
            os.write(STANDARD_ERROR, line)
        except OSError:
            _level.disabled = True


def _finish(_: WrappedLogger, level: str, event: EventDict) -> tuple[tuple[bytes], dict[str, Any]]:
    """The line as JSON: a line break in a hostile path stays escaped inside its quotes."""
    event["level"] = level
    event["timestamp"] = datetime.now(UTC)
    return (_encode(event) + b"\n",), {}


_log: structlog.BoundLoggerBase = structlog.wrap_logger(_Lines(), processors=[_finish]).bind()


def note(**fields: Any) -> None:
    """Write the line of one request, when the log level asks for it."""
    if _level.isEnabledFor(logging.INFO):
        _log.info("request", **fields)  # type: ignore[attr-defined]
