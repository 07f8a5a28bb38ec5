"""Data entry: the sheet as a grid, typed as officers type, saved whole or not at all, never over unseen changes."""

from urllib.parse import urlencode

import httpx
import pytest

from tests.frontend.pages.conftest import Visit
from tests.frontend.pages.forms import box_of, known, part, send, sent, value_of
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune

SHEET = "CDS-XA-2025"
SHEET_FORM = "Phiếu tự đánh giá: Bộ chỉ số đánh giá chuyển đổi số cấp xã năm 2025"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def commune(system: LiveSystem) -> str:
    return untouched_commune(system)[0]


@pytest.fixture
def officer(system: LiveSystem, commune: str) -> httpx.Client:
    return signed_in(system, employ(system, "commune_officer", commune))


def opened(officer: httpx.Client, commune: str) -> str:
    """Opens the sheet of a commune through the API; its address on the site."""
    made = officer.post("/api/indicators/v1/assessments", json={"framework": SHEET, "area": commune, "period": "2025"})
    assert made.status_code == 201, made.text
    return "/nhap?" + urlencode({"bm": SHEET, "dv": commune, "ky": "2025"})


def stored(officer: httpx.Client, commune: str) -> dict[str, float]:
    """The self scores of a commune's sheet, as the API tells them."""
    found = officer.get("/api/indicators/v1/assessments", params={"area": commune}).json()["items"][0]
    rows = officer.get(f"/api/indicators/v1/assessments/{found['id']}").json()["rows"]
    return {row["code"]: row["self"] for row in rows if row["self"] is not None}


def score(officer: httpx.Client, commune: str, code: str, points: float) -> None:
    """Somebody else saves one score meanwhile."""
    found = officer.get("/api/indicators/v1/assessments", params={"area": commune}).json()["items"][0]
    answer = officer.put(
        f"/api/indicators/v1/assessments/{found['id']}/scores/{code}",
        json={"stage": "self", "points": points},
        headers={"If-Match": f'"v{found["version"]}"'},
    )
    assert answer.status_code == 200, answer.text


def test_the_sheet_shows_all_criteria_under_their_groups_with_sums(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("commune_officer"), f"/nhap?bm={SHEET}")

    assert page.heading == "Phiếu tự đánh giá năm 2025"
    assert len(page.root.cssselect("input[name^='d.']")) == 62
    assert value_of(page, "d.1.1") == "7,04"
    assert "59,47 / 80 điểm · 74,3%" in page.text
    assert "51,85 / 100 điểm · 51,9%" in page.text
    assert "787,84 / 960 điểm · 82,1%" in page.text
    codes = page.all(".lt-sheet .lt-table__cell--code")
    assert codes.index("4.22.9") < codes.index("4.22.10") < codes.index("5.1")


def test_the_selectors_offer_only_what_the_officer_may_write(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("commune_officer"), f"/nhap?bm={SHEET}")

    assert page.all("#dv option") == ["Xã Cần Giuộc"]
    assert known(page.all("#bm option")) == [SHEET_FORM, "Báo cáo quý về chuyển đổi số cấp xã", "Số liệu chỉ tiêu"]


def test_a_department_officer_writes_values_of_the_whole_province(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("department_officer", at="T15-2025"), "/nhap")

    units = page.all("#dv option")
    assert page.all("#bm option") == [
        "Số liệu chỉ tiêu",
        "Phiếu tự đánh giá: Chỉ số phục vụ người dân, doanh nghiệp theo Quyết định 766/QĐ-TTg",
    ]  # fmt: skip
    assert (units[0], len(units)) == ("Tỉnh Lào Cai", 100)


def test_the_sheet_of_a_commune_is_not_for_those_above_it(system: LiveSystem, visit: Visit) -> None:
    department = system.client("department_officer", at="T80-2025")

    page = visit(department, f"/nhap?bm={SHEET}&dv=X28159-2025&ky=2025", 403)
    assert "chỉ do người được giao tại chính đơn vị nhập" in page.text
    assert visit(department, "/nhap?bm=QD766&ky=2026").all("#dv option") == ["Tỉnh Tây Ninh"]
    visit(department, "/nhap?bm=QD766&dv=T15-2025&ky=2026", 403)


