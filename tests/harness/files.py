"""The smallest files of every kind that evidence may be, and some that it may not."""

from io import BytesIO
from zipfile import ZipFile, ZipInfo

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
JPEG = b"\xff\xd8\xff\xe0" + bytes(24)
WEBP = b"RIFF\x00\x00\x00\x00WEBP" + bytes(8)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(24)


def pdf(words: str = "") -> bytes:
    """A PDF that differs by its words."""
    return f"%PDF-1.7\n%{words}\n%%EOF\n".encode()


def package(*parts: str) -> bytes:
    """A zip with these parts, as Office files are; the same bytes whenever it is made."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for part in parts:
            archive.writestr(ZipInfo(part), "<x/>")
    return made.getvalue()


def docx(*more: str) -> bytes:
    """A Word document."""
    return package("[Content_Types].xml", "word/document.xml", *more)


def xlsx() -> bytes:
    """An Excel workbook."""
    return package("[Content_Types].xml", "xl/workbook.xml")
