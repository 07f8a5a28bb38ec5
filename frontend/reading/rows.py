"""Rows of boxes, whatever they are rows of: what is wrong in them, what others changed, where a fault belongs."""

from collections.abc import Iterable, Sequence
from typing import Protocol, Self, TypeVar

from frontend.reading.cells import CLEARED, Cell, conflict_text
from kit.shapes import Fault


class Row(Protocol):
    """One row: known by its code, with its boxes."""

    @property
    def code(self) -> str:
        """What it is of."""

    @property
    def cells(self) -> list[Cell]:
        """Its boxes, in the order they stand."""

    def refused(self, field: str, error: str) -> Self:
        """The row with a fault at one box."""


R = TypeVar("R", bound=Row)


def errors_in(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Where the faults are and what they are, for the summary above the form."""
    return [(cell.key, f"{row.code}: {cell.error}") for row in rows for cell in row.cells if cell.error]


def conflicts_in(rows: Iterable[Row], note: str = "ghi chú") -> list[tuple[str, str]]:
    """The boxes that somebody else changed meanwhile; `note` names those that hold words ("ghi chú", "lý do")."""
    return [
        (cell.key, conflict_text(row.code, cell, note)) for row in rows for cell in row.cells if cell.server is not None
    ]


def both_in(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """The same with both numbers: `CQS-03, trên hệ thống: 84,67 – của bạn: 85`; one's own only where it was typed."""
    return [(cell.key, f"{row.code}, {both(cell)}") for row in rows for cell in row.cells if cell.server is not None]


def both(cell: Cell) -> str:
    """What the system holds of a box, and what its reader typed."""
    told = f"trên hệ thống: {cell.server}"
    return f"{told} – của bạn: {cell.text or CLEARED}" if cell.touched else told


def is_touched(row: Row) -> bool:
    """Whether anything of the row is to be saved."""
    return any(cell.touched for cell in row.cells)


def moved(rows: Iterable[Row]) -> bool:
    """Whether a row that is to be saved was changed by somebody else since it was read."""
    return any(is_touched(row) and any(cell.server is not None for cell in row.cells) for row in rows)


def placed(rows: Sequence[R], sent: Sequence[R], faults: Iterable[Fault], batch: str) -> tuple[list[R], list[str]]:
    """Each fault at the box it speaks of (`/scores/3/points` in the batch `scores`); the others as sentences."""
    found: dict[str, R] = {}
    others: list[str] = []
    for fault in faults:
        _, _, place = fault.pointer.partition(f"/{batch}/")
        number, _, field = place.partition("/")
        if not number.isdecimal() or int(number) >= len(sent):
            others.append(fault.detail)
            continue
        row = sent[int(number)]
        found[row.code] = found.get(row.code, row).refused(field, fault.detail.rstrip("."))
    return [found.get(row.code, row) for row in rows], others