def test_whoever_comes_from_quarterly_values_stands_in_the_year_of_the_sheet(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("department_officer", at="T80-2025"), "/nhap?bm=QD766&ky=2026-Q3")

    assert page.heading == "Phiếu tự đánh giá năm 2026"
    assert page.all("#ky option")[0] == "Năm 2026"
    assert not [period for period in page.all("#ky option") if period.startswith("Quý")]


def test_another_commune_is_refused(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("commune_officer"), "/nhap?dv=X04630-2025", 403)

    assert "Đơn vị này ngoài phạm vi của tài khoản" in page.text


def test_whoever_only_reads_is_told_so(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/nhap", 403)

    assert "không được giao nhập số liệu" in page.text


@pytest.mark.parametrize("role", ["appraiser", "publisher"])
def test_whoever_scores_is_led_to_scoring(system: LiveSystem, visit: Visit, role: str) -> None:
    page = visit(signed_in(system, employ(system, role, "T80-2025")), "/nhap", 403)

    assert "chỉ xem" not in page.text
    assert "được giao thẩm định hoặc công bố điểm" in page.text
    assert page.links("main .lt-button") == ["/cham-diem"]


def test_a_visitor_signs_in_first_and_comes_back(system: LiveSystem) -> None:
    answer = system.client().get("/nhap?ky=2025")

    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?next=%2Fnhap%3Fky%3D2025")


@pytest.mark.parametrize("query", ["bm=KHONG-CO", "dv=../../x", "ky=2025-13", "dv=X99999-2025"])
def test_an_address_that_names_nothing_is_not_found(system: LiveSystem, visit: Visit, query: str) -> None:
    visit(system.client("commune_officer"), f"/nhap?{query}", 404)


def test_a_sheet_is_opened_with_one_button(officer: httpx.Client, commune: str, visit: Visit) -> None:
    closed = visit(officer, f"/nhap?bm={SHEET}&dv={commune}")
    assert closed.root.cssselect("input[name^='d.']") == []

    page = sent(officer, closed, "/nhap/mo", {})

    assert len(page.root.cssselect("input[name^='d.']")) == 62
    assert stored(officer, commune) == {}


def test_points_are_read_as_an_officer_means_them_and_summed(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, opened(officer, commune))

    saved = sent(officer, page, "/nhap", {"d.1.1": "7,04", "d.1.2": "7.51", "d.1.3": " 9,92 ", "g.1.1": "Số đo VNPT"})

    assert stored(officer, commune) == {"1.1": 7.04, "1.2": 7.51, "1.3": 9.92}
    assert "Đã lưu điểm của 3 tiêu chí lúc" in saved.text
    assert "24,47 / 80 điểm · 30,6%" in saved.text
    assert (value_of(saved, "d.1.2"), value_of(saved, "g.1.1")) == ("7,51", "Số đo VNPT")


def test_what_was_saved_is_told_once(officer: httpx.Client, commune: str, visit: Visit) -> None:
    address = opened(officer, commune)
    sent(officer, visit(officer, address), "/nhap", {"d.1.1": "5"})

    assert "Đã lưu" not in visit(officer, address).text


def test_all_boxes_of_the_sheet_are_saved_at_once(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, opened(officer, commune))
    names = [box.get("name") for box in page.root.cssselect("input[name^='d.']")]

    saved = sent(officer, page, "/nhap", dict.fromkeys(names, "1,5"))

    assert "Đã lưu điểm của 62 tiêu chí" in saved.text
    assert "93 / 960 điểm · 9,7%" in saved.text


def test_bad_cells_are_named_one_by_one_and_nothing_is_half_saved(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, opened(officer, commune))
    typed = {"d.1.1": "101,5", "d.1.2": "tám", "d.1.3": "9", "d.1.4": "7,123", "d.1.5": "-1"}

    refused = sent(officer, page, "/nhap", typed, status=422)

    assert refused.root.cssselect("title")[0].text_content().startswith("Lỗi: ")
    assert refused.all("[data-error-summary] li") == [
        "1.1: Điểm phải từ 0 đến 10",
        "1.2: Không phải là số. Ví dụ: 84,67",
        "1.4: Điểm chỉ được có tối đa 2 chữ số thập phân",
        "1.5: Điểm phải từ 0 đến 10",
    ]
    assert refused.links("[data-error-summary] a") == ["#d-1-1", "#d-1-2", "#d-1-4", "#d-1-5"]
    for name, text in typed.items():
        assert value_of(refused, name) == text
    assert box_of(refused, "d.1.1").get("aria-invalid") == "true"
    assert stored(officer, commune) == {}


def test_the_corrected_form_is_saved_as_a_whole(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, opened(officer, commune))
    refused = sent(officer, page, "/nhap", {"d.1.1": "x", "d.1.3": "9"}, status=422)

    sent(officer, refused, "/nhap", {"d.1.1": "8"})

    assert stored(officer, commune) == {"1.1": 8, "1.3": 9}


def test_a_note_without_points_is_refused_because_it_could_not_be_kept(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, opened(officer, commune))

    refused = sent(officer, page, "/nhap", {"g.2.1": "Chưa có số"}, status=422)

    assert refused.links("[data-error-summary] a") == ["#d-2-1"]


def test_emptying_a_box_takes_the_score_back(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = sent(officer, visit(officer, opened(officer, commune)), "/nhap", {"d.1.1": "5", "g.1.1": "tạm tính"})

    sent(officer, page, "/nhap", {"d.1.1": ""})

    assert stored(officer, commune) == {}


def test_saving_an_untouched_sheet_changes_nothing(officer: httpx.Client, commune: str, visit: Visit) -> None:
    address = opened(officer, commune)
    page = sent(officer, visit(officer, address), "/nhap", {"d.1.1": "5"})

    again = sent(officer, page, "/nhap", {"d.1.1": "5.0"})

    assert "Không có ô nào thay đổi" in again.text
    assert value_of(again, "ver") == value_of(page, "ver")


def test_a_concurrent_edit_keeps_what_was_typed_and_marks_what_the_server_has(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, opened(officer, commune))
    score(officer, commune, "1.1", 7.04)

    conflict = sent(officer, page, "/nhap", {"d.1.1": "8", "d.1.2": "6"}, status=409)

    assert (value_of(conflict, "d.1.1"), value_of(conflict, "d.1.2")) == ("8", "6")
    assert conflict.all(".lt-cell__server") == ["Trên máy chủ: 7,04"]
    assert conflict.links("[data-error-summary] a") == ["#d-1-1"]
    assert stored(officer, commune) == {"1.1": 7.04}
    sent(officer, conflict, "/nhap", {})
    assert stored(officer, commune) == {"1.1": 8, "1.2": 6}


def test_a_note_changed_meanwhile_is_called_a_note(officer: httpx.Client, commune: str, visit: Visit) -> None:
    address = opened(officer, commune)
    page = visit(officer, address)
    sent(officer, visit(officer, address), "/nhap", {"d.1.1": "7", "g.1.1": "Theo VNPT"})

    conflict = sent(officer, page, "/nhap", {"d.1.1": "8", "g.1.1": "Tự đo"}, status=409)

    assert conflict.all("[data-error-summary] li") == [
        "1.1: trên máy chủ là 7",
        "1.1, ghi chú: trên máy chủ là “Theo VNPT”",
    ]


def test_overwriting_leaves_alone_what_the_reader_never_touched(
    officer: httpx.Client, commune: str, visit: Visit
) -> None:
    page = visit(officer, opened(officer, commune))
    score(officer, commune, "3.1", 12)

    conflict = sent(officer, page, "/nhap", {"d.1.1": "8"}, status=409)
    sent(officer, conflict, "/nhap", {})

    assert stored(officer, commune) == {"1.1": 8, "3.1": 12}


def test_htmx_gets_the_form_alone_with_its_title_and_a_toast(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, opened(officer, commune))
    officer.headers.update(HTMX)

    refused = part(send(officer, page, "/nhap", {"d.1.1": "x"}))
    saved = send(officer, page, "/nhap", {"d.1.1": "5"})

    assert refused.cssselect("title")[0].text.startswith("Lỗi: ")
    assert refused.cssselect("#phieu [data-error-summary]")
    assert saved.status_code == 200
    assert '"toast"' in saved.headers["hx-trigger"]
    assert part(saved).cssselect("[data-draft-saved]")


def test_a_form_without_the_token_changes_nothing(officer: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(officer, opened(officer, commune))
    del officer.headers["X-CSRF-Token"]

    assert send(officer, page, "/nhap", {"csrf": "khac", "d.1.1": "5"}).status_code == 403
    assert stored(officer, commune) == {}
