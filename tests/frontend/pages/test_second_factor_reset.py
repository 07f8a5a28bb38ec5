"""An administrator resets a second factor on the page of the account."""

import httpx
import pyotp

from tests.frontend.pages.conftest import seen
from tests.frontend.pages.test_accounts import LIST, do
from tests.frontend.pages.test_own_account import follow, secret_on, sign_in, submit
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, let_confirmations_lapse
from tests.harness.store import PASSWORD

COMMUNE = "X04630-2025"


def enrolled(system: LiveSystem) -> tuple[str, httpx.Client]:
    """An officer who took a second factor into use."""
    email, client = employ(system, "commune_officer", COMMUNE, place=COMMUNE), system.client()
    sign_in(client, email)
    offer = seen(submit(client, seen(client.get("/tai-khoan")), "/tai-khoan/xac-thuc"))
    code = pyotp.TOTP(secret_on(offer)).now()
    assert submit(client, offer, "/tai-khoan/xac-thuc/bat", code=code).status_code == 200
    return email, client


def page_of(admin: httpx.Client, email: str) -> str:
    """The address of the account's page."""
    listed = seen(admin.get(LIST, params={"q": email}))
    return next(link for link in listed.links("main a") if link.startswith(f"{LIST}/0"))


def test_it_is_shown_and_reset_after_a_confirmation(system: LiveSystem) -> None:
    email, client = enrolled(system)
    admin = system.client("admin", "T15-2025")
    del admin.headers["X-CSRF-Token"]
    address = page_of(admin, email)
    page = seen(admin.get(address))
    assert "Đang bật" in page.all("#hien-nay")[0]
    let_confirmations_lapse(system)
    asked = do(admin, page, address, "dat-lai")
    assert asked.status_code == 403
    right = submit(admin, seen(asked), "/xac-nhan", **{"xac-nhan-mat-khau": PASSWORD})
    assert (right.status_code, right.headers["location"]) == (307, address)
    done = seen(follow(admin, do(admin, page, address, "dat-lai")))
    assert "Đã đặt lại xác thực hai lớp." in done.text
    assert "Chưa bật" in done.all("#hien-nay")[0]
    assert done.root.cssselect("#dat-lai") == []
    assert client.get("/tai-khoan").status_code == 303, "the session has ended"
    assert sign_in(system.client(), email).headers["location"] == "/"
    twice = do(admin, page, address, "dat-lai")
    assert twice.status_code == 409
    assert "chưa bật xác thực hai lớp" in seen(twice).text
