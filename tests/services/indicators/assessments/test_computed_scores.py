"""Scores that rules compute: entered as numerators and denominators, kept, explained, never typed as points."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.harness.scoring import API, Desk, faults, put, row_of

FILE = Path(__file__).resolve().parents[4] / "data" / "dvc766" / "metric_samples.csv"
_unused: Iterator[str] = iter([f"T{code}-2025" for code in ("01", "04", "08", "11", "12", "14", "19", "20", "22", "24",
                               "25", "31", "33", "37", "40", "42", "44", "46", "48", "51")])  # fmt: skip


@pytest.fixture
def sheet(desk: Desk) -> dict[str, Any]:
    """A sheet of a province that no other test scores; its published result stands beside it."""
    return desk.sheet(next(_unused), "QD766", "2026")


def parts(code: str, numerator: float | None, denominator: float | None, stage: str = "self") -> dict[str, Any]:
    return {"code": code, "stage": stage, "numerator": numerator, "denominator": denominator}


def saved(desk: Desk, sheet: dict[str, Any], *scores: dict[str, Any], role: str = "department_officer") -> Any:
    answer = put(desk.person(role, sheet["area"]), sheet, *scores)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_published_figures_of_dong_thap_give_its_published_points(desk: Desk, sheet: dict[str, Any]) -> None:
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["unit_code"] == "H20"]
    scores = [parts(row["metric_code"], int(row["numerator"]), int(row["denominator"])) for row in rows]
    found = saved(desk, sheet, *scores)
    for row in rows:
        told = row_of(found, row["metric_code"])
        assert (told["self"], told["self_inputs"]["ratio"]) == (
            float(row["published_score"]), float(row["published_ratio_pct"])
        )  # fmt: skip
    group = next(group for group in found["groups"] if group["code"] == "TDGQ")
    assert (group["self"], group["self_share"], group["max"]) == (17.69, 88.5, 20)
    assert found["totals"]["self"] == round(sum(float(row["published_score"]) for row in rows), 2)


def test_one_score_is_set_by_its_address_and_answers_with_what_it_came_from(desk: Desk, sheet: dict[str, Any]) -> None:
    officer = desk.person("department_officer", sheet["area"])
    answer = officer.put(
        f"{API}/assessments/{sheet['id']}/scores/SO_HOA_GIAY_TO_GIAI_QUYET",
        json={"stage": "self", "numerator": 603, "denominator": 654, "reason": "Số của hệ thống một cửa"},
        headers={"If-Match": f'"v{sheet["version"]}"'},
    )
    row = row_of(answer.json(), "SO_HOA_GIAY_TO_GIAI_QUYET")
    assert (row["self"], row["rule"], row["target"], row["self_note"]) == (
        3.69,
        "ratio",
        100,
        "Số của hệ thống một cửa",
    )
    assert {name: value for name, value in row["self_inputs"].items() if value is not None} == {
        "numerator": 603, "denominator": 654, "ratio": 92.2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "pointer", "says"),
    [
        ({"code": "ON_TIME", "points": 20}, "/scores/0/points", "nhận tử số và mẫu số, không nhận điểm"),
        ({"code": "ON_TIME", "numerator": 5}, "/scores/0/denominator", "Thiếu mẫu số"),
        ({"code": "ON_TIME", "numerator": 5, "denominator": None}, "/scores/0/denominator", "Thiếu mẫu số"),
        ({"code": "ON_TIME", "numerator": 5, "denominator": 0}, "/scores/0/denominator", "Mẫu số bằng 0"),
        ({"code": "ON_TIME", "numerator": -5, "denominator": 10}, "/scores/0/numerator", "không được âm"),
        ({"code": "ON_TIME", "numerator": "5", "denominator": 10}, "/scores/0/numerator", "Phải là một số"),
        ({"code": "ON_TIME"}, "/scores/0/points", "Thiếu điểm, hoặc số liệu để tính điểm"),
        ({"code": "ONLINE_TOTAL", "numerator": 5, "denominator": 10}, "/scores/0/numerator", "nhận điểm"),
        ({"code": "ONLINE_TOTAL", "points": 12.5}, "/scores/0/points", "lớn hơn điểm tối đa (12)"),
        ({"code": "TDGQ", "numerator": 5, "denominator": 10}, "/scores/0/code", "là nhóm"),
    ],
)
def test_what_a_criterion_cannot_take_is_named(desk: Desk, body: dict[str, Any], pointer: str, says: str) -> None:
    sheet = desk.sheet("T66-2025", "QD766", "2026")
    answer = put(desk.person("department_officer", "T66-2025"), sheet, {"stage": "self"} | body)
    assert answer.status_code == 422
    assert says in faults(answer)[pointer]


def test_not_a_number_is_refused_where_it_stands(desk: Desk) -> None:
    sheet = desk.sheet("T66-2025", "QD766", "2026")
    answer = desk.person("department_officer", "T66-2025").put(
        f"{API}/assessments/{sheet['id']}/scores/ON_TIME",
        content=b'{"stage": "self", "numerator": NaN, "denominator": 1}',
        headers={"If-Match": f'"v{sheet["version"]}"', "content-type": "application/json"},
    )
    assert answer.status_code in (400, 422)


def test_a_proof_shows_rule_inputs_ratio_target_points_and_what_is_lost(desk: Desk, sheet: dict[str, Any]) -> None:
    saved(desk, sheet, parts("REUSED_DIGITIZED_DATA", 105840, 670009), parts("PETITION_PROCESSING_ON_TIME", 0, 0))
    proof = desk.person("leader", sheet["area"]).get(f"{API}/assessments/{sheet['id']}/proof").json()
    steps = {step["code"]: step for group in proof["self"]["children"] for step in group["children"]}
    step = steps["REUSED_DIGITIZED_DATA"]
    assert (step["rule"], step["points"], step["max_points"], step["lost"]) == ("Tỷ lệ so với mục tiêu", 0.39, 2, 1.61)
    assert step["inputs"] == {"Tử số": "105.840", "Mẫu số": "670.009", "Tỷ lệ": "15,8%", "Mục tiêu": "80%"}
    assert step["formula"] == "min(1; 105.840 ÷ 670.009 × 100 ÷ 80) × 2 = 0,39"
    nothing = steps["PETITION_PROCESSING_ON_TIME"]
    assert (nothing["points"], nothing["lost"]) == (6, 0)
    assert nothing["formula"] == "0 ÷ 0: không phát sinh, tính đủ điểm = 6"
    assert (steps["ONLINE_TOTAL"]["rule"], steps["ONLINE_TOTAL"]["points"]) == ("Điểm nhập trực tiếp", None)


def test_every_stage_has_inputs_of_its_own_and_the_history_keeps_them(desk: Desk, sheet: dict[str, Any]) -> None:
    found = saved(desk, sheet, parts("ON_TIME", 726, 741))
    found = saved(desk, found, parts("ON_TIME", 720, 741), parts("ONLINE_TOTAL", None, None) | {"points": None})
    refused = put(desk.person("appraiser", sheet["area"]), found, parts("ON_TIME", 700, 741, "appraised"))
    assert faults(refused) == {"/scores/0/reason": "Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá."}
    judged = parts("ON_TIME", 700, 741, "appraised") | {"reason": "20 hồ sơ trễ hạn"}
    found = saved(desk, found, judged, role="appraiser")
    found = saved(desk, found, parts("ON_TIME", 700, 741, "final"), role="publisher")
    row = row_of(found, "ON_TIME")
    assert [row[stage] for stage in ("self", "appraised", "final")] == [19.43, 18.89, 18.89]
    assert [row[f"{stage}_inputs"]["numerator"] for stage in ("self", "appraised", "final")] == [720, 700, 700]
    proof = desk.person("leader", sheet["area"]).get(f"{API}/assessments/{sheet['id']}/proof").json()
    told = [
        (each["stage"], each["old_inputs"] and each["old_inputs"]["numerator"], each["new_inputs"]["numerator"])
        for each in proof["revisions"]
    ]
    assert told == [("final", None, 700), ("appraised", None, 700), ("self", 726, 720), ("self", None, 726)]
    assert proof["appraised"]["children"][1]["children"][0]["inputs"]["Tử số"] == "700"


def test_inputs_that_give_the_same_points_are_a_change_and_empty_ones_take_the_score_back(
    desk: Desk, sheet: dict[str, Any]
) -> None:
    found = saved(desk, sheet, parts("ON_TIME", 1, 2))
    again = saved(desk, found, parts("ON_TIME", 1, 2))
    assert again["version"] == found["version"]
    other = saved(desk, found, parts("ON_TIME", 2, 4))
    assert (other["version"], row_of(other, "ON_TIME")["self"]) == (found["version"] + 1, 10)
    gone = row_of(saved(desk, other, parts("ON_TIME", None, None)), "ON_TIME")
    assert (gone["self"], gone["self_inputs"]) == (None, None)


def test_a_metric_for_information_keeps_its_figures_and_counts_nowhere(desk: Desk, sheet: dict[str, Any]) -> None:
    found = saved(desk, sheet, parts("PETITION_CLASSIFICATION_TTHC", 3, 9))
    row = row_of(found, "PETITION_CLASSIFICATION_TTHC")
    assert (row["scored"], row["self"], row["self_inputs"]["ratio"], row["status"]) == (False, 0, 33.33, None)
    assert (found["totals"]["self"], found["totals"]["leaves"]) == (None, 19)


def test_a_department_scores_its_province_and_a_commune_does_not(desk: Desk, sheet: dict[str, Any]) -> None:
    body = {"framework": "QD766", "area": sheet["area"], "period": "2026"}
    assert desk.person("commune_officer").post(f"{API}/assessments", json=body).status_code == 403
    own = desk.person("department_officer", "T38-2025").post(f"{API}/assessments", json=body | {"area": "T38-2025"})
    assert own.status_code == 200
