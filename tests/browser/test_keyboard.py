"""Without a mouse, and without scripts: everything is reached, seen and done."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.harness.live import LiveSystem

pytestmark = pytest.mark.browser

OUTLINED = """element => ["", "::after"].some((pseudo) => getComputedStyle(element, pseudo).outlineStyle === "solid")"""


def test_the_first_tab_leads_to_the_content(visit: Open) -> None:
    page = visit().page()
    page.goto("/chi-tieu")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_whatever_has_the_focus_shows_it(visit: Open) -> None:
    page = visit().page()
    page.goto("/tong-quan")

    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.locator(":focus").evaluate(OUTLINED), page.locator(":focus").evaluate("e => e.outerHTML")


def test_a_slash_goes_to_the_search_and_a_question_mark_to_the_keys(visit: Open) -> None:
    page = visit().page()
    page.goto("/tong-quan")

    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Tìm địa bàn, chỉ tiêu, văn bản", exact=True)
    expect(box).to_be_focused()
    page.keyboard.type("?/")
    expect(box).to_have_value("?/")
    page.locator("main").focus()
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile(r"/tro-giup#phim-tat$"))
    expect(page.locator("#phim-tat")).to_be_in_viewport()


def test_escape_closes_the_menu_and_gives_the_focus_back(system: LiveSystem, visit: Open) -> None:
    page = visit(system.client("leader")).page()
    page.goto("/chi-tieu")
    summary = page.locator("[data-menu] summary")

    summary.press("Enter")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_hidden()
    expect(summary).to_be_focused()


def test_without_scripts_a_visitor_filters_and_changes_the_language(visit: Open) -> None:
    page = visit(scripts=False).page()
    page.goto("/chi-tieu")

    page.get_by_role("search", name="Tìm trong danh mục chỉ tiêu").get_by_label("Tìm chỉ tiêu").fill("ho so")
    page.get_by_role("button", name="Tìm", exact=True).last.click()
    expect(page).to_have_url(re.compile("q=ho"))
    page.get_by_role("link", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("q=ho"))
