"""Entry of forms: cells by section, kept as a draft, never over unseen changes; what others ask of them at the cell."""

from typing import Any

import httpx
import pytest

from tests.frontend.pages.conftest import SeenPage, Visit
from tests.frontend.pages.forms import box_of, known, sent, value_of
from tests.harness.live import LiveSystem
from tests.harness.submitting import FORM, PERIOD, Bureau, bureau_of, cell_of, save, step, taken

PATH = "/nhap"


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


@pytest.fixture
def sheet(bureau: Bureau) -> dict[str, Any]:
    """An empty submission of a commune nobody has used."""
    return bureau.opened()


@pytest.fixture
def officer(bureau: Bureau, sheet: dict[str, Any]) -> httpx.Client:
    return bureau.officer(sheet)


def address(sheet: dict[str, Any], path: str = PATH, **more: str) -> str:
    query = {"bm": FORM, "dv": sheet["area"], "ky": PERIOD, **more}
    return str(httpx.URL(path, params=query))


def now(officer: httpx.Client, sheet: dict[str, Any]) -> dict[str, Any]:
    """The submission as it stands."""
    return dict(officer.get(f"/api/indicators/v1/submissions/{sheet['id']}").json())


def row_of(page: SeenPage, code: str) -> str:
    """What the row of an indicator says."""
    rows = page.root.cssselect(".lt-sheet tbody tr")
    return next(" ".join(row.text_content().split()) for row in rows if code in row.text_content())


def test_a_unit_is_offered_every_form_it_owes_with_its_periods(system: LiveSystem, visit: Visit) -> None:
    officer = system.client("commune_officer", at="X04630-2025")

    page = visit(officer, "/nhap?bm=HC-XA-THANG&ky=2026-11")

    assert known(page.all("#bm option")) == [
        "Phiếu tự đánh giá: Bộ chỉ số đánh giá chuyển đổi số cấp xã năm 2025",
        "Phiếu tự đánh giá: Bộ tiêu chí minh hoạ về mức độ chuyển đổi số cấp xã",
        "Báo cáo quý về chuyển đổi số cấp xã",
        "Báo cáo tháng về chuyển đổi số cấp xã (kỳ hành chính)",
        "Số liệu chỉ tiêu",
    ]
    assert page.heading == "Nhập số liệu tháng 11/2026 (15/10–14/11)"
    assert "Tháng 11/2026 (15/10–14/11)" in page.all("#ky option")
    assert "Quý IV/2026" in visit(officer, "/nhap?bm=CDS-XA-QUY&ky=2026-Q4").all("#ky option")


def test_a_form_is_opened_with_one_button(bureau: Bureau, visit: Visit) -> None:
    commune = bureau.commune()
    officer = bureau.person("commune_officer", commune)
    closed = visit(officer, address({"area": commune}))
    assert "Hạn 10/01/2026, chậm" in closed.text

    page = sent(officer, closed, "/nhap/mo", {})

    assert page.all(".lt-table__group-name") == ["Chính quyền số", "Xã hội số", "Các chỉ tiêu"]
    assert [box.get("name") for box in page.root.cssselect("[data-cell]")] == [
        "t.CQS-03", "m.CQS-03", "d.CQS-03", "t.XHS-01", "m.XHS-01", "d.XHS-01", "d.KTS-03", "d.XHS-03",
    ]  # fmt: skip
    assert "Đang nhập" in page.text
    assert "còn 2 số bắt buộc chưa nhập" in page.text


