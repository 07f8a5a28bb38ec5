"""Pages of submissions: what waits, checked and sent, reviewed, corrected, published; nothing typed is lost."""

from typing import Any

import httpx
import pytest

from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import fields_of, value_of
from tests.harness.files import pdf
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in
from tests.harness.submitting import FORM, PERIOD, Bureau, bureau_of, cell_of, save, step, taken

REASON = "Chưa khớp với cổng dịch vụ công."


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    """A form, its people and its units."""
    return bureau_of(system)


def pressed(client: httpx.Client, page: SeenPage, action: str, task: str, status: int = 200, **more: Any) -> SeenPage:
    """The page a button leads to."""
    fields: dict[str, Any] = {**fields_of(page.root, action), **more, "viec": task}
    answer = client.post(action, data=fields, headers={"Accept": "text/html"})
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == status, answer.text[:800]
    return seen(answer)


def line_of(page: SeenPage, words: str) -> str:
    """The line of a list that has these words."""
    return next(line for line in page.all(".lt-table__row") if words in line)


def test_a_commune_finds_its_work_sends_it_and_has_a_receipt(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.opened()
    officer, path = bureau.officer(sheet), f"/nop/{sheet['id']}"
    assert officer.get("/").headers["location"] == "/viec"
    work = visit(officer, "/viec")
    row = line_of(work, f"{sheet['form_name']} · Quý IV/2025")
    assert "Chậm" in row
    assert f"Nhập {sheet['form_name']}" in row

    page = visit(officer, path)
    assert "Chưa gửi được vì còn 2 lỗi" in page.text
    assert f"/nhap?bm={FORM}&dv={sheet['area']}&ky={PERIOD}#o-CQS-03" in page.links("#kiem-tra a")
    refused = pressed(officer, page, path, "gui", 422)
    assert "lt-error-summary" in refused.answer.text
    assert refused.all("title")[0].startswith("Lỗi: ")

    cells = {"indicator": "CQS-03", "numerator": 80, "denominator": 100}, {"indicator": "XHS-01", "value": 90}
    taken(save(officer, sheet, *cells))
    page = visit(officer, path)
    assert "80 / 100" in page.text
    receipt = pressed(officer, page, path, "gui")
    assert receipt.heading == "Đã gửi hồ sơ"
    assert sheet["id"] in receipt.text
    assert f"{sheet['form_name']}, quý IV/2025" in receipt.text
    assert FORM not in receipt.text
    assert "Số đã đổi so với lần trước" not in visit(officer, path).text
    assert "Cán bộ sở" in receipt.text
    assert "Rút lại" in visit(officer, path).all("button")
    assert "Đã rút lại hồ sơ" in pressed(officer, visit(officer, path), path, "rut-lai").text


def test_a_department_returns_cells_with_reasons_and_loses_none_of_them(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.sent()
    path = f"/duyet/{sheet['id']}"
    page = visit(bureau.department, path)
    empty = pressed(bureau.department, page, path, "tra-lai", 422)
    assert "Trả lại phải có lý do" in empty.text
    half = pressed(bureau.department, page, path, "tra-lai", 422, chon="KTS-03", **{"ld.CQS-03": REASON})
    assert value_of(half, "ld.CQS-03") == REASON
    assert "Hãy ghi lý do cho" in half.text

    officer = bureau.officer(sheet)
    taken(step(officer, sheet, "withdraw"))
    late = pressed(bureau.department, page, path, "tra-lai", 412, **{"ld.CQS-03": REASON})
    assert value_of(late, "ld.CQS-03") == REASON
    assert "Hồ sơ đã thay đổi từ lúc bạn mở" in late.text

    taken(step(officer, {**sheet, "version": sheet["version"] + 1}, "submit"))
    told = {"ld.CQS-03": REASON, "ld.KTS-03": "Đề nghị đếm lại.", "ly_do": "Xem lại hai số."}
    done = pressed(bureau.department, visit(bureau.department, path), path, "tra-lai", **told)
    assert "Đã trả lại hồ sơ" in done.text
    work = line_of(visit(officer, "/viec"), "Bị trả lại")
    assert REASON in work
    assert "Xem lại hai số." in work
    assert f"/nhap?bm={FORM}&dv={sheet['area']}&ky={PERIOD}#o-CQS-03" in visit(officer, "/viec").links()


def test_a_list_is_accepted_row_by_row_and_reminded_once_a_day(bureau: Bureau, visit: Visit) -> None:
    fine, changed, silent = bureau.sent(), bureau.sent(), bureau.opened()
    department = bureau.department
    page = visit(department, f"/duyet?bm={FORM}&ky={PERIOD}&tt=submitted")
    keys = {key: box for box in page.root.cssselect("input[name=chon]") if (key := str(box.get("value")).split("|")[2])}
    every = page.root.cssselect("form [name=tat_ca], form table")
    assert [one.tag for one in every] == ["input", "table"], "all are chosen from above the rows"
    chosen = [str(keys[one["area"]].get("value")) for one in (fine, changed)]
    taken(step(bureau.officer(changed), changed, "withdraw"))
    results = pressed(department, page, "/duyet", "duyet", chon=chosen)
    assert "1 / 2 hồ sơ đã duyệt" in results.text
    assert f"{fine['form_name']} · Quý IV/2025" in line_of(results, fine["area_name"])
    assert "Đã duyệt" in line_of(results, fine["area_name"])
    assert "người khác sửa" in line_of(results, changed["area_name"])

    late = visit(department, f"/duyet?bm={FORM}&ky={PERIOD}&tt=cham&noi={silent['area']}")
    key = str(late.root.cssselect("input[name=chon]")[0].get("value"))
    assert "1 / 1 đơn vị đã được nhắc" in pressed(department, late, "/duyet", "nhac", chon=[key]).text
    again = pressed(department, late, "/duyet", "nhac", chon=[key])
    assert "Hôm nay đã nhắc đơn vị này rồi." in again.text
    assert ", người nhắc: " in line_of(visit(bureau.officer(silent), "/viec"), "Quý IV/2025")
    nothing = pressed(department, late, "/duyet", "nhac", 422)
    assert "Hãy đánh dấu ít nhất một dòng" in nothing.text
    rows = department.get(f"/duyet.csv?bm={FORM}&ky={PERIOD}&tt=accepted").text.splitlines()
    assert rows[0].startswith("\ufeffform,area,area_name,period")
    assert any(fine["area"] in row for row in rows)


def test_a_province_publishes_a_period_after_seeing_who_is_missing(bureau: Bureau, visit: Visit) -> None:
    sheet, period = bureau.accepted(period="2025-Q3"), "2025-Q3"
    path = f"/duyet/cong-bo?bm={FORM}&ky={period}"
    page = visit(bureau.publisher, path)
    assert sheet["area_name"] in page.all("#se-cong-bo")[0]
    assert "Chưa nhập" in page.all("#con-thieu")[0]
    more = bureau.accepted(period=period)
    changed = pressed(bureau.publisher, page, "/duyet/cong-bo", "", 409)
    assert "Danh sách đã thay đổi" in changed.text
    done = pressed(bureau.publisher, changed, "/duyet/cong-bo", "")
    assert "Đã công bố" in line_of(done, more["area_name"])
    assert "Chưa có hồ sơ nào đã duyệt" in visit(bureau.publisher, path).text


def test_a_published_number_is_corrected_with_a_reason(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.published()
    officer, path = bureau.officer(sheet), f"/nop/{sheet['id']}/sua"
    page = visit(officer, path)
    assert "Hãy chọn ít nhất một số" in pressed(officer, page, path, "", 422).text
    refused = pressed(officer, page, path, "", 422, chon="KTS-03")
    assert "Hãy ghi lý do cho" in refused.text
    fields = {**fields_of(page.root, path), "ld.KTS-03": "Đếm thiếu hai hộ."}
    answer = officer.post(path, data=fields)
    assert answer.headers["location"] == f"/nhap?bm={FORM}&dv={sheet['area']}&ky={PERIOD}#o-KTS-03"
    opened = officer.get(f"/api/indicators/v1/submissions/{sheet['id']}").json()
    assert cell_of(opened, "KTS-03")["correction_reason"] == "Đếm thiếu hai hộ."
    saved = taken(save(officer, opened, {"indicator": "KTS-03", "value": 42}))
    moved = visit(officer, f"/nop/{saved['id']}").all("#khac")[0]
    assert "40" in moved
    assert "42" in moved
    whole = f"/nop/{saved['id']}"
    dropped = pressed(officer, visit(officer, whole), whole, "bo-luot-sua")
    assert "Đã bỏ lượt sửa. Số đã công bố giữ nguyên." in dropped.text
    assert cell_of(officer.get(f"/api/indicators/v1/submissions/{sheet['id']}").json(), "KTS-03")["value"] == 40


def test_an_explanation_typed_while_checking_is_saved_and_sent_with_the_rest(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.filled()
    officer, path = bureau.officer(sheet), f"/nop/{sheet['id']}"
    page = visit(officer, path)
    taken(save(officer, sheet, {"indicator": "KTS-03", "value": 41}))
    stale = pressed(officer, page, path, "gui", 412, **{"gt.XHS-01": "Đã đối chiếu với trạm y tế."})
    assert value_of(stale, "gt.XHS-01") == "Đã đối chiếu với trạm y tế."
    assert "41 tài khoản" in stale.text
    assert pressed(officer, stale, path, "gui").heading == "Đã gửi hồ sơ"
    stored = officer.get(f"/api/indicators/v1/submissions/{sheet['id']}").json()
    assert cell_of(stored, "XHS-01")["explanation"] == "Đã đối chiếu với trạm y tế."


def test_evidence_stands_beside_its_cell_and_is_downloaded_from_there(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.sent()
    officer, root = bureau.officer(sheet), "/api/indicators/v1"
    sent = {"file": ("bao-cao-tram-y-te.pdf", pdf("y tế"))}
    piece = officer.post(f"{root}/evidence/files", data={"area": sheet["area"]}, files=sent).json()["id"]
    place = f"{root}/values/{sheet['area']}/{PERIOD}/evidence/XHS-01/{piece}"
    assert officer.put(place, json={"note": "trang 3"}).status_code == 204
    page = visit(bureau.department, f"/duyet/{sheet['id']}")
    assert "bao-cao-tram-y-te.pdf" in page.all("#dong-XHS-01")[0]
    assert "(trang 3)" in page.all("#dong-XHS-01")[0]
    assert bureau.department.get(page.links("#dong-XHS-01 a[download]")[0]).status_code == 200
    assert "1 minh chứng" in visit(officer, f"/nop/{sheet['id']}").all("#dong-XHS-01")[0]


def test_somebody_for_whom_nothing_waits_is_told_what_comes(system: LiveSystem, visit: Visit) -> None:
    quiet = signed_in(system, employ(system, "appraiser", "T68-2025"))
    assert "Không có việc nào đang chờ bạn." in visit(quiet, "/viec").text
    publisher = signed_in(system, employ(system, "publisher", "T80-2025"))
    assert "Kỳ tới: Báo cáo quý về chuyển đổi số cấp xã, quý I/2027" in visit(publisher, "/viec").text


def test_pages_of_others_are_not_shown(bureau: Bureau, system: LiveSystem) -> None:
    sheet = bureau.sent()
    stranger = system.client("commune_officer")
    assert stranger.get(f"/nop/{sheet['id']}").status_code == 404
    assert stranger.get(f"/duyet/{sheet['id']}").status_code == 403
    assert bureau.department.get("/duyet/khong-co").status_code == 404
    assert system.client("leader").get("/").headers["location"] == "/tong-quan"
