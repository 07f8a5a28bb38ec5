"""What the sender of a workbook changed: rows left alone fall away, cells others changed too are refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from kit.clock import PEOPLE
from kit.numbers import write_number
from kit.shapes import Fault
from services.indicators.rules.round_trip import Cell, Clash, Groups, Said, Standing, settle
from services.indicators.workbooks.memory import Memory

L = TypeVar("L")
_LONGEST_NOTE = 60


@dataclass(frozen=True, slots=True)
class Grammar(Generic[L]):
    """How rows of one kind are compared: what they are called, what they say, which cells belong together.

    `needs` is the field without which there is nothing to save.
    """

    code: Callable[[L], str]
    said: Callable[[L], Said]
    merged: Callable[[L, Said], L]
    groups: Groups
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Changes(Generic[L]):
    """The cells a sender changed: the seam between a workbook and wherever its numbers go."""

    lines: tuple[L, ...]
    untouched: int
    faults: Sequence[Fault]


def changed_lines(
    lines: Sequence[L],
    grammar: Grammar[L],
    memory: Memory | None,
    standing: Mapping[str, Standing],
    *,
    by: str,
    point: Callable[[int, str], str],
) -> Changes[L]:
    """The rows a sender changed, each completed by what stands in the cells left alone; all rows without a memory."""
    if memory is None:
        return Changes(tuple(lines), 0, ())
    kept: list[L] = []
    faults: list[Fault] = []
    for place, line in enumerate(lines):
        code = grammar.code(line)
        stands = standing.get(code)
        settled = settle(memory.row(code), grammar.said(line), stands, grammar.groups, by)
        clashes = list(settled.clashes)
        if settled.touched and grammar.needs and settled.said.get(grammar.needs) is None:
            clashes.append(Clash(grammar.needs, None, grammar.said(line).get(grammar.needs)))
        faults += [Fault(pointer=point(place, clash.field), detail=_told(clash, stands)) for clash in clashes]
        if settled.touched:
            kept.append(grammar.merged(line, settled.said))
    return Changes(tuple(kept), len(lines) - len(kept), faults)


def emptied(memory: Memory | None, blank: Iterable[str]) -> int:
    """How many rows lost their numbers in the file; what is saved stays."""
    if memory is None:
        return 0
    return sum(any(isinstance(cell, Decimal) for cell in memory.row(code).values()) for code in blank)


def _told(clash: Clash, stands: Standing | None) -> str:
    by = ", ".join(filter(None, (stands.by_name, _at(stands)))) if stands else ""
    who = f" ({by})" if by else ""
    return (
        f"Trên hệ thống nay {_shown(clash.stands)}{who}, tệp {_given(clash.given)}. Hai bên cùng sửa ô này kể từ khi"
        " tải mẫu: hãy tải mẫu mới, xem số nay rồi sửa tiếp."
    )


def _at(stands: Standing) -> str:
    if stands.at is None:
        return ""
    local = stands.at.astimezone(PEOPLE)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def _shown(cell: Cell) -> str:
    return "để trống" if cell in (None, "") else f"là {_word(cell)}"


def _given(cell: Cell) -> str:
    return "để trống" if cell in (None, "") else f"ghi {_word(cell)}"


def _word(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return write_number(cell)
    text = str(cell)
    return f"“{text if len(text) <= _LONGEST_NOTE else text[:_LONGEST_NOTE] + '…'}”"
