"""What a unit still owes comes first: data entry opens it, and sheets nobody has opened stand in the list of work."""

from datetime import date

import pytest

from contracts.periods import Period
from frontend.reading.rounds.unopened import awaits
from tests.frontend.pages.conftest import Visit
from tests.frontend.pages.forms import known, sent
from tests.harness.live import LiveSystem
from tests.harness.submitting import Bureau, bureau_of

SHEET = "CDS-XA-2025"


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


def test_the_menu_opens_the_form_that_is_late_and_leads_to_the_others(bureau: Bureau, visit: Visit) -> None:
    unit = bureau.commune()
    officer = bureau.person("commune_officer", unit)

    page = visit(officer, "/nhap")
    assert page.heading == "Nhập số liệu quý III/2025"
    assert "Hạn 10/10/2025, chậm" in page.text
    assert "biểu, kỳ khác chưa gửi: xem ở Việc của tôi" in page.text
    assert "/viec" in page.links("main p a")

    bureau.sent(unit, "2025-Q3")
    assert visit(officer, "/nhap").heading == "Nhập số liệu quý IV/2025"
    assert visit(officer, f"/nhap?bm={SHEET}").heading == "Phiếu tự đánh giá năm 2025"


def test_a_sheet_nobody_opened_waits_with_one_verb_until_it_is_opened(bureau: Bureau, visit: Visit) -> None:
    unit = bureau.commune()
    officer = bureau.person("commune_officer", unit)
    work = visit(officer, "/viec")
    [line] = [line for line in known(work.all(".lt-table__row")) if "Chưa mở phiếu" in line]
    assert "năm 2025" in line
    assert "Chưa tự đánh giá" in line
    entry = f"/nhap?bm={SHEET}&dv={unit}&ky=2025"
    [verb] = [link for link in work.root.cssselect("main a") if link.get("href") == entry]
    assert verb.text_content().startswith("Tự đánh giá")

    sent(officer, visit(officer, entry), "/nhap/mo", {})

    opened = visit(officer, "/viec")
    assert not [line for line in known(opened.all(".lt-table__row")) if "Chưa mở phiếu" in line]
    assert entry in opened.links()


def test_a_year_is_assessed_in_the_year_that_follows_it() -> None:
    year = Period.parse("2025")
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [awaits(year, day) for day in days] == [False, True, True, False]
