"""CSV and pasted blocks: the same import as workbooks, whatever wrote them, with errors by line and column."""

from unicodedata import normalize

import httpx
import pytest

from tests.harness.scoring import API, Desk, faults, row_of
from tests.services.indicators.imports.test_values import COUNT, PERIOD, RATIO, value

HEAD = "Mã chỉ tiêu;Tên chỉ tiêu;Tử số;Mẫu số;Giá trị;Ghi chú\r\n"


def send(
    desk: Desk, data: bytes, area: str, name: str = "so.csv", media: str = "text/csv", **form: str
) -> httpx.Response:
    body = {"kind": "values", "area": area, "period": PERIOD} | form
    return desk.person("department_officer").post(f"{API}/imports", data=body, files={"file": (name, data, media)})


def with_marks_apart(letter: str) -> str:
    """As Windows-1258 writes it: the letter, then its tone."""
    tones = [sign for sign in normalize("NFD", letter) if sign in "\u0300\u0309\u0303\u0301\u0323"]
    return normalize("NFC", "".join(sign for sign in normalize("NFD", letter) if sign not in tones)) + "".join(tones)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_csv_is_read_in_every_encoding_excel_writes(desk: Desk, encoding: str) -> None:
    area = desk.commune()
    note = "Đã có biên bản"
    text = f"{HEAD}{RATIO};;84;100;;\r\n{COUNT};;;;12;{note}\r\n"
    if encoding == "cp1258":
        text = "".join(map(with_marks_apart, text))
    answer = send(desk, text.encode(encoding), area)
    assert answer.status_code == 200, answer.text
    assert (value(desk, RATIO, area)["value"], value(desk, COUNT, area)["note"]) == (84, note)


@pytest.mark.parametrize(
    ("separator", "written", "meant"),
    [(";", "84,67", 84.67), (",", "84.67", 84.67), ("\t", "84,67 %", 84.67), (",", "2.50", 2.5), (";", "0,5", 0.5)],
)
def test_numbers_are_read_as_their_separator_tells(desk: Desk, separator: str, written: str, meant: float) -> None:
    area = desk.commune()
    text = f"Mã chỉ tiêu{separator}Giá trị\n{RATIO}{separator}{written}\n"
    assert send(desk, text.encode(), area).status_code == 200
    assert value(desk, RATIO, area)["value"] == meant


def test_bad_cells_are_named_by_line_and_column_and_nothing_is_saved(desk: Desk) -> None:
    area = desk.commune()
    text = f'{HEAD}{COUNT};"nhiều\r\ndòng";;;1.234;\r\n{RATIO};;50;40;;\r\nKTS-03;;;;4;\r\nKTS-03;;;;5;\r\nXHS-99;;;;1;'
    answer = send(desk, text.encode(), area)
    assert answer.status_code == 422
    told = faults(answer)
    assert told["/2/Giá trị"] == "Không rõ 1.234 là 1234 hay 1,234: viết 1234 hoặc 1,234."
    assert told["/4/Tử số"].startswith("Tử số không được lớn hơn mẫu số")
    assert told["/6/Mã chỉ tiêu"] == "Dòng bị lặp: chỉ tiêu KTS-03 đã có ở dòng 5, cột 1."
    assert "Không có chỉ tiêu" in told["/7/Mã chỉ tiêu"]
    assert value(desk, "KTS-03", area) == {}


def test_a_block_without_headings_is_read_in_the_order_of_the_template(desk: Desk) -> None:
    area = desk.commune()
    block = f"{RATIO}\tTỷ lệ\t%\t84\t100\t\tTheo báo cáo\n{COUNT}\tSố\thộ\t\t\t12\t\n"
    assert send(desk, block.encode(), area, "khối dán.txt", "text/plain").status_code == 200
    assert send(desk, b"KTS-03\t7", area, "khoi.txt", "text/plain").status_code == 200
    found = [value(desk, code, area)["value"] for code in (RATIO, COUNT, "KTS-03")]
    assert found == [84, 12, 7]


def test_a_template_saved_as_csv_comes_back_with_its_title_and_headings(desk: Desk) -> None:
    area = desk.commune()
    text = f"Biểu số liệu;;;\r\nĐơn vị;Xã A;;\r\n;;;\r\n{HEAD}{COUNT};;;;9;\r\n"
    assert send(desk, text.encode("utf-16"), area).json()["created"] == 1
    assert value(desk, COUNT, area)["value"] == 9


def test_scores_come_as_a_block_too(desk: Desk) -> None:
    sheet = desk.sheet()
    officer = desk.person("commune_officer", sheet["area"])
    form = {"kind": "assessment", "framework": "CDS-XA-2025", "area": sheet["area"], "period": "2025"}
    block = "Mã\tĐiểm tự đánh giá\tGhi chú\n1.1\t7,04\tĐủ\n1.2\t101\t\n"
    files = {"file": ("khoi.txt", block.encode(), "text/plain")}
    assert list(faults(officer.post(f"{API}/imports", data=form, files=files))) == ["/3/Điểm tự đánh giá"]
    files = {"file": ("khoi.txt", block.replace("101", "5").encode(), "text/plain")}
    assert officer.post(f"{API}/imports", data=form, files=files).status_code == 200
    read = officer.get(f"{API}/assessments/{sheet['id']}").json()
    assert [row_of(read, code)["self"] for code in ("1.1", "1.2")] == [7.04, 5]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Không có dòng nào"),
        (b"KTS-03", "Không thấy dòng tiêu đề"),
        ("chỉ;là;chữ;thường;của;ai;đó;không;có;bảng\n".encode(), "Không thấy dòng tiêu đề"),
        (b'Ma;Gia tri\nKTS-03;"5', "Không đọc được từ dòng 2"),
        (b"Ma;Gia tri\n" + b"KTS-03;5\n" * 20_001, "quá nhiều dòng"),
        (b"Ma;Gia tri\nKTS-03;\x8d\x00", "bảng mã"),
        (b"Ma;Gia tri\nKTS-03;" + b"9" * 40, "quá lớn"),
    ],
)
def test_a_text_that_is_no_table_says_why(desk: Desk, data: bytes, says: str) -> None:
    answer = send(desk, data, desk.commune())
    assert answer.status_code == 422
    assert says in answer.text


def test_a_workbook_called_csv_is_read_as_the_workbook_it_is(desk: Desk) -> None:
    query = {"area": desk.commune(), "period": PERIOD}
    content = desk.person("department_officer").get(f"{API}/templates/values", params=query).content
    answer = send(desk, content, query["area"])
    assert "Chưa có số liệu nào" in answer.text


def test_a_text_over_five_megabytes_is_refused(desk: Desk) -> None:
    assert send(desk, b"a" * (5 * 1024 * 1024 + 1), desk.commune()).status_code == 413
