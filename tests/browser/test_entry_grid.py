"""An officer at the grid: typing, pasting from Excel, mistakes, other people's changes, a lost line."""

import re

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.acts import cell, forgive, paste, save, sees_errors
from tests.browser.conftest import COOKIE, Open
from tests.frontend.pages.test_entry import opened, score, stored
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune
from tests.harness.store import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def commune(system: LiveSystem) -> str:
    return untouched_commune(system)[0]


@pytest.fixture
def email(system: LiveSystem, commune: str) -> str:
    return employ(system, "commune_officer", commune)


@pytest.fixture
def officer(system: LiveSystem, email: str) -> httpx.Client:
    return signed_in(system, email)


def test_an_officer_signs_in_opens_the_sheet_types_pastes_and_saves(
    visit: Open, email: str, officer: httpx.Client, commune: str
) -> None:
    page = visit().page()
    page.goto("/nhap?bm=CDS-XA-2025")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Mở phiếu").click()

    cell(page, "d.1.1").fill("7,04")
    paste(cell(page, "d.1.2"), [["7,51", "Theo VNPT"], ["9,92"], ["5"]])
    expect(cell(page, "d.1.4")).to_be_focused()
    save(page)

    expect(page.get_by_role("main").get_by_text("Đã lưu điểm của 4 tiêu chí lúc")).to_be_visible()
    expect(page.locator("[data-toasts]")).to_have_text("Đã lưu điểm của 4 tiêu chí")
    expect(page.locator("#nhom-1")).to_contain_text("29,47 / 80 điểm · 36,8%")
    expect(page.locator("#tong-diem tr").last).to_contain_text("29,47")
    assert stored(officer, commune) == {"1.1": 7.04, "1.2": 7.51, "1.3": 9.92, "1.4": 5}


def test_arrows_enter_and_tab_move_between_boxes(visit: Open, officer: httpx.Client, commune: str) -> None:
    page = visit(officer).page()
    page.goto(opened(officer, commune))

    cell(page, "d.1.1").click()
    for key, name in [("ArrowDown", "d.1.2"), ("Enter", "d.1.3"), ("ArrowUp", "d.1.2"), ("Tab", "g.1.2")]:
        page.keyboard.press(key)
        expect(cell(page, name)).to_be_focused()


