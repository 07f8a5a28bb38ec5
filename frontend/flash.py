"""What was just saved, told once on the page that follows: a short-lived cookie that holds numbers and no text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request, Response

from contracts.indicators.imports import ImportReceipt
from frontend.formats import decimal, instant
from kit.clock import now

COOKIE = "lantoa_da_luu"
SECONDS = 60
SCORES, VALUES = "điểm của {} tiêu chí", "số liệu của {} chỉ tiêu"
_NUMBER = "([0-9]{1,6})"
_COUNTS = ("created", "changed", "unchanged", "hidden", "untouched", "emptied")
_WRITTEN = re.compile(rf"{_NUMBER}-([0-9]{{10}})(?:{len(_COUNTS) * f'-{_NUMBER}'})?")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook did to the rows it has numbers for.

    `untouched` ones were left as they went out, `emptied` ones lost their numbers in the file, `hidden` ones stand in
    hidden rows or columns.
    """

    created: int
    changed: int
    unchanged: int
    hidden: int
    untouched: int
    emptied: int

    @classmethod
    def of(cls, receipt: ImportReceipt) -> "Imported":
        """What a receipt tells."""
        return cls(*(getattr(receipt, name) for name in _COUNTS))

    def words(self) -> str:
        """As the page says it."""
        rows = decimal(self.created + self.changed + self.unchanged + self.untouched)
        counts = f"thêm mới {self.created}, sửa {self.changed}, không đổi {self.unchanged}"
        if self.untouched:
            counts += f", không đụng tới {self.untouched}"
        unseen = f", gồm cả {self.hidden} dòng đang ẩn trong tệp" if self.hidden else ""
        kept = f"; {self.emptied} dòng bị xoá số trong tệp vẫn giữ số đã lưu" if self.emptied else ""
        return f"Đã nhập tệp Excel có {rows} dòng số liệu ({counts}){unseen}{kept}"


@dataclass(frozen=True, slots=True)
class Saved:
    """How many rows were saved, and when; `imported` when they came from a workbook."""

    count: int
    at: datetime
    imported: Imported | None = None

    @classmethod
    def just(cls, count: int) -> "Saved":
        """Saved at this moment."""
        return cls(count, now())

    @classmethod
    def from_workbook(cls, receipt: ImportReceipt) -> "Saved":
        """A workbook was taken at this moment."""
        return cls(receipt.created + receipt.changed, now(), Imported.of(receipt))

    def words(self, what: str) -> str:
        """What to say in passing: "Đã lưu điểm của 3 tiêu chí"; `what` is `SCORES` or `VALUES`."""
        if self.imported is None:
            return f"Đã lưu {what.format(decimal(self.count))}" if self.count else "Không có ô nào thay đổi"
        return self.imported.words()

    def sentence(self, what: str) -> str:
        """The same with its time, for the page."""
        if not self.count and self.imported is None:
            return "Không có ô nào thay đổi, số đã lưu giữ nguyên."
        return f"{self.words(what)} lúc {instant(self.at)}."


def tell(answer: Response, saved: Saved) -> Response:
    """Have the next page say it."""
    told = saved.imported
    more = "".join(f"-{getattr(told, name)}" for name in _COUNTS) if told else ""
    text = f"{saved.count}-{int(saved.at.timestamp())}{more}"
    answer.set_cookie(COOKIE, text, max_age=SECONDS, path="/", httponly=True, samesite="lax")
    return answer


def told(request: Request) -> Saved | None:
    """What the page before saved."""
    found = _WRITTEN.fullmatch(request.cookies.get(COOKIE, ""))
    if found is None:
        return None
    imported = Imported(*(int(found[place]) for place in range(3, 3 + len(_COUNTS)))) if found[3] else None
    return Saved(int(found[1]), datetime.fromtimestamp(int(found[2]), UTC), imported)


def forget(answer: Response) -> Response:
    """It was told; reloading does not tell it again."""
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return answer
