"""The primary navigation: only pages that exist, in the order an officer works through them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry; `short` is the label of the phone's tab bar, `icon` a name from components/icon.html."""

    key: str
    label: str
    short: str
    href: str
    icon: str
    signed_in: bool = False


NAVIGATION = (
    NavEntry("tong-quan", "Tổng quan", "Tổng quan", "/tong-quan", "tong-quan"),
    NavEntry("chi-tieu", "Chỉ tiêu", "Chỉ tiêu", "/chi-tieu", "chi-tieu"),
    NavEntry("nhap", "Nhập số liệu", "Nhập liệu", "/nhap", "nhap", signed_in=True),
    NavEntry("cham-diem", "Chấm điểm", "Chấm điểm", "/cham-diem", "cham-diem", signed_in=True),
    NavEntry("xep-hang", "Xếp hạng", "Xếp hạng", "/xep-hang", "xep-hang"),
)


def visible_entries(*, signed_in: bool) -> tuple[NavEntry, ...]:
    """Entries for a visitor: pages for work are not offered to the public."""
    return tuple(entry for entry in NAVIGATION if signed_in or not entry.signed_in)
