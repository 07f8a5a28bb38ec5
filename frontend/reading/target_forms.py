"""The form of a target: what was typed, what it means, and which box a refusal speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from contracts.indicators.targets import Comparator, Target, TargetTerms, Trajectory
from frontend.reading.days import day_of
from kit.errors import Invalid
from kit.numbers import NotANumber, read_number, write_number
from kit.shapes import Fault
from kit.validation import faults

BOXES = {
    "indicator": "chi_tieu", "measure": "do", "area": "dv", "horizon": "nam", "comparator": "so_sanh", "value": "muc",
    "value_to": "muc_cao", "text": "bang_loi", "unit": "don_vi_tinh", "owner": "chu_tri", "instrument": "van_ban",
    "instrument/issued_on": "ngay", "instrument/issuer": "co_quan", "instrument/place": "vi_tri",
    "baseline": "goc_muc", "baseline/value": "goc_muc", "baseline/period": "goc_ky", "trajectory": "lo_trinh",
    "milestones": "moc", "note": "ghi_chu", "reason": "ly_do", "units": "tung_don_vi", "by": "theo", "way": "cach",
}  # fmt: skip
LABELS = {
    "chi_tieu": "Chỉ tiêu đo", "do": "Đo cái gì", "nam": "Năm hoặc kỳ đích", "so_sanh": "So sánh",
    "muc": "Mức phải đạt", "muc_cao": "Mức cao của khoảng", "bang_loi": "Mục tiêu bằng lời",
    "don_vi_tinh": "Đơn vị tính", "chu_tri": "Cơ quan chủ trì", "van_ban": "Số hiệu văn bản", "ngay": "Ngày ban hành",
    "co_quan": "Cơ quan ban hành", "vi_tri": "Vị trí trong văn bản", "goc_ky": "Kỳ xuất phát",
    "goc_muc": "Mức xuất phát", "lo_trinh": "Lộ trình", "moc": "Các mốc", "ghi_chu": "Ghi chú",
}  # fmt: skip
COMPARATORS = [
    (Comparator.AT_LEAST.value, "Từ … trở lên (≥)"), (Comparator.ABOVE.value, "Trên … (>)"),
    (Comparator.AT_MOST.value, "Không quá … (≤)"), (Comparator.BELOW.value, "Dưới … (<)"),
    (Comparator.EQUAL.value, "Đạt …"), (Comparator.RANGE.value, "Trong khoảng"), (Comparator.TEXT.value, "Bằng lời"),
]  # fmt: skip
_MARK = re.compile(r"\s*([0-9]{4}(?:-[A-Z0-9]{1,2})?)\s*[:=]\s*(.+?)\s*")
NO_DAY = "Ngày ban hành phải là một ngày có thật, dạng 31/12/2026."
NO_MARK = "Dòng “{}” chưa đúng dạng; mỗi dòng một mốc, ví dụ 2027: 60."


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the boxes, by their names."""

    dv: str = ""
    chi_tieu: str = ""
    do: str = ""
    nam: str = "2030"
    so_sanh: str = Comparator.AT_LEAST.value
    muc: str = ""
    muc_cao: str = ""
    bang_loi: str = ""
    don_vi_tinh: str = ""
    chu_tri: str = ""
    van_ban: str = ""
    ngay: str = ""
    co_quan: str = ""
    vi_tri: str = ""
    goc_ky: str = ""
    goc_muc: str = ""
    lo_trinh: str = Trajectory.NONE.value
    moc: str = ""
    ghi_chu: str = ""
    ly_do: str = ""

    @classmethod
    def of(cls, target: Target) -> "Typed":
        """A target as it is stored."""
        document = target.instrument
        day = document.issued_on if document else None
        return cls(
            dv=target.area, chi_tieu=target.indicator or "", do=target.measure, nam=target.horizon,
            so_sanh=target.comparator.value, muc=_number(target.value), muc_cao=_number(target.value_to),
            bang_loi=target.text or "", don_vi_tinh=target.unit, chu_tri=target.owner or "",
            van_ban=document.number if document else "", ngay=day.isoformat() if day else "",
            co_quan=(document.issuer or "") if document else "", vi_tri=(document.place or "") if document else "",
            goc_ky=target.baseline.period if target.baseline else "",
            goc_muc=_number(target.baseline.value) if target.baseline else "", lo_trinh=target.trajectory.value,
            moc="\n".join(f"{one.period}: {_number(one.value)}" for one in target.milestones),
            ghi_chu=target.note or "",
        )  # fmt: skip

    def told(self, shape: type[TargetTerms], **more: Any) -> Any:
        """What it means; Invalid with every fault that the boxes themselves have."""
        found: list[Fault] = []
        said = {
            "indicator": self.chi_tieu or None, "measure": self.do or None, "horizon": self.nam,
            "comparator": self.so_sanh, "value": _read(self.muc, "value", found),
            "value_to": _read(self.muc_cao, "value_to", found), "text": self.bang_loi or None,
            "unit": self.don_vi_tinh or None, "owner": self.chu_tri or None, "instrument": self._document(found),
            "baseline": self._baseline(found), "trajectory": self.lo_trinh,
            "milestones": list(_marks(self.moc, found)), "note": self.ghi_chu or None,
        }  # fmt: skip
        made = None
        try:
            made = shape.model_validate({**said, **more})
        except ValidationError as error:
            known = {fault.pointer for fault in found}
            found += [fault for fault in faults(error.errors()) if fault.pointer not in known]
        if found:
            raise Invalid("", found)
        return made

    def _document(self, found: list[Fault]) -> dict[str, Any] | None:
        day = day_of(self.ngay) if self.ngay.strip() else None
        if self.ngay.strip() and day is None:
            found.append(Fault(pointer="/instrument/issued_on", detail=NO_DAY))
        if not self.van_ban:
            if any((self.ngay, self.co_quan, self.vi_tri)):
                found.append(Fault(pointer="/instrument", detail="Hãy ghi số hiệu văn bản."))
            return None
        return {
            "number": self.van_ban, "issued_on": day, "issuer": self.co_quan or None, "place": self.vi_tri or None,
        }  # fmt: skip

    def _baseline(self, found: list[Fault]) -> dict[str, Any] | None:
        value = _read(self.goc_muc, "baseline/value", found)
        if not self.goc_ky and not self.goc_muc:
            return None
        if not self.goc_ky:
            found.append(Fault(pointer="/baseline/period", detail="Hãy ghi kỳ của mức xuất phát."))
        if not self.goc_muc:
            found.append(Fault(pointer="/baseline/value", detail="Hãy ghi mức xuất phát."))
        return {"period": self.goc_ky, "value": value} if self.goc_ky and value is not None else None


