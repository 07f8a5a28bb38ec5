"""Charts are well-formed, labelled, free of styles, and say the same as their figures."""

from decimal import Decimal

import pytest
from lxml import etree
from markupsafe import Markup

from frontend.charts import (
    Region,
    TrendPoint,
    bar,
    bin_labels,
    bullet,
    choropleth,
    even_bounds,
    level,
    sparkline,
    trend,
)
from frontend.charts.scale import ticks

SVG = "{http://www.w3.org/2000/svg}"
POINTS = [
    TrendPoint("I/2026", Decimal("64.9"), "64,9%", "?ky=2026-Q1"),
    TrendPoint("II/2026", None, "–", "?ky=2026-Q2"),
    TrendPoint("III/2026", Decimal("71.4"), "71,4%", "?ky=2026-Q3"),
]
REGIONS = {
    "15": Region("Lào Cai", "71,4%", 3, "?dv=T15-2025"),
    "48": Region("Đà Nẵng", "91,2%", 4, "?dv=T48-2025"),
    "96": Region("Cà Mau", "chưa có số liệu", None, "?dv=T96-2025"),
}
CHARTS = {
    "bar": bar(50, 80, "50 trên 80"),
    "bullet": bullet(71.4, 100, "71,4%, mục tiêu 80%", 80, "watch"),
    "sparkline": sparkline([1, None, 3, 4], "Tăng"),
    "trend": trend(POINTS, "Hồ sơ trực tuyến", 80, "Mục tiêu 80%"),
    "map": choropleth("/s/vn34.svg", REGIONS, "Bản đồ", selected="15"),
}


def drawn(chart: Markup) -> etree._Element:
    return etree.fromstring(str(chart))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_labelled_picture_without_styles(name: str) -> None:
    picture = drawn(CHARTS[name])
    assert picture.tag == f"{SVG}svg"
    assert picture.get("aria-label")
    assert not picture.xpath("//@style")
    assert not [element for element in picture.iter() if element.tag in {f"{SVG}style", f"{SVG}script"}]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_with_links_is_no_image_or_readers_would_lose_them(name: str) -> None:
    picture = drawn(CHARTS[name])
    has_links = bool(picture.findall(f".//{SVG}a"))
    assert picture.get("role") == ("group" if has_links else "img")
    assert has_links == (name in {"trend", "map"})
    for link in picture.iter(f"{SVG}a"):
        assert link.get("href")
        assert link.get("aria-label")


def test_names_from_outside_cannot_break_out_of_a_chart() -> None:
    chart = bar(1, 2, '"><script>alert(1)</script>')
    assert drawn(chart).get("aria-label") == '"><script>alert(1)</script>'


def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_track() -> None:
    widths = [drawn(bar(value, 80, "x"))[1].get("width") for value in (0, 20, 80, 120, None, -5)]
    assert widths == ["0", "25", "100", "100", "0", "0"]
    assert drawn(bar(5, 0, "x"))[1].get("width") == "100"


def test_a_missing_value_breaks_the_line() -> None:
    values = [1, 2, None, 4, 5]
    assert len(drawn(sparkline(values, "x")).xpath("//*[@class='lt-spark__line']")) == 2
    points = [TrendPoint(str(value), value, str(value)) for value in values]
    assert len(drawn(trend(points, "x")).xpath("//*[@class='lt-trend__line']")) == 2


def test_without_figures_nothing_is_drawn() -> None:
    assert sparkline([None, 3, None], "x") == ""
    assert trend([TrendPoint("I/2026", None, "–")], "x") == ""


def test_points_of_a_trend_lead_to_their_period_and_higher_values_stand_higher() -> None:
    picture = drawn(CHARTS["trend"])
    links = picture.findall(f".//{SVG}a")
    assert [link.get("href") for link in links] == ["?ky=2026-Q1", "?ky=2026-Q3"]
    assert links[1].get("aria-label") == "III/2026: 71,4%"
    heights = [float(link[1].get("cy")) for link in links]
    assert heights[0] > heights[1]


def test_a_single_point_and_a_flat_line_are_drawn_inside_the_picture() -> None:
    for values in ([50], [50, 50], [0, 0], [-3, 4]):
        picture = drawn(trend([TrendPoint(str(value), value, str(value)) for value in values], "x"))
        heights = [float(y) for y in picture.xpath("//*[@class='lt-trend__dot']/@cy")]
        assert len(heights) == len(values)
        assert all(0 <= y <= 230 for y in heights)


def test_the_map_hatches_what_is_unknown_and_boxes_both_archipelagos() -> None:
    picture = drawn(CHARTS["map"])
    fills = {use.get("href"): use.get("fill") for use in picture.iter(f"{SVG}use")}
    assert fills["/s/vn34.svg#p96"] == "url(#lt-hatch)"
    assert fills["/s/vn34.svg#p15"] == "currentColor"
    assert {"/s/vn34.svg#hoang-sa", "/s/vn34.svg#truong-sa"} <= set(fills)
    words = " ".join(picture.itertext())
    assert "Quần đảo Hoàng Sa" in words
    assert "Quần đảo Trường Sa" in words


def test_the_chosen_province_lies_on_top() -> None:
    links = drawn(CHARTS["map"]).findall(f"./{SVG}a")
    assert links[-1].get("href") == "?dv=T15-2025"
    assert [link for link in links if "selected" in link.get("class", "")] == [links[-1]]


@pytest.mark.parametrize(
    ("value", "shade"), [(None, None), (0, 0), (39.9, 0), (40, 1), (84.99, 3), (85, 4), (Decimal(85), 4), (120, 4)]
)
def test_a_shade_counts_the_bounds_a_value_reaches(value: float | None, shade: int | None) -> None:
    assert level(value, (40, 55, 70, 85)) == shade


def test_bins_are_named_from_below_to_above() -> None:
    assert bin_labels((40, 55, 70, 85)) == ["dưới 40%", "40–55%", "55–70%", "70–85%", "từ 85%"]
    assert bin_labels((0.25, 0.5), "") == ["dưới 0,25", "0,25–0,5", "từ 0,5"]


@pytest.mark.parametrize("values", [[1, 99], [0.31, 0.72], [5, 5, 5], [None, None], [0, 0], [0.4, 0.4001]])
def test_bounds_for_figures_without_agreed_ones_rise(values: list[float | None]) -> None:
    bounds = even_bounds(values)
    assert len(bounds) == 4
    assert bounds == sorted(set(bounds))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 80, [0, 20, 40, 60, 80]), (0, 1, [0, 0.25, 0.5, 0.75, 1]), (3, 3, [3, 4]), (0, 0, [0, 0.25])],
)
def test_an_axis_has_round_numbers(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected
