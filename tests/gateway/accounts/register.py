"""A small register: two provinces with communes, what they came from, and organisations, told as the directory does."""

from collections.abc import Iterator
from datetime import date

from contracts.directory import Area, AreaLevel, Basis, Lineage, LineageKind, Organisation
from kit.feeds import Event

BEGAN, REFORM = date(2004, 1, 1), date(2025, 7, 1)
SOURCE = "/directory"
AREAS = (
    ("VN", AreaLevel.NATION, "Cả nước", None, None),
    ("T15-2025", AreaLevel.PROVINCE, "Tỉnh Lào Cai", "VN", None),
    ("T80-2025", AreaLevel.PROVINCE, "Tỉnh Tây Ninh", "VN", None),
    ("X04630-2025", AreaLevel.COMMUNE, "Xã Tú Lệ", "T15-2025", None),
    ("X28159-2025", AreaLevel.COMMUNE, "Xã Cần Giuộc", "T80-2025", None),
    ("T15-2004", AreaLevel.PROVINCE, "Tỉnh Yên Bái", "VN", date(2025, 6, 30)),
    ("X04630-2004", AreaLevel.COMMUNE, "Xã Tú Lệ", "T15-2004", date(2025, 6, 30)),
)
SUCCESSIONS = (("T15-2004", "T15-2025"), ("X04630-2004", "X04630-2025"))
OFFICES = (
    ("H38", "018f0000-0000-7000-8000-000000000001", "UBND tỉnh Lào Cai", "T15-2025", None),
    ("H38.1", "018f0000-0000-7000-8000-000000000002", "Trung tâm chuyển đổi số", None, "H38"),
    ("H59", "018f0000-0000-7000-8000-000000000003", "UBND tỉnh Tây Ninh", "T80-2025", None),
    ("G09", "018f0000-0000-7000-8000-000000000004", "Bộ Khoa học và Công nghệ", None, None),
)


def told() -> Iterator[Event]:
    """Every event of the register."""
    for area, level, name, parent, end in AREAS:
        yield Event("vn.lantoa.directory.area.recorded", SOURCE, area, _area(area, level, name, parent, end))
    for before, after in SUCCESSIONS:
        step = Lineage(
            predecessor_id=before, successor_id=after, effective_on=REFORM, kind=LineageKind.WHOLE, is_main=True
        )
        yield Event("vn.lantoa.directory.lineage.recorded", SOURCE, f"{before}>{after}", step)
    ids = {code: uid for code, uid, *_ in OFFICES}
    for code, uid, name, area, parent in OFFICES:
        office = Organisation(
            id=uid,
            code=code,
            name=name,
            names=[],
            kind="office",
            area_id=area,
            parent_id=None if parent is None else ids[parent],
        )
        yield Event("vn.lantoa.directory.organisation.recorded", SOURCE, code, office)


def _area(area: str, level: AreaLevel, name: str, parent: str | None, end: date | None) -> Area:
    return Area(
        id=area,
        code=area.partition("-")[0][1:],
        level=level,
        name=name,
        short_name=name.partition(" ")[2],
        kind=name.partition(" ")[0].lower(),
        parent_id=parent,
        valid_from=BEGAN if end else REFORM,
        valid_to=end,
        valid_from_basis=Basis.DECIDED,
        valid_to_basis=Basis.DECIDED if end else None,
        lat=None,
        lon=None,
    )
