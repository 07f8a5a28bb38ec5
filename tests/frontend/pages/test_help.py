"""Help tells how each number is made; its examples are the figures the product shows."""

import re
from decimal import Decimal

import pytest

from frontend.formats import decimal, percent, signed
from frontend.render import TEMPLATES
from kit.numbers import round_half_up
from tests.frontend.pages.conftest import SeenPage, Visit
from tests.harness.live import LiveSystem

CAN_GIUOC = "/api/indicators/v1/assessments?area=X28159-2025"


@pytest.fixture
def page(system: LiveSystem, visit: Visit) -> SeenPage:
    return visit(system.client(), "/tro-giup")


def figure(system: LiveSystem, indicator: str, period: str, area: str = "T15-2025") -> dict[str, float]:
    """What a figure was rolled up from."""
    query = {"indicator": indicator, "area": area, "period": period}
    [found] = system.client().get("/api/indicators/v1/figures", params=query).json()["items"]
    part = found["rolled_up"] or found["reported"]
    return {**part, "value": found["value"]}


def test_the_example_of_a_ratio_is_the_figure_shown(system: LiveSystem, page: SeenPage) -> None:
    province, commune = figure(system, "CQS-01", "2026-09"), figure(system, "CQS-01", "2026-09", "X04630-2025")
    numerator, denominator = decimal(province["numerator"]), decimal(province["denominator"])

    assert f"{numerator} hồ sơ nộp trực tuyến chia {denominator} hồ sơ tiếp nhận" in page.text
    assert f"tức {percent(province['value'])}" in page.text
    assert f"góp {decimal(commune['numerator'])} vào tử số và {decimal(commune['denominator'])} vào mẫu số" in page.text


def test_the_examples_of_sums_and_changes_are_the_figures_shown(system: LiveSystem, page: SeenPage) -> None:
    whole, part = figure(system, "KTS-03", "2026-Q2"), figure(system, "KTS-03", "2026-Q3")
    before, now = figure(system, "CQS-01", "2026-08"), figure(system, "CQS-01", "2026-09")

    assert f"{whole['units']:g} xã, phường cộng lại là {decimal(whole['value'])}" in page.text
    assert f"{part['units']:g} trong {part['units_total']:g} đơn vị với tổng {decimal(part['value'])}" in page.text
    assert f"“giảm {decimal(whole['value'] - part['value'])}”" in page.text
    assert f"Từ {percent(before['value'])} (tháng 8/2026) lên {percent(now['value'])} (tháng 9/2026)" in page.text
    assert f"{signed(Decimal(str(now['value'])) - Decimal(str(before['value'])))} điểm phần trăm" in page.text


def test_the_example_of_a_sheet_is_the_published_one(system: LiveSystem, page: SeenPage) -> None:
    client = system.client("appraiser")
    [sheet] = client.get(CAN_GIUOC).json()["items"]
    totals = sheet["totals"]

    for stage in ("self", "appraised"):
        assert f"{decimal(totals[stage])}" in page.text
        assert f"({percent(totals[f'{stage}_share'])})" in page.text
    assert f"chênh lệch {signed(totals['difference'])}" in page.text


def test_the_examples_of_the_decrees_come_out_as_printed(page: SeenPage) -> None:
    scores = [
        round_half_up(min(Decimal(1), Decimal(part) / whole / target) * most, 2)
        for part, whole, target, most in (
            (234, 286, Decimal(1), 6), (119406, 405424, Decimal("0.8"), 2), (726, 741, Decimal("0.9"), 6),
        )
    ]  # fmt: skip
    base = sum(map(Decimal, ("1", "0.9", "0.8253", "0.8487", "0.7578"))) * 100
    index = base + Decimal("0.8575") * 200 + (Decimal("0.7836") + Decimal("0.5197")) * 150

    assert [decimal(score) for score in scores] == ["4,91", "0,74", "6"]
    assert "→ 4,91." in page.text
    assert "→ 0,74." in page.text
    assert f"= {decimal(index)}; chia 1.000 và làm tròn là {decimal(round_half_up(index / 1000, 4))}" in page.text


def test_every_anchor_that_pages_lead_to_is_there(page: SeenPage) -> None:
    wanted = {
        anchor
        for path in [*TEMPLATES.rglob("*.html"), TEMPLATES.parent / "static" / "js" / "keys.js"]
        for anchor in re.findall(r"/tro-giup#([a-z0-9-]+)", path.read_text())
    }
    assert {"cach-tinh", "du-lieu-mo", "phim-tat", "tro-nang", "xep-hang"} <= wanted
    assert [anchor for anchor in sorted(wanted) if not page.root.cssselect(f"#{anchor}")] == []
    assert [link for link in page.links("nav a[href^='#']") if not page.root.cssselect(link)] == []