def differences(stored: Typed, typed: Typed) -> list[tuple[str, str, str]]:
    """Boxes that differ: their name, what is stored now, what was typed."""
    return [
        (LABELS[box.name], getattr(stored, box.name) or "để trống", getattr(typed, box.name) or "để trống")
        for box in fields(Typed)
        if box.name in LABELS and getattr(stored, box.name) != getattr(typed, box.name)
    ]


def errors_of(found: Sequence[Fault], detail: str) -> dict[str, str]:
    """A sentence per box; what belongs to no box stands under the empty name."""
    told = found or [Fault(pointer="", detail=detail)]
    return {_box(fault.pointer): fault.detail.rstrip(".") + "." for fault in reversed(told)}


def _box(pointer: str) -> str:
    path = pointer.strip("/")
    return BOXES.get(path) or BOXES.get(path.partition("/")[0], "")


def _read(text: str, field: str, found: list[Fault]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return read_number(text)
    except NotANumber as error:
        found.append(Fault(pointer=f"/{field}", detail=str(error)))
        return None


def _marks(text: str, found: list[Fault]) -> Iterator[dict[str, Any]]:
    for line in filter(str.strip, text.splitlines()):
        match = _MARK.fullmatch(line)
        value = _read(match[2], "milestones", found) if match else None
        if match is None:
            found.append(Fault(pointer="/milestones", detail=NO_MARK.format(line.strip())))
        elif value is not None:
            yield {"period": match[1], "value": value}


def _number(value: Decimal | None) -> str:
    return "" if value is None else write_number(Decimal(str(value)))
