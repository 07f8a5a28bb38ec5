"""Signing in at a real OpenID provider in a browser: one press of a button here, one there."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.sample import SAMPLES
from tests.browser.acts import forgive
from tests.browser.test_access import complaints_of
from tests.harness.browser import Visit, launched
from tests.harness.live import LiveSystem
from tests.harness.provider import system_with_provider
from tests.harness.store import Store

pytestmark = pytest.mark.browser

LEADER = next(sample.email for sample in SAMPLES if sample.role == "leader")


@pytest.fixture(scope="module")
def open_system(store: Store) -> Iterator[LiveSystem]:
    """The product with a provider."""
    with system_with_provider(store, {"lanh-dao": {"email": LEADER, "email_verified": True}, "la": {}}) as live:
        yield live


@pytest.fixture(scope="module")
def browser(open_system: LiveSystem) -> Iterator[Browser]:
    """Chromium."""
    assert open_system.url
    with launched() as found:
        yield found


def visit(browser: Browser, system: LiveSystem, *, scripts: bool = True) -> Visit:
    """A browser of somebody new."""
    return Visit(browser.new_context(base_url=system.url, locale="vi-VN", java_script_enabled=scripts))


def leave(page: Page) -> None:
    """From a page that needs a session to the provider."""
    page.goto("/xep-hang")
    page.get_by_role("button", name="Đăng nhập bằng VNeID").click()
    expect(page.get_by_role("heading", name="Authorize Client")).to_be_visible()


def test_two_presses_lead_to_the_page_that_was_wanted(browser: Browser, open_system: LiveSystem) -> None:
    opening = visit(browser, open_system)
    page = opening.page()
    leave(page)
    page.get_by_role("button", name="lanh-dao").click()
    expect(page).to_have_url(f"{open_system.url}/xep-hang")
    expect(page.locator(".lt-user__role")).to_have_text("Lãnh đạo")
    missing = "Failed to load resource"  # of the provider's own pages
    assert [said for said in opening.complaints if missing not in said] == []
    opening.context.close()


def test_without_script_there_is_one_press_more(browser: Browser, open_system: LiveSystem) -> None:
    opening = visit(browser, open_system, scripts=False)
    page = opening.page()
    leave(page)
    page.get_by_role("button", name="lanh-dao").click()
    expect(page).to_have_url(re.compile("/dang-nhap/sso"))
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page).to_have_url(f"{open_system.url}/xep-hang")
    opening.context.close()


def test_its_pages_are_open_to_everybody(browser: Browser, open_system: LiveSystem) -> None:
    opening = visit(browser, open_system)
    page = opening.page()
    page.goto("/dang-nhap")
    assert complaints_of(page) == []
    leave(page)
    page.get_by_role("button", name="la", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("chưa có tài khoản nào gắn với danh tính VNeID này")
    assert complaints_of(page) == []
    forgive(opening, 403)
    opening.context.close()
