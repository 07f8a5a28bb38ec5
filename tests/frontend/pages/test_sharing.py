"""Administrators look after the systems that data are shared with; secrets are shown once; nothing typed is lost."""

import re
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from kit.clock import today
from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import box_of, fields_of, send, value_of
from tests.harness.live import LiveSystem

NEW = "/chia-se/moi"
BOXES = {"ten": "Bộ Khoa học và Công nghệ", "lien_he": "Phòng Dữ liệu", "het_han": "2099-12-31"}
_numbers = count(1)


@pytest.fixture(scope="module")
def admin(system: LiveSystem) -> httpx.Client:
    """An administrator of Lào Cai."""
    client = system.client("admin", "T15-2025")
    del client.headers["X-CSRF-Token"]  # forms carry it themselves
    return client


def registered(admin: httpx.Client, visit: Visit, **boxes: Any) -> SeenPage:
    """The page that shows the secret of a new system."""
    form = fields_of(visit(admin, NEW).root, NEW) | BOXES | {"ten": f"Hệ thống thử {next(_numbers)}"} | boxes
    answer = admin.post(NEW, data=form, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text[:500]
    assert answer.headers["cache-control"] == "no-store"
    return seen(answer)


def credentials(page: SeenPage) -> tuple[str, str]:
    return page.all("[data-client-id]")[0], page.all("[data-client-secret]")[0]


def token(system: LiveSystem, page: SeenPage) -> int:
    data = {"grant_type": "client_credentials"}
    return system.client().post("/token", data=data, auth=credentials(page)).status_code


def page_of(page: SeenPage) -> str:
    return f"/chia-se/{credentials(page)[0]}"


def test_a_system_is_registered_and_its_secret_shown_once_with_an_example(
    system: LiveSystem, admin: httpx.Client, visit: Visit
) -> None:
    page = registered(admin, visit, pham_vi=["indicators:read", "values:write"])
    client_id, secret = credentials(page)
    assert page.heading == "Đã đăng ký hệ thống"
    example = next(text for text in page.all("code") if text.startswith("curl -u"))
    assert example == f"curl -u '{client_id}:{secret}' -d grant_type=client_credentials {system.url}/token"
    assert "Đọc số liệu và hồ sơ chưa công khai; Gửi số liệu" in page.text
    assert token(system, page) == 200
    told = visit(admin, page_of(page))
    assert secret not in told.answer.text + visit(admin, "/chia-se").answer.text
    assert "31/12/2099" in told.all("#dang-luu")[0]
    assert value_of(told, "het_han") == "2099-12-31"


def test_the_list_tells_scopes_area_last_use_and_state_in_words(
    system: LiveSystem, admin: httpx.Client, visit: Visit
) -> None:
    page = registered(admin, visit)
    token(system, page)
    (row,) = [text for text in visit(admin, "/chia-se").all("tbody tr") if credentials(page)[0] in text]
    for words in ("Đọc số liệu và hồ sơ chưa công khai", "Tỉnh Lào Cai", "Đang dùng"):
        assert words in row
    assert re.search(r"\d\d:\d\d ngày \d\d/\d\d/\d{4}", row)


def test_the_list_tells_what_is_open_to_everybody(system: LiveSystem, admin: httpx.Client, visit: Visit) -> None:
    page = visit(admin, "/chia-se")
    addresses = [link for link in page.links("#du-lieu-mo a") if link.startswith("/api/")]
    assert len(addresses) == 5
    assert [system.client().get(address).status_code for address in addresses] == [200] * 5
    assert "/docs" in page.links("#du-lieu-mo a")


def test_only_administrators_are_led_there_and_let_in(system: LiveSystem, admin: httpx.Client, visit: Visit) -> None:
    assert "/chia-se" in visit(admin, "/tong-quan").links(".lt-user__link")
    leader = system.client("leader")
    assert "/chia-se" not in visit(leader, "/tong-quan").links(".lt-user__link")
    for path in ("/chia-se", NEW, "/chia-se/lt-0000000000000000"):
        visit(leader, path, 403)
        assert system.client().get(path).status_code == 303
    visit(admin, "/chia-se/lt-0000000000000000", 404)
    assert "Không có hệ thống này." in visit(admin, "/chia-se/khong-co", 404).text


def test_a_system_of_another_province_is_not_there(system: LiveSystem, admin: httpx.Client, visit: Visit) -> None:
    other = registered(system.client("admin", "T80-2025"), visit, dia_ban="T80-2025")
    for path in (page_of(other), f"{page_of(other)}/thu-hoi"):
        visit(admin, path, 404)
    assert credentials(other)[0] not in visit(admin, "/chia-se").text


@pytest.mark.parametrize(
    ("boxes", "box", "words"),
    [
        ({"ten": "  "}, "ten", "Hãy nhập tên hệ thống, tối đa 300 ký tự."),
        ({"ten": "x" * 301}, "ten", "Hãy nhập tên hệ thống, tối đa 300 ký tự."),
        ({"pham_vi": []}, "pham_vi", "Hãy chọn ít nhất một phạm vi."),
        ({"pham_vi": ["feeds:read"]}, "pham_vi", "Hãy chọn ít nhất một phạm vi."),
        ({"dia_ban": "VN"}, "dia_ban", "Địa bàn này ngoài phạm vi quản trị của tài khoản."),
        ({"dia_ban": "đâu đó"}, "dia_ban", "Hãy chọn địa bàn."),
        ({"het_han": "31/02/2099"}, "het_han", "Ngày hết hạn phải là một ngày có thật, dạng 31/12/2026."),
        ({"het_han": "mai"}, "het_han", "Ngày hết hạn phải là một ngày có thật, dạng 31/12/2026."),
        ({"het_han": "2020-01-01"}, "het_han", "Ngày hết hạn phải ở sau thời điểm hiện tại."),
        ({"lien_he": "x" * 301}, "lien_he", "Đầu mối liên hệ tối đa 300 ký tự."),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_nothing_typed_is_lost(
    admin: httpx.Client, visit: Visit, boxes: dict[str, Any], box: str, words: str
) -> None:
    typed = BOXES | {"ten": "Kho dữ liệu chung", "pham_vi": ["values:write"]} | boxes
    form = fields_of(visit(admin, NEW).root, NEW) | typed
    page = seen(admin.post(NEW, data=form, headers={"Accept": "text/html"}))
    assert page.answer.status_code in {403, 422}
    assert page.root.findtext(".//title") == "Lỗi: Đăng ký hệ thống kết nối – Lan Tỏa"
    assert page.links("[data-error-summary] a") == [f"#{box}"]
    assert page.all("[data-error-summary] a") == [words]
    assert words in page.all(f"#{box}-loi")[0]
    for name in ("ten", "lien_he", "het_han"):
        assert value_of(page, name) == typed[name].strip()
    ticked = [one.get("value") for one in page.root.cssselect("[name=pham_vi][checked]")]
    assert ticked == [scope for scope in typed["pham_vi"] if scope != "feeds:read"]


def test_days_may_be_typed_as_people_write_them(admin: httpx.Client, visit: Visit) -> None:
    page = registered(admin, visit, het_han="5/3/2099")
    assert value_of(visit(admin, page_of(page)), "het_han") == "2099-03-05"


def test_a_system_is_changed_and_an_untouched_day_keeps_its_instant(admin: httpx.Client, visit: Visit) -> None:
    page = registered(admin, visit)
    path, address = page_of(page), f"/api/gateway/v1/clients/{credentials(page)[0]}"
    before = admin.get(address).json()
    answer = send(admin, visit(admin, path), path, {"ten": "Bộ Tài chính"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?xong=luu")
    told = visit(admin, answer.headers["location"])
    assert "Đã lưu." in told.text
    assert value_of(told, "ten") == "Bộ Tài chính"
    after = admin.get(address).json()
    assert (after["expires_at"], after["version"]) == (before["expires_at"], 2)


def test_what_others_saved_meanwhile_is_shown_beside_what_was_typed(admin: httpx.Client, visit: Visit) -> None:
    page = registered(admin, visit)
    path = page_of(page)
    mine = visit(admin, path)
    send(admin, visit(admin, path), path, {"lien_he": "Người khác ghi"})
    answer = seen(send(admin, mine, path, {"lien_he": "Tôi ghi"}))
    assert answer.answer.status_code == 412
    assert value_of(answer, "lien_he") == "Tôi ghi"
    assert "Người khác ghi" in answer.all("#dang-luu")[0]
    assert send(admin, answer, path, {}).status_code == 303
    assert value_of(visit(admin, path), "lien_he") == "Tôi ghi"


def test_a_new_secret_holds_beside_the_old_one_until_that_is_ended(
    system: LiveSystem, admin: httpx.Client, visit: Visit
) -> None:
    old = registered(admin, visit)
    path = page_of(old)
    new = seen(send(admin, visit(admin, path), f"{path}/mat-khau", {"so_ngay": "3"}))
    assert [token(system, page) for page in (old, new)] == [200, 200]
    told = visit(admin, path)
    assert "dùng được đến" in told.all("#mat-khau")[0]
    refused = seen(send(admin, told, f"{path}/mat-khau", {}))
    assert refused.answer.status_code == 409
    assert "Đang có hai mật khẩu còn hiệu lực." in refused.text
    ending = told.links("#mat-khau td a")[-1]
    question = visit(admin, ending)
    assert "duy nhất" not in question.text
    assert token(system, old) == 200, "asking changes nothing"
    assert "Mã truy cập đã lấy còn hiệu lực tối đa một giờ" in question.text
    ended = visit(admin, send(admin, question, ending, {}).headers["location"])
    assert "mã đã lấy còn hiệu lực tối đa một giờ" in ended.all("main .lt-notice--success")[0]
    assert [token(system, page) for page in (old, new)] == [401, 200]
    visit(admin, ending, 404)
    last = visit(admin, path).links("#mat-khau td a")
    assert len(last) == 1
    assert "duy nhất" in visit(admin, last[0]).text


@pytest.mark.parametrize("days", ["", "-1", "31", "bảy", "1.5"])
def test_a_wrong_number_of_days_is_refused(admin: httpx.Client, visit: Visit, days: str) -> None:
    path = page_of(registered(admin, visit))
    answer = seen(send(admin, visit(admin, path), f"{path}/mat-khau", {"so_ngay": days}))
    assert answer.answer.status_code == 422
    assert "Số ngày phải là số nguyên từ 0 đến 30." in answer.text
    assert value_of(answer, "so_ngay") == days


def test_revoking_asks_once_more_and_then_is_for_good(system: LiveSystem, admin: httpx.Client, visit: Visit) -> None:
    page = registered(admin, visit)
    path = page_of(page)
    question = visit(admin, f"{path}/thu-hoi")
    assert "không hoàn tác được" in question.text
    assert token(system, page) == 200
    told = visit(admin, send(admin, question, f"{path}/thu-hoi", {}).headers["location"])
    assert "Đã thu hồi hệ thống." in told.all("main .lt-notice--success")[0]
    assert token(system, page) == 401
    assert "Đã thu hồi" in told.text
    assert told.root.cssselect("main form") == []
    assert credentials(page)[0] not in visit(admin, "/chia-se").text
    assert credentials(page)[0] in visit(admin, "/chia-se?thu-hoi=1").text


def test_every_change_needs_the_token_of_the_session(admin: httpx.Client, visit: Visit) -> None:
    path = page_of(registered(admin, visit))
    for address in (NEW, path, f"{path}/mat-khau", f"{path}/thu-hoi"):
        answer = admin.post(address, data=BOXES | {"csrf": "sai", "so_ngay": "7"}, headers={"Accept": "text/html"})
        assert answer.status_code == 403, address


def test_what_must_be_looked_after_is_told_first(system: LiveSystem, admin: httpx.Client, visit: Visit) -> None:
    page = registered(admin, visit, het_han=(today() + timedelta(days=5)).isoformat())
    listed = visit(admin, "/chia-se")
    assert "sẽ hết hạn sau ngày" in listed.all(".lt-notice--warning")[0]
    assert page_of(page) in listed.links(".lt-notice--warning a")
    assert box_of(visit(admin, page_of(page)), "het_han") is not None
