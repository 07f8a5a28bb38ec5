"""The details of one cell of a form: what is said of it, what was published before, its evidence."""

from typing import Any

import httpx
import pytest

from tests.frontend.pages.conftest import Visit
from tests.frontend.pages.forms import part, send, sent, value_of
from tests.frontend.pages.test_entry_forms import address, now
from tests.harness.live import LiveSystem
from tests.harness.submitting import Bureau, bureau_of, cell_of, save, taken

PATH = "/nhap/o"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


@pytest.fixture
def sheet(bureau: Bureau) -> dict[str, Any]:
    return bureau.filled()


@pytest.fixture
def officer(bureau: Bureau, sheet: dict[str, Any]) -> httpx.Client:
    return bureau.officer(sheet)


def test_what_is_said_of_a_cell_is_kept_and_its_number_stays(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, address(sheet, PATH, ma="CQS-03"))

    typed = {"g": "Theo danh sách", "x": "Thêm hai thôn", "q": "nearly", "n": "1/12/2025", "f": "1"}
    saved = sent(officer, page, PATH, typed)

    assert "Đã lưu chi tiết của ô này." in saved.text
    cell = cell_of(now(officer, sheet), "CQS-03")
    assert (cell["note"], cell["explanation"], cell["qualifier"]) == ("Theo danh sách", "Thêm hai thôn", "nearly")
    assert (cell["as_of"], cell["follow_up"], cell["numerator"]) == ("2025-12-01", True, 80)
    grid = visit(officer, address(sheet))
    assert "có ghi chú, có giải trình, cần xem lại" in grid.text


def test_a_day_that_is_none_is_named_and_everything_typed_stays(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, address(sheet, PATH, ma="CQS-03"))

    refused = sent(officer, page, PATH, {"g": "Theo danh sách", "n": "30/02/2026"}, status=422)

    assert refused.links("[data-error-summary] a") == ["#n"]
    assert (value_of(refused, "g").strip(), value_of(refused, "n")) == ("Theo danh sách", "30/02/2026")
    assert cell_of(now(officer, sheet), "CQS-03")["note"] is None


def test_what_somebody_else_said_meanwhile_is_not_overwritten_unseen(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, address(sheet, PATH, ma="CQS-03"))
    taken(save(officer, sheet, {"indicator": "CQS-03", "note": "Của người kia"}))

    conflict = sent(officer, page, PATH, {"g": "Của tôi"}, status=409)

    assert "Trên hệ thống: Của người kia" in conflict.text
    assert value_of(conflict, "g").strip() == "Của tôi"
    sent(officer, conflict, PATH, {})
    assert cell_of(now(officer, sheet), "CQS-03")["note"] == "Của tôi"


def test_details_saved_beside_an_open_grid_do_not_stop_its_save(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    grid = visit(officer, address(sheet))
    sent(officer, visit(officer, address(sheet, PATH, ma="CQS-03")), PATH, {"g": "Theo danh sách"})

    sent(officer, grid, "/nhap", {"d.XHS-03": "7"})

    kept = now(officer, sheet)
    assert (cell_of(kept, "XHS-03")["value"], cell_of(kept, "CQS-03")["note"]) == (7, "Theo danh sách")


def test_a_dialog_gets_the_details_alone(officer: httpx.Client, sheet: dict[str, Any], visit: Visit) -> None:
    page = visit(officer, address(sheet, PATH, ma="CQS-03"))
    officer.headers.update(HTMX)

    shown = part(officer.get(address(sheet, PATH, ma="CQS-03")))
    saved = send(officer, page, PATH, {"g": "Theo danh sách"})

    assert shown.cssselect("#o-chi-tiet form")
    assert '"toast"' in saved.headers["hx-trigger"]
    assert "Đã lưu chi tiết" in part(saved).text_content()
    for name in HTMX:
        del officer.headers[name]


def test_a_published_cell_shows_its_past_and_who_changed_it(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.published(period="2025-Q3")
    later = bureau.published(sheet["area"])

    page = visit(bureau.officer(later), address(later, PATH, ma="CQS-03"))

    assert "Quý III/2025".lower() in page.text.lower()
    assert "Lịch sử số đã công bố của kỳ này (1 lần)" in page.text
    assert "80%" in page.text
    assert page.root.cssselect("main form[method=post]") == []


def test_a_cell_the_form_does_not_ask_for_is_not_found(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    visit(officer, address(sheet, PATH, ma="KTS-04"), 404)
    visit(officer, f"/nhap/o?bm=so-lieu&dv={sheet['area']}&ky=2026-Q3&ma=CQS-03", 404)
