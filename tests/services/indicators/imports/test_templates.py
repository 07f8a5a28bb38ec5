"""Templates: downloaded, filled at a desk, sent back; codes locked, cells checked by Excel itself, words kept words."""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import unquote

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from services.indicators.workbooks.paper import Column, Heading, Paper
from tests.harness.scoring import API, CAN_GIUOC, Desk, faults, row_of
from tests.harness.xlsx import edited

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROW = 8


def template(client: httpx.Client, kind: str = "assessment", **query: str) -> httpx.Response:
    answer = client.get(f"{API}/templates/{kind}", params={"framework": "CDS-XA-2025", "period": "2025"} | query)
    assert answer.status_code == 200, answer.text
    return answer


def sheet_in(data: bytes) -> Worksheet:
    found = load_workbook(BytesIO(data)).worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def send(client: httpx.Client, data: bytes, kind: str = "assessment", **form: str) -> httpx.Response:
    return client.post(f"{API}/imports", data={"kind": kind} | form, files={"file": ("Phiếu.xlsx", data, XLSX)})


def fill(points: dict[str, float | str], column: int = 4) -> Callable[[Workbook], None]:
    def edit(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        rows = {sheet.cell(row, 1).value: row for row in range(FIRST_ROW, sheet.max_row + 1)}
        for code, number in points.items():
            sheet.cell(rows[code], column).value = number

    return edit


def test_the_file_bears_a_vietnamese_name_that_every_browser_can_read(desk: Desk) -> None:
    answer = template(desk.person("leader", "VN"), area=CAN_GIUOC)
    assert answer.headers["content-type"] == XLSX
    disposition = answer.headers["content-disposition"]
    assert 'filename="phieu-diem.xlsx"' in disposition
    assert unquote(disposition.split("''")[1]) == "Phiếu điểm CDS-XA-2025 Xã Cần Giuộc 2025.xlsx"


def test_codes_are_locked_and_only_points_and_notes_of_criteria_are_open(desk: Desk) -> None:
    sheet = sheet_in(template(desk.person("commune_officer"), area=desk.commune()).content)
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "C8"
    rows = [list(row) for row in sheet.iter_rows(min_row=FIRST_ROW)]
    opened = [cell.coordinate for row in rows for cell in row if not cell.protection.locked]
    groups = {"1", "2", "3", "4", "5", "6", "4.22"}
    criteria = [row[0].row for row in rows if row[0].value not in groups]
    assert len(criteria) == 62
    assert opened == [f"{letter}{row}" for row in criteria for letter in "DE"]


def test_excel_itself_refuses_points_over_the_maximum_of_their_row(desk: Desk) -> None:
    sheet = sheet_in(template(desk.person("commune_officer"), area=desk.commune()).content)
    rule = sheet.data_validations.dataValidation[0]
    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == ("decimal", "between", "0", "$C8")
    assert str(rule.sqref) == f"D8:D{sheet.max_row}"
    assert [sheet[f"C{row}"].value for row in (8, 9)] == [80, 10]


def test_the_header_says_for_whom_by_what_and_when(desk: Desk) -> None:
    sheet = sheet_in(template(desk.person("leader", "VN"), area=CAN_GIUOC).content)
    assert sheet.title == "Phiếu điểm"
    assert [sheet[cell].value for cell in ("A1", "B2", "B4")] == [
        "Phiếu tự đánh giá năm 2025", "Xã Cần Giuộc (X28159-2025)", "2025"
    ]  # fmt: skip
    assert "CDS-XA-2025" in str(sheet["B3"].value)
    assert [cell.value for cell in sheet[7]] == ["Mã", "Tên tiêu chí", "Điểm tối đa", "Điểm tự đánh giá", "Ghi chú"]


def test_a_filled_template_is_read_back_without_being_told_what_it_is(desk: Desk) -> None:
    area = desk.commune()
    officer = desk.person("commune_officer", area)
    points: dict[str, float | str] = {"1.1": 7.04, "4.22.10": "8,5", "6.8": 0}
    filled = edited(template(officer, area=area).content, fill(points))
    answer = send(officer, filled)
    assert answer.status_code == 200, answer.text
    receipt = answer.json()
    assert (receipt["sheet"], receipt["rows"], receipt["created"]) == ("Phiếu điểm", 3, 3)
    assert receipt["file_name"] == "Phiếu.xlsx"
    sheet = officer.get(f"{API}/assessments/{receipt['assessment']}").json()
    assert (sheet["area"], [row_of(sheet, code)["self"] for code in points]) == (area, [7.04, 8.5, 0])


def test_a_template_carries_what_is_saved_and_sending_it_back_changes_nothing(desk: Desk) -> None:
    scored = desk.scored(desk.sheet(), "self", {"1.1": 7.04, "4.1": 3}, "Đã có biên bản")
    officer = desk.person("commune_officer", scored["area"])
    content = template(officer, area=scored["area"]).content
    receipt = send(officer, content).json()
    assert (receipt["rows"], receipt["created"], receipt["changed"], receipt["untouched"]) == (2, 0, 0, 2)
    assert officer.get(f"{API}/assessments/{scored['id']}").json() == scored


def test_the_appraisers_template_shows_the_self_score_and_takes_the_appraisal(desk: Desk) -> None:
    scored = desk.scored(desk.sheet(), "self", {"1.1": 7, "1.2": 5})
    appraiser = desk.person("appraiser")
    content = template(appraiser, area=scored["area"], stage="appraised").content
    assert [cell.value for cell in sheet_in(content)[9]][:5] == [
        "1.1", row_of(scored, "1.1")["name"], 10, 7, None
    ]  # fmt: skip
    unexplained = send(appraiser, edited(content, fill({"1.1": 6}, column=5)))
    assert faults(unexplained) == {"/Phiếu điểm/F9": "Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá."}

    def explain(workbook: Workbook) -> None:
        fill({"1.1": 6, "1.2": 5}, column=5)(workbook)
        workbook.worksheets[0]["F9"].value = "Thiếu một văn bản"

    assert send(appraiser, edited(content, explain)).status_code == 200
    row = row_of(appraiser.get(f"{API}/assessments/{scored['id']}").json(), "1.1")
    assert (row["appraised"], row["appraised_reason"]) == (6, "Thiếu một văn bản")


@pytest.mark.parametrize(
    ("chosen", "pointer"),
    [
        ({"area": "X28159-2025"}, "/Phiếu điểm/B2"),
        ({"period": "2024"}, "/Phiếu điểm/B4"),
        ({"framework": "DTI-2022"}, "/Phiếu điểm/B3"),
        ({"stage": "appraised"}, "/Phiếu điểm/A1"),
        ({"kind": "values"}, "/Phiếu điểm/A1"),
    ],
)
def test_a_template_of_something_else_than_was_chosen_is_refused(
    desk: Desk, chosen: dict[str, str], pointer: str
) -> None:
    officer = desk.person("commune_officer")
    filled = edited(template(officer, area=desk.commune()).content, fill({"1.1": 5}))
    answer = send(officer, filled, **chosen)
    assert answer.status_code == 422
    assert list(faults(answer)) == [pointer]


def test_a_template_needs_a_known_unit_within_reach_and_a_framework(desk: Desk) -> None:
    officer = desk.person("commune_officer")
    query = {"framework": "CDS-XA-2025", "period": "2025"}
    for area, status in (("X99999-2025", 404), (CAN_GIUOC, 403)):
        answer = officer.get(f"{API}/templates/assessment", params=query | {"area": area})
        assert answer.status_code == status
    answer = officer.get(f"{API}/templates/assessment", params={"area": CAN_GIUOC, "period": "2025"})
    assert faults(answer) == {"/query/framework": "Phiếu điểm cần biết bộ chỉ số."}


def test_there_is_no_form_of_points_for_a_framework_that_computes_them(desk: Desk) -> None:
    query = {"framework": "QD766", "area": "T38-2025", "period": "2026"}
    answer = desk.person("department_officer").get(f"{API}/templates/assessment", params=query)
    assert answer.status_code == 422
    assert faults(answer)["/query/framework"].startswith("Bộ chỉ số QD766 tính điểm từ tử số và mẫu số")


@pytest.mark.parametrize("text", ["=1+1", "+84 901", "-5", "@tên", '=HYPERLINK("http://x")', "\t=1"])
def test_words_never_become_formulas(text: str) -> None:
    paper = Paper("Thử", Heading(text, text, ("Bộ", text), "2025", (text,)), [Column("Mã", 10), Column("Tên", 10)])
    paper.put(8, 1, text)
    paper.ask(8, 2, text)
    data = paper.finish({"kind": text})
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    for cell in (sheet["A1"], sheet["B2"], sheet["A8"], sheet["B8"]):
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_signs_that_no_workbook_can_carry_are_left_out() -> None:
    paper = Paper("Thử", Heading("a", "b", ("c", "d"), "2025", ("e",)), [Column("Mã", 10)])
    paper.ask(8, 1, "trước\x0b\ufffe\uffffsau")
    assert load_workbook(BytesIO(paper.finish({}))).worksheets[0]["A8"].value == "trướcsau"
