"""Merged cells, hidden sheets, rows and columns, and what else people's own workbooks bring along."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from services.indicators.workbooks.layout import MOST_MERGED
from tests.harness.scoring import API, Desk, faults, row_of
from tests.harness.xlsx import book, edited, part, repacked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
VALUES = ("Mã chỉ tiêu", "Giá trị", "Tử số", "Mẫu số")
ROWS = [("1.1", "", 5), ("1.2", "", 6), ("1.3", "", 7)]


def send(desk: Desk, data: bytes, area: str) -> httpx.Response:
    form = {"kind": "assessment", "framework": "CDS-XA-2025", "area": area, "period": "2025"}
    officer = desk.person("commune_officer", area)
    return officer.post(f"{API}/imports", data=form, files={"file": ("a.xlsx", data, XLSX)})


def send_values(desk: Desk, data: bytes, area: str) -> httpx.Response:
    form = {"kind": "values", "area": area, "period": "2026-Q3"}
    return desk.person("department_officer").post(f"{API}/imports", data=form, files={"file": ("a.xlsx", data, XLSX)})


def changed(change: Callable[[Worksheet], object], rows: Any = ROWS, **options: Any) -> bytes:
    """A sheet somebody has gone over."""

    def edit(opened: Workbook) -> None:
        sheet = opened.worksheets[0]
        assert isinstance(sheet, Worksheet)
        change(sheet)

    return edited(book(rows, **options), edit)


def sheets_of(desk: Desk, area: str) -> list[Any]:
    query = {"area": area, "framework": "CDS-XA-2025"}
    return list(desk.person("leader", "VN").get(f"{API}/assessments", params=query).json()["items"])


@pytest.mark.parametrize("merged", ["C2:D2", "C2:C3", "A2:A3", "B2:C2", "C3:D4"])
def test_merged_cells_where_a_number_belongs_are_named_and_nothing_is_saved(desk: Desk, merged: str) -> None:
    area = desk.commune()
    rows = [("1.1", "Tên", 5), ("1.2", "Tên", 6), ("1.3", "Tên", 7)]
    answer = send(desk, changed(lambda sheet: sheet.merge_cells(merged), rows), area)
    assert answer.status_code == 422
    assert list(faults(answer)) == [f"/Phiếu điểm/{merged}"]
    assert f"Các ô {merged} bị gộp nên không rõ số thuộc ô nào" in faults(answer)[f"/Phiếu điểm/{merged}"]
    assert sheets_of(desk, area) == []


def test_merged_cells_are_named_together_with_other_bad_cells(desk: Desk) -> None:
    rows = [("1.1", "", 5), ("1.2", "", "tám"), ("1.3", "", 7)]
    answer = send(desk, changed(lambda sheet: sheet.merge_cells("C4:D4"), rows), desk.commune())
    assert set(faults(answer)) == {"/Phiếu điểm/C3", "/Phiếu điểm/C4:D4"}


def test_merged_parts_of_a_ratio_are_named(desk: Desk) -> None:
    data = changed(lambda sheet: sheet.merge_cells("C2:D2"), [("XHS-01", None, 5, None)], headings=VALUES)
    assert list(faults(send_values(desk, data, desk.commune()))) == ["/Phiếu điểm/C2:D2"]


def test_titles_and_bands_of_groups_may_be_merged(desk: Desk) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "PHIẾU TỰ ĐÁNH GIÁ"
        for cells in ("A1:D1", "A3:D3", "B4:B5"):
            sheet.merge_cells(cells)

    rows = [("1", "Nhóm 1"), ("1.1", "Tên", 5), ("1.2", None, 6)]
    answer = send(desk, changed(merge, rows), desk.commune())
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"] == 2


def test_a_flood_of_merged_cells_is_refused_with_the_limit(desk: Desk) -> None:
    data = book(ROWS)
    flood = "".join(f'<mergeCell ref="A{row}:XFD{row + 9}"/>' for row in range(1, MOST_MERGED + 2))
    tampered = part(data, SHEET).replace(b"</sheetData>", f"</sheetData><mergeCells>{flood}</mergeCells>".encode())
    answer = send(desk, repacked(data, {SHEET: tampered}), desk.commune())
    assert "quá nhiều vùng gộp ô (tối đa 20.000)" in faults(answer)["/file"]


def test_numbers_in_hidden_rows_are_read_and_the_receipt_says_so(desk: Desk) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    area = desk.commune()
    receipt = send(desk, changed(hide), area).json()
    assert (receipt["rows"], receipt["created"], receipt["hidden"]) == (3, 3, 1)
    sheet = desk.person("leader").get(f"{API}/assessments/{receipt['assessment']}").json()
    assert row_of(sheet, "1.2")["self"] == 6
    assert send(desk, book(ROWS), area).json()["hidden"] == 0


def test_numbers_in_a_hidden_column_are_read_and_the_receipt_says_so(desk: Desk) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions.group("C", "D", hidden=True)

    rows = [("XHS-01", None, 5, 10), ("KTS-04", 3, None, None)]
    receipt = send_values(desk, changed(hide, rows, headings=VALUES), desk.commune()).json()
    assert (receipt["rows"], receipt["hidden"]) == (2, 1)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_the_form_on_a_hidden_sheet_is_not_read_behind_the_officers_back(desk: Desk, state: str) -> None:
    def hide(opened: Workbook) -> None:
        opened.create_sheet("Ghi chú")["A1"] = "Xem trang bên"
        opened.active = 1
        opened.worksheets[0].sheet_state = state  # type: ignore[assignment]

    area = desk.commune()
    found = faults(send(desk, edited(book(ROWS), hide), area))
    assert list(found) == ["/Phiếu điểm/A1"]
    assert "đang bị ẩn" in found["/Phiếu điểm/A1"]
    assert sheets_of(desk, area) == []


def test_a_hidden_sheet_beside_the_form_is_passed_over(desk: Desk) -> None:
    def add(opened: Workbook) -> None:
        old = opened.create_sheet("Phiếu điểm năm trước")
        for row in (("Mã", "Tên", "Điểm tự đánh giá"), ("1.1", "", 1)):
            old.append(row)
        old.sheet_state = "hidden"

    receipt = send(desk, edited(book(ROWS), add), desk.commune()).json()
    assert (receipt["sheet"], receipt["rows"]) == ("Phiếu điểm", 3)


def test_links_to_other_files_and_data_connections_are_never_followed(desk: Desk) -> None:
    data = book([("1.1", "", 5), ("1.2", "", "=[1]Tổng!A1")])
    parts = {
        "xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        b'2006/main"><externalBook/></externalLink>',
        "xl/connections.xml": b'<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<connection id="1" type="4" refreshedVersion="6"><webPr url="http://127.0.0.1:1/x"/></connection>'
        b"</connections>",
    }
    assert list(faults(send(desk, repacked(data, parts), desk.commune()))) == ["/Phiếu điểm/C3"]
    plain = repacked(book(ROWS), parts)
    assert send(desk, plain, desk.commune()).json()["rows"] == 3


@pytest.mark.parametrize(
    ("written", "meant"), [("'8,5", 8.5), (" 8,5\u00a0", 8.5), ("\u202f8.50", 8.5), (8.5e0, 8.5), ("8,50", 8.5)]
)
def test_numbers_kept_as_text_are_read(desk: Desk, written: object, meant: float) -> None:
    answer = send(desk, book([("1.1", "", written)]), desk.commune())
    assert answer.status_code == 200, answer.text
    sheet = desk.person("leader").get(f"{API}/assessments/{answer.json()['assessment']}").json()
    assert row_of(sheet, "1.1")["self"] == meant


@pytest.mark.parametrize(
    ("cell", "says"),
    [("NaN", "không phải là số"), ("1e1", "không phải là số"), (1e300, "lớn hơn"), ("#N/A", "báo lỗi"), (-1e-9, "")],
)
def test_cells_that_hold_no_plain_number_are_named(desk: Desk, cell: object, says: str) -> None:
    found = faults(send(desk, book([("1.1", "", cell)]), desk.commune()))
    assert list(found) == ["/Phiếu điểm/C2"]
    assert says in found["/Phiếu điểm/C2"]


def test_points_shown_as_per_cent_are_refused_by_name(desk: Desk) -> None:
    def show(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "0%"

    found = faults(send(desk, changed(show, [("1.1", "", 0.5)]), desk.commune()))
    assert "phần trăm" in found["/Phiếu điểm/C2"]


def test_the_name_of_a_file_keeps_its_marks_and_loses_its_path(desk: Desk) -> None:
    form = {"kind": "assessment", "framework": "CDS-XA-2025", "area": desk.commune(), "period": "2025"}
    name = "../../C:\\Tài liệu\\Phie\u0302\u0301u tự chấm.XLSX"
    files = {"file": (name, book(ROWS), "application/octet-stream")}
    answer = desk.person("commune_officer", form["area"]).post(f"{API}/imports", data=form, files=files)
    assert answer.json()["file_name"] == "Phiếu tự chấm.XLSX"
