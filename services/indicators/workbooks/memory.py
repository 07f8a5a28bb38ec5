"""What a workbook remembers (ghi nhớ): the cells as they stood when it went out, sealed on its hidden sheet."""

import hmac
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from services.indicators.rules.round_trip import Said
from services.indicators.workbooks.refusal import refused

NUMBERS = frozenset({"value", "numerator", "denominator", "points"})
_PART, _SEAL = "memory", "seal"
_LONGEST_CELL = 30_000
"""Excel takes 32,767 signs."""
_FORGED = (
    "Phần ghi nhớ ẩn của tệp đã bị sửa, hoặc tệp do một hệ thống khác tạo. Hãy tải mẫu mới, chép số sang rồi gửi lại;"
    " chưa có gì được lưu."
)


@dataclass(frozen=True, slots=True)
class Memory:
    """The rows of a workbook by code as they went out, and the version of the sheet they are of."""

    cells: Mapping[str, Said] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)
    version: int = 0

    def row(self, code: str) -> Said:
        """What the row of a code said; nothing where it was empty."""
        return self.cells.get(code, {})


def sealed(memory: Memory, meta: Mapping[str, str], key: bytes) -> dict[str, str]:
    """What goes on the hidden sheet: the purpose of the workbook and its memory, sealed together."""
    told = {
        "cells": {code: _written(said) for code, said in memory.cells.items()},
        "revisions": dict(memory.revisions),
        "version": memory.version,
    }
    packed = urlsafe_b64encode(zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 9)).decode()
    parts = [packed[place : place + _LONGEST_CELL] for place in range(0, len(packed), _LONGEST_CELL)]
    # The dot keeps every part a word: none begins with a sign of a formula.
    numbered = {f"{_PART}.{number}": f".{part}" for number, part in enumerate(parts, start=1)}
    return {**meta, **numbered, _SEAL: _seal(meta, packed, key)}


def unsealed(meta: Mapping[str, str], key: bytes) -> Memory | None:
    """The memory of a workbook, None for one without. Raises `WorkbookRefused` for one that is not as it was sealed."""
    parts = [name for name in meta if name.startswith(f"{_PART}.")]
    if not parts and _SEAL not in meta:
        return None
    purpose = {name: text for name, text in meta.items() if name not in parts and name != _SEAL}
    packed = "".join(meta.get(f"{_PART}.{number}", "")[1:] for number in range(1, len(parts) + 1))
    if not hmac.compare_digest(_seal(purpose, packed, key), meta.get(_SEAL, "").encode("ascii", "replace").decode()):
        raise refused(_FORGED)
    told = json.loads(zlib.decompress(urlsafe_b64decode(packed)))
    return Memory({code: _read(said) for code, said in told["cells"].items()}, told["revisions"], told["version"])


def _seal(meta: Mapping[str, str], packed: str, key: bytes) -> str:
    about = json.dumps([sorted(meta.items()), packed], separators=(",", ":"))
    return "." + hmac.new(key, about.encode(), sha256).hexdigest()


def _written(said: Said) -> dict[str, str]:
    return {name: f"{cell:f}" if isinstance(cell, Decimal) else cell for name, cell in said.items() if cell is not None}


def _read(said: Mapping[str, str]) -> Said:
    return {name: Decimal(text) if name in NUMBERS else text for name, text in said.items()}
