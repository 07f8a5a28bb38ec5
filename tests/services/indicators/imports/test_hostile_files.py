"""Files that are no workbooks, or not honest ones: refused in a word before anything parses them."""

import random
import re
import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import httpx
import pytest
from openpyxl import Workbook

from services.indicators.workbooks.grid import MOST_ROWS, read_book
from services.indicators.workbooks.package import MOST_TAGS
from tests.harness.scoring import API, Desk, faults
from tests.harness.xlsx import book, edited, part, repacked, saved

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TARGET = "X03389-2025"
PLAIN = book([("1.1", "", 5)])


def send(desk: Desk, data: bytes) -> httpx.Response:
    form = {"kind": "assessment", "framework": "CDS-XA-2025", "area": TARGET, "period": "2025"}
    return desk.person("commune_officer", TARGET).post(
        f"{API}/imports", data=form, files={"file": ("tep.xlsx", data, XLSX)}
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def lying_about_sizes() -> bytes:
    """A package whose directory says its sheet is small."""
    data = bytearray(repacked(PLAIN, {SHEET: part(PLAIN, SHEET) + b" " * 40_000_000}))
    size = struct.pack("<L", len(part(bytes(data), SHEET)))
    return bytes(data).replace(size, struct.pack("<L", 2000))


def crowded() -> bytes:
    """A sheet of more cells than anybody fills, in a file of two hundred kilobytes."""
    chance = random.Random(1)
    cells = "".join(f"<c><v>{chance.randrange(10)}</v></c>" for _ in range(MOST_TAGS // 4))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row>{cells}</row></sheetData></worksheet>'
    return repacked(PLAIN, {SHEET: sheet.encode()})


def long_sheet(rows: int, row: str) -> bytes:
    """A sheet of very many rows that says itself it is one cell; a row may hold a random digit."""
    chance = random.Random(1)
    cells = "".join(row.format(chance.randrange(10)) for _ in range(rows))
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData>{cells}</sheetData></worksheet>'
    return repacked(PLAIN, {SHEET: sheet.encode()})


def many_empty_sheets() -> bytes:
    """Sheets that hold one cell, each in the last row."""
    made = Workbook()
    for number in range(9):
        made.create_sheet(f"Trang {number}")["A1048576"] = 1
    return saved(made)


REFUSED = {
    "an empty file": (b"", "không phải là tệp Excel"),
    "a text": ("Mã;Điểm\n1.1;5".encode(), "không phải là tệp Excel"),
    "a web page named xlsx": (b"<html><table><tr><td>1.1</td></tr></table></html>", "không phải là tệp Excel"),
    "a zip of something else": (zipped({"doc.txt": b"x"}), "không phải là tệp Excel"),
    "a Word document": (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "không phải"),
    "an old workbook": (OLE + "Workbook".encode("utf-16-le"), "định dạng Excel cũ (.xls)"),
    "a workbook with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "a workbook with macros": (repacked(PLAIN, {"xl/vbaProject.bin": b"x"}), "macro (.xlsm)"),
    "a workbook called one with macros": (
        repacked(PLAIN, {"[Content_Types].xml": part(PLAIN, "[Content_Types].xml").replace(
            b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")}),
        "macro (.xlsm)",
    ),
    "a binary workbook": (repacked(PLAIN, {"xl/workbook.bin": b"x"}), ".xlsb"),
    "an OpenDocument sheet": (zipped({"mimetype": b"x", "content.xml": b"<x/>"}), ".ods"),
    "a workbook without its directory": (PLAIN[:-100], "bị hỏng"),
    "half a workbook": (PLAIN[: len(PLAIN) // 2], "bị hỏng"),
    "a workbook without its sheet's end": (repacked(PLAIN, {SHEET: part(PLAIN, SHEET)[:-40]}), "bị hỏng"),
    "a bomb": (repacked(PLAIN, {SHEET: part(PLAIN, SHEET) + b" " * 40_000_000}), "nén quá nhiều dữ liệu"),
    "a bomb of many parts": (
        repacked(PLAIN, {f"xl/media/{number}.bin": bytes(900_000) for number in range(60)}), "nén quá nhiều dữ liệu"
    ),
    "a bomb that lies about its size": (lying_about_sizes(), "bị hỏng"),
    "a crowd of cells": (crowded(), "quá nhiều dòng, ô"),
    "three hundred thousand rows": (
        long_sheet(300_000, "<row><c><v>1{}</v></c><c><v>5</v></c></row>"), "tối đa 20.000 dòng"
    ),
    "a million declared rows": (long_sheet(1_048_576, '<row ht="1{}"/>'), "tối đa 20.000 dòng"),
    "rows by the thousand in a sheet that calls itself one cell": (
        long_sheet(MOST_ROWS + 1, "<row><c><v>{}</v></c></row>"), "tối đa 20.000 dòng"
    ),
    "many sheets of a million rows": (many_empty_sheets(), "bị hỏng"),
    "too many parts": (repacked(PLAIN, {f"xl/x{number}.xml": b"<a/>" for number in range(1001)}), "tối đa 1000"),
    "an external entity": (
        repacked(PLAIN, {SHEET: part(PLAIN, SHEET).replace(
            b"<worksheet", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet', 1)}),
        "DOCTYPE",
    ),
    "a billion laughs": (
        repacked(PLAIN, {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
                         + part(PLAIN, "xl/workbook.xml")}),
        "DOCTYPE",
    ),
    "an entity hidden in another encoding": (
        repacked(PLAIN, {SHEET: '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x>'.encode("utf-16")}), "bị hỏng"
    ),
    "a row beyond all rows": (
        repacked(PLAIN, {SHEET: part(PLAIN, SHEET).replace(b'<row r="2"', b'<row r="99999999999"')}), "bị hỏng"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_honest_workbook_is_refused_in_a_word(desk: Desk, kind: str) -> None:
    data, says = REFUSED[kind]
    assert len(data) <= 5 * 1024 * 1024
    answer = send(desk, data)
    assert answer.status_code == 422
    assert list(faults(answer)) == ["/file"]
    assert says in faults(answer)["/file"]


def test_a_file_over_five_megabytes_is_refused_with_the_limit(desk: Desk) -> None:
    noise = random.Random(1).randbytes(5 * 1024 * 1024)
    answer = send(desk, repacked(PLAIN, {"xl/media/anh.bin": noise}))
    assert answer.status_code == 413
    assert answer.json()["detail"] == "Tệp lớn hơn 5 MB."
    assert faults(answer) == {"/file": "Hãy chia tệp thành nhiều phần nhỏ."}


def test_a_file_of_twenty_megabytes_is_turned_away_at_the_door(desk: Desk) -> None:
    answer = send(desk, random.Random(1).randbytes(20_000_000))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "vượt giới hạn 10 MB" in answer.json()["detail"]


def test_a_password_is_told_with_the_way_to_remove_it(desk: Desk) -> None:
    data, _ = REFUSED["a workbook with a password"]
    told = faults(send(desk, data))["/file"]
    assert told.startswith("Tệp đang đặt mật khẩu nên không đọc được.")
    assert "Encrypt with Password" in told


def test_an_empty_million_rows_before_a_note_do_not_hide_the_numbers(desk: Desk) -> None:
    area = desk.commune()
    made = edited(PLAIN, lambda opened: opened.worksheets[0].__setitem__("D1048576", "hết"))
    form = {"kind": "assessment", "framework": "CDS-XA-2025", "area": area, "period": "2025"}
    answer = desk.person("commune_officer", area).post(
        f"{API}/imports", data=form, files={"file": ("a.xlsx", made, XLSX)}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"] == 1


def test_a_workbook_sent_where_csv_is_asked_for_is_refused(desk: Desk) -> None:
    officer = desk.person("department_officer")
    answer = officer.post(f"{API}/values", content=PLAIN, headers={"Content-Type": "text/csv"})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


def test_too_many_rows_are_refused_with_the_limit(desk: Desk) -> None:
    answer = send(desk, book(("1.1", "", 5) for _ in range(MOST_ROWS + 1)))
    assert "tối đa 20.000 dòng" in faults(answer)["/file"]


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_workbook_is_refused_or_read_but_never_a_crash(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    parts = {name: part(PLAIN, name) for name in ("xl/workbook.xml", "xl/styles.xml", SHEET, "[Content_Types].xml")}
    name = chance.choice(sorted(parts))
    content = bytearray(parts[name])
    for _ in range(20):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert send(desk, repacked(PLAIN, {name: bytes(content)})).status_code in (200, 422)


def test_a_file_is_asked_for(desk: Desk) -> None:
    answer = desk.person("commune_officer").post(f"{API}/imports", data={"kind": "assessment"})
    assert (answer.status_code, list(faults(answer))) == (422, ["/file"])


def test_a_text_that_many_cells_share_is_kept_once() -> None:
    long = "chữ " * 1000
    shared = f'<sst xmlns="{MAIN}"><si><t xml:space="preserve">{long}</t></si></sst>'
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>'
    types = part(PLAIN, TYPES).replace(
        b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'.encode()
    )
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    parts = {SHEET: sheet.encode(), "xl/sharedStrings.xml": shared.encode(), TYPES: types}
    [grid] = read_book(repacked(PLAIN, parts)).sheets
    first, second = grid.rows[1].values()
    assert first.text == long.strip()
    assert first.text is second.text


def test_a_workbook_without_any_sheet_is_refused(desk: Desk) -> None:
    name = "xl/workbook.xml"
    bare = re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", part(PLAIN, name))
    answer = send(desk, repacked(PLAIN, {name: bare}))
    assert "không có trang nào" in faults(answer)["/file"]
