"""A form in a real browser: typing and pasting, details in a dialog, two people at once, no script, a phone, a file."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.acts import cell, forgive, paste, save
from tests.browser.conftest import Open
from tests.browser.test_access import sideways
from tests.frontend.pages.test_entry_forms import address, now
from tests.harness.live import LiveSystem
from tests.harness.submitting import PERIOD, Bureau, bureau_of, cell_of, taken
from tests.harness.submitting import save as save_cells

pytestmark = pytest.mark.browser


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


@pytest.fixture
def sheet(bureau: Bureau) -> dict[str, Any]:
    return bureau.opened()


@pytest.fixture
def officer(bureau: Bureau, sheet: dict[str, Any]) -> httpx.Client:
    return bureau.officer(sheet)


def test_an_officer_types_pastes_by_code_and_saves_a_draft(
    visit: Open, officer: httpx.Client, sheet: dict[str, Any]
) -> None:
    page = visit(officer).page()
    page.goto(address(sheet))

    cell(page, "t.CQS-03").fill("80")
    cell(page, "m.CQS-03").fill("100")
    paste(cell(page, "t.XHS-01"), [["XHS-01", "1.098", "2.000"]])
    page.keyboard.press("ArrowDown")
    save(page, "Lưu bản nháp")

    expect(page.get_by_role("main").get_by_text("Đã lưu số liệu của 2 chỉ tiêu lúc")).to_be_visible()
    expect(page.locator("#o-XHS-01")).to_contain_text("= 54,9%")
    assert cell_of(now(officer, sheet), "XHS-01")["denominator"] == 2000


def test_details_are_said_in_a_dialog_and_what_is_typed_in_the_grid_stays(
    visit: Open, officer: httpx.Client, sheet: dict[str, Any]
) -> None:
    page = visit(officer).page()
    page.goto(address(sheet))
    cell(page, "d.XHS-03").fill("7")

    page.locator("#o-CQS-03 a").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Ghi chú").fill("Theo danh sách")
    dialog.get_by_role("button", name="Lưu chi tiết").click()
    expect(dialog.get_by_text("Đã lưu chi tiết của ô này.")).to_be_visible()
    page.keyboard.press("Escape")

    expect(cell(page, "d.XHS-03")).to_have_value("7")
    save(page, "Lưu bản nháp")
    expect(page.locator("#o-CQS-03")).to_contain_text("có ghi chú")
    assert cell_of(now(officer, sheet), "XHS-03")["value"] == 7


def test_two_people_at_once_lose_nothing(visit: Open, officer: httpx.Client, sheet: dict[str, Any]) -> None:
    opening = visit(officer)
    page = opening.page()
    page.goto(address(sheet))
    taken(save_cells(officer, sheet, {"indicator": "XHS-03", "value": 84}))
    cell(page, "d.XHS-03").fill("85")

    save(page, "Lưu bản nháp")

    expect(page.locator(".lt-cell__server")).to_have_text("Trên hệ thống: 84 – của bạn: 85")
    expect(cell(page, "d.XHS-03")).to_have_value("85")
    save(page, "Lưu đè")
    expect(page.get_by_text("Đã lưu số liệu của 1 chỉ tiêu lúc")).to_be_visible()
    assert cell_of(now(officer, sheet), "XHS-03")["value"] == 85
    forgive(opening, 409)


def test_without_scripts_a_form_is_filled_and_its_details_are_a_page(
    visit: Open, officer: httpx.Client, sheet: dict[str, Any]
) -> None:
    page = visit(officer, scripts=False).page()
    page.goto(address(sheet))
    cell(page, "d.XHS-03").fill("7")
    save(page, "Lưu bản nháp")
    expect(page.get_by_text("Đã lưu số liệu của 1 chỉ tiêu lúc")).to_be_visible()

    page.locator("#o-XHS-03 a").click()
    page.get_by_label("Giải trình").fill("Thêm hai thôn")
    page.get_by_role("button", name="Lưu chi tiết").click()

    expect(page.get_by_text("Đã lưu chi tiết của ô này.")).to_be_visible()
    assert cell_of(now(officer, sheet), "XHS-03")["explanation"] == "Thêm hai thôn"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_uploaded_behind_a_value(
    visit: Open, officer: httpx.Client, sheet: dict[str, Any], tmp_path: Path, *, scripts: bool
) -> None:
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(f"%PDF-1.4 {sheet['area']}".encode())
    page = visit(officer, width=390, scripts=scripts).page()
    page.goto(f"/minh-chung/so-lieu/CQS-03/{sheet['area']}/{PERIOD}")

    page.locator("#tep").set_input_files(file)
    page.locator("#them-tep").get_by_label("Xem ở đâu").fill("trang 3")
    page.get_by_role("button", name="Tải lên").click()

    expect(page.get_by_text("Đã gắn minh chứng.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"^bao-cao\.pdf"))).to_be_visible()
    assert sideways(page) == []


def test_on_a_phone_a_form_does_not_scroll_sideways(visit: Open, officer: httpx.Client, sheet: dict[str, Any]) -> None:
    page = visit(officer, width=390).page()
    page.goto(address(sheet))

    assert sideways(page) == []
    box = cell(page, "t.CQS-03").bounding_box()
    assert box is not None
    assert box["height"] >= 44
