"""The round trip: a workbook goes out with what stands, comes back, and only what its sender changed is saved."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from tests.harness.scoring import API, Desk, faults, row_of
from tests.harness.xlsx import edited, saved
from tests.services.indicators.imports.test_values import COUNT, PERIOD, RATIO, send, value

OTHER = "KTS-03"
NUMERATOR, DENOMINATOR, VALUE, NOTE = 4, 5, 6, 7


def template(desk: Desk, area: str) -> bytes:
    query = {"area": area, "period": PERIOD}
    return desk.person("department_officer").get(f"{API}/templates/values", params=query).content


def rows_of(book: Workbook) -> dict[Any, int]:
    sheet = book.worksheets[0]
    return {sheet.cell(row, 1).value: row for row in range(8, sheet.max_row + 1)}


def typed(cells: dict[tuple[str, int], object]) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        rows = rows_of(book)
        for (code, column), told in cells.items():
            book.worksheets[0].cell(rows[code], column).value = told

    return edit


def publish(desk: Desk, area: str, role: str = "department_officer", **numbers: object) -> None:
    """Somebody else publishes values of an area by JSON."""
    told = [
        {"indicator": code.replace("_", "-"), "area": area, "period": PERIOD}
        | (number if isinstance(number, dict) else {"value": number})
        for code, number in numbers.items()
    ]
    answer = desk.person(role, "VN").post(f"{API}/values", json={"values": told})
    assert answer.status_code == 200, answer.text


def counts(receipt: dict[str, Any]) -> list[int]:
    names = ("rows", "created", "changed", "unchanged", "untouched", "emptied")
    return [receipt[name] for name in names]


def test_an_old_workbook_sent_unchanged_never_overwrites_a_newer_number(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10, XHS_01={"numerator": 8, "denominator": 10})
    old = template(desk, area)
    publish(desk, area, KTS_04=12)
    answer = send(desk, old)
    assert answer.status_code == 200, answer.text
    assert counts(answer.json()) == [2, 0, 0, 0, 2, 0]
    assert value(desk, COUNT, area)["value"] == 12


def test_only_what_was_typed_is_saved_and_the_rest_keeps_what_stands_now(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10, KTS_03=5)
    old = template(desk, area)
    publish(desk, area, KTS_04=12)
    receipt = send(
        desk, edited(old, typed({(OTHER, VALUE): 6, (RATIO, NUMERATOR): 84, (RATIO, DENOMINATOR): 100}))
    ).json()
    assert counts(receipt) == [3, 1, 1, 0, 1, 0]
    assert [value(desk, code, area)["value"] for code in (COUNT, OTHER, RATIO)] == [12, 6, 84]


def test_a_cell_both_sides_changed_is_refused_with_both_numbers(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10, KTS_03=5)
    old = template(desk, area)
    publish(desk, area, KTS_04=84)
    changed = edited(old, typed({(COUNT, VALUE): 85, (OTHER, VALUE): 6}))
    answer = send(desk, changed)
    assert answer.status_code == 422
    place = f"/Số liệu/F{rows_of(load_workbook(BytesIO(old)))[COUNT]}"
    assert list(faults(answer)) == [place]
    told = faults(answer)[place]
    assert told.startswith("Trên hệ thống nay là 84 (department_officer VN, ")
    assert "tệp ghi 85" in told
    assert [value(desk, code, area)["value"] for code in (COUNT, OTHER)] == [84, 5]


def test_a_number_first_typed_here_and_there_meanwhile_is_a_conflict_but_the_same_number_is_none(desk: Desk) -> None:
    area = desk.commune()
    old = template(desk, area)
    publish(desk, area, KTS_04=84, KTS_03=5)
    assert send(desk, edited(old, typed({(COUNT, VALUE): 85}))).status_code == 422
    receipt = send(desk, edited(old, typed({(COUNT, VALUE): 84, (OTHER, VALUE): 5}))).json()
    assert counts(receipt) == [2, 0, 0, 2, 0, 0]


def test_a_note_goes_in_beside_a_number_that_others_changed(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04={"value": 10, "note": "Cũ"})
    old = template(desk, area)
    publish(desk, area, KTS_04={"value": 12, "note": "Cũ"})
    assert send(desk, edited(old, typed({(COUNT, NOTE): "Theo báo cáo 12"}))).json()["changed"] == 1
    now = value(desk, COUNT, area)
    assert (now["value"], now["note"]) == (12, "Theo báo cáo 12")


def test_the_same_file_may_be_sent_twice_and_corrected_by_its_own_sender(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10)
    old = template(desk, area)
    first = edited(old, typed({(COUNT, VALUE): 85}))
    assert send(desk, first).json()["changed"] == 1
    assert counts(send(desk, first).json()) == [1, 0, 0, 1, 0, 0]
    assert send(desk, edited(old, typed({(COUNT, VALUE): 86}))).json()["changed"] == 1
    assert value(desk, COUNT, area)["value"] == 86


def test_parts_typed_beside_a_value_left_alone_take_its_place(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, XHS_01=80)
    old = template(desk, area)
    typed_parts = {(RATIO, NUMERATOR): 84, (RATIO, DENOMINATOR): 100}
    assert send(desk, edited(old, typed(typed_parts))).json()["changed"] == 1
    assert value(desk, RATIO, area)["value"] == 84


def test_a_deleted_number_stays_and_is_told_and_a_lone_note_is_refused(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10, KTS_03=5)
    old = template(desk, area)
    receipt = send(desk, edited(old, typed({(COUNT, VALUE): None}))).json()
    assert counts(receipt) == [1, 0, 0, 0, 1, 1]
    assert value(desk, COUNT, area)["value"] == 10
    answer = send(desk, edited(old, typed({(RATIO, NOTE): "Chưa có"})))
    assert list(faults(answer).values()) == ["Dòng có ghi chú nhưng chưa có số. Hãy nhập số, hoặc xoá ghi chú."]


def moved_about(book: Workbook) -> None:
    """Rows sorted from the last to the first, one deleted, a column put in, another name on the sheet."""
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)]
    for place, row in enumerate(reversed(rows), start=8):
        for column, told in enumerate(row, start=1):
            sheet.cell(place, column).value = told
    sheet.delete_rows(rows_of(book)[OTHER])
    sheet.insert_cols(2)
    sheet["B7"] = "STT"
    sheet.title = "Bản của chị Hoa"


def test_rows_sorted_and_deleted_columns_added_and_sheets_renamed_change_nothing(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10, KTS_03=5)
    old = template(desk, area)
    publish(desk, area, KTS_04=12, KTS_03=7)
    receipt = send(desk, edited(edited(old, typed({(RATIO, VALUE): 84})), moved_about)).json()
    assert counts(receipt) == [2, 1, 0, 0, 1, 0]
    assert [value(desk, code, area)["value"] for code in (COUNT, OTHER, RATIO)] == [12, 7, 84]


def test_a_sheet_copied_into_another_workbook_works_as_a_file_without_memory(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10)
    old = template(desk, area)
    publish(desk, area, KTS_04=12)

    def forget(book: Workbook) -> None:
        del book["_lantoa"]

    receipt = send(desk, edited(old, forget), area=area, period=PERIOD).json()
    assert counts(receipt) == [1, 0, 1, 0, 0, 0]
    assert value(desk, COUNT, area)["value"] == 10


def hidden_row(book: Workbook, name: str) -> int:
    return next(row for row in range(1, 30) if book["_lantoa"].cell(row, 1).value == name)


@pytest.mark.parametrize(
    ("name", "told"), [("memory.1", ".eJyrVg"), ("seal", ".00"), ("area", "X28159-2025"), ("seal", ".ữ")]
)
def test_a_forged_memory_is_refused(desk: Desk, name: str, told: str) -> None:
    area = desk.commune()

    def forge(book: Workbook) -> None:
        book["_lantoa"].cell(hidden_row(book, name), 2).value = told

    answer = send(desk, edited(edited(template(desk, area), typed({(COUNT, VALUE): 1})), forge))
    assert answer.status_code == 422
    assert "ghi nhớ ẩn của tệp đã bị sửa" in faults(answer)["/file"]
    assert value(desk, COUNT, area) == {}


def test_a_stranger_learns_nothing_of_what_stands(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04=10)
    old = template(desk, area)
    publish(desk, area, KTS_04=84)
    stranger = desk.person("department_officer", "T40-2025")
    files = {"file": ("so.xlsx", edited(old, typed({(COUNT, VALUE): 85})))}
    answer = stranger.post(f"{API}/imports", data={"kind": "values"}, files=files)
    assert answer.status_code == 403
    assert "84" not in answer.text


def score_template(client: httpx.Client, area: str, stage: str = "self") -> bytes:
    query = {"framework": "CDS-XA-2025", "period": "2025", "area": area, "stage": stage}
    return client.get(f"{API}/templates/assessment", params=query).content


def send_scores(client: httpx.Client, data: bytes) -> httpx.Response:
    return client.post(f"{API}/imports", data={"kind": "assessment"}, files={"file": ("phieu.xlsx", data)})


def test_a_sheet_of_scores_saves_what_was_typed_and_refuses_what_a_colleague_changed(desk: Desk) -> None:
    scored = desk.scored(desk.sheet(), "self", {"1.1": 5, "1.2": 3})
    colleague = desk.person("commune_officer", scored["area"])
    old = score_template(colleague, scored["area"])
    appraiser = desk.person("appraiser")
    judged = desk.scored(scored, "appraised", {"1.1": 5})
    before = score_template(appraiser, scored["area"], "appraised")
    desk.scored(judged, "appraised", {"1.1": 4}, "Thiếu văn bản")
    typed_points = edited(before, typed({("1.1", 5): 3, ("1.1", 6): "Chưa đủ"}))
    answer = send_scores(desk.person("appraiser", "T38-2025"), typed_points)
    assert answer.status_code == 422
    told = faults(answer)
    assert list(told) == ["/Phiếu điểm/E9", "/Phiếu điểm/F9"]
    assert told["/Phiếu điểm/E9"].startswith("Trên hệ thống nay là 4 (appraiser VN, ")
    receipt = send_scores(colleague, edited(old, typed({("1.2", 4): 4}))).json()
    assert counts(receipt) == [2, 0, 1, 0, 1, 0]
    sheet = colleague.get(f"{API}/assessments/{scored['id']}").json()
    assert [row_of(sheet, code)["self"] for code in ("1.1", "1.2")] == [5, 4]
    assert row_of(sheet, "1.1")["appraised"] == 4


def test_the_hidden_memory_survives_a_save_elsewhere(desk: Desk) -> None:
    area = desk.commune()
    publish(desk, area, KTS_04={"value": 10, "note": '=HYPERLINK("http://x"; "y")'})
    book = load_workbook(BytesIO(template(desk, area)))
    assert book["_lantoa"].sheet_state == "veryHidden"
    cell = book.worksheets[0].cell(rows_of(book)[COUNT], NOTE)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert counts(send(desk, saved(book)).json()) == [1, 0, 0, 0, 1, 0]
