"""Blocks copied from Excel, pasted into the grid: with headings, with codes, too long, with gaps, taken back."""

from collections.abc import Sequence

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import cell, paste, save
from tests.browser.conftest import Open
from tests.frontend.pages.test_entry import opened, stored
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune

pytestmark = pytest.mark.browser

VALUES = "/nhap?bm=so-lieu&ky=2026-Q3&dv="
RATIO, SECOND_RATIO, COUNT = "XHS-01", "XHS-02", "KTS-04"


@pytest.fixture
def commune(system: LiveSystem) -> str:
    return untouched_commune(system)[0]


@pytest.fixture
def officer(system: LiveSystem, commune: str) -> httpx.Client:
    return signed_in(system, employ(system, "commune_officer", commune))


@pytest.fixture
def sheet(visit: Open, officer: httpx.Client, commune: str) -> Page:
    """The sheet of points, open and empty."""
    page = visit(officer).page()
    page.goto(opened(officer, commune))
    return page


@pytest.fixture
def values(visit: Open, system: LiveSystem, commune: str) -> Page:
    """The grid of indicators, with numerators and denominators."""
    page = visit(signed_in(system, employ(system, "department_officer", commune))).page()
    page.goto(VALUES + commune)
    return page


def says(page: Page, words: str) -> None:
    """What the bar that saves says of the last block."""
    expect(page.locator("[data-said]")).to_have_text(f"· {words}")


def holds(page: Page, **boxes: str) -> None:
    """Boxes of points by code (`_1_1`) hold these texts."""
    for name, text in boxes.items():
        expect(cell(page, f"d.{name[1:].replace('_', '.')}")).to_have_value(text)


@pytest.mark.parametrize("heading", ["Điểm", "Điểm tự đánh giá", "Tự đánh giá", "ĐIỂM TỰ CHẤM"])
def test_a_pasted_heading_is_not_taken_for_a_number(sheet: Page, heading: str) -> None:
    paste(cell(sheet, "d.1.1"), [[heading], ["3"], ["4"]])

    holds(sheet, _1_1="3", _1_2="4", _1_3="")
    says(sheet, "Đã điền 2 ô, Ctrl+Z để hoàn tác.")


@pytest.mark.parametrize(
    "block",
    [
        [["Mã", "Tên tiêu chí", "Điểm"], ["1.3", "Tên ba", "7,5"], ["1.1", "Tên một", "3"]],
        [["1.3", "Tên ba", "7,5"], ["1.1", "Tên một", "3"]],
        [["STT", "Mã", "Điểm"], ["1", "1.3", "7,5"], ["2", "1.1", "3"]],
        [["Mã", "Điểm tối đa", "Điểm tự đánh giá", "Ghi chú"], ["1.3", "20", "7,5", "12"], ["1.1", "10", "3", ""]],
        [["1.3", "Tên ba", "20", "7,5"], ["1.1", "Tên một", "10", "3"]],
    ],
    ids=["with headings", "without headings", "numbered", "as our template", "with the maximum"],
)
def test_rows_are_found_by_their_code_wherever_the_cursor_is(sheet: Page, block: list[list[str]]) -> None:
    paste(cell(sheet, "d.2.1"), block)

    holds(sheet, _1_1="3", _1_2="", _1_3="7,5", _2_1="", _2_2="")
    expect(cell(sheet, "g.1.3")).to_have_value("12" if "Ghi chú" in block[0] else "")


def test_points_that_look_like_codes_are_points(sheet: Page) -> None:
    paste(cell(sheet, "d.1.1"), [["3.1", "Theo biên bản"], ["4.1", "Theo báo cáo"]])

    holds(sheet, _1_1="3.1", _1_2="4.1", _3_1="", _4_1="")
    expect(cell(sheet, "g.1.2")).to_have_value("Theo báo cáo")


def test_rows_that_the_table_has_no_box_for_are_named(sheet: Page) -> None:
    rows = [["Mã", "Điểm"], ["1", "80"], ["1.1", "3"], ["9.9", "1"], ["1.2", "4"], ["1.2", "5"]]
    paste(cell(sheet, "d.1.1"), rows)

    holds(sheet, _1_1="3", _1_2="4")
    says(sheet, "Đã điền 2 ô, Ctrl+Z để hoàn tác. Không có chỗ cho: 1; 9.9; 1.2")


def test_what_is_left_of_a_block_longer_or_wider_than_the_table_is_told(sheet: Page) -> None:
    paste(cell(sheet, "d.6.8"), [["3", "Theo báo cáo", "thừa"], ["4"]])

    holds(sheet, _6_8="3")
    expect(cell(sheet, "g.6.8")).to_have_value("Theo báo cáo")
    says(sheet, "Đã điền 2 ô, Ctrl+Z để hoàn tác. Không có chỗ cho: thừa; 4")


def test_empty_cells_of_a_block_leave_what_is_there(sheet: Page) -> None:
    cell(sheet, "d.1.2").fill("9")
    paste(cell(sheet, "d.1.1"), [["1.000,5"], [""], ["\u00a07,25 "]])

    holds(sheet, _1_1="1.000,5", _1_2="9", _1_3="7,25")


def test_a_block_is_taken_back_as_a_whole(sheet: Page) -> None:
    cell(sheet, "d.1.2").fill("9")
    paste(cell(sheet, "d.1.1"), [["3", "Theo báo cáo"], ["4"]])

    sheet.keyboard.press("Control+z")

    holds(sheet, _1_1="", _1_2="9")
    expect(cell(sheet, "g.1.1")).to_have_value("")
    says(sheet, "Đã hoàn tác.")


def test_a_line_break_within_a_cell_does_not_shift_the_rows(sheet: Page, officer: httpx.Client, commune: str) -> None:
    paste(cell(sheet, "d.1.1"), [["3", '"Dòng một\nDòng ""hai"""'], ["4"]])

    holds(sheet, _1_1="3", _1_2="4")
    expect(cell(sheet, "g.1.1")).to_have_value('Dòng một\nDòng "hai"')
    save(sheet)
    expect(sheet.get_by_text("Đã lưu điểm của 2 tiêu chí lúc")).to_be_visible()
    assert stored(officer, commune) == {"1.1": 3, "1.2": 4}


@pytest.mark.parametrize(
    "block",
    [
        [["Mã chỉ tiêu", "Tử số", "Mẫu số"], [COUNT, "", ""], [RATIO, "1.234", "2.468"]],
        [[COUNT, "Tên", "", "", "7"], [RATIO, "Tên", "1.234", "2.468", ""]],
        [["Mã chỉ tiêu", "Giá trị", "Tử số", "Mẫu số"], [COUNT, "7", "", ""], [RATIO, "", "1.234", "2.468"]],
    ],
    ids=["two columns", "without headings", "in another order"],
)
def test_numerators_and_denominators_go_where_they_belong(values: Page, block: Sequence[Sequence[str]]) -> None:
    paste(cell(values, f"t.{SECOND_RATIO}"), block)

    expect(cell(values, f"t.{RATIO}")).to_have_value("1.234")
    expect(cell(values, f"m.{RATIO}")).to_have_value("2.468")
    expect(cell(values, f"d.{RATIO}")).to_have_value("")
    expect(cell(values, f"d.{COUNT}")).to_have_value("7" if "7" in str(block) else "")
    expect(cell(values, f"t.{SECOND_RATIO}")).to_have_value("")
