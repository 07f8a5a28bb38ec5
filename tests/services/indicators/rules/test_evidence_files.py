"""What a file of evidence is, told by its content."""

import pytest

from services.indicators.rules.evidence import files
from services.indicators.rules.evidence.files import FileRefused, media_type_of
from tests.harness.files import JPEG, OLD_WORD, PNG, WEBP, docx, package, pdf, xlsx


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("Quyết định.pdf", pdf(), files.PDF),
        ("ẢNH.JPG", JPEG, files.JPEG),
        ("anh.jpeg", JPEG, files.JPEG),
        ("man-hinh.png", PNG, files.PNG),
        ("anh.webp", WEBP, files.WEBP),
        ("bao cao.docx", docx(), files.DOCX),
        ("bang.xlsx", xlsx(), files.XLSX),
    ],
)
def test_files_that_are_what_they_are_called_are_taken(name: str, data: bytes, media_type: str) -> None:
    assert media_type_of(name, data) == media_type


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("trong.pdf", b"", "không có nội dung"),
        ("anh.pdf", PNG, "nội dung là PNG. Hãy đổi đuôi tệp thành .png"),
        ("khong-duoi", pdf(), "Tên tệp không có đuôi nhưng nội dung là PDF"),
        ("cu.doc", OLD_WORD, "Office cũ"),
        ("macro.docx", docx("word/vbaProject.bin"), "macro"),
        ("nen.zip", package("a.txt"), "Không nhận kiểu tệp này"),
        ("hong.docx", docx()[:40], "bị hỏng"),
        ("trang.html", b"<html><script>", "Không nhận kiểu tệp này"),
        ("trang.pdf", b"<html>", "Không nhận kiểu tệp này"),
        ("hinh.svg", b"<svg onload=x>", "Không nhận kiểu tệp này"),
        ("chay.exe", b"MZ\x90", "Không nhận kiểu tệp này"),
    ],
)
def test_other_files_are_refused_with_what_to_do(name: str, data: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why.replace(".", r"\.")):
        media_type_of(name, data)
