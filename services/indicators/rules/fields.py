"""Reads typed fields out of a framework file and remembers, in Vietnamese, everything that is wrong and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

Named = TypeVar("Named", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One fault of a file: where (``nodes[0].children[2] (1.3).max``) and what."""

    path: str
    detail: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.detail}" if self.path else self.detail


@dataclass
class Fields:
    """One mapping of the file. Each read takes a field once; `close` names the fields nobody knows.

    A wrong field is noted in ``problems`` and a harmless value handed back, so that one pass finds all faults.
    """

    path: str
    data: Mapping[str, object]
    problems: list[FileProblem]
    _taken: set[str] = field(default_factory=set)

    def wrong(self, key: str, detail: str) -> None:
        """Notes a fault at a field (or at the mapping itself with an empty key)."""
        self.problems.append(FileProblem(".".join(filter(None, (self.path, key))), detail))

    def has(self, key: str) -> bool:
        """Whether the field is there and not empty."""
        return self.data.get(key) is not None

    def raw(self, key: str) -> object:
        """The field as it stands, or None."""
        self._taken.add(key)
        return self.data.get(key)

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.raw(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        quoted = isinstance(value, int | Decimal) and not isinstance(value, bool)
        self.wrong(key, "Phải đặt trong dấu nháy." if quoted else "Thiếu hoặc không phải là chữ.")
        return ""

    def text_or_none(self, key: str) -> str | None:
        """A text that may be absent."""
        return self.text(key) if self.raw(key) is not None else None

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        """A number; without a default it must be there."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
            return Decimal(value)
        self.wrong(key, "Thiếu hoặc không phải là số.")
        return Decimal(1)

    def positive(self, key: str, default: Decimal | None = None) -> Decimal:
        """A number above zero."""
        value = self.number(key, default)
        if value <= 0:
            self.wrong(key, "Phải lớn hơn 0.")
            return Decimal(1)
        return value

    def whole(self, key: str, highest: int, default: int | None = None) -> int:
        """A whole number from 0 to ``highest``."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= highest:
            return value
        self.wrong(key, f"Phải là số nguyên từ 0 đến {highest}.")
        return 0

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.raw(key)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.wrong(key, "Phải là true hoặc false.")
        return default

    def day(self, key: str) -> date:
        """A day that must be there."""
        value = self.day_or_none(key)
        if value is None:
            self.wrong(key, "Thiếu ngày (dạng 2025-01-31).")
        return value or date.min

    def day_or_none(self, key: str) -> date | None:
        """A day written as 2025-01-31, or nothing."""
        value = self.raw(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.wrong(key, f"“{value}” không phải là ngày (dạng 2025-01-31).")
            return date.min

    def one_of(self, key: str, names: Mapping[str, Named]) -> Named:
        """A word out of a list."""
        value = self.raw(key)
        known = names.get(value) if isinstance(value, str) else None
        if known is None:
            said = "Thiếu" if value is None else f"“{value}” không hợp lệ"
            self.wrong(key, f"{said}; chọn một trong: {', '.join(names)}.")
        return known or next(iter(names.values()))

    def inner(self, key: str) -> "Fields":
        """A mapping inside this one."""
        value = self.raw(key)
        if not isinstance(value, dict):
            self.wrong(key, "Thiếu hoặc không phải là một nhóm trường.")
        path = ".".join(filter(None, (self.path, key)))
        return Fields(path, value if isinstance(value, dict) else {}, self.problems)

    def texts(self, key: str) -> list[str]:
        """A list of texts, which must not be empty."""
        value = self.raw(key)
        items = value if isinstance(value, list) else []
        if not items or not all(isinstance(item, str) and item.strip() for item in items):
            self.wrong(key, "Phải là một danh sách không rỗng các chữ.")
            return []
        return [item.strip() for item in items]

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of texts to texts."""
        value = self.raw(key)
        pairs = value if isinstance(value, dict) else {}
        whole = all(isinstance(name, str) and isinstance(text, str) for name, text in pairs.items())
        if not pairs or not whole:
            self.wrong(key, "Phải là các cặp chữ, cả hai vế đặt trong dấu nháy.")
            return {}
        return dict(pairs)

    def listed(self, key: str) -> list["Fields"]:
        """A list of mappings, which must not be empty."""
        value = self.raw(key)
        items = value if isinstance(value, list) else []
        if not items or not all(isinstance(item, dict) for item in items):
            self.wrong(key, "Phải là một danh sách không rỗng các nhóm trường.")
            return []
        path = ".".join(filter(None, (self.path, key)))
        return [Fields(f"{path}[{place}]", item, self.problems) for place, item in enumerate(items)]

    def close(self) -> None:
        """Notes every field that was in the file but not read."""
        for key in self.data:
            if key not in self._taken:
                self.wrong(str(key), "Trường không có trong mẫu.")


def named(names: type[Named]) -> dict[str, Named]:
    """The words of an enum as a file writes them."""
    return {item.value: item for item in names}
