"""The workbook of a form: down from where the form is typed in or checked, and back to the same place."""

from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
from openpyxl import load_workbook

from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import fields_of
from tests.frontend.pages.test_entry_forms import address, now
from tests.frontend.pages.test_entry_workbook import XLSX
from tests.frontend.pages.workbooks import template
from tests.harness.live import LiveSystem
from tests.harness.submitting import FORM, PERIOD, Bureau, bureau_of, cell_of, save, taken
from tests.harness.xlsx import edited
from tests.services.indicators.imports.test_round_trip import rows_of, typed

FILLED = {("CQS-03", 4): 80, ("CQS-03", 5): 100, ("KTS-03", 6): 40, ("KTS-03", 7): "Theo danh sách"}


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


@pytest.fixture
def sheet(bureau: Bureau) -> dict[str, Any]:
    """An empty submission of a commune nobody has used."""
    return bureau.opened()


@pytest.fixture
def officer(bureau: Bureau, sheet: dict[str, Any]) -> httpx.Client:
    return bureau.officer(sheet)


def workbook_of(officer: httpx.Client, page: SeenPage) -> bytes:
    """The workbook a page offers at its head."""
    [link] = [link for link in page.links(".lt-page-head a") if link.startswith("/nhap/mau")]
    return template(officer, link)


def upload(officer: httpx.Client, page: SeenPage, content: bytes) -> httpx.Response:
    """The answer to the form of files of a page."""
    files = {"tep": ("bieu.xlsx", content, XLSX)}
    return officer.post("/nhap/tep", data=fields_of(page.root, "/nhap/tep"), files=files)


@pytest.mark.parametrize("place", ["/nhap", "/nop", "/nhap/tep"])
def test_the_workbook_of_a_form_goes_out_and_comes_back_into_its_draft(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit, place: str
) -> None:
    page = visit(officer, f"/nop/{sheet['id']}" if place == "/nop" else address(sheet, place))
    content = template(officer, page.links("#tep-excel a")[0])
    assert set(rows_of(load_workbook(BytesIO(content)))) >= {"CQS-03", "XHS-01", "KTS-03", "XHS-03"}
    assert "CQS-01" not in rows_of(load_workbook(BytesIO(content))), "only what the form asks"

    answer = upload(officer, page, edited(content, typed(FILLED)))
    done = visit(officer, answer.headers["location"].partition("#")[0])

    assert answer.headers["location"].partition("#")[0] == address(sheet)
    assert "Đã nhập tệp Excel có 2 dòng số liệu (thêm mới 2, sửa 0, không đổi 0) lúc" in done.text
    kept = now(officer, sheet)
    assert (cell_of(kept, "CQS-03")["numerator"], cell_of(kept, "KTS-03")["note"]) == (80, "Theo danh sách")
    assert kept["state"] == "draft"


def test_the_head_of_both_pages_offers_the_workbook_with_what_is_saved(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    taken(save(officer, sheet, {"indicator": "KTS-03", "value": 40}))
    for path in (address(sheet), f"/nop/{sheet['id']}"):
        book = load_workbook(BytesIO(workbook_of(officer, visit(officer, path))))
        assert book.worksheets[0].cell(rows_of(book)["KTS-03"], 6).value == 40
    named = officer.get(address(sheet, "/nhap/mau")).headers["content-disposition"]
    assert FORM in unquote(named)
    assert PERIOD in unquote(named)


def test_bad_cells_are_named_nothing_is_kept_and_the_file_comes_back_with_comments(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, address(sheet))
    content = workbook_of(officer, page)
    bad = edited(content, typed({("CQS-03", 4): "tám mươi", ("KTS-03", 6): 40}))
    row = rows_of(load_workbook(BytesIO(content)))["CQS-03"]

    refused = seen(upload(officer, page, bad))

    assert refused.answer.status_code == 422
    assert refused.all("[data-error-summary] li") == [
        f"Trang “Số liệu”, ô D{row}: “tám mươi” không phải là số. Ví dụ: 84,67"
    ]
    assert cell_of(now(officer, sheet), "KTS-03")["value"] is None
    form = fields_of(refused.root, "/nhap/tep/ghi-chu")
    marked = officer.post("/nhap/tep/ghi-chu", data=form, files={"tep": ("bieu.xlsx", bad, XLSX)})
    assert quote("bieu (ghi chú lỗi).xlsx") in marked.headers["content-disposition"]
    assert "không phải là số" in load_workbook(BytesIO(marked.content)).worksheets[0].cell(row, 4).comment.text


def test_a_cell_a_colleague_changed_meanwhile_is_refused_with_both_numbers(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, address(sheet))
    content = workbook_of(officer, page)
    taken(save(officer, sheet, {"indicator": "KTS-03", "value": 41}))

    refused = seen(upload(officer, page, edited(content, typed({("KTS-03", 6): 42}))))

    assert "Trên hệ thống nay là 41, tệp ghi 42." in refused.text
    assert cell_of(now(officer, sheet), "KTS-03")["value"] == 41


def test_a_file_opens_a_form_that_nobody_opened_and_a_sent_one_takes_none(bureau: Bureau, visit: Visit) -> None:
    commune = bureau.commune()
    officer = bureau.person("commune_officer", commune)
    closed = visit(officer, address({"area": commune}))
    content = template(officer, closed.links("#tep-excel a")[0])
    assert upload(officer, closed, edited(content, typed(FILLED))).status_code == 303
    assert "Đang nhập" in visit(officer, address({"area": commune})).text

    waiting = bureau.sent()
    locked = visit(bureau.officer(waiting), address(waiting))
    assert locked.root.cssselect("#tep-excel") == []
    assert workbook_of(bureau.officer(waiting), locked)
