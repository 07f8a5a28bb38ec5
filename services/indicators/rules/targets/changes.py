"""What changed between two versions of a target, as people read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.indicators.targets import Comparator, Trajectory
from contracts.periods import Period
from kit.numbers import write_number

NAMES = {
    "indicator": "Chỉ tiêu đo",
    "measure": "Đo cái gì",
    "horizon": "Năm hoặc kỳ đích",
    "comparator": "So sánh",
    "value": "Mức phải đạt",
    "value_to": "Mức cao của khoảng",
    "text": "Mục tiêu bằng lời",
    "unit": "Đơn vị tính",
    "owner": "Cơ quan chủ trì",
    "owner_code": "Mã định danh cơ quan chủ trì",
    "instrument": "Văn bản",
    "baseline": "Mức xuất phát",
    "trajectory": "Lộ trình",
    "milestones": "Các mốc",
    "note": "Ghi chú",
    "withdrawn": "Trạng thái",
}
_COMPARATORS = {
    Comparator.AT_LEAST: "từ … trở lên",
    Comparator.ABOVE: "trên",
    Comparator.AT_MOST: "không quá",
    Comparator.BELOW: "dưới",
    Comparator.EQUAL: "đạt",
    Comparator.RANGE: "trong khoảng",
    Comparator.TEXT: "bằng lời",
}
_TRAJECTORIES = {Trajectory.NONE: "không nêu", Trajectory.LINEAR: "tăng đều", Trajectory.MILESTONES: "theo từng mốc"}


@dataclass(frozen=True, slots=True)
class Changed:
    """One field with what it was and what it became."""

    field: str
    name: str
    before: str | None
    after: str | None


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """The fields that differ between two versions, each kept as the JSON of its terms."""
    return list(_differing(before, after))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Changed]:
    for field, name in NAMES.items():
        was, now = before.get(field), after.get(field)
        if was != now:
            yield Changed(field, name, _told(field, was), _told(field, now))


def _told(field: str, value: Any) -> str | None:
    if value in (None, "", []):
        return None
    match field:
        case "value" | "value_to":
            return write_number(Decimal(str(value)))
        case "comparator":
            return _COMPARATORS[Comparator(value)]
        case "trajectory":
            return _TRAJECTORIES[Trajectory(value)]
        case "horizon":
            return Period.parse(value).label
        case "baseline":
            return _mark(value)
        case "milestones":
            return "; ".join(_mark(one) for one in value)
        case "instrument":
            return ", ".join(str(part) for part in value.values() if part)
        case "withdrawn":
            return "đã rút" if value else "đang có hiệu lực"
    return str(value)


def _mark(one: Mapping[str, Any]) -> str:
    return f"{Period.parse(one['period']).label}: {write_number(Decimal(str(one['value'])))}"
