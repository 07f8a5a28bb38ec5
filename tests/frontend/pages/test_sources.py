"""Sources side by side: where they disagree is told, one is chosen with a reason, and what was typed is kept."""

import csv
import io
from uuid import uuid4

import httpx
import pytest

from contracts.indicators.measurements import MEASUREMENT_RECORDED
from kit import clock
from kit.database import in_unit
from kit.feeds import Event
from services.indicators.actions.measurements.intake import take_in
from tests.frontend.pages.conftest import SeenPage, Visit
from tests.frontend.pages.forms import fields_of, send, sent, value_of
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune

API = "/api/indicators/v1"


@pytest.fixture
def officer(system: LiveSystem) -> httpx.Client:
    """An officer of a department of Tây Ninh."""
    return signed_in(system, employ(system, "department_officer", "T80-2025"))


@pytest.fixture
def matter(system: LiveSystem, officer: httpx.Client) -> str:
    """Two sources disagree about a commune; the address of their page."""
    area, _ = untouched_commune(system)
    for value, source in ((120, "Báo cáo 12/BC-UBND"), (135, "Báo Tây Ninh")):
        said = {"indicator": "KTS-03", "area": area, "period": "2027-Q1", "value": value, "kind": "report"}
        answer = officer.post(f"{API}/observations", json=said | {"source": source, "quote": f"có {value} hộ"})
        assert answer.status_code == 201, answer.text
    del officer.headers["X-CSRF-Token"]  # forms carry it themselves
    return f"/nguon/{answer.json()['matters'][0]}"


def sides(page: SeenPage) -> dict[str, str]:
    """The observations to choose from, by what they say."""
    return {
        " ".join(row.text_content().split()): str(box.get("value"))
        for row in page.root.cssselect("#cac-nguon tbody tr")
        for box in row.cssselect("input[type=radio]")
    }


