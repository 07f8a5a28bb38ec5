"""Signing in by steps and one's own account, through the forms, as a browser without script does."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pyotp
import pytest

from kit import clock
from tests.frontend.pages.conftest import SeenPage, seen
from tests.harness.live import LiveSystem
from tests.harness.staff import employ
from tests.harness.store import PASSWORD, Store

ANOTHER = "Cầu tre lắc lẻo 81"
COMMUNE = "X28159-2025"


@pytest.fixture(scope="module")
def strict(store: Store) -> Iterator[LiveSystem]:
    """The product that demands a second factor."""
    settings = store.settings().model_copy(update={"second_factor": True})
    with store.clone() as dsn, LiveSystem(settings, dsn) as live:
        yield live


def follow(client: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """Where a form led to."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"])


def submit(client: httpx.Client, page: SeenPage, action: str, **typed: str) -> httpx.Response:
    """Send the form with this action, its hidden fields included."""
    form = page.root.cssselect(f"form[action='{action}']")[0]
    hidden = {str(box.get("name")): str(box.get("value")) for box in form.cssselect("input[type=hidden]")}
    return client.post(action, data=hidden | typed)


def sign_in(client: httpx.Client, email: str, **more: str) -> httpx.Response:
    return client.post("/dang-nhap", data={"email": email, "password": PASSWORD, **more})


def secret_on(page: SeenPage) -> str:
    return page.all(".lt-qr__secret code")[0].replace(" ", "")


def enrol(system: LiveSystem, email: str) -> tuple[httpx.Client, str, list[str]]:
    """Sign in for the first time."""
    client = system.client()
    page = seen(follow(client, sign_in(client, email)))
    secret = secret_on(page)
    done = seen(submit(client, page, "/dang-nhap/bat-xac-thuc", code=pyotp.TOTP(secret).now()))
    return client, secret, done.all(".lt-codes code")


def test_a_first_sign_in_shows_a_qr_code_then_recovery_codes_then_leads_on(strict: LiveSystem) -> None:
    email, client = employ(strict, "commune_officer", COMMUNE), strict.client()
    page = seen(follow(client, sign_in(client, email, next="/nhap/tep")))
    assert page.heading == "Bật xác thực hai lớp"
    assert page.root.cssselect(".lt-qr svg")
    assert page.links("[data-otpauth]")[0].startswith("otpauth://totp/")
    assert secret_on(page) in page.links("[data-otpauth]")[0]
    box = page.root.cssselect("#code")[0]
    assert (box.get("inputmode"), box.get("autocomplete")) == ("numeric", "one-time-code")
    again = submit(client, page, "/dang-nhap/bat-xac-thuc", code="000000")
    assert again.status_code == 422
    assert secret_on(seen(again)) == secret_on(page)
    done = seen(submit(client, seen(again), "/dang-nhap/bat-xac-thuc", code=pyotp.TOTP(secret_on(page)).now()))
    assert len(done.all(".lt-codes code")) == 10
    assert "không xem lại được các mã này" in done.text
    assert done.root.cssselect("[data-copy='ma-khoi-phuc'][hidden]")
    assert "/nhap/tep" in done.links(".lt-button")
    assert client.get("/nhap/tep").status_code == 200


def test_the_next_sign_in_asks_for_a_code_and_takes_a_recovery_code(strict: LiveSystem) -> None:
    email = employ(strict, "commune_officer", COMMUNE)
    _, _, codes = enrol(strict, email)
    client = strict.client()
    page = seen(follow(client, sign_in(client, email, next="/nhap")))
    assert page.heading == "Nhập mã xác thực"
    refused = submit(client, page, "/dang-nhap/ma-xac-thuc", code="12 34 56")
    assert refused.status_code == 422
    assert "Mã chưa đúng" in seen(refused).text
    answer = submit(client, seen(refused), "/dang-nhap/ma-xac-thuc", code=codes[0])
    assert answer.headers["location"] == "/nhap"
    assert client.get("/nhap").status_code == 200


def test_without_a_sign_in_under_way_a_step_leads_back_to_the_beginning(strict: LiveSystem) -> None:
    for step in ("/dang-nhap/ma-xac-thuc", "/dang-nhap/bat-xac-thuc"):
        for wanted, kept in (("/nhap", "/dang-nhap?next=%2Fnhap"), ("//evil.example", "/dang-nhap")):
            assert strict.client().get(step, params={"next": wanted}).headers["location"] == kept
            assert strict.client().post(step, data={"code": "1", "next": wanted}).headers["location"] == kept


def test_the_account_page_tells_roles_and_sessions_and_ends_one(system: LiveSystem) -> None:
    email = employ(system, "commune_officer", COMMUNE)
    here, there = system.client(), system.client()
    there.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36"
    sign_in(there, email)
    sign_in(here, email)
    page = seen(here.get("/tai-khoan"))
    assert "Cán bộ cấp xã" in page.text
    assert "Chrome trên Windows" in page.text
    assert "Phiên đang dùng" in page.text
    done = seen(follow(here, submit(here, page, "/tai-khoan/phien")))
    assert "Đã kết thúc phiên làm việc." in done.text
    assert there.get("/tai-khoan").status_code in {200, 303}
    assert len(done.root.cssselect("#phien tbody tr")) == 1


def test_a_session_ended_elsewhere_leads_to_the_sign_in_page(system: LiveSystem) -> None:
    email = employ(system, "viewer", "T80-2025")
    here, there = system.client(), system.client()
    sign_in(there, email)
    sign_in(here, email)
    assert there.get("/tai-khoan").status_code == 200
    submit(here, seen(here.get("/tai-khoan")), "/tai-khoan/phien")
    answer = there.get("/tai-khoan")
    assert answer.headers["location"] == "/dang-nhap?next=%2Ftai-khoan"
    assert seen(follow(there, answer)).heading == "Đăng nhập"


