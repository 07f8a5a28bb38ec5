"""CSV bodies of bulk writes: what machines write (comma, decimal point) and what Excel with Vietnamese settings writes.

A file that is plainly right is read column by column; any other line by line, so that every fault names its place.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from contracts.indicators.values import Qualifier
from kit.errors import Invalid, Malformed, TooLarge
from kit.numbers import write_number
from kit.shapes import Fault
from services.indicators.actions.values import MOST_FAULTS, Pointer
from services.indicators.routes.bodies import MOST_VALUES, Body
from services.indicators.routes.csv_cells import COLUMNS, KEYS, column_of, readers
from services.indicators.rules.columns import Columns

SEPARATORS = (",", ";", "\t")
_SAVE_AGAIN = "Trong Excel hãy chọn Lưu thành (Save As), kiểu “CSV UTF-8 (Comma delimited) (*.csv)”, rồi gửi lại."
_QUOTING = "dấu nháy kép mở mà không đóng, có chữ đứng sau dấu nháy đóng, hoặc một ô quá dài"
_ABSENT: dict[str, Any] = {**dict.fromkeys(COLUMNS), **dict.fromkeys(KEYS, ""), "qualifier": Qualifier.EXACTLY}


def read_csv(body: bytes) -> Body:
    """The values of a CSV body with a header. Raises Malformed, Invalid and TooLarge, naming lines and columns."""
    text = _decoded(body)
    separator = _separator(text)
    header = _header(text, separator)
    plain = _read_plain(text, separator, header)
    return _read_lines(text, separator, header) if plain is None else plain


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in body[:4]:
        raise Malformed(f"Tệp CSV dùng bảng mã UTF-16 (“Unicode Text”), cần UTF-8. {_SAVE_AGAIN}")
    try:
        return body.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Malformed(
            f"Dòng {line} của tệp CSV có ký tự không thuộc bảng mã UTF-8 (tệp có thể dùng Windows-1258, Windows-1252,"
            f" TCVN3 hoặc VNI). {_SAVE_AGAIN}"
        ) from error


def _separator(text: str) -> str:
    """What stands between cells: that which makes most column names of the first line; a comma when in doubt."""
    return max(SEPARATORS, key=lambda separator: len({*_names(text, separator)} & {*COLUMNS}))


def _names(text: str, separator: str) -> list[str]:
    line = text.partition("\n")[0].partition("\r")[0]
    try:
        cells = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        cells = []
    return [cell.strip().lower() for cell in cells]


def _header(text: str, separator: str) -> list[str]:
    names = _names(text, separator)
    faults = [
        Fault(pointer=f"/1/{name}", detail="Trường này không có trong quy định")
        for name in names
        if name not in COLUMNS
    ]
    faults += [Fault(pointer=f"/1/{name}", detail="Thiếu cột bắt buộc") for name in KEYS if name not in names]
    faults += [Fault(pointer=f"/1/{name}", detail="Cột lặp lại") for name in {*names} if names.count(name) > 1]
    if faults:
        raise Invalid(f"Dòng đầu phải là tên cột: {', '.join(COLUMNS)}.", faults[:MOST_FAULTS])
    return names


def _read_plain(text: str, separator: str, header: Sequence[str]) -> Body | None:
    """A file that is plainly right; None for any other: `_read_lines` judges it.

    Plainly right: every line has a cell for every column, no cell spans lines, keys are there and numbers are numbers.
    """
    found = _cells(text.rstrip("\n"), separator, len(header))
    if not found or not found[0]:
        return None
    cells, count = dict(zip(header, found, strict=True)), len(found[0])
    if count > MOST_VALUES:
        raise _too_many()
    try:
        columns = [
            column_of(name, cells[name], separator) if name in cells else [_ABSENT[name]] * count for name in COLUMNS
        ]
    except ValueError:
        return None
    return Body(Columns(*columns), _line_after_the_header)


def _line_after_the_header(row: int, field: str) -> str:
    return f"/{row + 2}/{field}" if field else f"/{row + 2}"


def _cells(text: str, separator: str, width: int) -> list[Sequence[str]] | None:
    """The cells of each column below the header, where every line holds one row of that many cells."""
    if "\r" in text or "\x00" in text:
        return None
    lines = text.split("\n")
    if '"' not in text:
        if {line.count(separator) for line in lines} != {width - 1}:
            return None
        cells = text.replace("\n", separator).split(separator)
        return [cells[width + place :: width] for place in range(width)]
    try:
        rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return None
    if len(rows) != len(lines) or {*map(len, rows)} != {width}:
        return None
    return [*zip(*rows[1:], strict=True)]


def _read_lines(text: str, separator: str, header: Sequence[str]) -> Body:
    read = readers(separator)
    faults: list[Fault] = []
    rows: list[list[Any]] = []
    lines: list[int] = []
    for line, cells in _rows(text, separator):
        if len(rows) == MOST_VALUES:
            raise _too_many()
        if len(cells) > len(header):
            faults.append(Fault(pointer=f"/{line}", detail=f"Có {len(cells)} ô, nhiều hơn {len(header)} cột"))
        row = dict(_ABSENT)
        for name, cell in zip(header, cells, strict=False):
            if told := cell.strip():
                try:
                    row[name] = read[name](told)
                except ValueError as error:
                    faults.append(Fault(pointer=f"/{line}/{name}", detail=str(error)))
        rows.append([*row.values()])
        lines.append(line)
    if not rows:
        faults.append(Fault(pointer="/2", detail="Tệp không có dòng số liệu nào"))
    if faults:
        raise Invalid("Có dữ liệu chưa đúng, xem từng vị trí.", faults[:MOST_FAULTS])
    return Body(Columns(*zip(*rows, strict=True)), _pointer(lines))


def _too_many() -> TooLarge:
    return TooLarge(
        f"Mỗi lần gửi tối đa {write_number(Decimal(MOST_VALUES))} dòng số liệu; hãy chia tệp thành nhiều phần."
    )


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header that hold anything, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if line > 1 and any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Malformed(f"Không đọc được tệp CSV từ dòng {line}: {_QUOTING}.") from error


def _pointer(lines: Sequence[int]) -> Pointer:
    return lambda row, field: f"/{lines[row]}/{field}" if field else f"/{lines[row]}"
