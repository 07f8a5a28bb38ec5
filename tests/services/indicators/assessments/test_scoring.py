"""Setting scores: what is refused and where, what a save leaves behind, and that nothing is half saved."""

from typing import Any

import pytest

from tests.harness.scoring import API, Desk, faults, put, row_of


def test_a_score_is_saved_and_the_sheet_answers_with_its_next_version(desk: Desk) -> None:
    sheet = desk.sheet()
    officer = desk.person("commune_officer", sheet["area"])
    address = f"{API}/assessments/{sheet['id']}/scores/4.22.10"
    answer = officer.put(address, json={"stage": "self", "points": 7.5, "reason": "Đã triển khai"}, headers=seen(sheet))
    assert answer.status_code == 200
    saved = answer.json()
    assert (row_of(saved, "4.22.10")["self"], row_of(saved, "4.22.10")["self_note"]) == (7.5, "Đã triển khai")
    assert answer.headers["etag"] == f'"v{sheet["version"] + 1}"'
    assert officer.get(f"{API}/assessments/{sheet['id']}").json() == saved


def test_a_save_without_if_match_is_refused(desk: Desk) -> None:
    sheet = desk.sheet()
    officer = desk.person("commune_officer", sheet["area"])
    body = {"stage": "self", "points": 1}
    for headers in ({}, {"If-Match": "*"}):
        answer = officer.put(f"{API}/assessments/{sheet['id']}/scores/1.1", json=body, headers=headers)
        assert answer.status_code == 428
        assert answer.json()["title"] == "Thiếu phiên bản dữ liệu (If-Match)"


@pytest.mark.parametrize("match", ['"v99"', 'W/"v1"', "v1", "khác"])
def test_a_save_on_another_version_is_refused_and_names_the_present_one(desk: Desk, match: str) -> None:
    sheet = desk.sheet()
    answer = desk.person("commune_officer", sheet["area"]).put(
        f"{API}/assessments/{sheet['id']}/scores/1.1",
        json={"stage": "self", "points": 1},
        headers={"If-Match": match.encode()},  # type: ignore[dict-item]
    )
    assert answer.status_code == 412
    assert f"phiên bản {sheet['version']}" in answer.json()["detail"]
    assert answer.headers["etag"] == f'"v{sheet["version"]}"'


@pytest.mark.parametrize(
    ("score", "pointer", "says"),
    [
        ({"code": "1.1", "points": 10.01}, "/scores/1/points", "lớn hơn điểm tối đa (10)"),
        ({"code": "1.1", "points": -1}, "/scores/1/points", "không được âm"),
        ({"code": "1.1", "points": 1.234}, "/scores/1/points", "tối đa 2 chữ số thập phân"),
        ({"code": "9.9", "points": 1}, "/scores/1/code", "không có tiêu chí “9.9”"),
        ({"code": "4.22", "points": 1}, "/scores/1/code", "là nhóm"),
        ({"code": "2.1", "points": 2}, "/scores/1/code", "hai điểm tự đánh giá"),
        ({"code": "1.1", "points": "5"}, "/scores/1/points", "Phải là một số"),
        ({"code": "1.1", "points": 5, "extra": 1}, "/scores/1/extra", "không có trong quy định"),
    ],
)
def test_one_bad_score_of_a_batch_is_named_and_nothing_is_saved(
    desk: Desk, score: dict[str, Any], pointer: str, says: str
) -> None:
    sheet = desk.sheet()
    officer = desk.person("commune_officer", sheet["area"])
    answer = put(officer, sheet, {"code": "2.1", "stage": "self", "points": 1}, {"stage": "self"} | score)
    assert answer.status_code == 422
    assert says in faults(answer)[pointer]
    assert officer.get(f"{API}/assessments/{sheet['id']}").json() == sheet


