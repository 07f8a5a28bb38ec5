"""The form of a system: what was typed, what it means, and which box a refusal speaks of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from pydantic import ValidationError

from contracts.clients import ApiClient, ApiClientCreate, SecretRequest
from frontend.reading.days import day_of
from frontend.reading.systems import last_day
from kit.clock import PEOPLE
from kit.errors import Invalid
from kit.shapes import Fault
from kit.validation import faults

BOXES = {
    "name": "ten",
    "contact": "lien_he",
    "scopes": "pham_vi",
    "area": "dia_ban",
    "expires_at": "het_han",
    "overlap_days": "so_ngay",
}
WORDS = {
    "name": "Hãy nhập tên hệ thống, tối đa 300 ký tự.",
    "contact": "Đầu mối liên hệ tối đa 300 ký tự.",
    "scopes": "Hãy chọn ít nhất một phạm vi.",
    "area": "Hãy chọn địa bàn.",
    "overlap_days": "Số ngày phải là số nguyên từ 0 đến 30.",
}
NO_DAY = "Ngày hết hạn phải là một ngày có thật, dạng 31/12/2026."
LATEST = date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the boxes."""

    name: str = ""
    contact: str = ""
    scopes: list[str] = field(default_factory=list)
    area: str = ""
    expires: str = ""

    @classmethod
    def of(cls, system: ApiClient) -> "Typed":
        """A system as it is stored."""
        last = last_day(system.expires_at)
        return cls(system.name, system.contact, system.scopes, system.area, "" if last is None else last.isoformat())

    def told(self, stored: ApiClient | None = None) -> ApiClientCreate:
        """What it means; Invalid with the faults. A day that was not touched keeps its instant."""
        known = Typed.of(stored).expires if stored else None
        ends = stored.expires_at if stored and self.expires == known else _end_of(self.expires)
        boxes = {"name": self.name, "contact": self.contact, "scopes": self.scopes, "area": self.area}
        try:
            return ApiClientCreate(**boxes, expires_at=ends)
        except ValidationError as error:
            raise Invalid("", _in_words(faults(error.errors()))) from error


def request_of(days: str) -> SecretRequest:
    """The wish for a new secret beside which the old one goes on for `days`; Invalid."""
    try:
        return SecretRequest(overlap_days=int(days))
    except ValueError as error:
        raise Invalid("", [Fault(pointer="/overlap_days", detail=WORDS["overlap_days"])]) from error


def _end_of(text: str) -> datetime | None:
    """The instant at which the last day is over; browsers without a calendar send what was typed."""
    if not text.strip():
        return None
    last = day_of(text)
    if last is None or last >= LATEST:
        raise Invalid("", [Fault(pointer="/expires_at", detail=NO_DAY)])
    return datetime.combine(last + timedelta(days=1), time(), PEOPLE)


def _in_words(found: Iterable[Fault]) -> list[Fault]:
    """The findings in the words of the page."""
    return [fault.model_copy(update={"detail": WORDS.get(_field(fault), fault.detail)}) for fault in found]


def errors_of(found: Sequence[Fault], detail: str) -> dict[str, str]:
    """A sentence per box; what belongs to no box stands under the empty name."""
    told = found or [Fault(pointer="", detail=detail)]
    return {BOXES.get(_field(fault), ""): fault.detail.rstrip(".") + "." for fault in reversed(told)}


def _field(fault: Fault) -> str:
    return fault.pointer.split("/")[1] if "/" in fault.pointer else ""
