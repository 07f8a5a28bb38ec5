"""What is wrong with a workbook, said so that whoever filled it finds the place."""

from collections.abc import Iterable

from kit.shapes import Fault

FILE = "/file"
"""The pointer of a fault of the whole file."""


class WorkbookRefused(ValueError):
    """The workbook cannot be read; `faults` name the sheet and cell, or the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(self.faults[0].detail)


def refused(detail: str, pointer: str = FILE) -> WorkbookRefused:
    """A refusal for one reason."""
    return WorkbookRefused([Fault(pointer=pointer, detail=detail)])


def cell_pointer(sheet: str, address: str) -> str:
    """The pointer of a cell: `/Phiếu điểm/D14`."""
    return f"/{sheet.replace('~', '~0').replace('/', '~1')}/{address}"
