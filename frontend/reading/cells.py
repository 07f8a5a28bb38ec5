"""Boxes of a grid: as typed, as they were when the page was read, and as they stand on the server now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Protocol

import msgspec

from frontend.formats import MINUS, decimal
from frontend.versions import version_in
from kit.numbers import NotANumber, decimal_places, read_number

LONGEST_NOTE = 4000
TOO_LONG = "Không viết dài quá 4.000 ký tự"
CLEARED = "để trống"


@dataclass(frozen=True, slots=True)
class Cell:
    """One box. `base` is what stood there when its reader opened the page, `server` what somebody else saved since."""

    name: str
    text: str
    base: str
    numeric: bool = True
    error: str | None = None
    server: str | None = None

    @property
    def key(self) -> str:
        """The box's id on the page: dots would need escaping in selectors."""
        return self.name.replace(".", "-")

    @property
    def touched(self) -> bool:
        """Whether its reader changed it; `84.67` for `84,67` is no change."""
        return not is_same(self.text, self.base, numeric=self.numeric)

    @property
    def attrs(self) -> dict[str, str]:
        """What scripts must know of a box that is shown again as typed: how it stood, that it differs."""
        return {"data-original": self.base, "data-changed": ""} if self.touched else {}

    @property
    def number(self) -> Decimal | None:
        """What was typed, None when empty; `NotANumber` for anything else."""
        return read_number(self.text) if self.text else None

    def refused(self, error: str | None) -> "Cell":
        """The box with what is wrong with it; an error told before stays."""
        return self if error is None or self.error else replace(self, error=error)


class MakeCell(Protocol):
    """How a box stands: fresh, as typed, or after somebody else saved."""

    def __call__(self, name: str, now: str, *, numeric: bool = True) -> Cell:
        """The box of this name, of which the server holds `now`."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as sent: the version and the texts its reader saw, and what they made of them."""

    version: int = 0
    base: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> "Typed":
        """The form of a request; a version or base that is not ours counts as none."""
        texts = {name: _clean(value) for name, value in form.items() if isinstance(value, str)}
        return cls(version_in(texts.get("ver")), _read(texts.get("goc", "")), texts)

    def cell(self, name: str, now: str, *, numeric: bool = True) -> Cell:
        """The box as typed; one that was not in the form stays as it is."""
        if name not in self.texts:
            return Cell(name, now, now, numeric)
        return Cell(name, self.texts[name], self.base.get(name, ""), numeric)

    def rebased(self, name: str, now: str, *, numeric: bool = True) -> Cell:
        """The box after somebody else saved: typed text stays, untouched boxes show what stands; both are marked."""
        typed = self.cell(name, now, numeric=numeric)
        moved = not is_same(typed.base, now, numeric=numeric)
        if not typed.touched:
            return Cell(name, now, now, numeric, server=(now or CLEARED) if moved else None)
        differs = moved and not is_same(typed.text, now, numeric=numeric)
        return Cell(name, typed.text, now, numeric, server=(now or CLEARED) if differs else None)


def fresh(name: str, now: str, *, numeric: bool = True) -> Cell:
    """A box as it stands, untouched."""
    return Cell(name, now, now, numeric)


def number_in(value: Decimal | None) -> str:
    """A number as a box holds it: `7,04`, empty when absent."""
    return "" if value is None else decimal(value).replace(MINUS, "-")


def checked_number(
    cell: Cell, lowest: Decimal | None, highest: Decimal | None, said: str, decimals: int | None = None
) -> Cell:
    """The box with its fault, if it holds no number, one out of bounds or one too fine; `said` names it ("Điểm").

    The services say the same of each; here all boxes are told at once, also beside those that hold no number.
    """
    try:
        number = cell.number
    except NotANumber as error:
        return cell.refused(str(error))
    if number is None:
        return cell
    fine = cell.touched and decimals is not None and decimal_places(number) > decimals
    too_fine = f"{said} chỉ được có tối đa {decimals} chữ số thập phân" if fine else None
    return cell.refused(_out_of(number, lowest, highest, said) or too_fine)


def checked_note(cell: Cell) -> Cell:
    """The note with its fault, if it is too long to keep."""
    return cell.refused(TOO_LONG) if len(cell.text) > LONGEST_NOTE else cell


def conflict_text(code: str, cell: Cell, note: str) -> str:
    """What somebody else saved of a box: a number, or words under the name they go by (`note`)."""
    if cell.numeric:
        return f"{code}: trên máy chủ là {cell.server}"
    told = cell.server if cell.server == CLEARED else f"“{cell.server}”"
    return f"{code}, {note}: trên máy chủ là {told}"


def is_same(one: str, other: str, *, numeric: bool) -> bool:
    """Whether two texts say the same."""
    if one == other:
        return True
    if not numeric or not one or not other:
        return False
    try:
        return read_number(one) == read_number(other)
    except NotANumber:
        return False


def _out_of(number: Decimal, lowest: Decimal | None, highest: Decimal | None, said: str) -> str | None:
    below = lowest is not None and number < lowest
    above = highest is not None and number > highest
    if not (below or above):
        return None
    if lowest is not None and highest is not None:
        return f"{said} phải từ {decimal(lowest)} đến {decimal(highest)}"
    return f"{said} phải từ {decimal(lowest)} trở lên" if below else f"{said} phải từ {decimal(highest)} trở xuống"


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _read(text: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(text, type=dict[str, str])
    except msgspec.MsgspecError:
        return {}
