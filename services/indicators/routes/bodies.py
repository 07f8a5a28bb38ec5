"""Bodies of bulk writes: JSON and CSV decoded into columns; the contract names what is wrong with a refused one."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from contracts.indicators.values import Qualifier, ValueBatch, ValueCreate
from kit.errors import Invalid, Malformed, TooLarge
from kit.shapes import Fault
from services.indicators.actions.values import MOST_FAULTS, Pointer, in_json
from services.indicators.rules.batch import Entry

MOST_VALUES = 50_000

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_NUMBER_COLUMN = re.compile(rf"(?:{_NUMBER.pattern})?(?:\n(?:{_NUMBER.pattern})?)*")
_TOO_LARGE = 10**14
_LONGEST = 4000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEYS = ("indicator", "area", "period")
_NUMBERS = ("value", "numerator", "denominator")
_COLUMNS = (*_KEYS, *_NUMBERS, "qualifier", "as_of", "note", "reason")

_Remark = Annotated[str, msgspec.Meta(max_length=4000)]


class WireValue(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """`ValueCreate` as the fast decoder reads it. What it accepts, the contract accepts, with the same meaning."""

    indicator: str
    area: str
    period: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    qualifier: Qualifier = Qualifier.EXACTLY
    as_of: date | None = None
    note: _Remark | None = None
    reason: _Remark | None = None


class WireBatch(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """`ValueBatch` as the fast decoder reads it."""

    values: Annotated[list[WireValue], msgspec.Meta(min_length=1, max_length=MOST_VALUES)]


_decoder = msgspec.json.Decoder(WireBatch)


@dataclass(frozen=True, slots=True)
class Batch:
    """The values of a body, and how to point at one of them."""

    entries: Sequence[Entry]
    point: Pointer


def read_json(body: bytes) -> Batch:
    """The values of a JSON body. Raises RequestValidationError naming each fault."""
    try:
        if b"\\u0000" not in body:
            return Batch(_decoder.decode(body).values, in_json)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass  # the contract decides, and says why
    try:
        values: list[ValueCreate] = ValueBatch.model_validate_json(body).values
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False)) from error
    return Batch(values, in_json)


def read_csv(body: bytes) -> Batch:
    """The values of a CSV body with a header; numbers with a decimal point, as machines write them."""
    try:
        text = body.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [name.strip() for name in next(rows, [])]
        _refuse_header(header)
        plain = _read_plain(header, list(csv.reader(io.StringIO(text, newline=""), strict=True)), text)
        return _read_lines(header, rows) if plain is None else plain
    except UnicodeDecodeError as error:
        raise Malformed("Tệp CSV phải dùng bảng mã UTF-8.") from error
    except csv.Error as error:
        raise Malformed("Không phải tệp CSV hợp lệ.") from error


def _refuse_header(header: Sequence[str]) -> None:
    faults = [
        Fault(pointer=f"/1/{name}", detail="Trường này không có trong quy định")
        for name in header
        if name not in _COLUMNS
    ]
    faults += [Fault(pointer=f"/1/{name}", detail="Thiếu cột bắt buộc") for name in _KEYS if name not in header]
    faults += [Fault(pointer=f"/1/{name}", detail="Cột lặp lại") for name in set(header) if header.count(name) > 1]
    if faults:
        raise Invalid(f"Dòng đầu phải là tên cột: {', '.join(_COLUMNS)}.", faults[:MOST_FAULTS])


def _read_plain(header: Sequence[str], rows: Sequence[Sequence[str]], text: str) -> Batch | None:
    """A file that is plainly right, column by column; None for any other: `_read_lines` judges it.

    Plainly right: every line has a cell for every column, no cell spans lines, keys are there and numbers are numbers.
    """
    lines = rows[1:]
    if not 0 < len(lines) <= MOST_VALUES or "\x00" in text or set(map(len, lines)) != {len(header)}:
        return None
    cells = {name: [*map(str.strip, column)] for name, column in zip(header, zip(*lines, strict=True), strict=True)}
    try:
        read = [_column(name, cells[name]) if name in cells else [_ABSENT[name]] * len(lines) for name in _COLUMNS]
    except ValueError:
        return None
    return Batch([*map(WireValue, *read)], lambda row, field: f"/{row + 2}/{field}" if field else f"/{row + 2}")


def _column(name: str, cells: Sequence[str]) -> Sequence[Any]:
    """What the cells of a column mean; ValueError when one of them needs a closer look."""
    joined = "\n".join(cells)
    if joined.count("\n") != len(cells) - 1 or "\r" in joined:
        raise ValueError("a cell of several lines: the lines of the file are not the rows")
    if name in _KEYS:
        if not all(cells) or max(map(len, cells)) > _LONGEST:
            raise ValueError("a key that is missing or too long")
        return cells
    if name not in _NUMBERS:
        return [_READ[name](cell) if cell else _ABSENT[name] for cell in cells]
    if not _NUMBER_COLUMN.fullmatch(joined):
        raise ValueError("a number that is none")
    numbers = [float(cell) if cell else None for cell in cells]
    if max((abs(number) for number in numbers if number is not None), default=0) >= _TOO_LARGE:
        raise ValueError("a number that is too large")
    return numbers


def _read_lines(header: Sequence[str], rows: Any) -> Batch:
    entries: list[Entry] = []
    lines: list[int] = []
    faults: list[Fault] = []
    line = rows.line_num + 1
    for cells in rows:
        if any(cell.strip() for cell in cells):
            if len(cells) > len(header):
                faults.append(Fault(pointer=f"/{line}", detail=f"Có {len(cells)} ô, nhiều hơn số cột"))
            entries.append(_entry(line, dict(zip(header, cells, strict=False)), faults))
            lines.append(line)
        if len(entries) > MOST_VALUES:
            raise TooLarge(f"Mỗi lần gửi tối đa {MOST_VALUES} giá trị.")
        line = rows.line_num + 1
    if not entries:
        faults.append(Fault(pointer="/2", detail="Tệp không có dòng số liệu nào"))
    if faults:
        raise Invalid("Có dữ liệu chưa đúng, xem từng vị trí.", faults[:MOST_FAULTS])
    return Batch(entries, lambda row, field: f"/{lines[row]}/{field}" if field else f"/{lines[row]}")


def _entry(line: int, cells: dict[str, str], faults: list[Fault]) -> WireValue:
    """One line; what cannot be read is added to `faults`."""
    read: dict[str, Any] = {}
    for name, cell in cells.items():
        if text := cell.strip():
            try:
                read[name] = _READ[name](text)
            except ValueError as error:
                faults.append(Fault(pointer=f"/{line}/{name}", detail=str(error)))
    return WireValue(**{**dict.fromkeys(_KEYS, ""), **read})


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text) or abs(number := float(text)) >= _TOO_LARGE:
        raise ValueError("Phải là một số viết với dấu chấm thập phân, ví dụ 84.67")
    return number


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError("Phải là ngày dạng 2025-07-01")
    try:
        return date.fromisoformat(text)
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


_READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(_KEYS, _remark),
    **dict.fromkeys(_NUMBERS, _number),
    "qualifier": _qualifier,
    "as_of": _day,
    "note": _remark,
    "reason": _remark,
}
_ABSENT: dict[str, object] = {**dict.fromkeys(_COLUMNS), "qualifier": Qualifier.EXACTLY}
