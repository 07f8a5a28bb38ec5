"""Scoring: three scores side by side, a second score with its reason per row, and the proof of every row."""

from collections import Counter
from urllib.parse import urlencode

import httpx
import pytest

from kit.numbers import read_number
from tests.frontend.pages.conftest import SeenPage, Visit
from tests.frontend.pages.forms import box_of, part, send, sent, value_of
from tests.frontend.pages.test_entry import HTMX, SHEET, opened
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune

CAN_GIUOC = "/cham-diem?dv=X28159-2025&bo=CDS-XA-2025&ky=2025"


@pytest.fixture
def commune(system: LiveSystem) -> str:
    """A commune that scored three of its criteria itself."""
    commune, _ = untouched_commune(system)
    officer = signed_in(system, employ(system, "commune_officer", commune))
    opened(officer, commune)
    save(officer, commune, "self", {"1.1": 7.04, "1.2": 7.51, "1.4": 5})
    return commune


@pytest.fixture
def appraiser(system: LiveSystem) -> httpx.Client:
    return system.client("appraiser")


def save(client: httpx.Client, commune: str, stage: str, points: dict[str, float]) -> None:
    """Scores of one stage, through the API."""
    sheet = summary(client, commune)
    scores = [{"stage": stage, "code": code, "points": score, "reason": "Đối chiếu"} for code, score in points.items()]
    answer = client.put(
        f"/api/indicators/v1/assessments/{sheet['id']}/scores",
        json={"scores": scores},
        headers={"If-Match": f'"v{sheet["version"]}"'},
    )
    assert answer.status_code == 200, answer.text


def summary(client: httpx.Client, commune: str) -> dict[str, object]:
    found = client.get("/api/indicators/v1/assessments", params={"area": commune, "framework": SHEET}).json()
    return dict(found["items"][0])


def scored(client: httpx.Client, commune: str, stage: str = "appraised") -> dict[str, object]:
    """The scores of a stage by criterion."""
    rows = client.get(f"/api/indicators/v1/assessments/{summary(client, commune)['id']}").json()["rows"]
    return {row["code"]: row[stage] for row in rows if row[stage] is not None}


def late_tags(client: httpx.Client, commune: str, visit: Visit) -> list[str]:
    """What the desk says of scores the unit changed after they were appraised."""
    return [line for line in visit(client, address(commune)).all(".lt-table__sub") if "sau khi thẩm định" in line]


def address(commune: str, **more: str) -> str:
    return "/cham-diem?" + urlencode({"dv": commune, "bo": SHEET, "ky": "2025", **more})


def row_of(page: SeenPage, code: str) -> dict[str, str]:
    """The cells of a criterion by the label of their column."""
    for row in page.root.cssselect(".lt-sheet tbody tr"):
        if row.cssselect(".lt-table__cell--code") and row.cssselect(".lt-table__cell--code")[0].text == code:
            return {
                cell.get("data-label", ""): " ".join(cell.text_content().split())
                for cell in row.cssselect("[data-label]")
            }
    raise AssertionError(code)


def test_scores_difference_and_status_stand_side_by_side(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("viewer"), CAN_GIUOC)

    assert row_of(page, "1.4") == {
        "Tối đa": "20",
        "Tự đánh giá": "5",
        "Thẩm định": "0",
        "Công bố": "–",
        "Lý do": "Theo phiếu thẩm định đã công bố; người thẩm định ghi không thống nhất.",
        "Chênh lệch": "+5",
        "Trạng thái": "Cần bổ sung minh chứng",
    }
    statuses = Counter(page.all(".lt-sheet .lt-tag"))
    assert sum(statuses.values()) == 62
    assert all(tag.find("svg") is not None for tag in page.root.cssselect(".lt-sheet .lt-tag"))
    differences = [read_number(text) for text in page.all(".lt-sheet td[data-label='Chênh lệch']")]
    assert sum(difference < 0 for difference in differences) == 5


def test_totals_come_by_group_with_shares_of_one_decimal(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("viewer"), CAN_GIUOC)

    rows = [
        [" ".join(cell.text_content().split()) for cell in row.cssselect("th, td")]
        for row in page.root.cssselect("#tong-diem tbody tr")
    ]
    assert len(rows) == 7
    assert rows[1][:8] == ["2. Nhân lực số", "100", "51,85", "35,38", "–", "+16,47", "51,9%", "35,4%"]
    assert rows[6][:8] == ["Toàn phiếu", "960", "787,84", "606,27", "–", "+181,57", "82,1%", "63,2%"]


