"""Accounts in a browser: an administrator invites, the invited chooses a password and signs in."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_access import complaints_of
from tests.harness.live import LiveSystem

pytestmark = pytest.mark.browser
CHOSEN = "Một câu rất khó đoán, 2026"


def kept(page: Page, name: str) -> None:
    """A picture for whoever asks for one."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_without_scripts_somebody_is_invited_and_signs_in(
    system: LiveSystem, visit: Open, width: int, scheme: str
) -> None:
    page = visit(system.client("admin", "T15-2025"), width=width, scheme=scheme, scripts=False).page()
    page.goto("/quan-tri/tai-khoan")
    kept(page, f"tai-khoan-{width}")
    page.get_by_role("link", name="Tạo tài khoản").click()
    page.get_by_label("Họ tên").fill(f"Lò Thị Mây {width}")
    page.get_by_label("Thư điện tử").fill(f"trinh-duyet{width}@tule.example")
    page.get_by_label("Đơn vị công tác").fill("tu le")
    page.get_by_label("Vai trò tại đơn vị").select_option("commune_officer")
    kept(page, f"tao-{width}")
    page.get_by_role("button", name="Tạo tài khoản").click()
    expect(page.get_by_text("Còn một bước")).to_be_visible()
    kept(page, f"mot-{width}")
    page.get_by_role("button", name="Tạo liên kết mời").click()
    link = page.locator("[data-link]").inner_text()
    kept(page, f"lien-ket-{width}")

    guest = visit(width=width, scheme=scheme, scripts=False).page()
    guest.goto(link)
    guest.get_by_label("Mật khẩu", exact=False).first.fill(CHOSEN)
    guest.get_by_label("Nhập lại mật khẩu").fill(CHOSEN)
    kept(guest, f"kich-hoat-{width}")
    guest.get_by_role("button", name="Đặt mật khẩu").click()
    guest.get_by_role("link", name="Đăng nhập").last.click()
    guest.get_by_label("Thư điện tử").fill(f"trinh-duyet{width}@tule.example")
    guest.get_by_label("Mật khẩu").fill(CHOSEN)
    guest.get_by_role("button", name="Đăng nhập").click()
    expect(guest).to_have_url(f"{system.url}/viec")
    guest.goto("/uy-quyen")
    kept(guest, f"uy-quyen-{width}")


def test_one_account_is_open_to_everybody_at_every_width(system: LiveSystem, visit: Open) -> None:
    opening = visit(system.client("admin", "T15-2025"))
    page = opening.page()
    page.goto("/quan-tri/tai-khoan?q=lanhdao.laocai")
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tài khoản:")
    assert complaints_of(page) == []
