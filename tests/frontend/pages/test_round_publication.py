"""The desk of sheets: states and filter, results published by a decision, and what waits for whom."""

import pytest

from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import send, sent, value_of
from tests.harness.live import LiveSystem
from tests.harness.rounds import FRAMEWORK, PANEL, PUBLISHER, UNIT, Rounds, Trial, rounds_of

PATH = "/cham-diem/cong-bo"


@pytest.fixture
def rounds(system: LiveSystem) -> Rounds:
    return rounds_of(system)


def line(page: SeenPage, trial: Trial) -> str:
    """What the work of somebody says of a sheet; empty when it says nothing."""
    name = trial.sheet["area_name"]
    found = [row for row in page.all(".lt-table__row") if name in row and f"năm {trial.sheet['period']}" in row]
    return found[0] if found else ""


def test_chosen_sheets_are_published_from_the_desk_by_one_decision(rounds: Rounds, visit: Visit) -> None:
    one, two, open_ = (rounds.open("2121") for _ in range(3))
    one.finalised()
    two.finalised()
    open_.submitted()
    publisher = one.who(PUBLISHER)
    listed = visit(publisher, f"/cham-diem?bo={FRAMEWORK}&ky=2121")
    assert sorted(listed.all("#phieu .lt-tag")) == ["Đã chốt, chờ công bố"] * 2 + ["Đã nộp, chờ thẩm định"]
    only = visit(publisher, f"/cham-diem?bo={FRAMEWORK}&ky=2121&tt=submitted")
    assert only.all("#phieu .lt-tag") == ["Đã nộp, chờ thẩm định"]

    keys = [str(box.get("value")) for box in listed.root.cssselect("[name=ho_so]")]
    assert len(keys) == 2
    page = visit(publisher, f"{PATH}?ho_so={FRAMEWORK}|2121|{one.area}")
    ticked = [str(box.get("value")) for box in page.root.cssselect("[name=chon][checked]")]
    assert (ticked, page.all("#chua-chot li")) == ([one.area], [f"{open_.sheet['area_name']} Đã nộp, chờ thẩm định"])
    missing = seen(send(publisher, page, PATH, {"so": "684/QĐ-UBND", "ngay": "hôm nay"}))
    assert (missing.answer.status_code, value_of(missing, "so"), value_of(missing, "ngay")) == (
        422,
        "684/QĐ-UBND",
        "hôm nay",
    )
    early = seen(send(publisher, missing, PATH, {"ngay": "31/12/2098"}))
    assert early.all(".lt-error-summary a") == [
        "Quyết định chưa ban hành: ngày ban hành là hôm nay hoặc một ngày trước đó."
    ]
    assert (value_of(early, "ngay"), one.seen()["state"]) == ("31/12/2098", "finalised")
    done = sent(publisher, early, PATH, {"ngay": "20/11/2026"})
    assert "Đã công bố 1 hồ sơ." in done.text
    assert (one.seen()["state"], two.seen()["state"]) == ("published", "finalised")
    assert one.seen()["published_by"] == {"number": "684/QĐ-UBND", "issued_on": "2026-11-20"}


def test_a_sheet_that_was_reopened_meanwhile_is_named_and_nothing_is_published(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2122")
    trial.finalised()
    publisher = trial.who(PUBLISHER)
    page = visit(publisher, f"{PATH}?bo={FRAMEWORK}&ky=2122")
    trial.stepped(PUBLISHER, "reopen", reason="Sai số liệu.")
    refused = seen(send(publisher, page, PATH, {"so": "1/QĐ-UBND", "ngay": "20/11/2026"}))
    assert refused.answer.status_code == 409
    assert refused.all(".lt-error-summary a") == [f"{trial.sheet['area_name']}: đang thẩm định."]
    assert (value_of(refused, "so"), value_of(refused, "ngay")) == ("1/QĐ-UBND", "20/11/2026")
    assert refused.root.cssselect(f"#dong-{trial.area}")


def test_sheets_of_several_years_are_published_one_after_the_other(rounds: Rounds, visit: Visit) -> None:
    publisher = rounds.desk.person(PUBLISHER, "T42-2025")
    page = visit(publisher, f"{PATH}?ho_so={FRAMEWORK}|2121|X1-2025&ho_so={FRAMEWORK}|2122|X1-2025")
    assert page.all(".lt-notice li") == [f"{FRAMEWORK}, năm 2121: 1 hồ sơ", f"{FRAMEWORK}, năm 2122: 1 hồ sơ"]


def test_a_sheet_waits_in_the_work_of_whoever_moves_it_on(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2123")
    told = line(visit(trial.who(UNIT), "/viec"), trial)
    assert ("Chưa tự đánh giá" in told, "Nhập" in told) == (True, True)
    trial.submitted()
    told = line(visit(trial.who(PANEL), "/viec"), trial)
    assert ("Chờ thẩm định" in told, "Tiếp nhận" in told) == (True, True)
    assert line(visit(trial.who(UNIT), "/viec"), trial) == ""
    trial.stepped(PANEL, "send_back", reason="Thiếu phụ lục.")
    told = line(visit(trial.who(UNIT), "/viec"), trial)
    assert ("Bị trả lại" in told, "Thiếu phụ lục." in told, "Sửa" in told) == (True, True, True)
    trial.stepped(UNIT, "submit")
    trial.stepped(PANEL, "begin")
    trial.scored(PANEL, "appraised", _1=40, _2=20, _3=10)
    told = line(visit(trial.who(PUBLISHER), "/viec"), trial)
    assert ("Chờ chốt điểm" in told, "Chốt điểm" in told) == (True, True)
    trial.stepped(PUBLISHER, "finalise")
    assert "Chờ công bố" in line(visit(trial.who(PUBLISHER), "/viec"), trial)


def test_publishing_opens_where_sheets_are_and_says_where_none_is(rounds: Rounds, visit: Visit) -> None:
    ready = rounds.open("2124")
    ready.finalised()
    page = visit(ready.who(PUBLISHER), PATH)
    assert page.root.cssselect("#loc-bo option[selected]")[0].get("value") == FRAMEWORK
    assert page.root.cssselect("[name=chon]")
    assert "(chưa có hồ sơ)" in page.all("#loc-bo option")[-1]

    none = visit(ready.who(PUBLISHER), f"{PATH}?bo=MINH-HOA-XA")
    assert "Bộ chỉ số này chưa có hồ sơ nào trong phạm vi của bạn." in none.text
    assert not none.root.cssselect("#loc-ky")
    query = {"parent": "T37-2025", "level": "X", "valid_on": "2025-12-31", "limit": "1"}
    [unit] = rounds.system.client().get("/api/directory/v1/areas", params=query).json()["items"]
    stranger = rounds.desk.person(PUBLISHER, unit["id"])
    assert "Chưa có hồ sơ đánh giá nào trong phạm vi của bạn." in visit(stranger, PATH).text
