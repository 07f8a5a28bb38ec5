"""The block of a sheet that says its level and what is missing for the next, with the way to each criterion."""

import httpx
import pytest

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in

SHEETS = "/api/indicators/v1/assessments?framework=MINH-HOA-XA&period=2025&limit=100"
BLOCK = "#muc-cong-nhan"


@pytest.fixture
def appraiser(system: LiveSystem) -> httpx.Client:
    """An appraiser of Lào Cai."""
    return signed_in(system, employ(system, "appraiser", "T15-2025"))


def sheet_of(client: httpx.Client, state: str, points: float) -> str:
    """The address of a sheet of the sample that stands so, with so many appraised points."""
    items = client.get(SHEETS).json()["items"]
    found = next(one for one in items if (one["state"], one["totals"]["appraised"]) == (state, points))
    return f"/cham-diem?dv={found['area']}&bo=MINH-HOA-XA&ky=2025"


def test_the_appraiser_sees_the_level_and_goes_to_the_cells_that_are_missing(
    appraiser: httpx.Client, visit: Visit
) -> None:
    page = visit(appraiser, sheet_of(appraiser, "appraising", 80))
    [text] = page.all(BLOCK)
    assert "Còn thiếu gì để lên “Đạt chuyển đổi số" in text
    assert "Theo điểm thẩm định, được 80% điểm tối đa." in text
    assert "cần đạt thêm" in text
    ways = page.links(f"{BLOCK} tbody th a")
    assert ways
    for way in ways:
        [box] = page.root.cssselect(f'input[id="{way.removeprefix("#")}"]')
        assert box.get("data-cell") is not None


def test_who_only_reads_is_led_to_why_a_criterion_has_its_points(system: LiveSystem, visit: Visit) -> None:
    leader = signed_in(system, employ(system, "leader", "T15-2025"))
    page = visit(leader, sheet_of(leader, "published", 90))
    [text] = page.all(BLOCK)
    assert "Theo điểm công bố, được 90% điểm tối đa." in text
    ways = page.links(f"{BLOCK} tbody th a")
    assert all(way.startswith("/cham-diem/can-cu?") for way in ways)
    assert "Đã ở mức cao nhất." in visit(leader, sheet_of(leader, "published", 95)).all(BLOCK)[0]


def test_a_sheet_of_a_framework_that_recognises_nothing_has_no_such_block(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("appraiser"), "/cham-diem?dv=X28159-2025&bo=CDS-XA-2025&ky=2025&nhom=1")
    assert page.all(BLOCK) == []
