"""Every main page for everybody: WCAG 2.2 AA by axe, no sideways scroll, a silent console, at every width."""

import re
from collections.abc import Mapping
from typing import Literal

import httpx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.acts import forgive
from tests.browser.conftest import Open
from tests.harness.browser import Visit
from tests.harness.live import LiveSystem

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 1280)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAST = {"resultTypes": ["violations"], "preload": False, "iframes": False}
SHAPE = FAST | {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"color-contrast": {"enabled": False}}}
COLOUR = FAST | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
SCHEMES: Mapping[int, Literal["light", "dark"]] = {390: "dark", 1280: "light"}
MISSING = "/khong-co-trang-nay"
FORBIDDEN = "/nhap"
CAN_GIUOC = "dv=X28159-2025&bo=CDS-XA-2025&ky=2025"
PAGES = [
    ("", "/dang-nhap"),
    ("", "/chi-tieu"),
    ("", "/chi-tieu/XHS-01"),
    ("", "/tro-giup"),
    ("", "/don-vi"),
    ("", "/tim?q=yen+bai"),
    ("", "/van-ban"),
    ("", "/muc-tieu"),
    ("", "/nguon"),
    ("", "/bo-tieu-chi"),
    ("", "/cong-nhan"),
    ("", "/cong-nhan/danh-sach"),
    ("", "/kieu"),
    ("", MISSING),
    ("leader", "/tong-quan"),
    ("leader", "/xep-hang"),
    ("leader", "/mo-phong?d.CKMB=9&t.TTTT=12"),
    ("leader", "/chi-tieu/CQS-01/X04630-2025/2026-09"),
    ("leader", FORBIDDEN),
    ("leader", "/don-vi/T15-2025"),
    ("leader", "/don-vi/X28159-2025"),
    ("leader", f"/cham-diem?{CAN_GIUOC}&nhom=1"),
    ("admin", "/quan-tri/tai-khoan"),
    ("admin", "/quan-tri/tai-khoan/moi"),
    ("leader", "/uy-quyen"),
    ("", "/kich-hoat"),
    ("admin", "/chia-se"),
    ("admin", "/chia-se/moi"),
    ("commune_officer", "/viec"),
    ("department_officer", "/viec"),
    ("department_officer", "/duyet?tt=moi"),
    ("publisher", "/duyet/cong-bo"),
    ("commune_officer", "/nhap"),
    ("commune_officer", "/nhap?bm=CDS-XA-2025"),
    ("commune_officer", "/nhap?bm=so-lieu"),
    ("commune_officer", "/nhap/tep"),
    ("commune_officer", "/nhap?bm=CDS-XA-QUY"),
    ("commune_officer", "/minh-chung"),
    ("commune_officer", "/nguon/ghi-nhan/moi?dv=X28159-2025&chi_tieu=CQS-01&ky=2026-09"),
    ("commune_officer", "/minh-chung/so-lieu/CQS-03/X28159-2025/2026-Q4"),
    ("admin", "/lich-su"),
    ("commune_officer", "/lich-su"),
    ("appraiser", "/cham-diem"),
    ("appraiser", f"/cham-diem?{CAN_GIUOC}&nhom=1"),
    ("appraiser", f"/cham-diem/can-cu?{CAN_GIUOC}&ma=1.4"),
]


@pytest.fixture(scope="module")
def people(system: LiveSystem) -> dict[str, httpx.Client]:
    """Signed-in clients by role."""
    return {role: system.client(role) for role in dict(PAGES) if role}


def faults(page: Page, rules: Mapping[str, object]) -> list[str]:
    """What axe, put into the page before, finds by these rules."""
    found = page.evaluate("rules => axe.run(rules).then(results => results.violations)", rules)
    return [
        f"{violation['id']} {node['target']}: {node['failureSummary'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """Whether the page scrolls sideways."""
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {width}px"] if width > 0 else []


def stand(page: Page, width: int) -> None:
    """A window of this width and as high as the page: what is fixed to its edge then covers nothing."""
    page.set_viewport_size({"width": width, "height": 900})
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_open_to_everybody_at_every_width_in_light_and_dark(
    visit: Open, people: dict[str, httpx.Client], role: str, path: str
) -> None:
    # Takes seconds: axe looks at every element of long pages, five times.
    opening = visit(people.get(role))
    page = opening.page()
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert complaints_of(page) == []
    expect_no_more_than_asked_for(opening, role, path)


@pytest.mark.parametrize("path", ["/dang-nhap", "/tro-giup", MISSING])
def test_the_shell_in_english_is_open_to_everybody_too(visit: Open, path: str) -> None:
    opening = visit()
    page = opening.page()
    page.goto(f"{path}?lang=en")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(f"{path}$"))
    assert complaints_of(page) == []
    expect_no_more_than_asked_for(opening, "", path)


def complaints_of(page: Page) -> list[str]:
    """What axe and the eye of a narrow window find at every width."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width in WIDTHS:
        stand(page, width)
        seen = faults(page, SHAPE) + sideways(page)
        if scheme := SCHEMES.get(width):
            page.emulate_media(color_scheme=scheme)
            seen += [f"in the {scheme}: {fault}" for fault in faults(page, COLOUR)]
        found += [f"{width}: {fault}" for fault in seen]
    return found


def expect_no_more_than_asked_for(opening: Visit, role: str, path: str) -> None:
    """Chromium notes the pages that are missing or refused on purpose."""
    if path == MISSING:
        forgive(opening, 404)
    if (role, path) == ("leader", FORBIDDEN):
        forgive(opening, 403)