def test_mistakes_are_named_focused_and_nothing_typed_is_lost(visit: Open, officer: httpx.Client, commune: str) -> None:
    opening = visit(officer)
    page = opening.page()
    page.goto(opened(officer, commune))
    cell(page, "d.1.1").fill("101,5")
    cell(page, "d.1.2").fill("tám mươi")
    cell(page, "d.1.3").fill("9")

    save(page)

    sees_errors(page, ["1.1: Điểm phải từ 0 đến 10", "1.2: Không phải là số. Ví dụ: 84,67"])
    for name, text in {"d.1.1": "101,5", "d.1.2": "tám mươi", "d.1.3": "9"}.items():
        expect(cell(page, name)).to_have_value(text)
    page.get_by_role("link", name="1.2: Không phải là số").click()
    expect(cell(page, "d.1.2")).to_be_focused()
    page.keyboard.type("8")
    cell(page, "d.1.1").fill("10")
    save(page)
    expect(page.get_by_text("Đã lưu điểm của 3 tiêu chí lúc")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^Phiếu tự đánh giá"))
    assert stored(officer, commune) == {"1.1": 10, "1.2": 8, "1.3": 9}
    forgive(opening, 422)


def test_somebody_elses_change_is_shown_before_it_is_overwritten(
    visit: Open, officer: httpx.Client, commune: str
) -> None:
    opening = visit(officer)
    page = opening.page()
    page.goto(opened(officer, commune))
    score(officer, commune, "1.1", 7.04)
    cell(page, "d.1.1").fill("8")

    save(page)

    expect(page.get_by_text("Trên máy chủ: 7,04")).to_be_visible()
    expect(cell(page, "d.1.1")).to_have_value("8")
    assert stored(officer, commune) == {"1.1": 7.04}
    save(page, "Lưu đè")
    expect(page.get_by_text("Đã lưu điểm của 1 tiêu chí lúc")).to_be_visible()
    assert stored(officer, commune) == {"1.1": 8}
    forgive(opening, 409)


def test_a_draft_tells_the_hour_of_viet_nam_wherever_the_machine_is(
    system: LiveSystem, browser: Browser, officer: httpx.Client, commune: str
) -> None:
    abroad = browser.new_context(base_url=system.url, timezone_id="America/New_York", locale="en-US")
    abroad.add_cookies([{"name": COOKIE, "value": officer.cookies[COOKIE], "url": system.url}])
    page = abroad.new_page()
    page.clock.set_fixed_time("2026-12-01T20:05:00Z")
    address = opened(officer, commune)
    page.goto(address)
    cell(page, "d.1.1").fill("7,04")
    page.goto(address)
    expect(page.locator("[data-draft-time]")).to_have_text(" (lúc 03:05 ngày 02/12/2026)")
    abroad.close()


def test_what_was_typed_survives_closing_the_page(visit: Open, officer: httpx.Client, commune: str) -> None:
    page = visit(officer).page()
    address = opened(officer, commune)
    page.goto(address)
    cell(page, "d.1.1").fill("7,04")

    page.goto("/tro-giup")
    page.goto(address)
    expect(cell(page, "d.1.1")).to_have_value("")
    expect(page.locator("[data-draft-time]")).to_have_text(re.compile(r"^ \(lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}\)$"))
    page.get_by_role("button", name="Dùng lại").click()

    expect(cell(page, "d.1.1")).to_have_value("7,04")
    save(page)
    expect(page.get_by_text("Đã lưu điểm của 1 tiêu chí lúc")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Dùng lại")).to_be_hidden()


def test_a_lost_line_loses_nothing(visit: Open, officer: httpx.Client, commune: str) -> None:
    opening = visit(officer)
    page = opening.page()
    page.goto(opened(officer, commune))
    cell(page, "d.1.1").fill("7,04")
    opening.context.set_offline(True)

    save(page)

    expect(page.locator("[data-toasts]")).to_contain_text("Mất kết nối")
    opening.context.set_offline(False)
    save(page)
    expect(page.get_by_text("Đã lưu điểm của 1 tiêu chí lúc")).to_be_visible()
    assert all("ERR_INTERNET_DISCONNECTED" in said or "Failed to fetch" in said for said in opening.complaints)
    opening.complaints.clear()


def test_on_a_phone_rows_are_cards_and_the_save_bar_stays_above_the_tabs(
    visit: Open, officer: httpx.Client, commune: str
) -> None:
    page = visit(officer, width=390).page()
    page.goto(opened(officer, commune))
    button = page.get_by_role("button", name="Lưu phiếu")
    cell(page, "d.6.8").scroll_into_view_if_needed()

    expect(button).to_be_in_viewport(ratio=1)
    bar, tabs = button.bounding_box(), page.locator(".lt-tabbar").bounding_box()
    assert bar is not None
    assert tabs is not None
    assert bar["y"] + bar["height"] <= tabs["y"]
    box = cell(page, "d.1.1").bounding_box()
    assert box is not None
    assert box["height"] >= 44


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_note_is_read_whole(visit: Open, officer: httpx.Client, commune: str, width: int) -> None:
    page = visit(officer, width=width).page()
    page.goto(opened(officer, commune))
    note = cell(page, "g.1.1")
    empty = note.bounding_box()

    note.fill("Số đo của VNPT tại trạm ngày 15/10/2026, đã đối chiếu với báo cáo của Sở Khoa học và Công nghệ. " * 2)

    grown = note.bounding_box()
    assert empty is not None
    assert grown is not None
    assert grown["height"] > empty["height"] >= 44
    assert grown["width"] >= 200
    assert note.evaluate("box => box.scrollHeight - box.clientHeight") <= 1
