"""Workbooks for tests: plain ones, and packages tampered with part by part."""

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook

HEADINGS = ("Mã", "Tên tiêu chí", "Điểm tự đánh giá", "Ghi chú")
TITLE = "Phiếu điểm"


def book(rows: Iterable[Sequence[Any]], *, headings: Sequence[str] = HEADINGS, title: str = TITLE) -> bytes:
    """A workbook with one sheet: headings in the first row, data below."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in (headings, *rows):
        sheet.append(list(row))
    return saved(made)


def saved(made: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def edited(data: bytes, edit: Callable[[Workbook], None]) -> bytes:
    """A workbook opened, changed and saved, as somebody at their desk does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = load_workbook(BytesIO(data))
    edit(opened)
    return saved(opened)


def repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced or added."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of a package."""
    with ZipFile(BytesIO(data)) as package:
        return package.read(name)