def test_only_changed_cells_are_sent_and_the_ratio_is_computed(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    taken(save(officer, sheet, {"indicator": "KTS-03", "value": 40, "note": "Theo danh sách"}))

    page = sent(officer, visit(officer, address(sheet)), PATH, {"t.XHS-01": "1.098", "m.XHS-01": "2.000"})

    assert "Đã lưu số liệu của 1 chỉ tiêu" in page.text
    assert "= 54,9%" in row_of(page, "XHS-01")
    assert "Đã lưu" in row_of(page, "XHS-01")
    assert "có ghi chú" in row_of(page, "KTS-03")
    kept = now(officer, sheet)
    assert (cell_of(kept, "XHS-01")["numerator"], cell_of(kept, "KTS-03")["note"]) == (1098, "Theo danh sách")


def test_who_goes_on_to_send_takes_along_what_was_typed(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = sent(officer, visit(officer, address(sheet)), PATH, {"t.XHS-01": "1.099", "m.XHS-01": "2.000", "den": "nop"})
    assert page.heading.startswith("Soát và nộp")
    assert "Đã lưu số liệu của 1 chỉ tiêu" in page.text
    assert cell_of(now(officer, sheet), "XHS-01")["numerator"] == 1099
    assert page.root.cssselect("[data-draft-saved]")

    wrong = sent(officer, visit(officer, address(sheet)), PATH, {"t.XHS-01": "một nghìn", "den": "nop"}, 422)
    assert value_of(wrong, "t.XHS-01") == "một nghìn"
    assert wrong.heading.startswith("Nhập số liệu")


def test_a_draft_keeps_any_number_and_says_at_the_row_what_is_wrong_with_it(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = sent(officer, visit(officer, address(sheet)), PATH, {"t.XHS-01": "30", "m.XHS-01": "20"})

    assert "Lỗi" in row_of(page, "XHS-01")
    assert (value_of(page, "t.XHS-01"), value_of(page, "m.XHS-01")) == ("30", "20")


def test_what_is_no_number_is_named_and_nothing_is_half_saved(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    typed = {"t.CQS-03": "mười", "d.KTS-03": "9"}

    refused = sent(officer, visit(officer, address(sheet)), PATH, typed, status=422)

    assert refused.all("[data-error-summary] li") == ["CQS-03: Không phải là số. Ví dụ: 84,67"]
    assert {name: value_of(refused, name) for name in typed} == typed
    assert cell_of(now(officer, sheet), "KTS-03")["value"] is None


def test_two_people_in_other_rows_both_keep_what_they_typed(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, address(sheet))
    taken(save(officer, sheet, {"indicator": "KTS-03", "value": 40}))

    sent(officer, page, PATH, {"d.XHS-03": "7"})

    kept = now(officer, sheet)
    assert (cell_of(kept, "KTS-03")["value"], cell_of(kept, "XHS-03")["value"]) == (40, 7)


def test_two_people_in_one_row_see_both_numbers_before_one_wins(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, address(sheet))
    taken(save(officer, sheet, {"indicator": "XHS-03", "value": 84}, {"indicator": "KTS-03", "value": 40}))

    conflict = sent(officer, page, PATH, {"d.XHS-03": "85", "d.CQS-03": "90"}, status=409)

    assert conflict.all(".lt-cell__server") == ["Trên máy chủ: 40", "Trên hệ thống: 84 – của bạn: 85"]
    assert "XHS-03, trên hệ thống: 84 – của bạn: 85" in conflict.all("[data-error-summary] li")
    assert (value_of(conflict, "d.XHS-03"), value_of(conflict, "d.CQS-03")) == ("85", "90")
    assert cell_of(now(officer, sheet), "XHS-03")["value"] == 84
    sent(officer, conflict, PATH, {})
    kept = now(officer, sheet)
    assert [cell_of(kept, code)["value"] for code in ("XHS-03", "CQS-03", "KTS-03")] == [85, 90, 40]


def test_what_was_sent_meanwhile_takes_no_number_and_loses_none(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.filled()
    officer = bureau.officer(sheet)
    page = visit(officer, address(sheet))
    taken(step(officer, sheet, "submit"))

    refused = sent(officer, page, PATH, {"d.XHS-03": "7"}, status=422)

    assert value_of(refused, "d.XHS-03") == "7"
    assert refused.all("[data-error-summary] li") != []
    locked = visit(officer, address(sheet))
    assert "Chờ duyệt" in locked.text
    assert box_of(locked, "d.XHS-03").get("readonly") is not None
    assert locked.root.cssselect("#luu") == []


def test_what_the_reviewer_said_stands_at_the_cell(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.sent()
    reasons = [{"indicator": "CQS-03", "reason": "Mẫu số thiếu bốn thôn."}]
    taken(step(bureau.department, sheet, "return", reason="Xem lại mẫu số.", cells=reasons))

    page = visit(bureau.officer(sheet), address(sheet))

    assert "Bị trả lại Mẫu số thiếu bốn thôn." in row_of(page, "CQS-03")
    assert "Xem lại mẫu số." in page.text
    assert box_of(page, "t.CQS-03").get("readonly") is None


def test_the_form_of_another_unit_is_refused(bureau: Bureau, officer: httpx.Client, visit: Visit) -> None:
    visit(officer, address({"area": bureau.commune()}), 403)
    page = visit(bureau.department, address({"area": bureau.commune()}), 403)
    assert "không giao cho đơn vị của tài khoản" in page.text


def test_direct_entry_tells_of_the_form_that_asks_for_a_cell(
    bureau: Bureau, officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, f"/nhap?bm=so-lieu&dv={sheet['area']}&ky={PERIOD}")

    assert box_of(page, "d.XHS-03").get("readonly") is not None
    assert box_of(page, "d.KTS-04").get("readonly") is None
    assert "Nhập qua biểu Biểu thử theo quý" in row_of(page, "XHS-03")
    assert address(sheet) in page.links(".lt-sheet a")
    above = visit(bureau.department, f"/nhap?bm=so-lieu&dv={sheet['area']}&ky={PERIOD}")
    assert "chỉ chính đơn vị nhập" in row_of(above, "XHS-03")


def test_a_number_that_is_too_fine_is_shown_as_typed_beside_what_is_wrong_with_it(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, address(sheet))
    assert "Quy tắc kiểm tra chạy sau mỗi lần lưu" in page.text

    saved = sent(officer, page, PATH, {"d.KTS-03": "1.250,5"})

    assert "Lỗi" in row_of(saved, "KTS-03")
    assert value_of(saved, "d.KTS-03") == "1.250,5"
    checking = visit(officer, f"/nop/{sheet['id']}")
    assert checking.all("#dong-KTS-03 strong") == [f"1.250,5 {cell_of(now(officer, sheet), 'KTS-03')['unit']}"]
    assert "1.250,5" in visit(officer, f"/nop/{sheet['id']}/ban-in").all("table strong")
