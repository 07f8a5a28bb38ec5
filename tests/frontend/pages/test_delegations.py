"""Roles are lent to colleagues and taken back through forms, without scripts."""

from datetime import timedelta

import httpx
import pytest

from kit.clock import today
from tests.frontend.pages.conftest import Visit, seen
from tests.frontend.pages.forms import fields_of, sent, value_of
from tests.frontend.pages.test_accounts import LIST, do
from tests.frontend.pages.test_own_account import sign_in
from tests.harness.live import LiveSystem
from tests.harness.staff import employ

LOANS, COMMUNE = "/uy-quyen", "X04630-2025"


@pytest.fixture
def leader(system: LiveSystem) -> httpx.Client:
    """A leader of Lào Cai."""
    client = system.client("leader", "T15-2025")
    del client.headers["X-CSRF-Token"]  # forms carry it themselves
    return client


def test_a_role_is_lent_seen_and_ended(system: LiveSystem, leader: httpx.Client, visit: Visit) -> None:
    colleague = employ(system, "viewer", COMMUNE, place=COMMUNE)
    boxes = {
        "nguoi_nhan": colleague,
        "vai_tro": "leader",
        "noi": "T15-2025",
        "den_ngay": (today() + timedelta(days=5)).strftime("%d/%m/%Y"),
        "ly_do": "Đi công tác",
    }
    form = visit(leader, LOANS)
    wrong = seen(
        leader.post(LOANS, data={**fields_of(form.root, LOANS), **boxes, "viec": "lap", "nguoi_nhan": "la@x.example"})
    )
    assert wrong.answer.status_code == 422
    assert "Không tìm thấy đồng nghiệp" in wrong.text
    assert value_of(wrong, "ly_do") == "Đi công tác"
    page = sent(leader, wrong, LOANS, boxes)
    assert "Đang có hiệu lực" in page.text
    borrower = system.client()
    sign_in(borrower, colleague)
    assert "Đi công tác" in visit(borrower, LOANS).text
    admin = system.client("admin", "T15-2025")
    account = visit(admin, visit(admin, f"{LIST}?q={colleague}").links("tbody th a")[0])
    assert "sẽ không còn vai trò Lãnh đạo" in visit(admin, account.links("#uy-quyen td a")[0]).text
    question = visit(leader, page.links("#danh-sach td a")[0])
    assert "sẽ không còn vai trò Lãnh đạo" in question.text
    assert "Đang có hiệu lực" in visit(leader, LOANS).text, "asking changes nothing"
    visit(leader, f"{LOANS}/cham-dut?muc=khong-co", 404)
    ended = do(leader, question, LOANS, "het")
    assert "Đã chấm dứt" in visit(leader, ended.headers["location"]).text


def test_only_roles_that_were_given_are_offered_and_their_only_place_is_filled_in(
    system: LiveSystem, leader: httpx.Client, visit: Visit
) -> None:
    form = visit(leader, LOANS)
    assert value_of(form, "noi") == "Tỉnh Lào Cai (T15-2025)"
    colleague = employ(system, "viewer", COMMUNE, place=COMMUNE)
    boxes = {
        "nguoi_nhan": colleague,
        "vai_tro": "leader",
        "noi": "",
        "den_ngay": (today() + timedelta(days=5)).isoformat(),
        "ly_do": "Nghỉ phép",
    }
    page = sent(leader, form, LOANS, boxes)
    assert "Nghỉ phép" in page.text
    client = system.client()
    sign_in(client, colleague)
    borrower = visit(client, LOANS)
    assert "Nghỉ phép" in borrower.text
    assert borrower.all("select[name=vai_tro] option") == ["Người xem"], "what is borrowed cannot be lent on"
    assert value_of(borrower, "noi") == "Xã Tú Lệ (X04630-2025)", "the place of what is borrowed does not count"
    question = visit(leader, page.links("#danh-sach td a")[0])
    assert do(leader, question, LOANS, "het").status_code == 303


def test_a_day_that_has_passed_is_told_apart_from_one_too_far_away(leader: httpx.Client, visit: Visit) -> None:
    form = visit(leader, LOANS)
    for day, told in ((today() - timedelta(days=1), "Ngày này đã qua"), (today() + timedelta(days=91), "Không quá 90")):
        boxes = {"nguoi_nhan": "so.laocai@lantoa.example", "den_ngay": day.isoformat(), "ly_do": "Đi công tác"}
        page = sent(leader, form, LOANS, boxes, 422)
        assert told in page.all("#den_ngay-loi")[0]
        assert value_of(page, "den_ngay") == day.isoformat()
