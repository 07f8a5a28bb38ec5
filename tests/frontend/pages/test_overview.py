"""The dashboard: figures with their targets and trends, who has not reported, the map, a ranking, ways to proofs."""

import re

import pytest

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem


def test_the_dashboard_of_the_home_area_opens_first(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/tong-quan")

    assert page.heading == "Tổng quan chuyển đổi số tỉnh Lào Cai"
    assert page.all(".lt-page-head__lede")[0].startswith("Số mới nhất tính đến tháng ")
    assert page.all(".lt-breadcrumb__item") == ["Cả nước", "Tỉnh Lào Cai"]
    assert len(page.all(".lt-kpi")) == 4


@pytest.mark.parametrize("role", ["leader", "department_officer", "commune_officer"])
def test_the_dashboard_of_the_viewers_own_province_opens_first(system: LiveSystem, visit: Visit, role: str) -> None:
    page = visit(system.client(role), "/tong-quan")

    assert page.heading.startswith("Tổng quan chuyển đổi số tỉnh Tây Ninh")
    assert page.all(".lt-brand__home") == ["Điều hành chuyển đổi số · Tỉnh Lào Cai"]


def test_the_public_sees_the_home_area_first(system: LiveSystem, visit: Visit) -> None:
    assert visit(system.client(), "/tong-quan").heading.startswith("Tổng quan chuyển đổi số tỉnh Lào Cai")


def test_indicators_stand_under_the_three_pillars_and_their_ground(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/tong-quan")

    assert page.all("#rows .lt-table__group-name") == ["Chính quyền số", "Kinh tế số", "Xã hội số", "Nền tảng chung"]


def test_indicators_without_a_figure_are_folded_under_their_pillars(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader", "T15-2025")
    page = visit(client, "/tong-quan")

    rows, folded = len(page.all("#rows .lt-number")), page.links("#rows .lt-details .lt-names a")
    assert f"{rows}/{rows + len(folded)} chỉ tiêu có số liệu" in page.text
    assert page.all("#rows .lt-details__summary") == [f"{len(folded)} chỉ tiêu chưa có số liệu"]
    assert page.all("#rows .lt-details__title")[0].startswith("Chính quyền số ")
    assert page.root.cssselect("#rows .lt-details[open]") == []
    assert visit(client, "/tong-quan?q=CQS-02").root.cssselect("#rows .lt-details[open]") != []


def test_a_card_tells_the_period_of_its_figure(system: LiveSystem, visit: Visit) -> None:
    assert visit(system.client("leader", "T15-2025"), "/tong-quan").all(".lt-kpi__period")[0] == "9/2026"


def test_a_published_figure_of_the_province_reads_as_published(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/tong-quan?q=DVC-766")

    assert page.all("#rows .lt-number") == ["61,27"]


def test_every_number_of_the_table_is_one_click_from_its_proof(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader", "T15-2025")
    links = visit(client, "/tong-quan").links("#rows .lt-number, .lt-kpi__link")

    assert len(links) > 8
    for link in set(links):
        assert visit(client, link).heading.startswith("Căn cứ của con số ")


def test_units_that_have_not_reported_are_counted_and_named(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/tong-quan?ct=CQS-01")
    count = re.search(r"(\d+)/99 xã, phường chưa có số liệu", page.text)

    assert count is not None
    assert len(page.links(".lt-notice .lt-names a")) == int(count[1])
    assert len(page.all(".lt-tile--none")) == int(count[1])
    assert len(page.all(".lt-tile")) == 99


def test_the_map_shows_all_34_provinces_and_both_archipelagos(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/tong-quan")

    assert len(page.root.cssselect(".lt-map__link")) == 34
    assert page.all(".lt-map__link--selected title") == ["Tỉnh Lào Cai: 61,27 điểm"]
    assert "Quần đảo Hoàng Sa" in page.text
    assert "Quần đảo Trường Sa" in page.text


def test_the_ranking_shows_what_the_province_was_made_of(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/tong-quan")

    ranks = page.all("[aria-label^='Trích xếp hạng'] .lt-table__cell--rank")
    assert ranks == ["1", "2", "3", "4", "5", "…", "15", "15", "17", "…", "37", "38", "39"]
    assert page.all(".lt-table__row--current .lt-table__cell--rank") == ["15", "38"]
    assert page.all(".lt-table__row--current .lt-table__link") == ["Tỉnh Yên Bái", "Tỉnh Lào Cai"]


def test_the_public_is_told_how_to_see_the_ranking(system: LiveSystem, visit: Visit) -> None:
    assert "/dang-nhap?next=/xep-hang" in visit(system.client(), "/tong-quan").links()


def test_invented_figures_are_marked_as_such(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/tong-quan?q=CQS-01")

    assert page.all("#rows .lt-tag--sample") == ["Số liệu minh hoạ"]
    assert "Trang có số liệu minh hoạ" in page.text


def test_a_published_figure_is_not_marked_as_invented(system: LiveSystem, visit: Visit) -> None:
    assert visit(system.client(), "/tong-quan?q=DVC-766").all("#rows .lt-tag--sample") == []


def test_a_target_stands_beside_its_value(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/tong-quan")

    assert any("Mục tiêu 2030: từ 80%" in card for card in page.all(".lt-kpi"))
    assert all("điểm phần trăm" in card for card in page.all(".lt-kpi"))


def test_the_table_is_filtered_without_marks_and_by_pillar(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader", "T15-2025")

    assert visit(client, "/tong-quan?q=ngan+hang&tru=economy").all("#rows .lt-table__group-name") == ["Kinh tế số"]
    assert "Không có chỉ tiêu nào khớp" in visit(client, "/tong-quan?q=khong+co").text


def test_a_commune_stands_among_its_neighbours(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/tong-quan?dv=X04630-2025&ct=CQS-01")

    assert "So với các đơn vị khác của tỉnh Lào Cai" in page.all("h2")
    assert page.all(".lt-tile[aria-current] .lt-tile__name") == ["Tú Lệ"]
    assert page.root.cssselect(".lt-map") == []


def test_the_trend_is_a_chart_and_a_table_of_the_same_figures(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/tong-quan?ct=CQS-01")

    drawn = page.all(".lt-trend__point .lt-trend__value")
    assert len(drawn) == 8
    assert page.all(".lt-details .lt-table .lt-table__cell--number") == drawn[::-1]