def test_an_appraisal_that_differs_from_the_self_score_needs_a_reason(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 7})
    appraiser = desk.person("appraiser")
    address = f"{API}/assessments/{sheet['id']}/scores/1.1"
    refused = appraiser.put(address, json={"stage": "appraised", "points": 9}, headers=seen(sheet))
    assert refused.status_code == 422
    assert faults(refused) == {"/reason": "Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá."}
    blank = appraiser.put(address, json={"stage": "appraised", "points": 9, "reason": "  "}, headers=seen(sheet))
    assert blank.status_code == 422
    body = {"stage": "appraised", "points": 9, "reason": "Có đủ minh chứng"}
    row = row_of(appraiser.put(address, json=body, headers=seen(sheet)).json(), "1.1")
    assert (row["appraised"], row["difference"], row["appraised_reason"]) == (9, -2, "Có đủ minh chứng")


def test_an_appraisal_equal_to_the_self_score_needs_no_reason(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 10})
    assert row_of(desk.scored(sheet, "appraised", {"1.1": 10}), "1.1")["status"] == "done"


def test_a_note_stays_when_its_points_change_and_a_reason_goes_with_the_points_it_explained(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 5}, "Ghi chú của xã")
    sheet = desk.scored(sheet, "appraised", {"1.1": 3}, "Thiếu minh chứng")
    sheet = desk.scored(sheet, "self", {"1.1": 6})
    sheet = desk.scored(sheet, "appraised", {"1.1": 6})
    row = row_of(sheet, "1.1")
    assert (row["self_note"], row["appraised_reason"]) == ("Ghi chú của xã", None)


def test_a_score_can_be_taken_back(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 5, "1.2": 6})
    answer = put(desk.person("commune_officer", sheet["area"]), sheet, {"code": "1.1", "stage": "self", "points": None})
    assert (row_of(answer.json(), "1.1")["self"], answer.json()["totals"]["self"]) == (None, 6)


def test_scores_that_already_stand_make_no_version_and_no_revision(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 5})
    again = desk.scored(sheet, "self", {"1.1": 5})
    assert again["version"] == sheet["version"]
    proof = desk.person("leader").get(f"{API}/assessments/{sheet['id']}/proof").json()
    assert len(proof["revisions"]) == 1


@pytest.mark.parametrize(
    ("change", "pointer", "says"),
    [
        ({"area": "T80-2025"}, "/area", "chỉ áp dụng cho cấp xã"),
        ({"area": "X04630-2004"}, "/area", "không còn hoặc chưa có hiệu lực vào cuối năm 2025"),
        ({"area": "X99999-2025"}, "/area", "Không có đơn vị"),
        ({"period": "2024"}, "/period", "không có hiệu lực trong năm 2024"),
        ({"period": "2025-Q1"}, "/period", "theo kỳ “năm”"),
        ({"period": "2025-13"}, "/period", "Kỳ không hợp lệ"),
        ({"framework": "CDS-XA-1999"}, "/framework", "Không có bộ chỉ số"),
    ],
)
def test_a_sheet_opens_only_for_a_fitting_unit_framework_and_period(
    desk: Desk, change: dict[str, str], pointer: str, says: str
) -> None:
    body = {"framework": "CDS-XA-2025", "area": "X28159-2025", "period": "2025"} | change
    answer = desk.person("publisher", "VN").post(f"{API}/assessments", json=body)
    assert answer.status_code == 422
    assert says in faults(answer)[pointer]


def test_a_sheet_is_opened_once(desk: Desk) -> None:
    body = {"framework": "CDS-XA-2025", "area": desk.commune(), "period": "2025"}
    officer = desk.person("commune_officer", body["area"])
    first, second = officer.post(f"{API}/assessments", json=body), officer.post(f"{API}/assessments", json=body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.headers["location"] == f"{API}/assessments/{first.json()['id']}"
    assert first.headers["etag"] == second.headers["etag"] == '"v1"'


def seen(sheet: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"v{sheet["version"]}"'}
