"""Somebody without a password confirms at the provider in another tab; what they began waits in the first one."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_access import complaints_of
from tests.harness.live import LiveSystem
from tests.harness.provider import system_with_provider
from tests.harness.staff import employ, forget_password, let_confirmations_lapse, signed_in
from tests.harness.store import Store

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def system(store: Store) -> Iterator[LiveSystem]:
    """The product with a provider."""
    with system_with_provider(store, {"can-bo": {}}) as live:
        yield live


def test_the_first_tab_goes_on_after_the_second_one(system: LiveSystem, visit: Open) -> None:
    email = employ(system, "viewer", "T80-2025")
    opened = visit(signed_in(system, email), width=390)
    page = opened.page()
    page.goto("/tai-khoan")
    assert complaints_of(page) == []
    page.get_by_role("button", name="Liên kết với VNeID").click()
    page.get_by_role("button", name="can-bo").click()
    expect(page.get_by_text("Đã liên kết.")).to_be_visible()
    assert complaints_of(page) == []

    forget_password(system, email)
    let_confirmations_lapse(system)
    page.get_by_role("button", name="Bật xác thực hai lớp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xác nhận lại")
    assert complaints_of(page) == []
    with page.context.expect_page() as other:
        page.get_by_role("button", name="Đăng nhập lại bằng VNeID").click()
    other.value.get_by_role("button", name="can-bo").click()
    expect(other.value.get_by_text("Đã xác nhận là chính bạn.")).to_be_visible()
    assert complaints_of(other.value) == []
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page).to_have_url(re.compile("/tai-khoan/xac-thuc$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bật xác thực hai lớp")
    opened.complaints[:] = [told for told in opened.complaints if "Failed to load resource" not in told]
