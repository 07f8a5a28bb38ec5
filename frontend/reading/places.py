"""Where an area stands in the tree, and how its making and ending read."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.directory import Area, AreaLevel, AreaLink, Basis, LineageKind
from frontend.formats import day, percent
from kit.text import vi_sort_key

BELOW = {AreaLevel.NATION: AreaLevel.PROVINCE, AreaLevel.PROVINCE: AreaLevel.COMMUNE}
LEVEL_NAMES = {
    AreaLevel.NATION: "Cả nước",
    AreaLevel.PROVINCE: "Tỉnh, thành phố",
    AreaLevel.DISTRICT: "Huyện, quận, thị xã",
    AreaLevel.COMMUNE: "Xã, phường, đặc khu",
    AreaLevel.VILLAGE: "Thôn, tổ dân phố",
}
UNIT_NAMES = {AreaLevel.NATION: "tỉnh, thành phố", AreaLevel.PROVINCE: "xã, phường", AreaLevel.DISTRICT: "xã, phường"}
HOW = {LineageKind.WHOLE: "toàn bộ", LineageKind.PART: "một phần"}


@dataclass(frozen=True, slots=True)
class LineageRow:
    """One unit that went into another, or came out of it."""

    name: str
    href: str
    code: str
    how: str
    note: str | None


@dataclass(frozen=True, slots=True)
class LineageGroup:
    """The units that changed on one day; `since` is that day in words."""

    since: str
    rows: list[LineageRow]


def level_below(level: AreaLevel) -> AreaLevel | None:
    """The level whose units an area of today is made of."""
    return BELOW.get(level)


def unit_name(level: AreaLevel) -> str:
    """What the units directly below an area of this level are called."""
    return UNIT_NAMES.get(level, "đơn vị")


def place_name(area: Area) -> str:
    """An area as the breadcrumb calls it."""
    return LEVEL_NAMES[area.level] if area.level is AreaLevel.NATION else area.name


def validity_text(area: Area) -> str:
    """How long an incarnation is in force; 2004 stands for the beginning of the code system."""
    if area.valid_from.year <= 2004:
        start = "Từ khi có danh mục mã đơn vị (2004 hoặc trước đó)"
    else:
        start = f"Từ ngày {day(area.valid_from)}{_assumed(area.valid_from_basis)}"
    if area.valid_to is None:
        return f"{start}, đang có hiệu lực"
    return f"{start} đến hết ngày {day(area.valid_to)}{_assumed(area.valid_to_basis)}"


def lineage_of(links: Iterable[AreaLink]) -> list[LineageGroup]:
    """Steps of lineage by the day they took effect, whole units before parts, in Vietnamese order."""
    days: dict[str, list[AreaLink]] = {}
    for link in links:
        days.setdefault(f"ngày {day(link.effective_on)}{_assumed(link.basis)}", []).append(link)
    return [LineageGroup(since, [_row(link) for link in sorted(found, key=_order)]) for since, found in days.items()]


def _order(link: AreaLink) -> tuple[bool, bytes]:
    return link.kind is LineageKind.PART, vi_sort_key(link.area.short_name)


def _row(link: AreaLink) -> LineageRow:
    share = f", khoảng {percent(link.share * 100)}" if link.share is not None and link.kind is LineageKind.PART else ""
    note = "đơn vị kế thừa chính" if link.is_main and link.kind is LineageKind.PART else None
    return LineageRow(link.area.name, f"/don-vi/{link.area.id}", link.area.code, HOW[link.kind] + share, note)


def _assumed(basis: Basis | None) -> str:
    return " (ngày tạm lấy)" if basis is Basis.ASSUMED else ""
