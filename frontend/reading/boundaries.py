"""By which boundaries (địa giới) a page reads history: the switch between both, and what was carried in words."""

from contracts.directory import Area, AreaLevel
from contracts.indicators.boundaries import Boundaries
from contracts.indicators.values import Figure
from frontend.addresses import address

NOW = "nay"
"""What `dg` says in an address that reads by present boundaries."""
Tab = tuple[str, str, str]


def asked(dg: str) -> Boundaries | None:
    """What the interface is asked for: nothing by the boundaries of the time."""
    return Boundaries.NOW if dg == NOW else None


def mark_of(boundaries: Boundaries | None) -> str | None:
    """The same in an address."""
    return None if boundaries is None else NOW


def switch_of(area: Area, path: str, **query: object) -> list[Tab]:
    """Both ways to read the same page; none for the nation, which is the same by both, and for a former unit."""
    if area.level is AreaLevel.NATION or area.valid_to is not None:
        return []
    return [
        ("", "Địa giới như khi báo cáo", address(path, **query)),
        (NOW, "Địa giới hiện nay", address(path, **query, dg=NOW)),
    ]


def carried_text(figure: Figure) -> str | None:
    """Of which former units a carried figure is made: `Gộp từ 2/3 đơn vị cũ`."""
    if figure.carried is None or figure.rolled_up is None:
        return None
    if figure.carried.units == 1 and figure.carried.whole == 1:
        return "Số của đơn vị cũ, chuyển nguyên vẹn"
    if not figure.carried.mergeable:
        return f"Không gộp được từ {figure.carried.units} đơn vị cũ"
    return f"Gộp từ {figure.rolled_up.units}/{figure.carried.units} đơn vị cũ"


def carried_note(figure: Figure | None) -> str | None:
    """What a reader must know of a carried figure: what was split, what had to stay out."""
    if figure is None or figure.carried is None:
        return None
    if not figure.carried.mergeable:
        return "Chỉ tiêu này không gộp được: số của từng đơn vị cũ được giữ nguyên."
    told = []
    if figure.carried.estimated:
        told.append("Phần của đơn vị bị chia được ước tính theo tỷ lệ đã ghi.")
    left = [part.area_name for part in figure.carried.parts if part.share is None]
    if left:
        told.append(f"Chưa tính phần chuyển từ {', '.join(left)} vì chưa có văn bản ghi tỷ lệ.")
    return " ".join(told) or None
