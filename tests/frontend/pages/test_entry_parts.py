"""Sheets whose points are computed: entered as numerators and denominators, judged the same way, explained."""

from collections.abc import Iterator

import httpx
import pytest

from tests.frontend.pages.conftest import Visit
from tests.frontend.pages.forms import box_of, sent, value_of
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in

_unused: Iterator[str] = iter(
    ["T52-2025", "T56-2025", "T68-2025", "T82-2025", "T79-2025", "T92-2025", "T96-2025", "T31-2025"]
)
ADDED_UP = "19,6 / 20 điểm · 98%"


@pytest.fixture
def province() -> str:
    """A province whose sheet no other test touches."""
    return next(_unused)


@pytest.fixture
def officer(system: LiveSystem, province: str) -> httpx.Client:
    return signed_in(system, employ(system, "department_officer", province))


def address(province: str) -> str:
    return f"/nhap?bm=QD766&dv={province}&ky=2026"


def stored(client: httpx.Client, province: str) -> dict[str, tuple[float | None, ...]]:
    """Numerator, denominator and points of the criteria that have a self score, as the API tells them."""
    query = {"area": province, "framework": "QD766"}
    found = client.get("/api/indicators/v1/assessments", params=query).json()["items"][0]
    rows = client.get(f"/api/indicators/v1/assessments/{found['id']}").json()["rows"]
    told = {row["code"]: (row["self_inputs"] or {}, row["self"]) for row in rows if row["self"] is not None}
    return {code: (parts.get("numerator"), parts.get("denominator"), points) for code, (parts, points) in told.items()}


def test_criteria_take_two_parts_where_a_rule_is_known_and_points_where_it_is_not(
    officer: httpx.Client, province: str, visit: Visit
) -> None:
    page = visit(officer, address(province))

    assert len(page.root.cssselect("input[name^='t.']")) == len(page.root.cssselect("input[name^='m.']")) == 17
    assert [box.get("name") for box in page.root.cssselect("input[name^='d.']")] == [
        "d.ONLINE_TOTAL", "d.PAY_DOSSIER", "d.PAY_FORMALITY", "d.PAY_PROVIDED"
    ]  # fmt: skip
    assert "Quy tắc và các thành phần chưa được công bố" in page.text
    assert "Mục tiêu 80%" in page.text
    assert "Tải mẫu Excel" not in page.text


def test_saved_parts_show_the_ratio_and_the_points_they_make(
    officer: httpx.Client, province: str, visit: Visit
) -> None:
    typed = {"t.ON_TIME": "726", "m.ON_TIME": "741", "g.ON_TIME": "Một cửa", "d.ONLINE_TOTAL": "8,84"}

    page = sent(officer, visit(officer, address(province)), "/nhap", typed)

    assert "Đã lưu điểm của 2 tiêu chí lúc" in page.text
    assert "19,6 (97,98%)" in page.text
    assert ADDED_UP in page.text
    assert [value_of(page, name) for name in typed] == ["726", "741", "Một cửa", "8,84"]
    assert stored(officer, province) == {"ON_TIME": (726, 741, 19.6), "ONLINE_TOTAL": (None, None, 8.84)}


def test_a_ratio_that_may_be_a_slip_stands_out_beside_its_points(
    officer: httpx.Client, province: str, visit: Visit
) -> None:
    typed = {
        "t.ON_TIME": "889", "m.ON_TIME": "741",
        "t.PETITION_HANDLING_SATISFACTION": "0", "m.PETITION_HANDLING_SATISFACTION": "0",
    }  # fmt: skip

    page = sent(officer, visit(officer, address(province)), "/nhap", typed)

    assert "20 (119,97%, tử số lớn hơn mẫu số)" in page.text
    assert "(không phát sinh)" in page.text
    assert "(0%)" not in page.text


def test_wrong_parts_are_named_and_everything_typed_stays(officer: httpx.Client, province: str, visit: Visit) -> None:
    typed = {
        "t.ON_TIME": "726", "m.ON_TIME": "",
        "t.DOSSIER_SYNC": "x", "m.DOSSIER_SYNC": "5",
        "t.PUBLISH_ON_TIME": "-1", "m.PUBLISH_ON_TIME": "5",
        "t.PUBLIC_CONTENT_FULL": "3", "m.PUBLIC_CONTENT_FULL": "0",
        "d.ONLINE_TOTAL": "12,5", "g.PETITION_PROCESSING_ON_TIME": "chưa có số",
        "t.PETITION_HANDLING_SATISFACTION": "0", "m.PETITION_HANDLING_SATISFACTION": "0",
    }  # fmt: skip

    page = sent(officer, visit(officer, address(province)), "/nhap", typed, status=422)

    assert page.all("[data-error-summary] li") == [
        "PUBLISH_ON_TIME: Tử số phải từ 0 trở lên",
        "PUBLIC_CONTENT_FULL: Mẫu số bằng 0 trong khi tử số khác 0",
        "DOSSIER_SYNC: Không phải là số. Ví dụ: 84,67",
        "ON_TIME: Thiếu mẫu số",
        "ONLINE_TOTAL: Điểm phải từ 0 đến 12",
        "PETITION_PROCESSING_ON_TIME: Ghi chú, lý do chỉ lưu được khi có tử số và mẫu số",
    ]
    assert {name: value_of(page, name) for name in typed} == typed
    assert box_of(page, "m.ON_TIME").get("aria-invalid") == "true"
    assert stored(officer, province) == {}


