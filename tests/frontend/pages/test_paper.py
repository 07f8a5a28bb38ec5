"""A form as a paper to sign: whose, of which period, every line numbered with what was published before."""

from typing import Any

import httpx
import pytest

from tests.frontend.pages.conftest import SeenPage, Visit
from tests.harness.live import LiveSystem
from tests.harness.submitting import FORM, Bureau, bureau_of, save, taken

ROWS = ".lt-official tbody .lt-table__row"


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


def paper(visit: Visit, client: httpx.Client, sheet: dict[str, Any]) -> SeenPage:
    """The paper of a submission, reached by the link on its page."""
    address = f"/nop/{sheet['id']}/ban-in"
    assert address in visit(client, f"/nop/{sheet['id']}").links(".lt-page-head a")
    return visit(client, address)


def test_the_paper_tells_unit_form_and_period_and_numbers_every_line(bureau: Bureau, visit: Visit) -> None:
    bureau.published(area := bureau.commune(), "2025-Q3")
    sheet = bureau.filled(area)
    officer = bureau.officer(sheet)
    taken(save(officer, sheet, {"indicator": "XHS-01", "explanation": "Đã đối chiếu"}))

    page = paper(visit, officer, sheet)

    unit = sheet["area_name"]
    assert page.all(".lt-official__pair p")[:2] == [
        f"ỦY BAN NHÂN DÂN{unit.upper()}Số: ........./BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúc"
        f"{unit.partition(' ')[2]}, ngày ..... tháng ..... năm 20.....",
    ]
    assert page.heading == "BIỂU THỬ THEO QUÝ"
    assert "Kỳ báo cáo: quý IV/2025 (từ ngày 01/10/2025 đến ngày 31/12/2025)" in page.text
    assert f"Biểu số {FORM}, lần ban hành" in page.text
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.cssselect("td")] for row in page.root.cssselect(ROWS)
    ]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert rows[1][1:] == ["%", "90III/2025", "90900 / 1.000", "Giải trình: Đã đối chiếu"]
    assert rows[2][3:] == ["40", "Theo danh sách"]
    assert rows[3][2:] == ["–", "–", ""], "a line without numbers stays, to be seen as missing"
    assert "TM. ỦY BAN NHÂN DÂN" in page.text
    assert "NGƯỜI LẬP BIỂU" in page.text


def test_a_paper_of_what_was_not_sent_says_so_and_one_of_what_was_says_by_whom(bureau: Bureau, visit: Visit) -> None:
    draft, sent = bureau.filled(), bureau.sent()
    warning = "Bản chưa gửi, số liệu có thể còn thay đổi"

    assert warning in paper(visit, bureau.officer(draft), draft).text
    page = paper(visit, bureau.officer(sent), sent)
    assert warning not in page.text
    assert f"Hồ sơ {sent['id']}, phiên bản {sent['version']}; chờ duyệt; gửi lúc" in page.text


def test_who_reviews_prints_it_too_and_another_unit_does_not_see_it(bureau: Bureau, visit: Visit) -> None:
    sheet = bureau.sent()
    address = f"/nop/{sheet['id']}/ban-in"
    assert address in visit(bureau.department, f"/duyet/{sheet['id']}").links(".lt-page-head a")
    assert visit(bureau.publisher, address).heading == "BIỂU THỬ THEO QUÝ"
    stranger = bureau.person("commune_officer", bureau.commune())
    assert stranger.get(address, headers={"Accept": "text/html"}).status_code in (403, 404)
