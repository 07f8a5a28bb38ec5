"""What a file really is, found out before anything parses it: no other format, no bomb, no declared entities."""

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from services.indicators.workbooks.refusal import WorkbookRefused, refused

LARGEST_FILE = 5 * 1024 * 1024
MOST_PARTS = 1000
LARGEST_INFLATED = 48 * 1024 * 1024
MOST_TAGS = 1_000_000
"""A cell with a number takes four; every one costs ten microseconds to read and some hundred bytes to keep."""
LARGEST_RATIO = 200
"""How much deflate may gain: sheets of a few repeated numbers reach about 60, a bomb 1000."""
_SMALL_PART = 1024 * 1024
_CHUNK = 256 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")

NOT_EXCEL = "Tệp không phải là tệp Excel (.xlsx). Hãy mở bằng Excel, chọn Lưu thành (Save As) → Excel Workbook (.xlsx)."
OLD_EXCEL = "Tệp thuộc định dạng Excel cũ (.xls). Hãy mở bằng Excel, chọn Lưu thành (Save As) → Excel Workbook (.xlsx)."
LOCKED = (
    "Tệp đang đặt mật khẩu nên không đọc được. Hãy mở bằng Excel, vào Tệp (File) → Thông tin (Info) → Bảo vệ sổ làm"
    " việc (Protect Workbook) → Mã hoá bằng mật khẩu (Encrypt with Password), xoá mật khẩu, lưu rồi gửi lại."
)
MACROS = (
    "Tệp có macro (.xlsm); macro không bao giờ được chạy ở đây. Hãy mở bằng Excel, chọn Lưu thành (Save As) → Excel"
    " Workbook (.xlsx) rồi gửi lại."
)
BINARY = "Tệp thuộc định dạng nhị phân (.xlsb). Hãy lưu thành Excel Workbook (.xlsx) rồi gửi lại."
OPEN_DOCUMENT = "Tệp thuộc định dạng OpenDocument (.ods). Hãy lưu thành Excel Workbook (.xlsx) rồi gửi lại."
BROKEN = "Tệp Excel bị hỏng, không đọc được. Hãy mở lại bằng Excel, lưu thành tệp mới rồi gửi lại."
BOMB = "Tệp nén quá nhiều dữ liệu so với kích thước của nó nên không được mở."
CROWDED = (
    "Tệp có quá nhiều dòng, ô hoặc định dạng nên không được mở (tối đa 20.000 dòng có dữ liệu mỗi trang). Hãy xoá phần"
    " thừa hoặc chia thành nhiều tệp nhỏ."
)
DECLARED = "Tệp chứa khai báo DOCTYPE hoặc ENTITY, không có trong tệp Excel thông thường, nên không được mở."


def inspect(data: bytes) -> None:
    """Refuses whatever is not a plain xlsx of sane size. Inflates it once, part by part, and keeps nothing."""
    if data.startswith(_OLE):
        raise refused(LOCKED if _ENCRYPTED in data else OLD_EXCEL)
    if not data.startswith(_ZIP):
        raise refused(NOT_EXCEL)
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts)
            _refuse_strangers(archive, {part.filename for part in parts})
            _refuse_contents(archive, parts)
    except WorkbookRefused:
        raise
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise refused(BROKEN) from error


def _refuse_bombs(parts: list[ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise refused(f"Tệp có {len(parts)} phần bên trong (tối đa {MOST_PARTS}) nên không được mở.")
    if len({part.filename for part in parts}) < len(parts):
        raise refused(BROKEN)
    if any(part.flag_bits & 1 for part in parts):
        raise refused(LOCKED)
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise refused(BROKEN)
    if sum(part.file_size for part in parts) > LARGEST_INFLATED:
        raise refused(BOMB)
    if any(part.file_size > max(_SMALL_PART, LARGEST_RATIO * part.compress_size) for part in parts):
        raise refused(BOMB)


def _refuse_strangers(archive: ZipFile, names: set[str]) -> None:
    if "xl/vbaProject.bin" in names:
        raise refused(MACROS)
    if "xl/workbook.bin" in names:
        raise refused(BINARY)
    if "content.xml" in names and "mimetype" in names:
        raise refused(OPEN_DOCUMENT)
    if _TYPES not in names or not any(name.startswith("xl/") for name in names):
        raise refused(NOT_EXCEL)
    if b"macroEnabled" in archive.read(_TYPES):
        raise refused(MACROS)


def _refuse_contents(archive: ZipFile, parts: list[ZipInfo]) -> None:
    """The sizes a package declares may be lies: what counts is what comes out."""
    inflated = tags = 0
    for part in parts:
        is_xml = part.filename.endswith((".xml", ".rels", ".vml"))
        end = b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                inflated += len(chunk)
                if inflated > LARGEST_INFLATED:
                    raise refused(BOMB)
                if is_xml:
                    _refuse_words(end, chunk)
                    tags += chunk.count(b"<")
                end = chunk[-16:]
                if tags > MOST_TAGS:
                    raise refused(CROWDED)


def _refuse_words(end: bytes, chunk: bytes) -> None:
    """`end` is what stood right before; empty at the start of a part."""
    if not end:
        _refuse_encodings(chunk)
    if any(word in end + chunk for word in _DECLARATIONS):
        raise refused(DECLARED)


def _refuse_encodings(start: bytes) -> None:
    """In another encoding a declaration would not be seen; Excel writes UTF-8 only."""
    if not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise refused(BROKEN)
    named = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf").lstrip()[:200])
    if b"\x00" in start[:200] or (named and named[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii")):
        raise refused(BROKEN)
