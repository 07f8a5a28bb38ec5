"""The profile of a unit and the search for units, old and new."""

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem


def test_a_commune_says_from_which_units_it_was_made(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/don-vi/X28159-2025")

    assert "Xã Cần Giuộc được lập ngày 01/07/2025 từ 3 đơn vị:" in page.text
    assert page.all(".lt-lineage li") == [
        "toàn bộ Thị trấn Cần Giuộc (mã 28159)",
        "toàn bộ Xã Long Hậu (mã 28168)",
        "toàn bộ Xã Phước Lại (mã 28180)",
    ]


def test_a_unit_of_the_past_leads_to_its_successor(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/don-vi/T15-2004")

    assert page.heading == "Tỉnh Yên Bái"
    assert "Đơn vị này không còn hiệu lực từ sau ngày 30/06/2025." in page.text
    assert "/don-vi/T15-2025" in page.links(".lt-lineage a")


def test_old_figures_stay_with_the_unit_they_were_told_of(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/don-vi/X04630-2004")

    assert "84,67%" in page.all("#so-lieu .lt-number")
    assert "34,1%" in page.all("#so-lieu .lt-number")


def test_an_appraiser_sees_the_sheet_with_its_three_totals(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("appraiser"), "/don-vi/X28159-2025")

    assert page.all(".lt-kpi__number") == ["787,84", "606,27", "–"]
    assert "tối đa 960 điểm" in page.text


def test_a_sheet_is_opened_row_by_row_from_the_profile_and_from_its_proof(system: LiveSystem, visit: Visit) -> None:
    client = system.client("appraiser")
    desk = "/cham-diem?dv=X28159-2025&bo=CDS-XA-2025&ky=2025"
    profile = visit(client, "/don-vi/X28159-2025")

    assert desk in profile.links(".lt-card a")
    assert desk in visit(client, profile.links(".lt-card__title a")[0]).links(".lt-page-head a")
    assert visit(client, desk).heading == "Chấm điểm – Xã Cần Giuộc"


def test_a_published_result_has_no_sheet_to_open(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader", "T15-2025")
    page = visit(client, "/don-vi/T15-2004")
    proof = next(link for link in page.links(".lt-card__title a") if link.startswith("/ho-so/"))

    links = [*page.links(), *visit(client, proof).links()]
    assert [link for link in links if link.startswith("/cham-diem?")] == []


def test_the_public_does_not_see_the_sheet(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/don-vi/X28159-2025")

    assert "787,84" not in page.text
    assert "/dang-nhap?next=/don-vi/X28159-2025" in page.links()


def test_a_province_lists_its_units_in_vietnamese_order(system: LiveSystem, visit: Visit) -> None:
    units = visit(system.client(), "/don-vi/T15-2025").all("#truc-thuoc .lt-names li")

    assert len(units) == 99
    assert [name for name in units if name.startswith("Xã")][:3] == ["Xã A Mú Sung", "Xã Bản Hồ", "Xã Bản Lầu"]


def test_a_unit_is_found_without_marks_by_an_old_name_and_by_code(system: LiveSystem, visit: Visit) -> None:
    client = system.client()

    assert "Xã Tú Lệ" in visit(client, "/don-vi?q=tu+le").all("#found .lt-table__link")
    assert "Xã Tú Lệ" in visit(client, "/don-vi?q=04630").all("#found .lt-table__link")
    assert "Xã Tú Lệ" in visit(client, "/don-vi?q=cao+pha").all("#found .lt-table__link")


def test_a_long_list_of_units_goes_on_on_the_next_page(system: LiveSystem, visit: Visit) -> None:
    client = system.client()
    first = visit(client, "/don-vi?q=tan")

    second = visit(client, first.links("a[rel=next]")[0])

    assert len(first.links("#found .lt-table__link")) == 50
    assert set(first.links("#found .lt-table__link")).isdisjoint(second.links("#found .lt-table__link"))


def test_units_without_a_recorded_successor_are_a_to_do(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/don-vi")

    assert len(page.all("#can-lam .lt-table__link")) == 2
