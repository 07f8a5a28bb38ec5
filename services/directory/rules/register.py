"""What must hold for areas and lineage before they are recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.directory import Area, AreaLevel, Lineage, OrganisationName
from kit.shapes import Fault
from services.directory.rules.identity import level_of


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation as it is to be recorded; its internal id is given by the register."""

    code: str
    kind: str
    area_id: str | None
    names: tuple[OrganisationName, ...]
    parent_code: str | None = None


def check_areas(areas: Sequence[Area]) -> list[Fault]:
    """Areas that cannot be: named twice, in no place of the tree, ended before they began, ended without a basis."""
    faults = []
    seen: set[str] = set()
    for place, area in enumerate(areas):
        if area.id in seen:
            faults.append(Fault(pointer=f"/{place}/id", detail=f"{area.id} có hai lần"))
        seen.add(area.id)
        if level_of(area.id) is not area.level:
            faults.append(Fault(pointer=f"/{place}/level", detail=f"{area.id} không phải mã của cấp này"))
        if not _is_below(area.level, area.parent_id):
            faults.append(Fault(pointer=f"/{place}/parent_id", detail=f"{area.id} phải thuộc một đơn vị cấp cao hơn"))
        if area.valid_to is not None and area.valid_to < area.valid_from:
            faults.append(Fault(pointer=f"/{place}/valid_to", detail="Ngày kết thúc trước ngày bắt đầu"))
        if (area.valid_to is None) != (area.valid_to_basis is None):
            faults.append(Fault(pointer=f"/{place}/valid_to_basis", detail="Ngày kết thúc và căn cứ phải đi cùng nhau"))
    return faults


def _is_below(level: AreaLevel, parent_id: str | None) -> bool:
    """Levels that only go down leave no room for a circle; the nation alone has nothing above it."""
    if parent_id is None:
        return level is AreaLevel.NATION
    levels = list(AreaLevel)
    return levels.index(level_of(parent_id)) < levels.index(level)


def check_lineages(lineages: Sequence[Lineage]) -> list[Fault]:
    """Steps that cannot be: from a unit to itself, or given twice."""
    faults = []
    seen: set[tuple[str, str, date]] = set()
    for place, lineage in enumerate(lineages):
        step = (lineage.predecessor_id, lineage.successor_id, lineage.effective_on)
        if lineage.predecessor_id == lineage.successor_id:
            faults.append(Fault(pointer=f"/{place}/successor_id", detail="Đơn vị không thể kế thừa chính nó"))
        if step in seen:
            faults.append(Fault(pointer=f"/{place}", detail="Bước kế thừa này có hai lần"))
        seen.add(step)
    return faults


def day_within(area: Area, today: date) -> date:
    """Today, or the area's own nearest day when it is not in force today."""
    return max(area.valid_from, min(today, area.valid_to or date.max))


def present_name(names: Sequence[OrganisationName], today: date) -> str:
    """The name in use today, else the last one known."""

    def rank(name: OrganisationName) -> tuple[bool, date]:
        begun = name.valid_from or date.min
        return begun <= today <= (name.valid_to or date.max), begun

    return max(names, key=rank).name


def check_organisations(records: Sequence[OrganisationRecord]) -> list[Fault]:
    """Organisations that cannot be: nameless, or given twice."""
    faults = []
    seen: set[str] = set()
    for place, record in enumerate(records):
        if not record.names:
            faults.append(Fault(pointer=f"/{place}/names", detail="Cơ quan phải có ít nhất một tên"))
        if record.code in seen:
            faults.append(Fault(pointer=f"/{place}/code", detail=f"{record.code} có hai lần"))
        seen.add(record.code)
    return faults
