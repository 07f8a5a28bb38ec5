"""An officer's first day: the password, the QR code, recovery codes to keep, and then to work."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_access import complaints_of
from tests.harness.live import LiveSystem
from tests.harness.staff import employ
from tests.harness.store import PASSWORD, Store

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def system(store: Store) -> Iterator[LiveSystem]:
    """The product that demands a second factor."""
    settings = store.settings().model_copy(update={"second_factor": True})
    with store.clone() as dsn, LiveSystem(settings, dsn) as live:
        yield live


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_officer_enrols_and_gets_to_work(system: LiveSystem, visit: Open, scripts: bool) -> None:
    page = visit(width=390, scripts=scripts).page()
    page.goto("/dang-nhap?next=/nhap")
    page.get_by_label("Thư điện tử").fill(employ(system, "commune_officer", "X28159-2025"))
    page.get_by_label(re.compile("^Mật khẩu")).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bật xác thực hai lớp")
    if scripts:
        assert complaints_of(page) == []
    secret = page.locator(".lt-qr__secret code").inner_text().replace(" ", "")
    page.get_by_label(re.compile("^Mã xác thực")).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Bật và tiếp tục").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mã khôi phục")
    if scripts:
        assert complaints_of(page) == []
    expect(page.locator(".lt-codes code")).to_have_count(10)
    page.get_by_role("link", name="Tôi đã cất mã, tiếp tục").click()

    expect(page).to_have_url(re.compile("/nhap$"))
    page.goto("/tai-khoan")
    expect(page.locator("#bao-mat")).to_contain_text("đang bật")
    if scripts:
        assert complaints_of(page) == []
