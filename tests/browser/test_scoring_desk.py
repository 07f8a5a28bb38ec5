"""An appraiser at the desk: second scores with reasons, the filter, the proof of a row in a dialog."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.acts import cell, forgive, paste, save, sees_errors
from tests.browser.conftest import Open
from tests.frontend.pages.test_scoring import CAN_GIUOC, address, commune, scored
from tests.harness.live import LiveSystem

__all__ = ["commune"]

pytestmark = pytest.mark.browser


@pytest.fixture
def appraiser(system: LiveSystem) -> httpx.Client:
    return system.client("appraiser")


def test_an_appraiser_scores_with_reasons_and_sees_difference_and_status(
    visit: Open, appraiser: httpx.Client, commune: str
) -> None:
    opening = visit(appraiser)
    page = opening.page()
    page.goto("/cham-diem")
    page.locator(f'#phieu a[href*="{commune}"]').click()

    cell(page, "d.1.1").fill("10")
    save(page, "Lưu điểm")
    sees_errors(page, ["1.1: Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá"])
    page.locator("[data-error-summary] a").click()
    page.keyboard.type("Đo lại tại trạm")
    paste(cell(page, "d.1.2"), [["7,51"]])
    save(page, "Lưu điểm")

    expect(page.get_by_text("Đã lưu điểm của 1 tiêu chí lúc")).to_be_visible()
    row = page.locator("tr", has=cell(page, "d.1.1"))
    expect(row.locator('[data-label="Chênh lệch"]')).to_have_text("−2,96")
    expect(row.locator(".lt-tag")).to_have_text("Đang thực hiện")
    assert scored(appraiser, commune) == {"1.1": 10}
    forgive(opening, 422)


def test_the_filter_narrows_while_typing_and_goes_back_with_the_browser(visit: Open, system: LiveSystem) -> None:
    page = visit(system.client("viewer")).page()
    page.goto(CAN_GIUOC)

    page.get_by_label("Mã hoặc tên tiêu chí").press_sequentially("camera")

    codes = page.locator(".lt-sheet .lt-table__cell--code")
    expect(codes).to_have_text(["1.6"])
    expect(page.get_by_label("Mã hoặc tên tiêu chí")).to_be_focused()
    assert "q=camera" in page.url
    page.go_back()
    expect(codes).to_have_count(62)


def test_the_proof_of_a_row_opens_in_a_dialog_and_gives_the_focus_back(visit: Open, system: LiveSystem) -> None:
    page = visit(system.client("leader")).page()
    page.goto(CAN_GIUOC)
    link = page.get_by_role("link", name="Mức độ ứng dụng AI")

    link.click()

    dialog = page.get_by_role("dialog", name="Căn cứ điểm")
    expect(dialog.get_by_text("Điểm nhập trực tiếp").first).to_be_visible()
    expect(dialog.get_by_text("người thẩm định ghi không thống nhất").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_without_scripts_scoring_and_its_proof_work_the_same(
    visit: Open, appraiser: httpx.Client, commune: str
) -> None:
    page = visit(appraiser, scripts=False, width=390).page()
    page.goto(address(commune))

    cell(page, "d.1.2").fill("7,51")
    cell(page, "d.1.4").fill("0")
    cell(page, "g.1.4").fill("Thiếu minh chứng")
    save(page, "Lưu điểm")

    expect(page.get_by_text("Đã lưu điểm của 2 tiêu chí lúc")).to_be_visible()
    assert scored(appraiser, commune) == {"1.2": 7.51, "1.4": 0}
    page.get_by_role("link", name="Mức độ ứng dụng AI").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Căn cứ điểm 1.4")
    expect(page.get_by_text("Thiếu minh chứng").first).to_be_visible()
