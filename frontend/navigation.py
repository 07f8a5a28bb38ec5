"""The primary navigation: only pages that exist, in the order an officer works through them."""

from dataclasses import dataclass

from contracts.access import admits
from frontend.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry; `short` is the label of the phone's tab bar, `icon` a name from components/icon.html.

    On a phone five tabs have room; what has no `tab`, or `yields` where there are more, is reached from the footer and
    from the pages beside it.
    """

    key: str
    label: str
    short: str
    href: str
    icon: str
    tab: bool = True
    yields: bool = False


TABS = 5
"""So many have room on a phone."""


NAVIGATION = (
    NavEntry("viec", "Việc của tôi", "Việc", "/viec", "kiem"),
    NavEntry("tong-quan", "Tổng quan", "Tổng quan", "/tong-quan", "tong-quan"),
    NavEntry("chi-tieu", "Chỉ tiêu", "Chỉ tiêu", "/chi-tieu", "chi-tieu", yields=True),
    NavEntry("muc-tieu", "Mục tiêu", "Mục tiêu", "/muc-tieu", "muc-tieu", tab=False),
    NavEntry("nhap", "Nhập số liệu", "Nhập liệu", "/nhap", "nhap"),
    NavEntry("duyet", "Duyệt số liệu", "Duyệt", "/duyet", "kiem", tab=False),
    NavEntry("cham-diem", "Chấm điểm", "Chấm điểm", "/cham-diem", "cham-diem"),
    NavEntry("bo-tieu-chi", "Bộ tiêu chí", "Tiêu chí", "/bo-tieu-chi", "cham-diem", tab=False),
    NavEntry("cong-nhan", "Công nhận", "Công nhận", "/cong-nhan", "kiem", tab=False),
    NavEntry("xep-hang", "Xếp hạng", "Xếp hạng", "/xep-hang", "xep-hang"),
)

MENU: tuple[NavEntry, ...] = (
    NavEntry("tai-khoan", "Tài khoản của tôi", "Tài khoản", "/tai-khoan", "nguoi"),
    NavEntry("minh-chung", "Minh chứng", "Minh chứng", "/minh-chung", "tai-len"),
    NavEntry("nguon", "Nguồn số liệu", "Nguồn", "/nguon", "chi-tieu"),
    NavEntry("uy-quyen", "Ủy quyền", "Ủy quyền", "/uy-quyen", "nguoi"),
    NavEntry("quan-tri", "Quản trị tài khoản", "Tài khoản", "/quan-tri/tai-khoan", "nguoi"),
    NavEntry("chia-se", "Chia sẻ dữ liệu", "Chia sẻ", "/chia-se", "mui-ten"),
    NavEntry("lich-su", "Lịch sử thay đổi", "Lịch sử", "/lich-su", "kiem"),
)
"""What the menu under the visitor's name leads to: their account, sources, and the work of administrators."""


def menu_entries(viewer: Viewer) -> tuple[NavEntry, ...]:
    """Entries of the menu under the visitor's name: the pages that admit them."""
    return tuple(entry for entry in MENU if admits(entry.href, viewer.rights, signed_in=True))


def visible_entries(viewer: Viewer | None) -> tuple[NavEntry, ...]:
    """Entries for a visitor: the pages that admit them."""
    held = viewer.rights if viewer else frozenset[str]()
    return tuple(entry for entry in NAVIGATION if admits(entry.href, held, signed_in=viewer is not None))


def tab_entries(viewer: Viewer | None) -> tuple[NavEntry, ...]:
    """Entries of the phone's tab bar."""
    tabs = [entry for entry in visible_entries(viewer) if entry.tab]
    return tuple(entry for entry in tabs if len(tabs) <= TABS or not entry.yields)
