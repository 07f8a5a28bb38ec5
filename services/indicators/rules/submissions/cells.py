"""The cells of a submission: what was entered, how a save changes it, how it is kept when sent."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.indicators.submissions import CellChange, CellSnapshot
from contracts.indicators.values import Qualifier

NUMBERS = ("value", "numerator", "denominator")
_ENTERED = (*NUMBERS, "qualifier", "as_of", "note", "explanation", "follow_up")
_SENT = (*NUMBERS, "qualifier", "as_of", "note", "explanation", "correction_reason")
_TEXTS = ("note", "explanation")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stands; an empty one has no number."""

    indicator: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    qualifier: Qualifier = Qualifier.EXACTLY
    as_of: date | None = None
    note: str | None = None
    explanation: str | None = None
    follow_up: bool = False
    return_reason: str | None = None
    correction_reason: str | None = None

    @property
    def has_number(self) -> bool:
        """Whether any number was entered."""
        return any(getattr(self, name) is not None for name in NUMBERS)


@dataclass(frozen=True, slots=True)
class GivenCell:
    """One cell as sent: `said` holds what was said of it."""

    indicator: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with the cell at a place of the batch."""

    place: int
    field: str
    detail: str


class CellsRefused(ValueError):
    """The batch cannot be saved; `problems` names every fault."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        super().__init__(f"{len(problems)} ô chưa hợp lệ")
        self.problems = tuple(problems)


def settle_cells(
    asked: Collection[str], open_ones: Collection[str], standing: Mapping[str, Cell], given: Sequence[GivenCell]
) -> list[tuple[Cell, Cell]]:
    """Each changed cell before and after; those that already stand so make none. Raises `CellsRefused`.

    `asked` are the indicators of the form, `open_ones` those that may be entered now. What is wrong with a number is
    found by the checks: a draft keeps whatever was typed.
    """
    problems = list(_refused(asked, open_ones, given))
    if problems:
        raise CellsRefused(problems)
    changed = []
    for one in given:
        before = standing.get(one.indicator, Cell(one.indicator))
        after = replace(before, **_settled(one.said))
        if after != before:
            changed.append((before, after))
    return changed


def _refused(asked: Collection[str], open_ones: Collection[str], given: Sequence[GivenCell]) -> Iterator[CellProblem]:
    seen: dict[str, int] = {}
    for place, one in enumerate(given):
        code = one.indicator
        if code in seen:
            yield CellProblem(place, "indicator", f"Trùng chỉ tiêu với ô thứ {seen[code] + 1}.")
        elif code not in asked:
            yield CellProblem(place, "indicator", f"Biểu mẫu không có chỉ tiêu “{code}”.")
        elif code not in open_ones:
            yield CellProblem(place, "indicator", f"Chỉ tiêu {code} không nằm trong lượt sửa này.")
        seen.setdefault(code, place)


def _settled(said: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers are replaced together; an empty text is none."""
    found = {name: said[name] for name in _ENTERED if name in said}
    if any(name in found for name in NUMBERS):
        found |= {name: said.get(name) for name in NUMBERS}
    return found | {name: found[name] or None for name in _TEXTS if name in found}


def kept(cell: Cell) -> dict[str, Any]:
    """A cell as JSON keeps it when it is sent; numbers as exact text, what is not said left out."""
    told: dict[str, Any] = {"indicator": cell.indicator}
    for name in _SENT:
        value = getattr(cell, name)
        if value is not None and value != Qualifier.EXACTLY:
            told[name] = format(value, "f") if isinstance(value, Decimal) else str(value)
    return told


def restored(told: Mapping[str, Any]) -> CellSnapshot:
    """The cell that was kept."""
    numbers = {name: Decimal(told[name]) for name in NUMBERS if name in told}
    return CellSnapshot(**{**told, **numbers})


def as_published(cell: Cell, sent: CellSnapshot | None) -> Cell:
    """A cell that was being corrected, as it was sent before; None: it was empty."""
    if sent is None:
        return Cell(cell.indicator, follow_up=cell.follow_up)
    said = {name: getattr(sent, name) for name in _SENT if name != "correction_reason"}
    return Cell(cell.indicator, follow_up=cell.follow_up, **said)


def differences(before: Sequence[CellSnapshot], after: Sequence[CellSnapshot]) -> list[CellChange]:
    """The cells sent otherwise than the time before, in the order of the form."""
    old, new = ({cell.indicator: cell for cell in cells} for cells in (before, after))
    codes = [*new, *(code for code in old if code not in new)]
    return [
        CellChange(indicator=code, before=old.get(code), after=new.get(code))
        for code in codes
        if _said(old.get(code)) != _said(new.get(code))
    ]


def _said(cell: CellSnapshot | None) -> object:
    """What a cell says; why it was corrected is no difference in itself."""
    return None if cell is None else cell.model_copy(update={"correction_reason": None})


def cell_said(cell: Cell) -> dict[str, Decimal | str | None]:
    """A cell as a workbook shows it."""
    return {"value": cell.value, "numerator": cell.numerator, "denominator": cell.denominator, "note": cell.note}


def cell_told(cell: Cell) -> dict[str, Any]:
    """A cell as the audit is told of it."""
    names = [one.name for one in fields(cell) if one.name != "indicator"]
    values = {name: getattr(cell, name) for name in names}
    return {name: str(value) for name, value in values.items() if value not in (None, False, Qualifier.EXACTLY)}
