"""What is handed over as a file: its name, its kind, and that every visitor gets their own."""

import re

from fastapi import Response

from frontend.client import Download

CSV = "text/csv; charset=utf-8"
PRIVATE = "private, no-cache"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def csv_file(name: str, text: str) -> Response:
    """A table as a CSV file. What a name is made of may come from an address: only plain letters of it are kept."""
    told = f'attachment; filename="{_UNSAFE.sub("-", name)}.csv"'
    return Response(text, media_type=CSV, headers={"Content-Disposition": told, "Cache-Control": PRIVATE})


def handed_on(found: Download) -> Response:
    """A file as the interface gave it."""
    headers = {"Content-Disposition": found.disposition, "Cache-Control": PRIVATE}
    return Response(found.body, media_type=found.media_type, headers=headers)
