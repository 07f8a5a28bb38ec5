"""Catalogue, one indicator, and the proof of a figure."""

import csv
import io

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem


def test_the_catalogue_is_found_without_marks(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/chi-tieu?q=cap+quang")

    assert page.all("#found .lt-table__link") == ["Tỷ lệ hộ gia đình có Internet cáp quang"]
    assert page.all("#found [role=status]") == ["1 chỉ tiêu khớp"]


def test_figures_that_are_not_public_are_shown_only_to_those_who_may_read_them(
    system: LiveSystem, visit: Visit
) -> None:
    path = "/chi-tieu/CQS-03?dv=T15-2025"

    assert visit(system.client(), path).all(".lt-headline__number") == []
    assert len(visit(system.client("leader", "T15-2025"), path).all(".lt-headline__number")) == 1


def test_an_indicator_tells_its_definition_formula_target_and_source(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/chi-tieu/NT-01?dv=T15-2004")

    assert page.heading == "Tỷ lệ đơn vị cấp xã có Tổ công nghệ số cộng đồng"
    assert "Số đơn vị cấp xã đã thành lập Tổ ÷ Tổng số đơn vị cấp xã × 100" in page.text
    assert page.all(".lt-headline__number") == ["100%"]
    assert any("Các mô hình chuyển đổi số của tỉnh Yên Bái" in line for line in page.all(".lt-source"))


def test_an_unknown_figure_is_said_to_be_missing(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/chi-tieu/NT-01?dv=T15-2025&ky=2022")

    assert page.all(".lt-headline") == []
    assert "Tỉnh Lào Cai chưa có số liệu của chỉ tiêu này năm 2022." in page.text


def test_provinces_are_ordered_by_their_published_scores(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/chi-tieu/DVC-766?dv=VN&xem=tat-ca")

    assert page.all(".lt-table__cell--name")[:3] == ["Tỉnh Đồng Tháp", "Tỉnh Đồng Nai", "Thành phố Hải Phòng"]
    assert page.all(".lt-table__cell--number")[:3] == ["68,61", "67,34", "67,01"]
    assert len(page.all(".lt-table__cell--name")) == 34


def test_the_comparison_of_provinces_comes_first_where_the_nation_has_no_figure(
    system: LiveSystem, visit: Visit
) -> None:
    client = system.client()
    link = visit(client, "/tong-quan").links(".lt-card__title a[href*='dv=VN']")[0]

    nation, province = visit(client, link).all("h2"), visit(client, "/chi-tieu/DVC-766?dv=T15-2025").all("h2")

    assert [title.split()[0] for title in nation] == ["Bản", "Thứ", "Số", "Định"]
    assert province[0].startswith("Số liệu ")


def test_a_map_with_few_figures_still_shows_every_province(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/chi-tieu/CQS-01?dv=VN")

    assert len(page.root.cssselect(".lt-map__link")) == 34
    assert len(page.root.cssselect(".lt-map__link .lt-map__area--none")) == 32


def test_the_figures_of_a_page_are_also_there_as_json_and_csv(system: LiveSystem, visit: Visit) -> None:
    client = system.client()
    links = visit(client, "/chi-tieu/NT-03?dv=X04630-2004").links(".lt-footer a")
    told = client.get(next(link for link in links if link.startswith("/api/indicators/v1/figures"))).json()["items"]

    answer = client.get(next(link for link in links if ".csv" in link))

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.headers["content-disposition"] == 'attachment; filename="NT-03-X04630-2004.csv"'
    assert [(row["period"], float(row["value"])) for row in rows] == [(one["period"], one["value"]) for one in told]
    assert ("2022", "34.1") in [(row["period"], row["value"]) for row in rows]


def test_the_proof_of_a_reported_ratio_shows_its_parts_rule_and_quote(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/chi-tieu/NT-01/T15-2004/2022")

    assert page.heading == "Căn cứ của con số 100%"
    assert "173 ÷ 173 × 100" in page.text
    assert "hoàn thành tới 100% cấp xã (173/173)" in page.text
    assert page.all("#lan-sua .lt-table__cell--rank") == ["1"]


def test_the_proof_of_a_sum_names_its_parts_and_who_is_missing(system: LiveSystem, visit: Visit) -> None:
    client = system.client()
    page = visit(client, "/chi-tieu/CQS-01/T15-2025/2026-09")
    parts = page.all("#thanh-phan .lt-table__cell--name")

    assert f"Tổng hợp từ {len(parts)}/99 đơn vị" in page.text
    assert page.all("#con-thieu .lt-card__meta") == [f"{99 - len(parts)} đơn vị"]
    assert visit(client, page.links("#thanh-phan a")[0]).heading.startswith("Căn cứ của con số ")


def test_a_number_that_is_nearly_so_says_so(system: LiveSystem, visit: Visit) -> None:
    assert visit(system.client(), "/chi-tieu/KTS-06/X04630-2004/2022").heading == "Căn cứ của con số gần 100 đơn hàng"
