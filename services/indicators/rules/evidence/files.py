"""What a file of evidence really is: told by its content, whatever its name says."""

from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

LARGEST = 8 * 1024 * 1024
_MOST_PARTS = 5000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {
    PDF: (".pdf",),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    WEBP: (".webp",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
TAKEN = "PDF, Word (.docx), Excel (.xlsx), ảnh JPEG, PNG hoặc WebP"
OLD_OFFICE = "Tệp thuộc định dạng Office cũ (.doc, .xls) hoặc đang đặt mật khẩu. Hãy lưu thành .docx, .xlsx hoặc PDF."
MACROS = "Tệp có macro nên không nhận. Hãy lưu thành .docx, .xlsx hoặc PDF không có macro."
BROKEN = "Tệp bị hỏng, không mở được. Hãy lưu lại rồi gửi."
STRANGE = f"Không nhận kiểu tệp này. Chỉ nhận {TAKEN}."
EMPTY = "Tệp không có nội dung."


class FileRefused(Exception):
    """The file cannot be evidence; the message says why, in Vietnamese."""


def media_type_of(name: str, data: bytes) -> str:
    """The type of a file by its content. Raises FileRefused for one that is not taken or not what its name says."""
    found = _recognised(data)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES[found]:
        said = f"“{suffix}”" if suffix else "không có đuôi"
        raise FileRefused(
            f"Tên tệp {said} nhưng nội dung là {SUFFIXES[found][0].removeprefix('.').upper()}."
            f" Hãy đổi đuôi tệp thành {SUFFIXES[found][0]} hoặc chọn đúng tệp."
        )
    return found


def _recognised(data: bytes) -> str:
    if not data:
        raise FileRefused(EMPTY)
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(_OLE):
        raise FileRefused(OLD_OFFICE)
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    raise FileRefused(STRANGE)


def _package(data: bytes) -> str:
    """Word or Excel; only its table of contents is read, nothing is inflated."""
    try:
        with ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused(BROKEN) from error
    if len(names) > _MOST_PARTS:
        raise FileRefused(BROKEN)
    if any(part.endswith("vbaProject.bin") for part in names):
        raise FileRefused(MACROS)
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    raise FileRefused(STRANGE)