def test_from_elsewhere_nothing_that_is_being_entered_is_seen(
    system: LiveSystem, officer: httpx.Client, province: str, visit: Visit
) -> None:
    sent(officer, visit(officer, address(province)), "/nhap", {"t.ON_TIME": "720", "m.ON_TIME": "741"})
    stranger = system.client("leader", at="T15-2025")
    ranking = visit(stranger, "/xep-hang?bo=QD766&ky=2026")
    own = visit(officer, f"/don-vi/{province}").links(".lt-card__title a")
    proof = next(link for link in own if link in ranking.links("#rows a"))

    page = visit(stranger, f"{proof}?luot=self")

    assert "19,43" in visit(officer, f"{proof}?luot=self").text
    assert "19,43" not in page.text + ranking.text
    assert "720" not in page.text
    assert "chỉ xem được kết quả và điểm đã công bố" in page.text
    assert page.links(".lt-tabs__link") == []
    assert "Kết quả đã công bố nơi khác:" in page.text


def test_the_appraiser_judges_by_parts_and_says_why_they_differ(
    system: LiveSystem, officer: httpx.Client, province: str, visit: Visit
) -> None:
    sent(officer, visit(officer, address(province)), "/nhap", {"t.ON_TIME": "720", "m.ON_TIME": "741"})
    appraiser = signed_in(system, employ(system, "appraiser", province))
    desk = visit(appraiser, f"/cham-diem?dv={province}&bo=QD766&ky=2026")
    judged = {"t.ON_TIME": "700", "m.ON_TIME": "741"}

    refused = sent(appraiser, desk, "/cham-diem", judged, status=422)
    assert refused.all("[data-error-summary] li") == ["ON_TIME: Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá"]
    saved = sent(appraiser, refused, "/cham-diem", {"g.ON_TIME": "20 hồ sơ trễ hạn"})

    assert "18,89 (94,47%)" in saved.text
    assert "Chênh lệch +0,54" in saved.text
    proof = visit(appraiser, f"/cham-diem/can-cu?dv={province}&bo=QD766&ky=2026&ma=ON_TIME")
    assert "min(1; 700 ÷ 741 × 100 ÷ 100) × 20 = 18,89" in proof.text
    assert ("Điểm chưa đạt 1,11" in proof.text, "18,89 (700/741)" in proof.text) == (True, True)


def test_the_desk_narrows_to_a_group_whose_criteria_have_names_of_their_own(
    system: LiveSystem, officer: httpx.Client, province: str, visit: Visit
) -> None:
    sent(officer, visit(officer, address(province)), "/nhap", {"t.ON_TIME": "720", "m.ON_TIME": "741"})
    page = visit(system.client("leader", "T80-2025"), "/xep-hang?bo=QD766")
    assert len(page.all("#rows .lt-table__link")) == 34
    desk = visit(officer, f"/cham-diem?dv={province}&bo=QD766&ky=2026&nhom=TTTT")
    assert desk.all(".lt-sheet .lt-table__cell--code") == ["PAY_DOSSIER", "PAY_FORMALITY", "PAY_PROVIDED"]


def test_other_peoples_parts_are_shown_before_they_are_overwritten(
    officer: httpx.Client, province: str, visit: Visit
) -> None:
    page = visit(officer, address(province))
    sent(officer, page, "/nhap", {"t.ON_TIME": "1", "m.ON_TIME": "2"})

    conflict = sent(officer, page, "/nhap", {"t.ON_TIME": "3", "m.ON_TIME": "4"}, status=409)

    assert conflict.all(".lt-cell__server") == ["Trên máy chủ: 1", "Trên máy chủ: 2"]
    assert (value_of(conflict, "t.ON_TIME"), value_of(conflict, "m.ON_TIME")) == ("3", "4")
    assert stored(officer, province) == {"ON_TIME": (1, 2, 10)}