def test_contradictions_of_the_source_texts_are_listed_undecided_first(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/nguon")

    assert "Tú Lệ bắt đầu thí điểm khi nào" in page.text
    assert "61 chi bộ thí điểm cộng 1.106 chi bộ mở rộng là 1.167" in page.text
    states = page.all("#found tbody .lt-tag")
    assert states == sorted(states, key=["Chưa chọn", "Đã chọn"].index)
    decided = visit(system.client(), "/nguon?tt=da-chon")
    assert "50% ↔ 45%" in decided.text
    assert set(decided.all("#found tbody .lt-tag")) == {"Đã chọn"}


def test_a_matter_tells_both_sides_the_choice_and_its_reason_to_everybody(system: LiveSystem, visit: Visit) -> None:
    listed = visit(system.client(), "/nguon?tt=da-chon")
    [address] = [
        link
        for link in listed.links("#found th a")
        if "51 ban" in str(listed.root.xpath(f"//a[@href='{link}']/text()"))
    ]
    page = visit(system.client(), address)

    assert "tháng 7/2022" in page.text
    assert "26/10/2021" in page.text
    assert "Ngày ghi trên chính văn bản" in page.text
    assert page.root.cssselect("input[type=radio]") == []
    assert visit(system.client(), "/nguon/khong-co", 404)


def test_everything_said_is_found_by_source_without_marks_and_taken_as_a_file(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/nguon?xem=ghi-nhan&q=hop+tac+xa")
    assert "“hơn 200 xã viên trong một hợp tác xã”" in page.text
    assert "hơn 200 người" in page.text
    file = system.client().get("/nguon.csv", params={"q": "hop tac xa"})
    rows = list(csv.DictReader(io.StringIO(file.text.lstrip("\ufeff"))))
    assert [(row["reference"], row["value"], row["qualifier"]) for row in rows] == [("S004-010", "200", "over")]


def test_a_choice_without_a_side_or_a_reason_keeps_what_was_typed(
    officer: httpx.Client, matter: str, visit: Visit
) -> None:
    page = visit(officer, matter)
    assert "Chênh lệch lớn nhất: 15" in page.text
    nothing = sent(officer, page, matter, {"ly_do": "Đối chiếu danh sách"}, 422)
    assert "Hãy chọn một nguồn." in nothing.text
    assert value_of(nothing, "ly_do") == "Đối chiếu danh sách"
    [chosen] = [value for text, value in sides(page).items() if "135" in text]
    fields = fields_of(page.root, matter) | {"chon": chosen, "ly_do": "  "}
    bare = officer.post(matter, data=fields, headers={"Accept": "text/html"})
    assert bare.status_code == 422
    assert f'value="{chosen}" checked' in bare.text
    assert "Hãy ghi lý do chọn." in bare.text


def test_the_chosen_number_is_published_and_its_proof_leads_back(
    system: LiveSystem, officer: httpx.Client, matter: str, visit: Visit
) -> None:
    page = visit(officer, matter)
    [chosen] = [value for text, value in sides(page).items() if "135" in text]
    fields = fields_of(page.root, matter) | {"chon": chosen, "ly_do": "Đối chiếu danh sách"}
    answer = officer.post(matter, data=fields)
    assert answer.status_code == 303, answer.text
    done = visit(officer, answer.headers["location"])
    assert "Đã ghi nhận lựa chọn." in done.text
    assert "Đối chiếu danh sách" in done.all("#lan-chon")[0]
    proof = visit(system.client(), done.links(".lt-page-head__actions a")[0])
    assert proof.heading == "Căn cứ của con số 135 " + proof.heading.rpartition("135 ")[2]
    assert "Báo Tây Ninh" in proof.all("#nguon")[0]
    assert matter in proof.links("#nguon a")
    late = send(officer, page, matter, {"ly_do": "Chọn muộn"})
    assert late.status_code == 422, "no side was chosen on the old page"
    stale = officer.post(matter, data=fields | {"ly_do": "Chọn muộn"}, headers={"Accept": "text/html"})
    assert stale.status_code == 412
    assert "Vừa có người chọn hoặc ghi nhận thêm số." in stale.text
    assert "Chọn muộn" in stale.text


def test_what_the_press_says_is_accepted_and_withdrawn_on_its_page(
    system: LiveSystem, officer: httpx.Client, visit: Visit
) -> None:
    area, name = untouched_commune(system)
    said = {"indicator": "KTS-03", "area": area, "period": "2027-Q2", "value": 77, "kind": "press", "source": "Báo"}
    recorder = signed_in(system, employ(system, "commune_officer", area))
    one = recorder.post(f"{API}/observations", json=said | {"quote": f"{name} có 77 hộ"}).json()
    address = f"/nguon/ghi-nhan/{one['id']}"
    assert visit(system.client(), address, 404)
    assert address in visit(officer, "/nguon?xem=ghi-nhan&soat=cho").links("#found a")

    colleague = signed_in(system, employ(system, "commune_officer", area))
    for who, forms in ((recorder, ["rut"]), (colleague, []), (officer, ["nhan", "rut"])):
        page = visit(who, address)
        assert [box.get("value") for box in page.root.cssselect("main [name=viec]")] == forms
    assert "Chờ soát" in page.text
    del officer.headers["X-CSRF-Token"]
    token = str(fields_of(page.root, address)["csrf"])
    done = officer.post(address, data={"csrf": token, "viec": "nhan"})
    assert done.status_code == 303, done.text
    assert "Ai cũng đọc được số ghi nhận này." in visit(officer, done.headers["location"]).text
    assert "77" in visit(system.client(), address).text

    bare = officer.post(address, data={"csrf": token, "viec": "rut", "ly_do": " "}, headers={"Accept": "text/html"})
    assert bare.status_code == 422
    assert "Hãy ghi lý do rút" in bare.text
    assert officer.get(f"{API}/observations/{one['id']}").json()["allowed"] == ["withdraw"]
    gone = officer.post(address, data={"csrf": token, "viec": "rut", "ly_do": "Báo đã đính chính"})
    assert gone.status_code == 303, gone.text
    assert "Lý do rút: Báo đã đính chính" in visit(system.client(), address).text
    assert officer.get(f"{API}/observations/{one['id']}").json()["allowed"] == []
    [matter] = officer.get(f"{API}/observations/{one['id']}").json()["matters"]
    assert "Đã rút" in visit(system.client(), f"/nguon/{matter}").all("#cac-nguon")[0]


def test_what_waits_is_told_with_its_reason_and_tried_again(
    system: LiveSystem, officer: httpx.Client, visit: Visit
) -> None:
    area, name = untouched_commune(system)
    key = f"thử {area}"
    cell = {"indicator": "KTS-03", "area": area, "period": "2027"}
    saved = officer.post(f"{API}/values", json={"values": [{**cell, "value": 40}]})
    assert saved.status_code == 200, saved.text
    told = {"source": "teams", "key": key, **cell, "value": 41}

    async def take() -> None:
        async with in_unit(system.databases["indicators"]) as session:
            event = Event(MEASUREMENT_RECORDED, "/teams", key, told, str(uuid4()), clock.now())
            await take_in(session, "teams", [event])

    system.run(take())
    del officer.headers["X-CSRF-Token"]
    page = visit(officer, "/nguon/cho-xu-ly")
    assert name in page.text
    assert "Ô này đã có số của nguồn khác; hệ thống không tự thay." in page.text
    form = next(form for form in page.root.forms if "ly_do" in form.fields and form.action == "/nguon/cho-xu-ly")
    typed = {found: value or "" for found, value in form.form_values()}
    bare = officer.post("/nguon/cho-xu-ly", data=typed | {"ly_do": " "}, headers={"Accept": "text/html"})
    assert bare.status_code == 422
    assert "Hãy ghi lý do thay số đang có." in bare.text
    done = officer.post("/nguon/cho-xu-ly", data=typed | {"ly_do": "Đã kiểm tra tại xã"})
    assert done.status_code == 303, done.text
    assert "Đã công bố số liệu." in visit(officer, done.headers["location"]).text
    assert name not in visit(officer, "/nguon/cho-xu-ly").text
    assert officer.get(f"{API}/figures/KTS-03/{area}/2027").json()["value"] == 41
