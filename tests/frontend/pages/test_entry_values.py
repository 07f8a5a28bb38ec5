"""Entry of indicators: parts of a ratio, the period before, faults and other people's changes."""

import httpx
import pytest

from contracts.periods import Period
from frontend.reading.periods import period_options
from tests.frontend.pages.conftest import Visit
from tests.frontend.pages.forms import sent, value_of
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune


@pytest.fixture
def commune(system: LiveSystem) -> str:
    return untouched_commune(system)[0]


@pytest.fixture
def officer(system: LiveSystem, commune: str) -> httpx.Client:
    return signed_in(system, employ(system, "commune_officer", commune))


def address(commune: str, period: str = "2026-Q3") -> str:
    return f"/nhap?bm=so-lieu&dv={commune}&ky={period}"


def stored(officer: httpx.Client, commune: str, indicator: str, period: str = "2026-Q3") -> dict[str, object]:
    """The one value saved for an indicator."""
    wanted = {"area": commune, "indicator": indicator, "period_from": period, "period_to": period}
    found = officer.get("/api/indicators/v1/values", params=wanted).json()["items"]
    return dict(found[0]) if found else {}


def test_a_ratio_is_entered_as_its_two_parts_and_its_value_is_computed(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, address(commune))

    saved = sent(officer, page, "/nhap", {"t.XHS-01": "1.098", "m.XHS-01": "2.000", "d.KTS-04": "12"})

    value = stored(officer, commune, "XHS-01")
    assert (value["numerator"], value["denominator"], value["value"]) == (1098, 2000, 54.9)
    assert stored(officer, commune, "KTS-04")["value"] == 12
    assert "Đã lưu số liệu của 2 chỉ tiêu" in saved.text
    assert "= 54,9%" in saved.text
    assert (value_of(saved, "t.XHS-01"), value_of(saved, "d.XHS-01")) == ("1.098", "")


def test_the_period_before_stands_beside_the_boxes(officer: httpx.Client, commune: str, visit: Visit) -> None:
    sent(officer, visit(officer, address(commune, "2026-Q2")), "/nhap", {"d.KTS-04": "31"})

    page = visit(officer, address(commune))

    row = next(row for row in page.root.cssselect(".lt-sheet tbody tr") if "KTS-04" in row.text_content())
    assert row.cssselect("[data-label='Kỳ trước']")[0].text_content().strip() == "31 sản phẩm"


def test_indicators_stand_under_the_periods_they_are_due_for(officer: httpx.Client, commune: str, visit: Visit) -> None:
    codes = visit(officer, address(commune)).all(".lt-sheet .lt-table__cell--code")

    assert "XHS-01" in codes
    assert "CQS-01" not in codes
    assert "CQS-01" in visit(officer, address(commune, "2026-09")).all(".lt-sheet .lt-table__cell--code")


def test_every_bad_box_is_named_in_one_go_and_nothing_is_saved(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, address(commune))
    typed = {"t.KTS-01": "mười", "m.KTS-01": "-20", "d.KTS-04": "1,5", "t.XHS-01": "30", "m.XHS-01": "20"}

    refused = sent(officer, page, "/nhap", typed, status=422)

    assert refused.all("[data-error-summary] li") == [
        "KTS-01: Không phải là số. Ví dụ: 84,67",
        "KTS-01: Mẫu số phải từ 0 trở lên",
        "KTS-04: Số lượng phải là số nguyên",
        "XHS-01: Tử số không được lớn hơn mẫu số",
    ]
    assert stored(officer, commune, "KTS-04") == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"d.XHS-01": "101,5"}, "XHS-01: Giá trị phải từ 0 đến 100"),
        ({"d.XHS-01": "54,9999"}, "XHS-01: Chỉ nhận tối đa 2 chữ số thập phân"),
        ({"t.XHS-01": "5"}, "XHS-01: Thiếu mẫu số"),
        ({"t.XHS-01": "5", "m.XHS-01": "0"}, "XHS-01: Mẫu số phải lớn hơn 0"),
        ({"t.XHS-01": "5,1234567", "m.XHS-01": "9"}, "XHS-01: Tử số chỉ được có tối đa 6 chữ số thập phân"),
        ({"d.KTS-04": "1" * 15}, "KTS-04: Giá trị quá lớn (tối đa 14 chữ số phần nguyên)"),
    ],
)
def test_a_number_the_indicator_does_not_take_is_named_at_its_box(
    officer: httpx.Client, commune: str, visit: Visit, typed: dict[str, str], told: str
) -> None:
    refused = sent(officer, visit(officer, address(commune)), "/nhap", typed, status=422)

    assert refused.all("[data-error-summary] li") == [told]


def test_a_fault_only_the_service_knows_is_named_at_its_box(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, address(commune))
    typed = {"t.XHS-01": "10", "m.XHS-01": "20", "d.XHS-01": "51", "d.KTS-04": "1"}

    refused = sent(officer, page, "/nhap", typed, status=422)

    assert refused.links("[data-error-summary] a") == ["#d-XHS-01"]
    assert stored(officer, commune, "KTS-04") == {}


def test_a_saved_value_is_corrected_not_wiped(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = sent(officer, visit(officer, address(commune)), "/nhap", {"d.KTS-04": "12"})

    refused = sent(officer, page, "/nhap", {"d.KTS-04": ""}, status=422)

    assert "Số đã lưu không xoá được" in refused.text
    sent(officer, refused, "/nhap", {"d.KTS-04": "13"})
    assert stored(officer, commune, "KTS-04")["value"] == 13


def test_a_value_changed_meanwhile_is_not_overwritten_unseen(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, address(commune))
    other = {"indicator": "KTS-04", "area": commune, "period": "2026-Q3", "value": 40}
    assert officer.post("/api/indicators/v1/values", json={"values": [other]}).status_code == 200

    conflict = sent(officer, page, "/nhap", {"d.KTS-04": "12"}, status=409)

    assert conflict.all(".lt-cell__server") == ["Trên máy chủ: 40"]
    assert value_of(conflict, "d.KTS-04") == "12"
    sent(officer, conflict, "/nhap", {})
    assert stored(officer, commune, "KTS-04")["value"] == 12


def test_invented_figures_are_marked_and_their_note_does_not_stay_beside_real_ones(
    system: LiveSystem, visit: Visit
) -> None:
    page = visit(system.client("commune_officer", at="X04630-2025"), address("X04630-2025"))

    assert "Số liệu minh hoạ" in page.all(".lt-sheet .lt-tag--sample")
    assert value_of(page, "g.KTS-01") == ""
    assert "không phải số báo cáo" in page.text


def test_periods_stand_in_order_while_the_quarter_that_ended_last_is_open(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, f"/nhap?bm=so-lieu&dv={commune}")

    offered = [option.get("value") for option in page.root.cssselect("#ky option")]
    chosen = page.root.cssselect("#ky option[selected]")[0].get("value")
    quarters = [text for text in offered if "Q" in text]
    assert offered == [text for text, _ in period_options(map(Period.parse, offered))]
    assert quarters.index(chosen) == 1
