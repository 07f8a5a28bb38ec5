"""Pages on paper: A4, wide ones lengthwise, heads on every sheet, no buttons, when and from where it was printed."""

import re
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.harness.live import LiveSystem
from tests.harness.submitting import bureau_of

pytestmark = pytest.mark.browser

SHEET = "dv=X28159-2025&bo=CDS-XA-2025&ky=2025"
UPRIGHT, LENGTHWISE = (595, 842), (842, 595)
PAPERS = [
    ("leader", "/tong-quan", LENGTHWISE, range(3, 6)),
    ("leader", "/xep-hang", LENGTHWISE, range(2, 4)),
    ("leader", "/don-vi/T15-2025", UPRIGHT, range(1, 4)),
    ("leader", "/chi-tieu/CQS-01", UPRIGHT, range(2, 5)),
    ("appraiser", f"/cham-diem?{SHEET}", LENGTHWISE, range(4, 8)),
    ("commune_officer", "/nhap?bm=CDS-XA-2025", LENGTHWISE, range(3, 8)),
]
GONE = (".lt-header", ".lt-nav", ".lt-tabbar", ".lt-button", ".lt-filter", ".lt-footer__sources", ".lt-savebar")


@dataclass(frozen=True, slots=True)
class Paper:
    """What a printed page measures, in points."""

    sizes: set[tuple[int, int]]
    sheets: int

    @classmethod
    def of(cls, page: Page) -> "Paper":
        """The page as Chromium prints it."""
        printed = page.pdf(prefer_css_page_size=True, tagged=False)
        boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", printed)
        return cls({(round(float(width)), round(float(height))) for width, height in boxes}, len(boxes))


def first_words(page: Page) -> str:
    """What stands on top of the paper."""
    return str(page.evaluate("document.body.innerText.trim()"))


@pytest.mark.parametrize(("role", "path", "size", "sheets"), PAPERS)
def test_a_page_prints_on_a_sensible_number_of_a4_sheets(
    system: LiveSystem, visit: Open, role: str, path: str, size: tuple[int, int], sheets: range
) -> None:
    client: httpx.Client = system.client(role)
    page = visit(client, scheme="dark").page()
    page.goto(path)

    paper = Paper.of(page)

    assert paper.sizes == {size}
    assert paper.sheets in sheets
    page.emulate_media(media="print")
    for gone in GONE:
        expect(page.locator(f"{gone}:visible")).to_have_count(0)
    expect(page.locator(".lt-paper")).to_contain_text(re.compile(r" · in ngày \d\d/\d\d/\d{4} · http://"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_form_to_sign_is_a4_upright_with_the_unit_on_top_and_room_for_signatures(
    system: LiveSystem, visit: Open
) -> None:
    bureau = bureau_of(system)
    sheet = bureau.filled()
    page = visit(bureau.officer(sheet), scheme="dark").page()
    page.goto(f"/nop/{sheet['id']}/ban-in")

    paper = Paper.of(page)

    assert (paper.sizes, paper.sheets) == ({UPRIGHT}, 1)
    page.emulate_media(media="print")
    assert first_words(page).startswith("ỦY BAN NHÂN DÂN")
    for gone in (*GONE, ".lt-breadcrumb"):
        expect(page.locator(f"{gone}:visible")).to_have_count(0)
    expect(page.locator(".lt-paper")).to_contain_text(re.compile(r" · in ngày \d\d/\d\d/\d{4} · http://"))
    room = page.locator(".lt-official__pair").last.bounding_box()
    assert room is not None
    assert room["height"] > 130


def test_on_paper_the_head_of_a_table_repeats_and_rows_stay_whole(system: LiveSystem, visit: Open) -> None:
    page = visit(system.client("leader")).page()
    page.goto("/xep-hang")
    page.emulate_media(media="print")

    head = page.locator(".lt-table thead").first
    expect(head).to_have_css("display", "table-header-group")
    expect(page.locator(".lt-table tbody tr").first).to_have_css("break-inside", "avoid")
    expect(page.locator("body")).to_have_css("print-color-adjust", "exact")
    expect(page.locator(".lt-table a").first).to_have_css("text-decoration-line", "none")


def test_a_form_prints_with_lines_to_write_on(system: LiveSystem, visit: Open) -> None:
    page = visit(system.client("appraiser")).page()
    page.goto(f"/cham-diem?{SHEET}")
    page.emulate_media(media="print")

    box = page.locator(".lt-cell__input").first
    expect(box).to_have_css("border-bottom-style", "dotted")
    expect(box).to_have_css("border-top-style", "none")


@pytest.mark.parametrize("path", ["/nhap?bm=CDS-XA-2025", "/nhap?bm=so-lieu"])
def test_how_to_paste_is_told_on_the_screen_and_not_on_paper(system: LiveSystem, visit: Open, path: str) -> None:
    page = visit(system.client("commune_officer")).page()
    page.goto(path)

    hint = page.get_by_text("tự khớp theo mã")
    expect(hint).to_be_visible()
    page.emulate_media(media="print")
    expect(hint).to_be_hidden()
