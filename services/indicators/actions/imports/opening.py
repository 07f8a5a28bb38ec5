"""Opening what was sent: which of the three kinds of file it is, what it is for, what it remembers."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import ParamSpec, TypeVar

from contracts.indicators.assessments import Stage
from contracts.indicators.imports import ImportKind
from kit.errors import Invalid, TooLarge
from kit.shapes import Fault
from services.indicators.workbooks import scores, values
from services.indicators.workbooks.bench import at_the_bench
from services.indicators.workbooks.grid import Book, read_book
from services.indicators.workbooks.memory import Memory, unsealed
from services.indicators.workbooks.package import LARGEST_FILE
from services.indicators.workbooks.purpose import Purpose, settle_purpose
from services.indicators.workbooks.refusal import WorkbookRefused
from services.indicators.workbooks.texts import read_text

P = ParamSpec("P")
T = TypeVar("T")

MOST_FAULTS = 100
STAGES = {stage.value: stage for stage in Stage}
_LONGEST_NAME = 200
_TEXT_NAMES = (".csv", ".tsv", ".txt")
_PACKAGES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of Excel begin, whatever they are called."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as sent, and what the sender says it is for; `key` tells whether it remembers honestly."""

    name: str
    data: bytes
    purpose: Purpose
    key: bytes
    media_type: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is a CSV or a pasted block, by its name or its media type."""
        named = self.name.lower().endswith(_TEXT_NAMES)
        said = self.media_type.partition(";")[0].strip().lower()
        is_plain = said.startswith("text/") and not self.name.lower().endswith(".xlsx")
        return (named or is_plain) and not self.data.startswith(_PACKAGES)

    @property
    def plain_name(self) -> str:
        """The last part of the file's name as sent: a label, never a path."""
        return unicodedata.normalize("NFC", PureWindowsPath(self.name.replace("\x00", "")).name)[:_LONGEST_NAME]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as read."""

    upload: Upload
    book: Book
    purpose: Purpose
    memory: Memory | None


async def read_upload(upload: Upload) -> Book:
    """The cells of a file. Raises TooLarge over 5 MB, Invalid for whatever cannot be read."""
    if len(upload.data) > LARGEST_FILE:
        raise TooLarge(
            f"Tệp lớn hơn {LARGEST_FILE // 1024**2} MB.",
            [Fault(pointer="/file", detail="Hãy chia tệp thành nhiều phần nhỏ.")],
        )
    return await at_work(_read, upload)


async def open_book(upload: Upload, book: Book) -> Opened:
    """What a file is for and what it remembers. Raises Invalid where it contradicts its sender or was tampered with."""
    purpose = await at_work(settle_purpose, book, upload.purpose)
    return Opened(upload, book, purpose, await at_work(unsealed, book.meta, upload.key))


def _read(upload: Upload) -> Book:
    if not upload.is_text:
        return read_book(upload.data)
    if upload.purpose.kind is ImportKind.VALUES:
        return read_text(upload.data, values.KNOWN, values.STANDARD)
    stage = STAGES.get(upload.purpose.stage or "", Stage.SELF)
    return read_text(upload.data, scores.KNOWN, scores.standard(stage))


async def at_work(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Slow work on a file in a thread; what is wrong with it becomes the answer to its sender."""
    try:
        return await at_the_bench(work, *args, **kwargs)
    except WorkbookRefused as error:
        count = len(error.faults)
        detail = str(error) if count == 1 else f"Tệp có {count} ô chưa đúng. Chưa có gì được lưu."
        raise Invalid(detail, error.faults[:MOST_FAULTS]) from error