def test_whoever_may_not_appraise_reads_only(system: LiveSystem, visit: Visit) -> None:
    client = system.client("commune_officer")
    page = visit(client, CAN_GIUOC)

    assert page.root.cssselect(".lt-sheet input, .lt-sheet textarea") == []
    answer = client.post("/cham-diem", data={"dv": "X28159-2025", "csrf": client.headers["X-CSRF-Token"]})
    assert answer.status_code == 403


def test_criteria_of_no_group_stand_under_the_whole_sheet(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T15-2025"), "/cham-diem?dv=T15-2004&bo=DTI-2022&ky=2022")

    assert page.all(".lt-band .lt-table__group-name")[0] == "Toàn phiếu"
    assert len(page.all(".lt-sheet .lt-table__link")) == 9


def test_who_has_no_sheet_to_score_is_not_told_to_change_the_filter(system: LiveSystem, visit: Visit) -> None:
    appraiser = signed_in(system, employ(system, "appraiser", untouched_commune(system)[0]))
    page = visit(appraiser, "/cham-diem")

    assert "Chưa có phiếu nào trong phạm vi của bạn." in page.text
    assert page.root.cssselect(".lt-filter") == []


def test_the_list_puts_sheets_that_wait_first(appraiser: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(appraiser, "/cham-diem")

    states = page.all("#phieu .lt-tag")
    assert states[0] == "Chờ thẩm định"
    assert states.index("Chờ thẩm định") < states.index("Đã thẩm định")
    assert any(commune in link for link in page.links("#phieu a"))


def test_the_list_is_filtered_without_marks(appraiser: httpx.Client, visit: Visit) -> None:
    page = visit(appraiser, "/cham-diem?q=can+giuoc")

    assert page.all("#phieu th a") == ["Xã Cần Giuộc"]


def test_the_appraiser_sets_the_second_score_with_a_reason(appraiser: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(appraiser, address(commune))
    assert row_of(page, "1.1")["Trạng thái"] == "Chờ thẩm định"

    saved = sent(
        appraiser,
        page,
        "/cham-diem",
        {"d.1.1": "10", "g.1.1": "Đo lại tại trạm", "d.1.2": "7,51", "d.1.4": "0", "g.1.4": "Thiếu minh chứng"},
    )

    assert scored(appraiser, commune) == {"1.1": 10, "1.2": 7.51, "1.4": 0}
    assert (row_of(saved, "1.1")["Chênh lệch"], row_of(saved, "1.1")["Trạng thái"]) == ("−2,96", "Đang thực hiện")
    assert row_of(saved, "1.4")["Trạng thái"] == "Cần bổ sung minh chứng"
    assert row_of(saved, "1.3")["Trạng thái"] == "Chờ thẩm định"
    assert value_of(saved, "g.1.1") == "Đo lại tại trạm"


def test_a_score_that_differs_needs_its_reason_at_the_row(appraiser: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(appraiser, address(commune))

    refused = sent(appraiser, page, "/cham-diem", {"d.1.1": "3", "d.1.2": "7,51", "d.1.4": "x"}, status=422)

    assert refused.all("[data-error-summary] li") == [
        "1.1: Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá",
        "1.4: Không phải là số. Ví dụ: 84,67",
    ]
    assert refused.links("[data-error-summary] a") == ["#g-1-1", "#d-1-4"]
    assert box_of(refused, "g.1.1").get("aria-invalid") == "true"
    assert value_of(refused, "d.1.2") == "7,51"
    assert scored(appraiser, commune) == {}


def test_two_appraisers_do_not_overwrite_each_other_unseen(appraiser: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(appraiser, address(commune))
    save(appraiser, commune, "appraised", {"1.1": 9})

    conflict = sent(appraiser, page, "/cham-diem", {"d.1.1": "8", "g.1.1": "Theo biên bản"}, status=409)

    assert "Trên máy chủ: 9" in conflict.all(".lt-cell__server")
    sent(appraiser, conflict, "/cham-diem", {})
    assert scored(appraiser, commune) == {"1.1": 8}


def test_the_publisher_types_the_final_score(system: LiveSystem, commune: str, visit: Visit) -> None:
    publisher = system.client("publisher")
    page = visit(publisher, address(commune))

    saved = sent(publisher, page, "/cham-diem", {"d.1.1": "7", "g.1.1": "Hội đồng thống nhất"})

    assert scored(publisher, commune, "final") == {"1.1": 7}
    assert row_of(saved, "1.1")["Thẩm định"] == "–"


def test_rows_are_filtered_by_status_group_and_words_without_marks(system: LiveSystem, visit: Visit) -> None:
    viewer = system.client("viewer")

    by_words = visit(viewer, f"{CAN_GIUOC}&q=dai+truyen+thanh")
    by_group = visit(viewer, f"{CAN_GIUOC}&nhom=4.22")
    by_status = visit(viewer, f"{CAN_GIUOC}&tt=needs_evidence")
    nothing = visit(viewer, f"{CAN_GIUOC}&q=khong+co+tieu+chi+nay")

    assert by_words.all(".lt-sheet .lt-table__cell--code") == ["1.7"]
    assert by_group.all(".lt-sheet .lt-table__cell--code")[-1] == "4.22.11"
    assert len(by_group.all(".lt-sheet .lt-table__cell--code")) == 11
    assert set(by_status.all(".lt-sheet .lt-tag")) == {"Cần bổ sung minh chứng"}
    assert "Không có tiêu chí nào khớp" in nothing.text


def test_saving_under_a_filter_saves_what_is_seen_and_keeps_the_filter(
    appraiser: httpx.Client, commune: str, visit: Visit
) -> None:
    save(appraiser, commune, "appraised", {"1.2": 6})
    page = visit(appraiser, address(commune, q="camera"))
    assert page.all(".lt-sheet .lt-table__cell--code") == ["1.6"]

    saved = sent(appraiser, page, "/cham-diem", {"d.1.6": "4"})

    assert scored(appraiser, commune) == {"1.2": 6, "1.6": 4}
    assert saved.all(".lt-sheet .lt-table__cell--code") == ["1.6"]


def test_every_row_leads_to_its_proof(system: LiveSystem, visit: Visit) -> None:
    viewer = system.client("viewer")
    page = visit(viewer, CAN_GIUOC)
    links = page.links(".lt-sheet tbody th a.lt-table__link")
    assert len(links) == 62

    proof = visit(viewer, links[3])

    assert proof.heading == "Căn cứ điểm 1.4"
    for word in ("Quy tắc", "Phép tính", "5 / 20", "0 / 20", "Lý do", "người thẩm định ghi không thống nhất"):
        assert word in proof.text
    revisions = proof.all("table tbody tr")
    assert len(revisions) == 2
    assert "Thẩm định" in revisions[0]
    assert "Dữ liệu mẫu" in revisions[0]


def test_the_proof_of_a_group_and_of_the_sheet_adds_up(system: LiveSystem, visit: Visit) -> None:
    viewer = system.client("viewer")

    group = visit(viewer, "/cham-diem/can-cu?dv=X28159-2025&ma=1")
    whole = visit(viewer, "/cham-diem/can-cu?dv=X28159-2025")

    assert "59,47 / 80" in group.text
    assert "= 59,47" in group.text
    assert "787,84 / 960" in whole.text
    visit(viewer, "/cham-diem/can-cu?dv=X28159-2025&ma=9.9", 404)


def test_sheets_out_of_reach_do_not_exist(system: LiveSystem, visit: Visit) -> None:
    visit(system.client("appraiser", at="T15-2025"), CAN_GIUOC, 404)


def test_htmx_gets_the_filtered_rows_alone(system: LiveSystem) -> None:
    viewer = system.client("viewer")
    viewer.headers.update(HTMX)

    rows = part(viewer.get(f"{CAN_GIUOC}&q=camera"))

    assert len(rows.cssselect("#phieu .lt-table__cell--code")) == 1


def test_htmx_gets_the_saved_sheet_with_a_toast(appraiser: httpx.Client, commune: str, visit: Visit) -> None:
    page = visit(appraiser, address(commune))
    appraiser.headers.update(HTMX)

    saved = send(appraiser, page, "/cham-diem", {"d.1.2": "7.51"})

    assert '"toast"' in saved.headers["hx-trigger"]
    assert "Đã lưu điểm của 1 tiêu chí" in part(saved).text_content()


def test_a_score_the_unit_changed_after_the_appraisal_is_marked_on_its_row(
    system: LiveSystem, commune: str, appraiser: httpx.Client, visit: Visit
) -> None:
    save(appraiser, commune, "appraised", {"1.1": 7.04, "1.2": 7})
    assert late_tags(appraiser, commune, visit) == []

    save(signed_in(system, employ(system, "commune_officer", commune)), commune, "self", {"1.1": 8})

    [line] = late_tags(appraiser, commune, visit)
    assert line.startswith("Sửa sau thẩm định")
    assert "Đơn vị đã sửa điểm tự đánh giá sau khi thẩm định: 7,04 → 8, lúc" in line
