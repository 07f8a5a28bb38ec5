"""Files that are no workbooks, or not honest ones: refused in a word before anything parses them."""

import random
import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import httpx
import pytest

from services.indicators.workbooks.grid import MOST_ROWS
from tests.harness.scoring import API, Desk, faults
from tests.harness.xlsx import book, part, repacked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TARGET = "X03389-2025"
PLAIN = book([("1.1", "", 5)])


def send(desk: Desk, data: bytes) -> httpx.Response:
    form = {"kind": "assessment", "framework": "CDS-XA-2025", "area": TARGET, "period": "2025"}
    return desk.person("commune_officer", "VN").post(
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
    "half a workbook": (PLAIN[: len(PLAIN) // 2], "bị hỏng"),
    "a workbook without its sheet's end": (repacked(PLAIN, {SHEET: part(PLAIN, SHEET)[:-40]}), "bị hỏng"),
    "a bomb": (repacked(PLAIN, {SHEET: part(PLAIN, SHEET) + b" " * 40_000_000}), "nén quá nhiều dữ liệu"),
    "a bomb of many parts": (
        repacked(PLAIN, {f"xl/media/{number}.bin": bytes(900_000) for number in range(60)}), "nén quá nhiều dữ liệu"
    ),
    "a bomb that lies about its size": (lying_about_sizes(), "bị hỏng"),
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
