"""Workbooks filled in by a test as an officer fills them."""

from collections.abc import Mapping
from io import BytesIO

import httpx
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

POINTS = "Điểm tự đánh giá"


def template(client: httpx.Client, address: str) -> bytes:
    """The template a page offers."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert "spreadsheetml" in answer.headers["content-type"]
    return answer.content


def filled(template: bytes, points: Mapping[str, object]) -> tuple[bytes, dict[str, str]]:
    """The template with points by code of criterion; the file, and the cell each went to."""
    book = load_workbook(BytesIO(template))
    sheet = next(found for found in book.worksheets if found.sheet_state == "visible")
    row, column = _heading(sheet)
    cells: dict[str, str] = {}
    for cells_of_row in sheet.iter_rows(min_row=row + 1):
        code = str(cells_of_row[0].value or "")
        if code in points:
            cell = cells_of_row[column - 1]
            cell.value = points[code]
            cells[code] = cell.coordinate
    assert set(cells) == set(points)
    content = BytesIO()
    book.save(content)
    return content.getvalue(), cells


def _heading(sheet: Worksheet) -> tuple[int, int]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(POINTS):
                return cell.row, cell.column
    raise AssertionError("the template has no column of points")
