"""Entry from a workbook: the template down, the filled file up, bad cells named, nothing half saved."""

import zipfile
from io import BytesIO
from urllib.parse import quote, urlencode

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import fields_of, part, sent, value_of
from tests.frontend.pages.test_entry import HTMX, SHEET, opened, stored
from tests.frontend.pages.workbooks import filled, template
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune
from tests.harness.xlsx import edited

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def commune(system: LiveSystem) -> str:
    return untouched_commune(system)[0]


@pytest.fixture
def officer(system: LiveSystem, commune: str) -> httpx.Client:
    client = signed_in(system, employ(system, "commune_officer", commune))
    opened(client, commune)
    return client


def query(commune: str) -> str:
    return urlencode({"bm": SHEET, "dv": commune, "ky": "2025"})


def upload(officer: httpx.Client, page: SeenPage, content: bytes, name: str = "phieu.xlsx") -> httpx.Response:
    """The answer to the upload form of a page."""
    return officer.post("/nhap/tep", data=fields_of(page.root, "/nhap/tep"), files={"tep": (name, content, XLSX)})


def test_the_filled_template_is_saved_and_its_counts_are_shown(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")
    content, _ = filled(template(officer, page.links("#tep-excel a")[0]), {"1.1": 7.04, "1.2": "7,51", "4.22.10": 12})

    answer = upload(officer, page, content)
    done = visit(officer, answer.headers["location"].partition("#")[0])

    assert stored(officer, commune) == {"1.1": 7.04, "1.2": 7.51, "4.22.10": 12}
    assert "Đã nhập tệp Excel có 3 dòng số liệu (thêm mới 3, sửa 0, không đổi 0) lúc" in done.text
    assert "Tổng tự đánh giá 26,55 / 960 điểm" in done.text
    assert value_of(done, "d.1.2") == "7,51"
    assert "Đã nhập" not in visit(officer, answer.headers["location"].partition("#")[0]).text


@pytest.mark.parametrize("bad", [{"1.2": "tám", "1.3": "=1+1"}, {"1.1": 101.5, "1.4": 20.5}])
def test_each_bad_cell_is_named_and_nothing_is_saved(
    officer: httpx.Client, commune: str, visit: Visit, bad: dict[str, object]
) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")
    content, cells = filled(template(officer, f"/nhap/mau?{query(commune)}"), {**bad, "2.1": 5})

    refused = seen(upload(officer, page, content))

    assert refused.answer.status_code == 422
    assert refused.root.cssselect("title")[0].text_content().startswith("Lỗi: ")
    told = refused.all("[data-error-summary] li")
    assert len(told) == len(bad)
    for code, line in zip(bad, told, strict=True):
        assert line.startswith(f"Trang “Phiếu điểm”, ô {cells[code]}: ")
    assert "Chưa có số liệu nào được lưu" in refused.text
    assert stored(officer, commune) == {}


def test_numbers_of_hidden_rows_are_told_on_the_page(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")
    content, cells = filled(template(officer, f"/nhap/mau?{query(commune)}"), {"1.1": 7, "1.2": 6})

    def hide(book: Workbook) -> None:
        book.worksheets[0].row_dimensions[int(cells["1.2"][1:])].hidden = True

    answer = upload(officer, page, edited(content, hide))
    done = visit(officer, answer.headers["location"].partition("#")[0])

    assert "có 2 dòng số liệu (thêm mới 2, sửa 0, không đổi 0), gồm cả 1 dòng đang ẩn trong tệp lúc" in done.text


def test_a_file_that_is_no_workbook_says_so(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")

    refused = seen(upload(officer, page, b"ma;ten;diem", "phieu.xlsx"))

    assert refused.answer.status_code == 422
    assert "không phải" in refused.all("[data-error-summary]")[0]


def test_a_zip_bomb_is_not_opened(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")
    packed = BytesIO()
    blank = zipfile.ZipFile(BytesIO(template(officer, f"/nhap/mau?{query(commune)}")))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in blank.namelist():
            bomb.writestr(name, b"0" * 60_000_000 if "sheet1" in name else blank.read(name))

    refused = seen(upload(officer, page, packed.getvalue()))

    assert refused.answer.status_code == 422
    assert "nén quá nhiều dữ liệu" in refused.text


def test_a_form_without_a_file_asks_for_one(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")

    refused = seen(officer.post("/nhap/tep", data=fields_of(page.root, "/nhap/tep")))

    assert "Hãy chọn một tệp" in refused.text


def test_a_script_gets_the_card_alone(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, f"/nhap?{query(commune)}")
    officer.headers.update(HTMX)

    card = part(upload(officer, page, b"x"))

    assert card.cssselect("#tep-ket-qua [data-error-summary]")
    assert card.cssselect("title") == []


def test_after_an_upload_the_grid_is_read_anew_so_the_next_save_is_no_conflict(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    grid = visit(officer, f"/nhap?{query(commune)}")
    content, _ = filled(template(officer, f"/nhap/mau?{query(commune)}"), {"1.1": 7.04})
    answer = officer.post(
        "/nhap/tep", data=fields_of(grid.root, "/nhap/tep"), files={"tep": ("phieu.xlsx", content, XLSX)}, headers=HTMX
    )

    after = visit(officer, answer.headers["hx-redirect"])
    saved = sent(officer, after, "/nhap", {"d.1.2": "5"})

    assert "Đã lưu điểm của 1 tiêu chí" in saved.text
    assert stored(officer, commune) == {"1.1": 7.04, "1.2": 5}


def test_the_template_is_named_after_its_form_and_unit(officer: httpx.Client, commune: str) -> None:
    answer = officer.get(f"/nhap/mau?{query(commune)}")

    assert quote("Phiếu điểm") in answer.headers["content-disposition"]
    assert SHEET in answer.headers["content-disposition"]


def test_only_changed_cells_are_taken_and_the_page_says_how_many_were_left_alone(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")
    first, _ = filled(template(officer, f"/nhap/mau?{query(commune)}"), {"1.1": 7, "1.2": 6})
    upload(officer, page, first)
    second, _ = filled(template(officer, f"/nhap/mau?{query(commune)}"), {"1.2": 5})

    answer = upload(officer, page, second)
    done = visit(officer, answer.headers["location"].partition("#")[0])

    assert "có 2 dòng số liệu (thêm mới 0, sửa 1, không đổi 0, không đụng tới 1) lúc" in done.text
    assert stored(officer, commune) == {"1.1": 7, "1.2": 5}


def test_a_refused_file_comes_back_with_comments(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")
    content, cells = filled(template(officer, f"/nhap/mau?{query(commune)}"), {"1.2": "tám"})
    refused = seen(upload(officer, page, content))
    form = fields_of(refused.root, "/nhap/tep/ghi-chu")

    answer = officer.post("/nhap/tep/ghi-chu", data=form, files={"tep": ("phieu.xlsx", content, XLSX)})

    assert quote("phieu (ghi chú lỗi).xlsx") in answer.headers["content-disposition"]
    copy = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert "không phải là số" in copy[cells["1.2"]].comment.text
    assert "Hãy chọn một tệp" in seen(officer.post("/nhap/tep/ghi-chu", data=form)).text


def test_a_pasted_block_is_checked_kept_when_refused_and_saved(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, f"/nhap/tep?{query(commune)}")
    form = fields_of(page.root, "/nhap/tep")
    block = "Mã\tĐiểm tự đánh giá\n1.1\t7,04\n1.2\ttám\n"

    refused = seen(officer.post("/nhap/tep", data=form | {"khoi": block}))
    marked = officer.post("/nhap/tep/ghi-chu", data=form | {"khoi": block})
    done = officer.post("/nhap/tep", data=form | {"khoi": block.replace("tám", "5")})

    assert refused.all("[data-error-summary] li")[0].startswith("Dòng 3, cột “Điểm tự đánh giá”: “tám” không phải")
    assert value_of(refused, "khoi").strip() == block.strip()
    assert "không phải là số" in load_workbook(BytesIO(marked.content)).worksheets[0]["B3"].comment.text
    assert done.status_code == 303
    assert stored(officer, commune) == {"1.1": 7.04, "1.2": 5}
