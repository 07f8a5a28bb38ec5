"""Looking after systems in a browser: a whole story without scripts, and pages that everybody can use."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import forgive
from tests.browser.conftest import Open
from tests.browser.test_access import complaints_of
from tests.harness.live import LiveSystem

pytestmark = pytest.mark.browser


def registered(page: Page, name: str) -> str:
    """Registers a system; the address of its page."""
    page.goto("/chia-se/moi")
    page.get_by_label("Tên hệ thống, cơ quan").fill(name)
    page.get_by_label("Gửi số liệu").check()
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã đăng ký hệ thống")
    return f"/chia-se/{page.locator('[data-client-id]').inner_text()}"


def kept(page: Page, name: str) -> None:
    """A picture for whoever asks for one."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_without_scripts_a_system_is_registered_given_a_secret_and_revoked(
    system: LiveSystem, visit: Open, width: int, scheme: str
) -> None:
    opening = visit(system.client("admin"), width=width, scheme=scheme, scripts=False)
    page = opening.page()
    path = registered(page, f"Kho dữ liệu {width}")
    kept(page, f"mat-khau-{width}")
    page.get_by_role("link", name="Đã lưu mật khẩu").click()
    expect(page).to_have_url(f"{system.url}{path}")
    page.get_by_label("Số ngày mật khẩu cũ còn dùng được").fill("2")
    page.get_by_role("button", name="Cấp mật khẩu mới").click()
    page.goto(path)
    kept(page, f"mot-{width}")
    page.goto("/chia-se/moi")
    page.locator("form.lt-form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_text("Chưa lưu được")).to_be_visible()
    forgive(opening, 422)
    kept(page, f"sai-{width}")
    page.goto("/chia-se")
    kept(page, f"danh-sach-{width}")
    page.goto(path)
    page.get_by_role("link", name="Thu hồi hệ thống này").click()
    kept(page, f"thu-hoi-{width}")
    page.get_by_role("button", name="Thu hồi").click()
    expect(page.locator("#dang-luu")).to_contain_text("Đã thu hồi")


def test_secrets_questions_and_refusals_are_open_to_everybody(system: LiveSystem, visit: Open) -> None:
    """Takes seconds: axe looks at every width."""
    opening = visit(system.client("admin"))
    page = opening.page()
    path = registered(page, "Kho dữ liệu mở")
    assert complaints_of(page) == []
    page.goto(path)
    assert complaints_of(page) == []
    page.locator("#mat-khau td a").click()
    assert complaints_of(page) == []
    page.goto("/chia-se/moi")
    page.locator("form.lt-form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert complaints_of(page) == []
    forgive(opening, 422)
