"""What a sheet hides and which of its cells are merged, read beside its cells."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from openpyxl.utils import get_column_letter, range_boundaries

from services.indicators.workbooks.refusal import refused

MOST_MERGED = 20_000
"""Merged ranges of one sheet; nobody who merges by hand comes near."""
_CROWDED = f"Trang có quá nhiều vùng gộp ô (tối đa {MOST_MERGED:,}). Hãy bỏ gộp ô rồi gửi lại.".replace(",", ".")
_YES = ("1", "true")
_LAST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of merged cells: Excel keeps what it shows in the first of them, the others are empty."""

    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def name(self) -> str:
        """As Excel writes it: `C5:D5`."""
        return ":".join(f"{get_column_letter(column)}{row}" for row, column in (self.first, self.last))

    @property
    def rows(self) -> range:
        """The rows it takes part of."""
        return range(self.first[0], self.last[0] + 1)

    def crosses(self, columns: Collection[int]) -> bool:
        """True when it takes cells of one of these columns."""
        return any(self.first[1] <= column <= self.last[1] for column in columns)


@dataclass(slots=True)
class Layout:
    """One sheet: rows and columns that are hidden from whoever looks at it, and merged ranges."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)


def read_layout(part: BinaryIO, columns: int) -> Layout:
    """Reads the sheet's part of the package; of the first `columns` columns only. Raises what a parser raises."""
    return _Reading(columns).read(part)


class _Reading:
    """Goes through the elements of one sheet; nothing but the layout is kept."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._row = 0
        self._layout = Layout()
        self._meets = {"row": self._meet_row, "col": self._meet_column, "mergeCell": self._meet_merged}

    def read(self, part: BinaryIO) -> Layout:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._meet
        parser.ParseFile(part)
        return self._layout

    def _meet(self, name: str, attributes: Mapping[str, str]) -> None:
        met = self._meets.get(name.rpartition(" ")[2])
        if met is not None:
            met(attributes)

    def _meet_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(float(attributes.get("r", self._row + 1)))
        if attributes.get("hidden") in _YES:
            self._layout.hidden_rows.add(self._row)

    def _meet_column(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in _YES:
            last = min(int(attributes["max"]), self._columns)
            self._layout.hidden_columns.update(range(int(attributes["min"]), last + 1))

    def _meet_merged(self, attributes: Mapping[str, str]) -> None:
        if len(self._layout.merged) == MOST_MERGED:
            raise refused(_CROWDED)
        left, top, right, bottom = range_boundaries(attributes["ref"])
        self._layout.merged.append(Merged((top or 1, left or 1), (bottom or _LAST_ROW, right or self._columns)))
