"""What only this machine holds is said at each cell, also after the page was closed, and to those who hear it."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import cell, save
from tests.browser.conftest import Open
from tests.frontend.pages.test_entry_forms import address
from tests.harness.live import LiveSystem
from tests.harness.submitting import Bureau, bureau_of, taken
from tests.harness.submitting import save as save_cells

pytestmark = pytest.mark.browser

HELD = "đang giữ trên máy"


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


@pytest.fixture
def sheet(bureau: Bureau) -> dict[str, Any]:
    return bureau.opened()


@pytest.fixture
def officer(bureau: Bureau, sheet: dict[str, Any]) -> httpx.Client:
    return bureau.officer(sheet)


def held(page: Page, name: str) -> str:
    """What is seen under a box of what this machine holds; hearing it must tell the same."""
    box: Locator = cell(page, name)
    shown = box.evaluate("box => getComputedStyle(box.closest('.lt-cell'), '::after').content").strip('"')
    heard = box.get_attribute("aria-description") or ""
    assert (shown if shown != "none" else "") == heard
    return heard


def test_a_cell_says_so_while_it_is_typed_and_no_longer_once_it_is_saved(
    visit: Open, officer: httpx.Client, sheet: dict[str, Any]
) -> None:
    taken(save_cells(officer, sheet, {"indicator": "KTS-03", "value": 40}))
    page = visit(officer).page()
    page.goto(address(sheet))
    assert held(page, "d.KTS-03") == ""

    cell(page, "d.KTS-03").fill("41")
    cell(page, "d.XHS-03").fill("7")

    assert (held(page, "d.KTS-03"), held(page, "d.XHS-03"), held(page, "t.CQS-03")) == (HELD, HELD, "")
    cell(page, "d.KTS-03").fill("40")
    assert held(page, "d.KTS-03") == "", "what is on the server again is not held here alone"
    save(page, "Lưu bản nháp")
    expect(page.get_by_role("main").get_by_text("Đã lưu số liệu của 1 chỉ tiêu lúc")).to_be_visible()
    assert held(page, "d.XHS-03") == ""


def test_after_the_page_was_closed_each_cell_shows_the_number_that_is_held_until_it_is_used_or_dropped(
    visit: Open, officer: httpx.Client, sheet: dict[str, Any]
) -> None:
    page = visit(officer).page()
    page.goto(address(sheet))
    cell(page, "d.KTS-03").fill("41")
    page.goto("/tro-giup")
    page.goto(address(sheet))

    assert held(page, "d.KTS-03") == "trên máy: 41"
    page.get_by_role("button", name="Dùng lại").click()
    assert held(page, "d.KTS-03") == HELD
    page.reload()
    page.get_by_role("button", name="Bỏ", exact=True).click()
    assert held(page, "d.KTS-03") == ""
