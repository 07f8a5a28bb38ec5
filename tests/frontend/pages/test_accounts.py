"""Administrators look after accounts; the invited choose a password; through forms, without scripts."""

import re
from itertools import count

import httpx
import pytest

from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import send, sent, value_of
from tests.harness.live import LiveSystem

LIST, NEW, ACTIVATION = "/quan-tri/tai-khoan", "/quan-tri/tai-khoan/moi", "/kich-hoat"
CHOSEN = "Một câu rất khó đoán, 2026"
_numbers = count(1)


@pytest.fixture
def admin(system: LiveSystem) -> httpx.Client:
    """An administrator of Lào Cai."""
    client = system.client("admin", "T15-2025")
    del client.headers["X-CSRF-Token"]  # forms carry it themselves
    return client


def person(**boxes: str) -> dict[str, str]:
    number = next(_numbers)
    return {"ten": f"Lò Thị Mây {number}", "email": f"may{number}@tule.example", "noi": "X04630-2025"} | boxes


def made(admin: httpx.Client, visit: Visit, **boxes: str) -> tuple[str, SeenPage]:
    """The address and page of a new account."""
    answer = send(admin, visit(admin, NEW), NEW, person(**{"vai_tro": "commune_officer", **boxes}))
    assert answer.status_code == 303, answer.text[-3000:]
    address = answer.headers["location"]
    return address.partition("?")[0], visit(admin, address)


def do(admin: httpx.Client, page: SeenPage, address: str, task: str, **boxes: str) -> httpx.Response:
    """The answer to the form of a page that does this task."""
    form = next(dict(form.form_values()) for form in page.root.forms if dict(form.form_values()).get("viec") == task)
    return admin.post(address, data={**form, **boxes}, headers={"Accept": "text/html"})


def link_of(admin: httpx.Client, page: SeenPage, address: str) -> str:
    answer = do(admin, page, address, "moi")
    assert answer.headers["cache-control"] == "no-store"
    shown = seen(answer)
    return "/" + shown.all("[data-link]")[0].split("/", 3)[3]


def test_somebody_is_made_invited_chooses_a_password_and_signs_in(
    system: LiveSystem, admin: httpx.Client, visit: Visit
) -> None:
    address, page = made(admin, visit)
    assert "Còn một bước: tạo liên kết mời" in page.text
    assert "Chờ kích hoạt" in page.text
    link = link_of(admin, page, address)
    guest = system.client()
    form = visit(guest, link)
    assert form.heading == "Kích hoạt tài khoản"
    assert "mật khẩu cũ" not in form.text
    assert form.answer.headers["cache-control"] == "no-store"
    email = re.findall(r"may\d+@tule\.example", form.text)[0]
    wrong = send(guest, form, ACTIVATION, {"mat_khau": CHOSEN, "nhac_lai": "khác"})
    assert (wrong.status_code, "chưa giống nhau" in wrong.text) == (422, True)
    weak = send(guest, form, ACTIVATION, {"mat_khau": "ngắn", "nhac_lai": "ngắn"})
    assert (weak.status_code, "ít nhất 12 ký tự" in weak.text) == (422, True)
    assert "ngắn" not in [field.get("value") for field in seen(weak).root.cssselect("input")]
    done = sent(guest, form, ACTIVATION, {"mat_khau": CHOSEN, "nhac_lai": CHOSEN})
    assert "Đã đặt mật khẩu" in done.text
    used = visit(guest, link, 404)
    assert "đã được dùng" in used.text
    assert "account bootstrap" not in used.text
    answer = guest.post("/dang-nhap", data={"email": email, "password": CHOSEN})
    assert answer.status_code == 303
    assert visit(guest, "/nhap").all(".lt-user__role") == ["Cán bộ cấp xã"]
    page = visit(admin, address)
    assert "Đang hoạt động" in page.text
    assert "Tạo liên kết đặt lại mật khẩu" in page.all("#dang-nhap")[0]
    assert "Tạo liên kết mời" not in page.text
    reset = visit(guest, link_of(admin, page, address))
    assert (reset.heading, "mật khẩu cũ và các phiên" in reset.text) == ("Đặt lại mật khẩu", True)


def test_a_link_only_this_machine_opens_is_warned_of_and_can_be_copied(admin: httpx.Client, visit: Visit) -> None:
    address, page = made(admin, visit)
    shown = seen(do(admin, page, address, "moi"))
    assert shown.heading == "Liên kết mời"
    assert "Chỉ máy này mở được liên kết." in shown.text
    assert [button.get("data-copy") for button in shown.root.cssselect("button[hidden]")] == ["lien-ket"]
    assert shown.all("#lien-ket code") == shown.all("[data-link]")


def test_what_was_typed_stays_beside_what_is_wrong(admin: httpx.Client, visit: Visit) -> None:
    boxes = {"ten": "", "email": "không phải thư", "noi": "khong co noi nay", "den_ngay": "mai"}
    page = seen(send(admin, visit(admin, NEW), NEW, boxes))
    assert page.answer.status_code == 422
    assert {box: value_of(page, box) for box in boxes} == boxes
    assert set(page.links("[data-error-summary] a")) == {"#ten", "#noi", "#den_ngay"}
    assert page.root.cssselect("title")[0].text_content().startswith("Lỗi: ")
    again = seen(send(admin, page, NEW, {"ten": "Lò Mây", "noi": "X04630-2025", "den_ngay": ""}))
    assert page.heading == again.heading
    assert again.links("[data-error-summary] a") == ["#email"]


