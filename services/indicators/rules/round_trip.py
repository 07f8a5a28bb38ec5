"""The round trip of a workbook (đi và về): what its sender changed since it went out, and what others did meanwhile."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

Cell = Decimal | str | None
Said = Mapping[str, Cell]
"""What stands in the cells of a row by field; an empty cell need not be named."""
Groups = Sequence[Sequence[str]]
"""Fields that mean something only together, such as the parts of a ratio."""
_EXACT_DIGITS = 15
_NOTHING: Said = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """A row as it stands in the system, and who made it so."""

    said: Said
    revision: int = 0
    by_id: str = ""
    by_name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that the sender changed and somebody else too, each otherwise."""

    field: str
    stands: Cell
    given: Cell


@dataclass(frozen=True, slots=True)
class Settled:
    """A row after the comparison: what to save, whether the sender touched it at all, and where the two collide."""

    said: Said
    touched: bool
    clashes: Sequence[Clash] = ()


def settle(was: Said, given: Said, stands: Standing | None, groups: Groups, by: str) -> Settled:
    """What a row of a returned workbook says, given what it said when it went out.

    A group of cells the sender left alone keeps what stands now. A changed one is taken, unless somebody else than
    `by` changed it meanwhile to something else.
    """
    now = stands.said if stands else _NOTHING
    own = stands is not None and stands.by_id == by
    said: dict[str, Cell] = {}
    clashes: list[Clash] = []
    touched = False
    for group in groups:
        changed = [field for field in group if not same(was.get(field), given.get(field))]
        said |= {field: (given if changed else now).get(field) for field in group}
        if not changed:
            continue
        touched = True
        if not (own or _agree(was, now, group) or _agree(given, now, group)):
            clashes += [Clash(field, now.get(field), given.get(field)) for field in changed]
    return Settled(said, touched, clashes)


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells say the same, as far as a workbook can tell: 15 digits, and words without what it drops."""
    return _plain(one) == _plain(other)


def _agree(one: Said, other: Said, group: Sequence[str]) -> bool:
    return all(same(one.get(field), other.get(field)) for field in group)


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, Decimal):
        return Decimal(f"{cell:.{_EXACT_DIGITS}g}").normalize()
    if not cell:
        return None
    text = unicodedata.normalize("NFC", cell.replace("\r\n", "\n"))
    return "".join(sign for sign in text if sign == "\n" or sign == "\t" or sign.isprintable()).strip() or None
