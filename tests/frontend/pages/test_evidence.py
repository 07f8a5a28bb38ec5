"""Minh chứng: a unit's store, what stands behind a value or criterion; put there, and taken away until published."""

from typing import Any

import httpx
import pytest

from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import fields_of, sent, value_of
from tests.harness.live import LiveSystem
from tests.harness.submitting import PERIOD, Bureau, bureau_of

API = "/api/indicators/v1"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
DOCUMENT = {"so": "15/KH-UBND", "ngay": "03/02/2026", "trich-yeu": "Kế hoạch chuyển đổi số của xã năm 2026"}


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


@pytest.fixture
def sheet(bureau: Bureau) -> dict[str, Any]:
    return bureau.opened()


@pytest.fixture
def officer(bureau: Bureau, sheet: dict[str, Any]) -> httpx.Client:
    return bureau.officer(sheet)


def value_page(sheet: dict[str, Any], code: str = "CQS-03") -> str:
    return f"/minh-chung/so-lieu/{code}/{sheet['area']}/{PERIOD}"


def pdf(words: str) -> bytes:
    return f"%PDF-1.4\n% {words}\n".encode()


def upload(
    officer: httpx.Client,
    page: SeenPage,
    name: str,
    content: bytes,
    headers: dict[str, str] | None = None,
    **typed: str,
) -> httpx.Response:
    """The answer to the file form of a page, sent as a browser does."""
    fields = {**fields_of(page.root, "/minh-chung/tep"), **typed}
    fields.pop("tep", None)
    return officer.post(
        "/minh-chung/tep", data=fields, files={"tep": (name, content, "application/pdf")}, headers=headers or {}
    )


def test_a_document_is_named_kept_and_found_without_marks(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, f"/minh-chung?dv={sheet['area']}")
    assert "Chưa có minh chứng nào" in page.text

    done = sent(officer, page, "/minh-chung/van-ban", DOCUMENT)

    assert "Đã thêm văn bản vào kho minh chứng." in done.text
    found = visit(officer, f"/minh-chung?dv={sheet['area']}&q=ke+hoach+chuyen+doi")
    assert "15/KH-UBND ngày 03/02/2026" in found.text
    assert "0 lần" in found.text
    assert "Không có minh chứng nào khớp" in visit(officer, f"/minh-chung?dv={sheet['area']}&q=khong+co").text


def test_what_is_wrong_with_a_document_stands_at_its_box_and_what_was_typed_stays(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, f"/minh-chung?dv={sheet['area']}")

    refused = sent(officer, page, "/minh-chung/van-ban", {**DOCUMENT, "so": "", "ngay": "32/13/2026"}, status=422)

    assert refused.links("[data-error-summary] a") == ["#so", "#ngay"]
    assert (value_of(refused, "ngay"), value_of(refused, "trich-yeu")) == ("32/13/2026", DOCUMENT["trich-yeu"])
    assert refused.root.cssselect("title")[0].text_content().startswith("Lỗi: ")


