"""Values as CSV: what machines write and what Excel writes is read; anything else is refused with its line."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.indicators.values import Qualifier
from kit.errors import Invalid
from kit.shapes import Fault
from services.indicators.routes.csv_bodies import read_csv
from services.indicators.rules.columns import Columns, Row
from tests.harness.reporting import API, Office, faults_of

HEADER = "indicator,area,period,value,numerator,denominator"
PROVINCE = "T33-2025"


def send(office: Office, text: str | bytes) -> httpx.Response:
    """Post a CSV."""
    content = text.encode() if isinstance(text, str) else text
    return office.client.post(f"{API}/values", content=content, headers={"Content-Type": "text/csv"})


def test_a_csv_is_saved_like_json(office: Office) -> None:
    first, second, *_ = office.units_of(PROVINCE)
    answer = send(
        office,
        "\ufeffindicator,area,period,value,numerator,denominator,qualifier,as_of,note\r\n"
        f'XHS-01,{first},2026-Q2,,80.5,161,nearly,2026-06-30,"hai\ndòng, có phẩy"\r\n'
        "\r\n"
        f"KTS-03,{second},2026-Q2,12\r\n",
    )
    assert answer.json() == {"received": 2, "created": 2, "changed": 0, "unchanged": 0}
    saved = office.figure("XHS-01", first, "2026-Q2")["reported"]
    assert (saved["value"], saved["qualifier"], saved["as_of"]) == (50, "nearly", "2026-06-30")
    assert saved["note"] == "hai\ndòng, có phẩy"


def test_faults_of_a_csv_name_line_and_column(office: Office) -> None:
    unit = office.units_of(PROVINCE)[0]
    answer = send(
        office,
        f"{HEADER},note\n"
        f'KTS-03,{unit},2026-Q2,"84,67",,,"hai\ndòng"\n'
        f"XHS-01,{unit},2026-Q2,,nan,1_0,\n"
        f"XHS-01,{unit},2026-Q2,,1,2,,thừa\n",
    )
    assert set(faults_of(answer)) == {"/2/value", "/4/numerator", "/4/denominator", "/5"}
    answer = send(
        office, f"indicator,area,period,numerator,denominator\nXHS-01,{unit},2026-Q2,5,-1\nXHS-99,X,2026,1,1\n"
    )
    assert set(faults_of(answer)) == {"/2/denominator", "/3/indicator", "/3/area"}


@pytest.mark.parametrize(
    ("header", "places"),
    [
        ("indicator,area,period,giá trị", {"/1/giá trị"}),
        ("indicator,area,value", {"/1/period"}),
        ("indicator,area,period,value,Value", {"/1/value"}),
        ("", {"/1/indicator", "/1/area", "/1/period"}),
        ("indicator,area,period,value", {"/2"}),
        ("indicator;area;value", {"/1/period"}),
    ],
)
def test_a_csv_needs_a_known_header_and_lines(office: Office, header: str, places: set[str]) -> None:
    assert set(faults_of(send(office, header + "\n"))) == places


SAME = [
    ("as a machine writes it", HEADER + "\nKTS-03,VN,2026,1234.5,,\nXHS-01,VN,2026,,3,4\n"),
    ("with quotes", HEADER + '\n"KTS-03","VN","2026","1234.5","",""\n"XHS-01",VN,2026,,"3",4'),
    ("with a mark of order, CRLF and names in capitals", "\ufeff" + HEADER.upper() + "\r\n"
     "KTS-03,VN,2026,1234.5,,\r\nXHS-01,VN,2026,,3,4\r\n"),
    ("with names in another order", "period, area ,Indicator,denominator,numerator,value\n"
     "2026,VN,KTS-03,,,1234.5\n2026,VN,XHS-01,4,3,\n"),
    ("with blanks around cells and empty lines", HEADER + "\n\n KTS-03 ,VN\u00a0,2026, 1234.5 ,,\n,,,,,\n"
     "XHS-01,VN,2026,,3,4\n\n\n"),
    ("with fewer cells where nothing follows", HEADER + "\nKTS-03,VN,2026,1234.5\nXHS-01,VN,2026,,3,4\n"),
    ("as Excel saves it with Vietnamese settings", HEADER.replace(",", ";") + "\r\n"
     "KTS-03;VN;2026;1234,5;;\r\nXHS-01;VN;2026;;3;4\r\n"),
    ("as Excel shows thousands", HEADER.replace(",", ";") + "\nKTS-03;VN;2026;1.234,5;;\nXHS-01;VN;2026;;3;4\n"),
    ("as a machine writes it with semicolons", HEADER.replace(",", ";") + "\nKTS-03;VN;2026;1234.5;;\n"
     "XHS-01;VN;2026;;3;4\n"),
    ("with tabs", HEADER.replace(",", "\t") + "\nKTS-03\tVN\t2026\t1234,5\t\t\nXHS-01\tVN\t2026\t\t3\t4\n"),
]  # fmt: skip


@pytest.mark.parametrize("text", [text for _, text in SAME], ids=[name for name, _ in SAME])
def test_the_same_table_reads_alike_however_it_is_written(text: str) -> None:
    columns = read_csv(text.encode()).columns
    nothing = (Qualifier.EXACTLY, None, None, None)
    assert [columns.row(0), columns.row(1)] == [
        Row("KTS-03", "VN", "2026", 1234.5, None, None, *nothing),
        Row("XHS-01", "VN", "2026", None, 3, 4, *nothing),
    ]
    assert len(columns) == 2


def test_a_line_reads_as_its_cells_mean() -> None:
    sent = "period,area,indicator,value,qualifier,as_of,reason\n2026,VN,KTS-03,1.5e2,over,2026-01-31,sửa\n"
    [columns] = [read_csv(sent.encode()).columns]
    assert columns.row(0) == Row(
        "KTS-03", "VN", "2026", 150, None, None, Qualifier.OVER, date(2026, 1, 31), None, "sửa"
    )


def test_a_file_of_a_spreadsheet_writes_days_and_thousands_as_people_do() -> None:
    sent = "indicator;area;period;value;as_of\nKTS-03;VN;2026;1.234.567;31/1/2026\nKTS-03;VN;2025;-0.125;2026-01-31\n"
    columns = read_csv(sent.encode()).columns
    assert [*columns.value] == [Decimal(1234567), -0.125]
    assert [*columns.as_of] == [date(2026, 1, 31)] * 2


@pytest.mark.parametrize(("separator", "mark"), [(",", "."), (";", ",")])
def test_a_long_number_keeps_every_digit(separator: str, mark: str) -> None:
    cells = ["KTS-03", "VN", "2026", f"12345678901234{mark}567891"]
    sent = separator.join(["indicator", "area", "period", "value"]) + "\n" + separator.join(cells) + "\n"
    assert [*read_csv(sent.encode()).columns.value] == [Decimal("12345678901234.567891")]


@pytest.mark.parametrize("beside", ["", "ghi chú"])
@pytest.mark.parametrize("cell", ["100000000000000", "1e400", "-99999999999999999999"])
def test_a_number_that_is_too_large_is_told_so(office: Office, cell: str, beside: str) -> None:
    answer = send(office, f"indicator,area,period,value,note\nKTS-03,VN,2026,{cell},{beside}\n")
    assert faults_of(answer) == {"/2/value": "Số quá lớn (tối đa 14 chữ số phần nguyên)"}


NUMBERS = ["", "1", "84.67", "84,67", "1.234", "1.234.567", "-0,5", "007", "1e5", "1e-400", "100000000000000", " 5 "]
NUMBERS += ["nan", "٣", "12345678901234,567", "123456789012345678.5"]
FORMS = st.tuples(st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans())


@given(FORMS, st.lists(st.lists(st.sampled_from(NUMBERS), min_size=3, max_size=3), min_size=1, max_size=3))
def test_a_whole_column_reads_as_its_lines_do(form: tuple[str, str, bool], rows: list[list[str]]) -> None:
    separator, end, is_quoted = form
    lines = [HEADER.split(","), *(["KTS-03", "VN", "2026", *row] for row in rows)]
    cells = [[f'"{cell}"' if is_quoted or separator in cell else cell for cell in line] for line in lines]
    text = end.join(separator.join(line) for line in cells)
    # An empty line makes the file one that is read line by line; it holds nothing.
    assert _read(text) == _read(f"{text}{end} {end}")


def _read(text: str) -> Columns | list[Fault]:
    try:
        columns = read_csv(text.encode()).columns
    except Invalid as refused:
        return [*refused.faults]
    return Columns(*(tuple(getattr(columns, field.name)) for field in fields(Columns)))


@pytest.mark.parametrize(
    ("cell", "detail"),
    [
        ("1.234", "Không rõ 1.234 là 1234 hay 1,234: viết 1234 hoặc 1,234"),
        ("12a", "Phải là một số, ví dụ 84,67"),
        ("1,2,3", "Không phải là số. Ví dụ: 84,67"),
    ],
)
def test_a_number_that_may_mean_two_things_is_refused(office: Office, cell: str, detail: str) -> None:
    answer = send(office, f"indicator;area;period;value\nKTS-03;{office.units_of(PROVINCE)[0]};2026-Q2;{cell}\n")
    assert faults_of(answer) == {"/2/value": detail}


@pytest.mark.parametrize("day", ["30/02/2026", "2026-02-30"])
def test_a_day_that_does_not_exist_is_refused(office: Office, day: str) -> None:
    answer = send(office, f"indicator;area;period;value;as_of\nKTS-03;VN;2026;1;{day}\n")
    assert faults_of(answer) == {"/2/as_of": "Không có ngày này"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((HEADER + "\nKTS-03,VN,2026,1,,\n").encode("utf-16"), ("UTF-16", "CSV UTF-8")),
        ((HEADER + "\nKTS-03,VN,2026,1,,\n").encode("utf-16-le"), ("UTF-16", "CSV UTF-8")),
        (f"{HEADER},note\nKTS-03,VN,2026,1,,,\nKTS-03,VN,2025,1,,,".encode() + b"ti\xea\xecng Vi\xea\xf2t\n",
         ("Dòng 3 ", "Windows-1258", "CSV UTF-8")),
        (f"{HEADER},note\nKTS-03,VN,2026,1,,,café".encode("cp1252"), ("Dòng 2 ", "Windows-1252", "CSV UTF-8")),
        (f'{HEADER}\nKTS-03,VN,2026,1,,\nKTS-03,"VN,2025,1,,\nKTS-03,VN,2024,1,,\n'.encode(),
         ("từ dòng 3:", "dấu nháy kép")),
        (f'{HEADER}\nKTS-03,"VN"x,2026,1,,\n'.encode(), ("từ dòng 2:", "dấu nháy kép")),
        (f'{HEADER},note\nKTS-03,VN,2026,1,,,"{"x" * 200_000}"\n'.encode(), ("từ dòng 2:", "quá dài")),
    ],
    ids=["utf-16", "utf-16 without a mark", "windows-1258", "windows-1252", "open quote", "quote inside", "huge cell"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(
    office: Office, content: bytes, words: tuple[str, ...]
) -> None:
    answer = send(office, content)
    assert answer.status_code == 400, answer.text
    for word in words:
        assert word in answer.json()["detail"]


def test_a_nul_in_a_cell_is_named(office: Office) -> None:
    assert set(faults_of(send(office, f"{HEADER},note\nKTS-03,VN,2026,1,,,a\x00b\n"))) == {"/2/note"}


@pytest.mark.parametrize("line", ["KTS-03,VN,2026,1,,", 'KTS-03,VN,2026,"1",,', "KTS-03,VN,2026,1"])
def test_a_file_of_hundreds_of_thousands_of_lines_is_refused_with_the_limit(office: Office, line: str) -> None:
    answer = send(office, f"{HEADER}\n" + f"{line}\n" * 400_000)
    assert answer.status_code == 413
    assert "50.000 dòng" in answer.json()["detail"]
