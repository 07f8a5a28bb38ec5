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
_WRITTEN = re.compile(rf"{_NUMBER}-([0-9]{{10}})(?:-{_NUMBER}-{_NUMBER}-{_NUMBER}-{_NUMBER})?")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook did to the rows it has numbers for; `hidden` counts those in hidden rows or columns."""

    created: int
    changed: int
    unchanged: int
    hidden: int


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
        imported = Imported(receipt.created, receipt.changed, receipt.unchanged, receipt.hidden)
        return cls(receipt.created + receipt.changed, now(), imported)

    def words(self, what: str) -> str:
        """What to say in passing: "Đã lưu điểm của 3 tiêu chí"; `what` is `SCORES` or `VALUES`."""
        if self.imported is None:
            return f"Đã lưu {what.format(decimal(self.count))}" if self.count else "Không có ô nào thay đổi"
        told = self.imported
        rows = decimal(told.created + told.changed + told.unchanged)
        counts = f"thêm mới {told.created}, sửa {told.changed}, không đổi {told.unchanged}"
        unseen = f", gồm cả {told.hidden} dòng đang ẩn trong tệp" if told.hidden else ""
        return f"Đã nhập tệp Excel có {rows} dòng số liệu ({counts}){unseen}"

    def sentence(self, what: str) -> str:
        """The same with its time, for the page."""
        if not self.count and self.imported is None:
            return "Không có ô nào thay đổi, số đã lưu giữ nguyên."
        return f"{self.words(what)} lúc {instant(self.at)}."


def tell(answer: Response, saved: Saved) -> Response:
    """Have the next page say it."""
    told = saved.imported
    more = f"-{told.created}-{told.changed}-{told.unchanged}-{told.hidden}" if told else ""
    text = f"{saved.count}-{int(saved.at.timestamp())}{more}"
    answer.set_cookie(COOKIE, text, max_age=SECONDS, path="/", httponly=True, samesite="lax")
    return answer


def told(request: Request) -> Saved | None:
    """What the page before saved."""
    found = _WRITTEN.fullmatch(request.cookies.get(COOKIE, ""))
    if found is None:
        return None
    imported = Imported(*(int(found[place]) for place in range(3, 7))) if found[3] else None
    return Saved(int(found[1]), datetime.fromtimestamp(int(found[2]), UTC), imported)


def forget(answer: Response) -> Response:
    """It was told; reloading does not tell it again."""
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return answer
