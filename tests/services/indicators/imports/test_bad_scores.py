"""Workbooks of scores that are wrong: each bad cell named in Vietnamese, nothing saved; and what is read kindly."""

from datetime import date, time
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from tests.harness.scoring import API, PROVINCE, Desk, faults, row_of
from tests.harness.xlsx import HEADINGS, book, part, repacked, saved

ELSEWHERE = "X03127-2025"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send(
    desk: Desk, data: bytes, area: str, name: str = "phieu.xlsx", at: str | None = None, **form: str
) -> httpx.Response:
    """Sent by an officer of the commune itself, or of another place."""
    body = {"kind": "assessment", "framework": "CDS-XA-2025", "area": area, "period": "2025"} | form
    officer = desk.person("commune_officer", at or area)
    return officer.post(f"{API}/imports", data=body, files={"file": (name, data, XLSX)})


def sheets_of(desk: Desk, area: str) -> list[Any]:
    query = {"area": area, "framework": "CDS-XA-2025"}
    return list(desk.person("leader", "VN").get(f"{API}/assessments", params=query).json()["items"])


@pytest.mark.parametrize(
    ("written", "read"),
    [(8, 8), (8.25, 8.25), ("8,25", 8.25), ("8.25", 8.25), (" 8,5 ", 8.5), ("9", 9), (0.1 + 0.2, 0.3), ("0", 0)],
)
def test_points_are_read_as_a_vietnamese_officer_means_them(desk: Desk, written: object, read: float) -> None:
    answer = send(desk, book([("1.1", "", written)]), desk.commune())
    assert answer.status_code == 200, answer.text
    sheet = desk.person("leader").get(f"{API}/assessments/{answer.json()['assessment']}").json()
    assert row_of(sheet, "1.1")["self"] == read


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("=4+4", "là công thức"),
        ("tám", "“tám” không phải là số"),
        ("8,5 điểm", "không phải là số"),
        (date(2026, 6, 5), "là ngày tháng"),
        (time(8, 30), "là ngày tháng"),
        (True, "đúng/sai"),
        ("85%", "phần trăm"),
        ("1.234,5", "lớn hơn điểm tối đa (10)"),
        (10.5, "lớn hơn điểm tối đa (10)"),
        (-0.5, "không được âm"),
        ("7,125", "tối đa 2 chữ số thập phân"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_saved(desk: Desk, cell: object, says: str) -> None:
    area = desk.commune()
    answer = send(desk, book([("1.2", "", 5), ("1.1", "", cell)]), area)
    assert answer.status_code == 422
    assert list(faults(answer)) == ["/Phiếu điểm/C3"]
    assert says in faults(answer)["/Phiếu điểm/C3"]
    assert sheets_of(desk, area) == []


def test_a_formula_is_refused_also_when_it_carries_a_result(desk: Desk) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Phiếu điểm"
    sheet.append(HEADINGS)
    sheet.append(["1.1", "", "=4+4"])
    data = saved(workbook)
    name = "xl/worksheets/sheet1.xml"
    computed = part(data, name).replace(b"<v />", b"<v>8</v>").replace(b"<v></v>", b"<v>8</v>")
    assert b"<v>8</v>" in computed
    answer = send(desk, repacked(data, {name: computed}), desk.commune())
    assert "là công thức" in faults(answer)["/Phiếu điểm/C2"]


def test_every_bad_cell_is_named_at_once(desk: Desk) -> None:
    rows = [
        ("1.1", "", "x"),
        ("9.9", "", 1),
        ("1.2", "", 5),
        ("1.2", "", 6),
        ("", "", 3),
        (4.1, "", 3),
        ("1.3", "", "=1"),
        ("1.4", "", 21),
        ("1.5", "", -1),
    ]
    found = faults(send(desk, book(rows), desk.commune()))
    assert list(found) == [f"/Phiếu điểm/{cell}" for cell in ("C2", "A3", "A5", "C6", "A7", "C8", "C9", "C10")]
    assert found["/Phiếu điểm/A3"] == "Bộ chỉ số CDS-XA-2025 không có tiêu chí “9.9”."
    assert found["/Phiếu điểm/A5"] == "Mã 1.2 bị lặp (đã có ở ô A4)."
    assert found["/Phiếu điểm/C6"] == "Dòng có điểm nhưng thiếu mã tiêu chí."
    assert "4.10 thành 4.1" in found["/Phiếu điểm/A7"]


def test_groups_totals_and_blank_rows_are_passed_over(desk: Desk) -> None:
    rows = [
        ("1", "Nhóm", "=SUM(C3:C4)"),
        ("1.1", "", 5),
        (),
        ("1.2", "", None),
        ("", "Tổng cộng", "=C2"),
        (2, "Nhóm", 9),
    ]
    answer = send(desk, book(rows), desk.commune())
    assert answer.status_code == 200, answer.text
    assert (answer.json()["rows"], answer.json()["created"]) == (1, 1)


@pytest.mark.parametrize("headings", [
    ("MÃ TIÊU CHÍ", "Nội dung", "Tự đánh giá", "Ghi chú"),
    ("Mã số", "Tên", "Điểm tự chấm", "Diễn giải"),
    ("ma", "ten", "diem tu danh gia (0-10)", "ghi chu"),
])  # fmt: skip
def test_a_plain_sheet_with_headings_people_use_is_read(desk: Desk, headings: tuple[str, ...]) -> None:
    data = book([("1.1", "", 5, "Có văn bản")], headings=headings, title="Sheet1")
    assert send(desk, data, desk.commune()).json()["sheet"] == "Sheet1"


def test_a_workbook_without_the_sheet_asked_for_says_what_it_looked_at(desk: Desk) -> None:
    data = book([(1, 2, 3, 4)], headings=("A", "B", "C", "D"), title="Doanh thu")
    found = faults(send(desk, data, desk.commune()))
    assert list(found) == ["/Doanh thu/A1"]
    assert "“Mã” và “Điểm tự đánh giá”" in found["/Doanh thu/A1"]
    assert "“Doanh thu”" in found["/Doanh thu/A1"]


def test_a_workbook_with_two_such_sheets_or_a_doubled_heading_is_refused(desk: Desk) -> None:
    workbook = Workbook()
    for title in ("Tháng 1", "Tháng 2"):
        sheet = workbook.create_sheet(title)
        sheet.append(HEADINGS)
        sheet.append(["1.1", "", 5])
    assert "nhiều trang cùng kiểu" in faults(send(desk, saved(workbook), desk.commune()))["/Tháng 2/A1"]
    doubled = book([("1.1", 5, 6)], headings=("Mã", "Điểm tự đánh giá", "Tự đánh giá"))
    assert "hai cột cùng tiêu đề" in faults(send(desk, doubled, desk.commune()))["/Phiếu điểm/C1"]


def test_a_workbook_without_points_or_with_a_note_and_no_points_is_refused(desk: Desk) -> None:
    empty = faults(send(desk, book([("1.1", "", None)]), desk.commune()))
    assert empty == {"/Phiếu điểm/C1": "Chưa có điểm nào trong cột này."}
    noted = faults(send(desk, book([("1.1", "", None, "Sẽ bổ sung")]), desk.commune()))
    assert noted == {"/Phiếu điểm/D2": "Dòng có ghi chú nhưng chưa có điểm. Hãy nhập điểm, hoặc xoá cả ghi chú."}


def test_a_row_of_another_unit_is_refused(desk: Desk) -> None:
    headings = ("Mã", "Mã đơn vị", "Điểm tự đánh giá")
    area = desk.commune()
    rows = [("1.1", area, 5), ("1.2", "X04630-2025", 5)]
    found = faults(send(desk, book(rows, headings=headings), area))
    assert found == {"/Phiếu điểm/B3": f"Dòng này của đơn vị khác, không phải {area}."}


def test_a_unit_out_of_reach_is_refused(desk: Desk) -> None:
    answer = send(desk, book([("1.1", "", 5)]), ELSEWHERE, at=PROVINCE)
    assert answer.status_code == 403
    assert faults(answer) == {"/area": "Đơn vị này ngoài phạm vi của tài khoản."}
    assert sheets_of(desk, ELSEWHERE) == []


def test_what_neither_the_sender_nor_the_file_says_is_asked_for(desk: Desk) -> None:
    answer = desk.person("commune_officer").post(
        f"{API}/imports", data={"kind": "assessment"}, files={"file": ("a.xlsx", book([("1.1", "", 5)]), XLSX)}
    )
    assert faults(answer) == dict.fromkeys(("/framework", "/area", "/period"), "Thiếu trường bắt buộc")


def test_a_name_that_is_a_path_is_only_a_label(desk: Desk) -> None:
    answer = send(desk, book([("1.1", "", 5)]), desk.commune(), name="..\\..\\etc/Phiếu điểm.xlsx")
    assert answer.json()["file_name"] == "Phiếu điểm.xlsx"