def test_a_file_is_kept_once_and_fetched_back(officer: httpx.Client, sheet: dict[str, Any], visit: Visit) -> None:
    page = visit(officer, f"/minh-chung?dv={sheet['area']}")
    content = pdf(sheet["area"])

    answers = [upload(officer, page, "bao-cao.pdf", content, **{"mo-ta": "Báo cáo quý"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    store = visit(officer, f"/minh-chung?dv={sheet['area']}")
    links = store.links("#minh-chung-ket-qua .lt-table__link")
    assert len(links) == 1
    assert officer.get(links[0]).content == content


def test_a_file_that_is_not_what_it_says_is_refused_at_its_box(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, f"/minh-chung?dv={sheet['area']}")

    answer = upload(officer, page, "bao-cao.xlsx", pdf("khác"), **{"mo-ta": "Báo cáo quý"})

    assert answer.status_code == 422
    refused = seen(answer)
    assert "nội dung là PDF" in refused.all("#tep-loi")[0]
    assert value_of(refused, "mo-ta") == "Báo cáo quý"
    assert upload(officer, page, "", b"").status_code == 422


def test_a_script_gets_the_part_that_was_refused_or_the_way_to_go(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, f"/minh-chung?dv={sheet['area']}")

    refused = upload(officer, page, "a.exe", b"MZ", HTMX)
    taken = upload(officer, page, "a.pdf", pdf("a"), HTMX)

    assert (refused.status_code, "<html" in refused.text) == (422, False)
    assert 'id="minh-chung-ket-qua"' in refused.text
    assert taken.headers["hx-redirect"].startswith(f"/minh-chung?dv={sheet['area']}")


def test_evidence_is_added_behind_a_value_taken_away_and_put_there_again(
    officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    page = visit(officer, value_page(sheet))

    behind = sent(officer, page, "/minh-chung/van-ban", {**DOCUMENT, "vi-tri": "trang 3, bảng 2"})
    assert "trang 3, bảng 2" in behind.text
    assert behind.links(".lt-page-head .lt-button") == [f"/nhap?bm=THU-QUY&dv={sheet['area']}&ky={PERIOD}"]

    gone = sent(officer, behind, "/minh-chung/go", {})
    assert "Đã gỡ minh chứng" in gone.text
    assert "Chưa gắn minh chứng nào" in gone.text

    kept = officer.get(f"{API}/evidence", params={"area": sheet["area"]}).json()["items"][0]
    again = sent(officer, gone, "/minh-chung/gan", {"minh-chung": kept["id"], "cho-nao": "phụ lục 1"})
    assert "phụ lục 1" in again.text
    assert "1 minh chứng" in again.text


def test_what_was_published_with_its_evidence_keeps_it_and_that_is_told(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.published()
    officer = bureau.officer(sheet)
    wanted = {"area": sheet["area"], "number": "1/BC", "issued_on": "2026-01-05", "abstract": "Báo cáo"}
    kept = officer.post(f"{API}/evidence", json=wanted).json()["id"]
    officer.put(f"{API}/values/{sheet['area']}/{PERIOD}/evidence/CQS-03/{kept}", json={}).raise_for_status()

    page = visit(officer, value_page(sheet))
    fields = {"csrf": officer.headers["X-CSRF-Token"], "cho": f"so-lieu/CQS-03/{sheet['area']}/{PERIOD}"}
    refused = officer.post("/minh-chung/go", data={**fields, "minh-chung": kept})

    assert "Số đã công bố, không gỡ được" in page.text
    assert refused.status_code == 409
    assert "chỉ gắn thêm được, không gỡ được" in seen(refused).text


def test_who_only_reads_sees_the_store_and_changes_nothing(
    bureau: Bureau, officer: httpx.Client, sheet: dict[str, Any], visit: Visit
) -> None:
    sent(officer, visit(officer, value_page(sheet)), "/minh-chung/van-ban", DOCUMENT)
    leader = bureau.person("leader")

    page = visit(leader, value_page(sheet))

    assert "15/KH-UBND" in page.text
    assert page.root.cssselect("main form[method=post]") == []
    assert visit(leader, f"/minh-chung?dv={sheet['area']}").root.cssselect("#them-tep") == []
    visit(bureau.person("commune_officer", bureau.commune()), value_page(sheet), 403)


@pytest.mark.parametrize(
    "path", ["so-lieu/KHONG-CO/X28159-2025/2025", "so-lieu/CQS-03/x/2025", "so-lieu/CQS-03/X28159-2025/2025-13"]
)
def test_an_address_that_names_nothing_is_not_found(officer: httpx.Client, visit: Visit, path: str) -> None:
    visit(officer, f"/minh-chung/{path}", 404)


def test_the_sheet_and_the_desk_lead_to_the_evidence_of_each_criterion(system: LiveSystem, visit: Visit) -> None:
    officer = system.client("commune_officer")

    links = visit(officer, "/nhap?bm=CDS-XA-2025&ky=2025").links(".lt-sheet a.lt-table__sub")
    desk = visit(system.client("appraiser"), "/cham-diem?dv=X28159-2025&bo=CDS-XA-2025&ky=2025&nhom=1")

    assert len(links) == 62
    assert "749/QĐ-TTg" in visit(officer, links[0]).text
    assert "Minh chứng (1): 749/QĐ-TTg ngày 03/06/2020" in desk.text
    assert links[0] in desk.links(".lt-sheet a")
