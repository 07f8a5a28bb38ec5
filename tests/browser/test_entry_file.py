"""Uploading a workbook in a browser, good and bad."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.acts import cell, forgive, save
from tests.browser.conftest import Open
from tests.frontend.pages.test_entry import opened, stored
from tests.frontend.pages.test_entry_workbook import XLSX, query
from tests.frontend.pages.workbooks import filled, template
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune

pytestmark = pytest.mark.browser


@pytest.fixture
def commune(system: LiveSystem) -> str:
    return untouched_commune(system)[0]


@pytest.fixture
def officer(system: LiveSystem, commune: str) -> httpx.Client:
    client = signed_in(system, employ(system, "commune_officer", commune))
    opened(client, commune)
    return client


def large(folder: Path, size: int) -> Path:
    """A file of so many bytes."""
    path = folder / "phieu.xlsx"
    path.write_bytes(b"0" * size)
    return path


def upload(page: Page, content: bytes | Path) -> None:
    """Chooses a file and sends it."""
    file = content if isinstance(content, Path) else FilePayload(name="phieu.xlsx", mimeType=XLSX, buffer=content)
    page.get_by_label("Chọn tệp .xlsx theo mẫu").set_input_files(file)
    page.get_by_role("button", name="Tải lên và kiểm tra").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_good_workbook_is_saved_and_the_grid_it_was_sent_from_is_read_anew(
    visit: Open, officer: httpx.Client, commune: str, scripts: bool
) -> None:
    content, _ = filled(template(officer, f"/nhap/mau?{query(commune)}"), {"1.1": 7.04, "1.2": "7,51"})
    page = visit(officer, scripts=scripts).page()
    page.goto(f"/nhap?{query(commune)}")

    upload(page, content)

    expect(page.get_by_text("Đã nhập tệp Excel có 2 dòng số liệu (thêm mới 2, sửa 0, không đổi 0)")).to_be_visible()
    expect(cell(page, "d.1.2")).to_have_value("7,51")
    expect(page.locator("#tong-diem tr").last).to_contain_text("14,55")
    cell(page, "d.1.3").fill("9")
    save(page)
    expect(page.get_by_text("Đã lưu điểm của 1 tiêu chí lúc")).to_be_visible()
    upload(page, content)
    expect(page.get_by_text("không đổi 2")).to_be_visible()
    assert stored(officer, commune) == {"1.1": 7.04, "1.2": 7.51, "1.3": 9}


def test_the_bad_cells_of_a_workbook_are_listed_where_the_form_stands(
    visit: Open, officer: httpx.Client, commune: str
) -> None:
    content, cells = filled(template(officer, f"/nhap/mau?{query(commune)}"), {"1.1": "tám", "1.2": 5})
    opening = visit(officer)
    page = opening.page()
    page.goto(f"/nhap?{query(commune)}")

    upload(page, content)

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary.locator("li")).to_have_text(
        [f"Trang “Phiếu điểm”, ô {cells['1.1']}: “tám” không phải là số. Ví dụ: 84,67"]
    )
    assert stored(officer, commune) == {}
    forgive(opening, 422)


def test_without_scripts_the_bad_cells_come_as_a_page(visit: Open, officer: httpx.Client, commune: str) -> None:
    opening = visit(officer, scripts=False)
    page = opening.page()
    page.goto(f"/nhap/tep?{query(commune)}")

    upload(page, b"ma;diem")

    expect(page.locator("[data-error-summary]")).to_contain_text("không phải")
    assert page.title().startswith("Lỗi: ")
    forgive(opening, 422)


@pytest.mark.parametrize("size", [6_000_000, 20_000_000])
def test_a_file_over_the_limit_is_told_where_the_form_stands_and_never_sent(
    visit: Open, officer: httpx.Client, commune: str, tmp_path: Path, size: int
) -> None:
    page = visit(officer).page()
    page.goto(f"/nhap/tep?{query(commune)}")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    upload(page, large(tmp_path, size))

    expect(page.locator("[data-upload-text]")).to_have_text(
        "Tệp lớn hơn 5 MB nên chưa được gửi. Hãy bỏ ảnh và trang không cần, hoặc chia thành nhiều tệp nhỏ."
    )
    assert "POST" not in sent
    content, _ = filled(template(officer, f"/nhap/mau?{query(commune)}"), {"1.1": 7.04})
    upload(page, content)
    expect(page.get_by_text("Đã nhập tệp Excel có 1 dòng số liệu")).to_be_visible()


@pytest.mark.parametrize(("size", "limit"), [(6_000_000, "5 MB"), (20_000_000, "10 MB")])
def test_without_scripts_a_file_over_the_limit_is_told_on_a_page(
    visit: Open, officer: httpx.Client, commune: str, tmp_path: Path, size: int, limit: str
) -> None:
    opening = visit(officer, scripts=False)
    page = opening.page()
    page.goto(f"/nhap/tep?{query(commune)}")

    upload(page, large(tmp_path, size))

    expect(page.get_by_role("main")).to_contain_text(limit)
    forgive(opening, 413)
