"""A refused file comes back with red cells and comments; the rest of it as it was, and nothing saved."""

from io import BytesIO
from urllib.parse import unquote

import httpx
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from tests.harness.scoring import API, Desk, faults
from tests.harness.xlsx import book, edited, saved
from tests.services.indicators.imports.test_round_trip import publish, rows_of, template, typed
from tests.services.indicators.imports.test_values import COUNT, HEADINGS, PERIOD, RATIO, value

RED = "00FFC7CE"


def annotate(desk: Desk, data: bytes, name: str = "Số liệu.xlsx", **form: str) -> httpx.Response:
    officer = desk.person("department_officer")
    body = {"kind": "values"} | form
    return officer.post(f"{API}/imports/annotations", data=body, files={"file": (name, data)})


def sheet_in(answer: httpx.Response) -> Workbook:
    assert answer.status_code == 200, answer.text
    return load_workbook(BytesIO(answer.content))


def test_each_bad_cell_is_red_with_its_reason_and_the_rest_is_as_it_was(desk: Desk) -> None:
    area = desk.commune()
    rows = [(RATIO, "", "101,5"), (COUNT, "=1+1", "nhiều"), ("KTS-03", '=HYPERLINK("http://x")', 5)]
    data = book(rows, headings=HEADINGS, title="Số liệu")
    answer = annotate(desk, data, area=area, period=PERIOD)
    copy = sheet_in(answer)["Số liệu"]
    assert "Số liệu (ghi chú lỗi).xlsx" in unquote(answer.headers["content-disposition"])
    assert {cell.coordinate for row in copy for cell in row if cell.comment} == {"C2", "C3"}
    assert "lớn hơn mức tối đa 100 %" in copy["C2"].comment.text
    assert [copy[cell].fill.fgColor.rgb for cell in ("C2", "C3", "C4")] == [RED, RED, "00000000"]
    assert [copy[cell].value for cell in ("B3", "B4", "C4")] == ["=1+1", '=HYPERLINK("http://x")', 5]
    assert value(desk, "KTS-03", area) == {}


def test_a_template_keeps_its_memory_checks_and_formats_and_may_be_corrected_and_sent(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04={"value": 10, "note": "=cmd|'/c calc'!A1"})
    bad = edited(template(desk, area), typed({(RATIO, 6): 101.5}))
    marked = annotate(desk, bad).content
    copy = load_workbook(BytesIO(marked))
    sheet = copy.worksheets[0]
    row = rows_of(copy)
    assert sheet.protection.sheet
    assert sheet.data_validations.dataValidation
    assert copy["_lantoa"].sheet_state == "veryHidden"
    noted = sheet.cell(row[COUNT], 7)
    assert (noted.data_type, noted.quotePrefix, noted.value) == ("s", True, "=cmd|'/c calc'!A1")
    assert sheet.cell(row[RATIO], 6).comment.text.startswith("Giá trị 101,5 lớn hơn")
    publish(desk, area, KTS_04=12)
    files = {"file": ("so.xlsx", edited(marked, typed({(RATIO, 6): 84})))}
    receipt = desk.person("department_officer").post(f"{API}/imports", data={"kind": "values"}, files=files).json()
    assert (receipt["created"], receipt["untouched"]) == (1, 1)
    assert value(desk, COUNT, area)["value"] == 12


def test_a_conflict_and_a_wrong_unit_are_marked_and_an_own_comment_is_kept(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10)
    old = template(desk, area)
    publish(desk, area, KTS_04=84)
    changed = edited(old, typed({(COUNT, 6): 85}))
    place = f"F{rows_of(load_workbook(BytesIO(old)))[COUNT]}"

    def remark(copy: Workbook) -> None:
        copy.worksheets[0][place].comment = Comment("Hỏi chị Hoa", "tôi")

    told = sheet_in(annotate(desk, edited(changed, remark))).worksheets[0][place].comment.text
    assert told.startswith("Hỏi chị Hoa\nTrên hệ thống nay là 84 (")
    assert "không phải" in sheet_in(annotate(desk, changed, area="X28159-2025")).worksheets[0]["B2"].comment.text


def test_a_text_file_comes_back_as_a_workbook_of_words(desk: Desk) -> None:
    area = desk.commune()
    text = f"Mã chỉ tiêu;Giá trị;Ghi chú\n{RATIO};101,5;=1+1\n"
    copy = sheet_in(annotate(desk, text.encode(), "so.csv", area=area, period=PERIOD)).worksheets[0]
    assert "lớn hơn mức tối đa" in copy["B2"].comment.text
    assert [(copy[cell].value, copy[cell].data_type) for cell in ("B2", "C2")] == [("101,5", "s"), ("=1+1", "s")]


def test_a_file_without_faults_is_not_saved_but_told(desk: Desk) -> None:
    area = desk.commune()
    answer = annotate(desk, book([(COUNT, "", 5)], headings=HEADINGS, title="Số liệu"), area=area, period=PERIOD)
    assert answer.status_code == 409
    assert "không có ô nào sai" in answer.text
    assert value(desk, COUNT, area) == {}


def test_a_file_that_cannot_be_opened_or_would_swell_is_refused(desk: Desk) -> None:
    area = desk.commune()
    assert annotate(desk, b"x").status_code == 422
    swelling = Workbook()
    sheet = swelling.active
    assert sheet is not None
    sheet.append(HEADINGS)
    sheet.append([COUNT, "", "nhiều"])
    data = saved(swelling)
    sheet.merge_cells("J1:XFD9")
    assert annotate(desk, data, area=area, period=PERIOD).status_code == 200
    wide = edited(saved(swelling), lambda copy: copy.worksheets[0].merge_cells("J20:XFD60"))
    told = annotate(desk, wide, area=area, period=PERIOD)
    assert "quá lớn để ghi chú" in faults(told)["/file"]


def test_somebody_else_gets_no_comments_on_what_is_not_theirs(desk: Desk) -> None:
    area = desk.commune()
    data = book([(COUNT, "", "nhiều"), (RATIO, "", 5)], headings=HEADINGS, title="Số liệu")
    stranger = desk.person("department_officer", "T40-2025")
    form = {"kind": "values", "area": area, "period": PERIOD}
    answer = stranger.post(f"{API}/imports/annotations", data=form, files={"file": ("a.xlsx", data)})
    assert answer.status_code == 403
