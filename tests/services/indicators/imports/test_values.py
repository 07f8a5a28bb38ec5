"""Workbooks of values: the template of a unit and period, plain sheets, percentages, and cells that are wrong."""

from datetime import date
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from tests.harness.scoring import API, Desk, faults
from tests.harness.xlsx import book, edited, saved

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ("Mã chỉ tiêu", "Tên chỉ tiêu", "Giá trị", "Tử số", "Mẫu số", "Ghi chú")
PERIOD = "2026-Q3"
RATIO, COUNT = "XHS-01", "KTS-04"


def send(desk: Desk, data: bytes, **form: str) -> httpx.Response:
    body = {"kind": "values"} | form
    return desk.person("department_officer").post(f"{API}/imports", data=body, files={"file": ("so.xlsx", data, XLSX)})


def sent(desk: Desk, *rows: tuple[Any, ...], area: str) -> httpx.Response:
    return send(desk, book(rows, headings=HEADINGS, title="Số liệu"), area=area, period=PERIOD)


def value(desk: Desk, indicator: str, area: str, period: str = PERIOD) -> dict[str, Any]:
    query = {"indicator": indicator, "area": area, "period_from": period, "period_to": period}
    items = desk.system.client().get(f"{API}/values", params=query).json()["items"]
    return dict(items[0]) if items else {}


def test_a_filled_template_is_saved_and_read_by_anybody(desk: Desk) -> None:
    area = desk.commune()
    query = {"area": area, "period": PERIOD}
    template = desk.person("department_officer").get(f"{API}/templates/values", params=query)
    assert template.status_code == 200

    def fill(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        rows = {sheet.cell(row, 1).value: row for row in range(8, sheet.max_row + 1)}
        sheet.cell(rows[RATIO], 4).value, sheet.cell(rows[RATIO], 5).value = 8467, 10_000
        sheet.cell(rows[COUNT], 6).value = "1.234"

    receipt = send(desk, edited(template.content, fill)).json()
    assert (receipt["sheet"], receipt["rows"], receipt["created"], receipt["assessment"]) == ("Số liệu", 2, 2, None)
    assert (value(desk, RATIO, area)["value"], value(desk, COUNT, area)["value"]) == (84.67, 1234)
    assert value(desk, COUNT, area)["source"] == "imported"


def test_the_template_asks_for_the_parts_of_ratios_and_the_value_of_counts(desk: Desk) -> None:
    query = {"area": desk.commune(), "period": PERIOD}
    content = desk.person("department_officer").get(f"{API}/templates/values", params=query).content
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=8)}
    opened = {code: [cell.column_letter for cell in row if not cell.protection.locked] for code, row in rows.items()}
    assert (opened[RATIO], opened[COUNT]) == (["D", "E", "F", "G"], ["F", "G"])
    assert "CQS-01" not in rows, "a monthly indicator is not asked for a quarter"
    limits = {str(rule.sqref): rule.formula2 for rule in sheet.data_validations.dataValidation}
    assert limits[f"F{rows[RATIO][0].row}"] == "100"


@pytest.mark.parametrize("written", [84.67, "84,67", "84.67", "84,67 %"])
def test_a_percentage_is_read_as_a_vietnamese_officer_means_it(desk: Desk, written: object) -> None:
    area = desk.commune()
    assert sent(desk, (RATIO, "", written), area=area).status_code == 200
    assert value(desk, RATIO, area)["value"] == 84.67


def test_parts_with_points_between_thousands_are_read_as_meant(desk: Desk) -> None:
    area = desk.commune()
    assert sent(desk, (RATIO, "", None, "1.234,5", "2.469"), area=area).status_code == 200
    saved_value = value(desk, RATIO, area)
    assert (saved_value["numerator"], saved_value["denominator"], saved_value["value"]) == (1234.5, 2469, 50)


@pytest.mark.parametrize(
    ("kept", "shown_by", "meant"),
    [(0.8467, "0.00%", 84.67), (0.5, "0 %;-0 %", 50), (84.67, '0.00"%"', 84.67), (0.5, "0.0\\%", 0.5)],
)
def test_a_cell_formatted_as_per_cent_is_read_as_it_is_shown(
    desk: Desk, kept: float, shown_by: str, meant: float
) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADINGS)
    sheet.append([RATIO, "", kept])
    sheet["C2"].number_format = shown_by
    area = desk.commune()
    assert send(desk, saved(workbook), area=area, period=PERIOD).status_code == 200
    assert value(desk, RATIO, area)["value"] == meant