def test_changing_the_password_keeps_this_session_and_says_what_is_wrong(system: LiveSystem) -> None:
    email = employ(system, "viewer", "T80-2025")
    client = system.client()
    sign_in(client, email)
    page = seen(client.get("/tai-khoan/mat-khau"))
    for typed, told in (
        ({"current": PASSWORD, "password": ANOTHER, "again": "khác"}, "không giống nhau"),
        ({"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "phải khác mật khẩu hiện tại"),
        ({"current": "sai", "password": ANOTHER, "again": ANOTHER}, "Mật khẩu không đúng"),
        ({"current": PASSWORD, "password": "ngắn", "again": "ngắn"}, "ít nhất 12 ký tự"),
        ({"current": PASSWORD, "password": "tayninh@1985", "again": "tayninh@1985"}, "tên tỉnh"),
    ):
        refused = submit(client, page, "/tai-khoan/mat-khau", **typed)
        assert refused.status_code == 422
        assert told in seen(refused).text
    typed = {"current": PASSWORD, "password": ANOTHER, "again": ANOTHER}
    done = seen(follow(client, submit(client, page, "/tai-khoan/mat-khau", **typed)))
    assert "Đã đổi mật khẩu." in done.text
    assert system.client().post("/dang-nhap", data={"email": email, "password": ANOTHER}).status_code == 303


def test_something_sensitive_asks_for_the_password_and_then_goes_on_by_itself(
    system: LiveSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = employ(system, "viewer", "T80-2025")
    client = system.client()
    sign_in(client, email)
    page = seen(client.get("/tai-khoan"))
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=11))
    asked = submit(client, page, "/tai-khoan/xac-thuc", **{"ghi-chu": "một câu & hai", "password": "bí mật"})
    assert asked.status_code == 403
    question = seen(asked)
    assert question.heading == "Xác nhận lại mật khẩu"
    assert "Việc sẽ làm: Bật hoặc đổi xác thực hai lớp" in question.text
    assert "/tai-khoan" in question.links(".lt-sign-in__help a")
    assert question.root.cssselect("input[name='ghi-chu']")[0].get("value") == "một câu & hai"
    assert "bí mật" not in asked.text
    wrong = submit(client, question, "/xac-nhan", **{"xac-nhan-mat-khau": "sai"})
    assert wrong.status_code == 422
    kept = seen(wrong)
    assert kept.root.cssselect("input[name='ghi-chu']")[0].get("value") == "một câu & hai"
    right = submit(client, kept, "/xac-nhan", **{"xac-nhan-mat-khau": PASSWORD})
    assert (right.status_code, right.headers["location"]) == (307, "/tai-khoan/xac-thuc")
    repeated = seen(submit(client, page, "/tai-khoan/xac-thuc"))
    assert repeated.heading == "Bật xác thực hai lớp"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"])
def test_confirming_never_leads_to_another_site(system: LiveSystem, wanted: str) -> None:
    client = system.client("viewer")
    csrf = client.headers["X-CSRF-Token"]
    page = seen(client.get("/xac-nhan", params={"next": wanted}))
    assert page.root.cssselect("input[name=next]")[0].get("value") == "/"
    typed = {"csrf": csrf, "next": wanted, "xac-nhan-mat-khau": PASSWORD}
    assert client.post("/xac-nhan", data=typed).headers["location"] == "/"
    assert client.post("/xac-nhan", data=typed | {"lap-lai": "1"}).headers["location"] == "/"


def test_a_second_factor_is_taken_and_given_up_on_the_account_page(system: LiveSystem) -> None:
    email = employ(system, "viewer", "T80-2025")
    client = system.client()
    sign_in(client, email)
    offer = seen(submit(client, seen(client.get("/tai-khoan")), "/tai-khoan/xac-thuc"))
    code = pyotp.TOTP(secret_on(offer)).now()
    codes = seen(submit(client, offer, "/tai-khoan/xac-thuc/bat", code=code)).all(".lt-codes code")
    page = seen(client.get("/tai-khoan"))
    assert "Còn 10 mã khôi phục" in page.text
    asked = seen(client.get(page.links("#bao-mat a[href$='ma-khoi-phuc']")[0]))
    assert "Mọi mã khôi phục cũ mất tác dụng ngay" in asked.text
    renewed = seen(submit(client, asked, "/tai-khoan/ma-khoi-phuc")).all(".lt-codes code")
    assert set(renewed).isdisjoint(codes)
    asked = seen(client.get(page.links("#bao-mat a[href$='xac-thuc/tat']")[0]))
    assert "mọi mã khôi phục của tài khoản này mất tác dụng ngay" in asked.text
    done = seen(follow(client, submit(client, asked, "/tai-khoan/xac-thuc/tat")))
    assert "chưa bật" in done.text


@pytest.mark.parametrize(
    ("reloaded", "page"),
    [
        ("/tai-khoan/xac-thuc/bat", "/tai-khoan"),
        ("/tai-khoan/xac-thuc", "/tai-khoan"),
        ("/tai-khoan/phien", "/tai-khoan"),
        ("/tai-khoan/danh-tinh/lien-ket", "/tai-khoan"),
        ("/xac-nhan/sso", "/xac-nhan"),
        ("/dang-xuat", "/"),
    ],
)
def test_loading_the_answer_to_a_form_again_leads_to_its_page(system: LiveSystem, reloaded: str, page: str) -> None:
    client, address = system.client("viewer"), reloaded
    while (answer := client.get(address)).is_redirect and address != page:
        address = answer.headers["location"]
    assert address == page
