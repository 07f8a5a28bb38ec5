"""Short journeys anybody must be able to make: by keyboard, without scripts, from a number to its proof."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import cell, save
from tests.browser.conftest import Open
from tests.frontend.pages.test_entry import opened, stored
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune

pytestmark = pytest.mark.browser


@pytest.fixture
def commune(system: LiveSystem) -> str:
    return untouched_commune(system)[0]


@pytest.fixture
def officer(system: LiveSystem, commune: str) -> httpx.Client:
    return signed_in(system, employ(system, "commune_officer", commune))


def proves(page: Page) -> None:
    """The page explains a number: its rule stands there."""
    expect(page.get_by_role("main").get_by_text("Quy tắc", exact=True).first).to_be_visible()


def test_the_keyboard_skips_to_the_content(visit: Open) -> None:
    page = visit().page()
    page.goto("/chi-tieu")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_the_keyboard_alone_fills_and_saves_a_box(visit: Open, officer: httpx.Client, commune: str) -> None:
    page = visit(officer).page()
    page.goto(opened(officer, commune))
    cell(page, "d.6.8").focus()

    page.keyboard.type("7,5")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Lưu phiếu")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Đã lưu điểm của 1 tiêu chí lúc")).to_be_visible()
    assert stored(officer, commune) == {"6.8": 7.5}


def test_without_scripts_a_sheet_is_opened_filled_corrected_and_saved(
    visit: Open, officer: httpx.Client, commune: str
) -> None:
    opening = visit(officer, width=390, scripts=False)
    page = opening.page()
    page.goto("/nhap?bm=CDS-XA-2025")
    page.get_by_role("button", name="Mở phiếu").click()
    cell(page, "d.1.1").fill("101,5")
    cell(page, "d.1.2").fill("7.51")

    save(page)
    expect(page.locator("[data-error-summary] li")).to_have_text(["1.1: Điểm phải từ 0 đến 10"])
    expect(cell(page, "d.1.2")).to_have_value("7.51")
    cell(page, "d.1.1").fill("7,04")
    save(page)

    expect(page.get_by_text("Đã lưu điểm của 2 tiêu chí lúc")).to_be_visible()
    expect(page.locator("#tong-diem")).to_contain_text("14,55")
    assert stored(officer, commune) == {"1.1": 7.04, "1.2": 7.51}
    opening.complaints.clear()


def test_a_number_of_the_dashboard_is_one_click_from_its_proof(visit: Open, system: LiveSystem) -> None:
    page = visit(system.client("leader", at="T15-2025")).page()
    page.goto("/tong-quan")

    page.locator("a.lt-kpi__link").first.click()

    proves(page)


def test_a_commune_on_the_dashboard_is_one_click_from_the_proof_of_its_number(visit: Open, system: LiveSystem) -> None:
    page = visit(system.client("leader", at="T15-2025"), width=390).page()
    page.goto("/tong-quan")

    page.locator("a.lt-tile:not(.lt-tile--none)").first.click()

    proves(page)


def test_a_rank_is_one_click_from_the_points_that_made_it(visit: Open, system: LiveSystem) -> None:
    page = visit(system.client("leader")).page()
    page.goto("/xep-hang?bo=CDS-XA-2025&ky=2025&cap=X")

    page.locator('main a[href^="/ho-so/"]').first.click()

    expect(page.get_by_role("main")).to_contain_text("606,27 / 960")
    expect(page.get_by_role("main")).to_contain_text("50 + 35,38 + 94,52")
