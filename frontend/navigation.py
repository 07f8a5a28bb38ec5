"""The primary navigation: only pages that exist, in the order an officer works through them."""

from dataclasses import dataclass

from contracts.access import Right
from frontend.viewer import Viewer

WRITING = frozenset({Right.VALUES_WRITE, Right.ASSESSMENTS_SELF})
READING = frozenset({Right.INDICATORS_READ})


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry; `short` is the label of the phone's tab bar, `icon` a name from components/icon.html.

    `rights`: who holds none of them is not offered the page; empty: everybody is.
    """

    key: str
    label: str
    short: str
    href: str
    icon: str
    rights: frozenset[str] = frozenset()


NAVIGATION = (
    NavEntry("tong-quan", "Tổng quan", "Tổng quan", "/tong-quan", "tong-quan"),
    NavEntry("chi-tieu", "Chỉ tiêu", "Chỉ tiêu", "/chi-tieu", "chi-tieu"),
    NavEntry("nhap", "Nhập số liệu", "Nhập liệu", "/nhap", "nhap", WRITING),
    NavEntry("cham-diem", "Chấm điểm", "Chấm điểm", "/cham-diem", "cham-diem", READING),
    NavEntry("xep-hang", "Xếp hạng", "Xếp hạng", "/xep-hang", "xep-hang"),
)


def visible_entries(viewer: Viewer | None) -> tuple[NavEntry, ...]:
    """Entries for a visitor: pages for work are offered to those who hold one of the rights it takes."""
    held = viewer.rights if viewer else frozenset()
    return tuple(entry for entry in NAVIGATION if not entry.rights or entry.rights & held)
