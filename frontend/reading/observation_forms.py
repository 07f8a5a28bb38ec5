"""The form of an observation: what was typed of a source, what it means, and which box a refusal speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import ValidationError

from contracts.indicators.definitions import Indicator, IndicatorKind
from contracts.indicators.sources import ObservationCreate
from contracts.indicators.values import Qualifier
from frontend.reading.account_forms import errors_at
from frontend.reading.days import day_of
from frontend.reading.periods import period_written
from frontend.reading.sources import KINDS
from kit.errors import Invalid, Refusal
from kit.numbers import NotANumber, read_number
from kit.shapes import Fault
from kit.validation import faults

BOXES = {
    "area": "dv", "indicator": "chi_tieu", "period": "ky", "value": "so", "numerator": "tu_so", "denominator": "mau_so",
    "qualifier": "muc_chac", "as_of": "tinh_den", "kind": "loai", "source": "nguon", "instrument": "van_ban",
    "reference": "vi_tri", "evidence": "lien_ket", "quote": "nguyen_van", "measure": "noi_dung", "said": "bang_loi",
    "unit": "don_vi_tinh", "scope": "pham_vi", "note": "ghi_chu", "doubt": "con_ngo",
}  # fmt: skip
FOLDED = ("noi_dung", "bang_loi", "don_vi_tinh", "pham_vi", "ghi_chu", "con_ngo")
"""Boxes that are seldom needed: folded away until something stands in them or is wrong with them."""
KIND_OPTIONS = [("", "Chọn loại nguồn"), *((kind.value, name) for kind, name in KINDS.items())]
EXACTNESS = [
    (Qualifier.EXACTLY.value, "Đúng con số này"), (Qualifier.OVER.value, "Hơn số này"),
    (Qualifier.NEARLY.value, "Gần bằng số này"), (Qualifier.ESTIMATED.value, "Khoảng chừng, ước tính"),
]  # fmt: skip
NO_AREA, NO_KIND, NO_SOURCE = "Hãy chọn địa bàn.", "Hãy chọn loại nguồn.", "Hãy ghi tên nguồn."
NO_PERIOD = "Hãy ghi kỳ của con số."
NO_DAY = "Hãy ghi một ngày có thật, dạng 31/12/2026."
NO_LINK = "Liên kết phải là địa chỉ đầy đủ, bắt đầu bằng https:// hoặc http://."
SCHEMES = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the boxes, by their names."""

    dv: str = ""
    chi_tieu: str = ""
    ky: str = ""
    so: str = ""
    tu_so: str = ""
    mau_so: str = ""
    muc_chac: str = Qualifier.EXACTLY.value
    tinh_den: str = ""
    loai: str = ""
    nguon: str = ""
    van_ban: str = ""
    vi_tri: str = ""
    lien_ket: str = ""
    nguyen_van: str = ""
    noi_dung: str = ""
    bang_loi: str = ""
    don_vi_tinh: str = ""
    pham_vi: str = ""
    ghi_chu: str = ""
    con_ngo: str = ""

    def told(self) -> ObservationCreate:
        """What it means; Invalid with every fault that the boxes themselves have."""
        found = list(self._missing())
        numbers = {field: self._number(field, found) for field in ("value", "numerator", "denominator")}
        told = {field: getattr(self, box) or None for field, box in BOXES.items() if field not in numbers}
        told |= numbers | {"as_of": self._day(found), "period": period_written(self.ky)}
        try:
            made = ObservationCreate.model_validate({name: said for name, said in told.items() if said is not None})
        except ValidationError as error:
            known = {fault.pointer for fault in found}
            found += [fault for fault in faults(error.errors()) if fault.pointer not in known]
        if found:
            raise Invalid("", found)
        return made

    def _missing(self) -> Iterator[Fault]:
        asked = [("area", self.dv, NO_AREA), ("kind", self.loai, NO_KIND), ("source", self.nguon, NO_SOURCE)]
        if self.chi_tieu:
            asked.append(("period", self.ky, NO_PERIOD))
        yield from (Fault(pointer=f"/{field}", detail=detail) for field, typed, detail in asked if not typed)
        if self.lien_ket and not self.lien_ket.lower().startswith(SCHEMES):
            yield Fault(pointer="/evidence", detail=NO_LINK)

    def _number(self, field: str, found: list[Fault]) -> Decimal | None:
        typed = getattr(self, BOXES[field])
        try:
            return read_number(typed) if typed else None
        except NotANumber as error:
            found.append(Fault(pointer=f"/{field}", detail=str(error)))
            return None

    def _day(self, found: list[Fault]) -> date | None:
        day = day_of(self.tinh_den) if self.tinh_den else None
        if self.tinh_den and day is None:
            found.append(Fault(pointer="/as_of", detail=NO_DAY))
        return day


def errors_of(refusal: Refusal) -> dict[str, str]:
    """A sentence per box; what belongs to no box stands under the empty name."""
    told = errors_at(refusal.faults, refusal.detail, BOXES)
    return {box: f"{told[box].rstrip('.')}." for box in ("", *BOXES.values()) if box in told}


def hints_of(indicator: Indicator | None) -> dict[str, str]:
    """What to write into the boxes of the number, as the indicator that is already chosen takes it."""
    if indicator is None:
        return {"so": "Viết như trong nguồn, ví dụ 84,67; tỷ lệ có tử số và mẫu số thì để trống ô này cũng được"}
    if indicator.kind is IndicatorKind.YES_NO:
        return {"so": "1 là có, 0 là không"}
    hints = {"so": f"Ví dụ 84,67; đơn vị tính: {indicator.unit}"}
    if indicator.kind is IndicatorKind.RATIO:
        hints["so"] += "; có tử số và mẫu số thì để trống ô này cũng được"
        hints |= {"tu_so": indicator.numerator_label or "", "mau_so": indicator.denominator_label or ""}
    return hints