@pytest.mark.parametrize(
    ("row", "cell", "says"),
    [
        ((RATIO, "", "101,5"), "C3", "lớn hơn mức tối đa 100 %"),
        ((RATIO, "", "=1+1"), "C3", "là công thức"),
        ((RATIO, "", 1e308), "C3", "quá lớn"),
        ((RATIO, "", True), "C3", "đúng/sai"),
        ((RATIO, "", date(2026, 9, 1)), "C3", "ngày tháng"),
        ((RATIO, "", "#DIV/0!"), "C3", "báo lỗi"),
        ((RATIO, "", "nhiều"), "C3", "không phải là số"),
        ((RATIO, "", None, 11, 10), "D3", "Tử số không được lớn hơn mẫu số"),
        ((RATIO, "", None, 5, -10), "E3", "không được âm"),
        ((RATIO, "", None, 5, None), "E3", "Thiếu mẫu số"),
        ((RATIO, "", None, "50%", 100), "D3", "phần trăm"),
        ((COUNT, "", "1,5"), "C3", "số nguyên"),
        ((COUNT, "", -1), "C3", "không được âm"),
        (("XHS-99", "", 1), "A3", "Không có chỉ tiêu “XHS-99”"),
        (("KTS-03", "", 4), "A3", "bị lặp"),
        ((None, "", 4), "C3", "thiếu mã chỉ tiêu"),
        (("CQS-01", "", 4), "A3", ""),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_saved(desk: Desk, row: tuple[Any, ...], cell: str, says: str) -> None:
    area = desk.commune()
    answer = sent(desk, ("KTS-03", "", 5), row, area=area)
    assert answer.status_code == 422
    assert list(faults(answer)) == [f"/Số liệu/{cell}"]
    assert says in faults(answer)[f"/Số liệu/{cell}"]
    assert value(desk, "KTS-03", area) == {}


def test_cells_that_cannot_be_read_and_values_that_cannot_be_are_named_at_once(desk: Desk) -> None:
    area = desk.commune()
    answer = sent(desk, ("KTS-03", "", 5), (RATIO, "", "101,5"), (COUNT, "", "nhiều"), area=area)
    assert answer.status_code == 422
    assert set(faults(answer)) == {"/Số liệu/C3", "/Số liệu/C4"}
    assert value(desk, "KTS-03", area) == {}


def test_rows_may_name_their_own_unit_and_period_when_none_was_chosen(desk: Desk) -> None:
    headings = ("Mã chỉ tiêu", "Mã đơn vị", "Kỳ", "Giá trị")
    first, second = desk.commune(), desk.commune()
    rows = [(COUNT, first, PERIOD, 5), (COUNT, second, PERIOD, 6), (COUNT, second, "2026-Q2", 7)]
    assert send(desk, book(rows, headings=headings)).json()["created"] == 3
    assert [value(desk, COUNT, first)["value"], value(desk, COUNT, second, "2026-Q2")["value"]] == [5, 7]


def test_rows_of_another_unit_or_period_than_chosen_are_refused(desk: Desk) -> None:
    headings = ("Mã chỉ tiêu", "Mã đơn vị", "Kỳ", "Giá trị")
    area = desk.commune()
    rows = [(COUNT, "X28159-2025", PERIOD, 5), (RATIO, area, "2026-Q2", 6), ("KTS-03", area, PERIOD, 7)]
    found = faults(send(desk, book(rows, headings=headings, title="Số liệu"), area=area, period=PERIOD))
    assert list(found) == ["/Số liệu/B2", "/Số liệu/C3"]


def test_a_unit_that_is_not_the_senders_is_refused_naming_the_cell(desk: Desk) -> None:
    headings = ("Mã chỉ tiêu", "Mã đơn vị", "Kỳ", "Giá trị")
    data = book([(COUNT, "X28159-2025", PERIOD, 5)], headings=headings, title="Số liệu")
    answer = send(desk, data)
    assert answer.status_code == 403
    assert list(faults(answer)) == ["/Số liệu/B2"]


def test_a_sheet_without_a_column_of_numbers_is_refused(desk: Desk) -> None:
    answer = send(desk, book([(COUNT, "x")], headings=("Mã chỉ tiêu", "Tên")), area=desk.commune(), period=PERIOD)
    assert "Thiếu cột “Giá trị”" in faults(answer)["/Phiếu điểm/A1"]
