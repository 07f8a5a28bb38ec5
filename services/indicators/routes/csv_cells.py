"""What the cells of a CSV mean, one by one or a whole column at a time."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from contracts.indicators.values import Qualifier
from services.indicators.rules.typed_numbers import (
    MOST_OF_A_FLOAT,
    NUMBER,
    TOO_LARGE,
    machine_number,
    written_number,
)

KEYS = ("indicator", "area", "period")
NUMBERS = ("value", "numerator", "denominator")
COLUMNS = (*KEYS, *NUMBERS, "qualifier", "as_of", "note", "reason")

_NUMBER_COLUMN = re.compile(rf"(?:{NUMBER.pattern})?(?:\n(?:{NUMBER.pattern})?)*")
_LONGEST = 4000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WRITTEN_DAY = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")

Read = Callable[[str], Any]


def readers(separator: str) -> Mapping[str, Read]:
    """What reads a cell of each column, raising ValueError with a reason in Vietnamese.

    A file without commas between its cells comes from a spreadsheet with Vietnamese settings: a comma before the
    decimals, days as 31/12/2026.
    """
    by_machine = separator == ","
    return {
        **dict.fromkeys(KEYS, _remark),
        **dict.fromkeys(NUMBERS, machine_number if by_machine else written_number),
        "qualifier": _qualifier,
        "as_of": _day if by_machine else _written_day,
        "note": _remark,
        "reason": _remark,
    }


def column_of(name: str, cells: Sequence[str], separator: str) -> Sequence[Any]:
    """What the cells of a column mean; ValueError when one of them needs a closer look."""
    run = "".join(cells)
    if not run.isprintable() or " " in run:
        cells = [*map(str.strip, cells)]
    if name in KEYS:
        if not all(cells) or max(map(len, cells)) > _LONGEST:
            raise ValueError("a key that is missing or too long")
        return cells
    if name in NUMBERS:
        return _numbers(cells, run, separator)
    read, absent = readers(separator)[name], Qualifier.EXACTLY if name == "qualifier" else None
    return [read(cell) if cell else absent for cell in cells] if run else [absent] * len(cells)


def _numbers(cells: Sequence[str], run: str, separator: str) -> Sequence[float | None]:
    if not run:
        return [None] * len(cells)
    if max(map(len, cells)) > MOST_OF_A_FLOAT:
        raise ValueError("a number of many digits")
    numbers: list[float | None]
    if run.isascii() and run.isdigit():
        numbers = [int(cell) if cell else None for cell in cells]
    else:
        numbers = [float(cell) if cell else None for cell in _as_floats(cells, run, separator)]
    if max((abs(number) for number in numbers if number is not None), default=0) >= TOO_LARGE:
        raise ValueError("a number that is too large")
    return numbers


def _as_floats(cells: Sequence[str], run: str, separator: str) -> Sequence[str]:
    """A column as `float` takes it."""
    if separator != ",":
        if "." in run:
            raise ValueError("a dot that may stand between thousands")
        cells = [cell.replace(",", ".") for cell in cells]
    if not _NUMBER_COLUMN.fullmatch("\n".join(cells)):
        raise ValueError("a number that is none")
    return cells


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError("Phải là ngày dạng 2025-07-01")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("Không có ngày này") from error


def _written_day(text: str) -> date:
    if not _WRITTEN_DAY.fullmatch(text):
        return _day(text)
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no hour
    except ValueError as error:
        raise ValueError("Không có ngày này") from error


def _qualifier(text: str) -> Qualifier:
    try:
        return Qualifier(text)
    except ValueError as error:
        raise ValueError(f"Phải là một trong các giá trị: {', '.join(Qualifier)}") from error


def _remark(text: str) -> str:
    if len(text) > _LONGEST or "\x00" in text:
        raise ValueError("Không được dài hơn 4000 ký tự và không chứa ký tự không hợp lệ")
    return text