def test_a_place_is_shown_by_name_and_code_and_taken_back_as_it_stands(admin: httpx.Client, visit: Visit) -> None:
    address, page = made(admin, visit)
    assert value_of(page, "noi") == "Xã Tú Lệ (X04630-2025)"
    answer = do(admin, page, address, "sua", ten="Lò Văn Đổi Tên")
    assert answer.status_code == 303, answer.text[-2000:]
    page = visit(admin, address)
    assert (value_of(page, "ten"), value_of(page, "noi")) == ("Lò Văn Đổi Tên", "Xã Tú Lệ (X04630-2025)")
    wrong = seen(do(admin, page, address, "sua", noi="Xã Tú Lệ (X99999-2025)"))
    assert value_of(wrong, "noi") == "Xã Tú Lệ (X99999-2025)"
    assert wrong.links("[data-error-summary] a") == ["#noi"]


def test_of_several_places_that_fit_one_is_chosen(admin: httpx.Client, visit: Visit) -> None:
    page = seen(send(admin, visit(admin, NEW), NEW, person(noi="van")))
    assert "Có nhiều nơi khớp" in page.text
    options = [str(option.get("value")) for option in page.root.cssselect("select[name=noi_chon] option")]
    assert len(options) > 2
    assert send(admin, page, NEW, {"noi_chon": options[1]}).status_code == 303


def test_no_place_of_another_province_is_offered(admin: httpx.Client, visit: Visit) -> None:
    page = seen(send(admin, visit(admin, NEW), NEW, person(noi="can giuoc")))
    assert "Không có nơi nào khớp" in page.text


def test_roles_are_given_and_taken_away(admin: httpx.Client, visit: Visit) -> None:
    address, page = made(admin, visit)
    assert "Thường giao Cán bộ cấp xã" in page.all("#vai_tro_moi-goi-y")[0]
    answer = do(admin, page, address, "them", vai_tro_moi="viewer", noi_moi="H38", den_ngay="31/12/2099")
    assert answer.status_code == 303, answer.text[-2000:]
    page = visit(admin, answer.headers["location"])
    assert "Người xem" in page.text
    assert "31/12/2099" in page.text
    lost = do(admin, page, address, "them", vai_tro_moi="viewer", noi_moi="khong dau ca")
    assert (lost.status_code, value_of(seen(lost), "noi_moi")) == (422, "khong dau ca")
    assert value_of(seen(lost), "ten").startswith("Lò Thị Mây"), "the form below keeps what is stored"
    assert "@tule.example" in value_of(seen(lost), "email")
    question = visit(admin, page.links("#vai-tro td a")[-1])
    assert "sẽ không còn vai trò Người xem tại" in question.text
    assert len(visit(admin, address).all("#vai-tro tbody tr")) == 2, "asking changes nothing"
    page = visit(admin, do(admin, question, address, "bo").headers["location"])
    assert len(page.all("#vai-tro tbody tr")) == 1
    assert "không còn vai trò ấy" in visit(admin, str(question.answer.url), 404).text


def test_what_somebody_else_changed_meanwhile_is_told(admin: httpx.Client, visit: Visit) -> None:
    address, page = made(admin, visit)
    assert do(admin, page, address, "sua", ten="Lò Văn Một").status_code == 303
    late = do(admin, page, address, "sua", ten="Lò Văn Hai")
    assert late.status_code == 412
    assert "Người khác vừa sửa tài khoản này" in late.text
    assert value_of(seen(late), "ten") == "Lò Văn Hai"


def test_an_account_is_locked_and_opened_again(admin: httpx.Client, visit: Visit) -> None:
    address, page = made(admin, visit)
    page = visit(admin, do(admin, page, address, "khoa", ly_do="Nghỉ việc").headers["location"])
    assert "Đã khoá tài khoản" in page.text
    page = visit(admin, do(admin, page, address, "mo").headers["location"])
    assert "Đã mở lại tài khoản" in page.text


def test_accounts_are_found_without_marks_and_never_those_of_another_province(
    system: LiveSystem, admin: httpx.Client, visit: Visit
) -> None:
    made(admin, visit, ten="Giàng A Páo Duy Nhất")
    assert visit(admin, f"{LIST}?q=giang+a+pao+duy+nhat").all("tbody th a") == ["Giàng A Páo Duy Nhất"]
    stranger = system.client("admin", "T80-2025")
    page = visit(stranger, f"{LIST}?q=giang+a+pao+duy+nhat")
    assert "Không có tài khoản nào khớp" in page.text
    address, _ = made(admin, visit)
    assert "tule.example" not in visit(stranger, address, 404).text


def test_a_mistyped_address_of_an_account_says_so(admin: httpx.Client, visit: Visit) -> None:
    assert "Không có tài khoản này." in visit(admin, f"{LIST}/khong-co", 404).text


@pytest.mark.parametrize("path", [LIST, NEW])
def test_only_administrators_come_in(system: LiveSystem, path: str) -> None:
    assert system.client("leader").get(path).status_code == 403
    assert system.client().get(path).status_code == 303


def test_a_code_that_opens_nothing_says_so_and_is_kept(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), f"{ACTIVATION}?ma=khong-phai-ma", 404)
    assert "không đúng" in page.text
    assert value_of(page, "ma") == "khong-phai-ma"
    assert visit(system.client(), ACTIVATION).heading == "Kích hoạt tài khoản"
