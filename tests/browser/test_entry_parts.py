"""A department at the grid of a sheet that is computed: two columns pasted from Excel, points after saving."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import cell, paste, save
from tests.browser.conftest import Open
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in

pytestmark = pytest.mark.browser
ADDRESS = "/nhap?bm=QD766&dv=T86-2025&ky=2026"


def test_two_columns_from_excel_fill_numerators_and_denominators(visit: Open, system: LiveSystem) -> None:
    page = visit(signed_in(system, employ(system, "department_officer", "T86-2025"))).page()
    page.goto(ADDRESS)

    paste(cell(page, "t.PUBLISH_ON_TIME"), [["1", "47"], ["43", "47"], ["47", "47"], ["547", "547"], ["726", "741"]])
    expect(cell(page, "m.ON_TIME")).to_have_value("741")
    save(page)

    expect(page.get_by_role("main").get_by_text("Đã lưu điểm của 5 tiêu chí lúc")).to_be_visible()
    expect(page.get_by_role("row", name="ON_TIME Tỷ lệ hồ sơ giải quyết đúng hạn")).to_contain_text("19,6 (97,98%)")
    expect(page.locator("#nhom-CKMB")).to_contain_text("11,79 / 18 điểm · 65,5%")
    expect(page.locator("#tong-diem tr").last).to_contain_text("31,39")
