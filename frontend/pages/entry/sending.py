"""What somebody sends from the page of files: a file or a pasted block; and how its refusal is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile

from kit.errors import Refusal
from kit.shapes import Fault

FILE, BLOCK = "tep", "khoi"
BLOCK_NAME = "khối dán.txt"
WHOLE_FILE = "/file"
WHOLE_REFUSED = "Tệp chưa nhập được"
SHOWN = 100
_CELL = re.compile(r"[A-Z]{1,3}[0-9]+(:[A-Z]{1,3}[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to hand on."""

    name: str
    content: bytes

    @property
    def block(self) -> str:
        """The words of a pasted block, to stand in its box again."""
        return self.content.decode() if self.name == BLOCK_NAME else ""


@dataclass(frozen=True, slots=True)
class FileRefused:
    """Why a file was not taken: a line per cell, or what is wrong with all of it.

    `marks` says that single cells are wrong, so that the file with comments is worth having.
    """

    title: str
    errors: Sequence[tuple[None, str]]
    status: int
    sent: Sent | None = None
    marks: bool = False


async def sent_in(form: FormData) -> Sent | None:
    """What a form brings, None when it brings nothing."""
    file = form.get(FILE)
    if isinstance(file, UploadFile) and file.filename:
        return Sent(file.filename, await file.read())
    block = str(form.get(BLOCK, ""))
    return Sent(BLOCK_NAME, block.encode()) if block.strip() else None


def refused(refusal: Refusal, sent: Sent | None = None) -> FileRefused:
    """A refusal as the page tells it."""
    cells = [fault for fault in refusal.faults if fault.pointer != WHOLE_FILE]
    if cells:
        title, lines = f"Có {len(cells)} ô cần sửa trong tệp", [_at(fault) for fault in refusal.faults[:SHOWN]]
    else:
        title, lines = WHOLE_REFUSED, [refusal.detail or refusal.title, *(fault.detail for fault in refusal.faults)]
    return FileRefused(title, [(None, line) for line in dict.fromkeys(lines)], refusal.status, sent, bool(cells))


def _at(fault: Fault) -> str:
    """`/Phiếu điểm/D14` and `/5/Giá trị` as people say them."""
    place, _, last = fault.pointer.removeprefix("/").rpartition("/")
    last = last.replace("~1", "/").replace("~0", "~")
    if fault.pointer == WHOLE_FILE:
        return fault.detail
    if place and _CELL.fullmatch(last):
        return f"Trang “{place.replace('~1', '/').replace('~0', '~')}”, ô {last}: {fault.detail}"
    if place.isdigit():
        return f"Dòng {place}, cột {last if last.isdigit() else f'“{last}”'}: {fault.detail}"
    return f"Dòng {last}: {fault.detail}" if last.isdigit() and not place else fault.detail
