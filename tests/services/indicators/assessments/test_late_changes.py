"""Who appraised a score is told when the unit changes it afterwards: from what, to what, when."""

from typing import Any

from tests.harness.scoring import Desk, put, row_of


def judged(desk: Desk) -> dict[str, Any]:
    """A sheet with two criteria that were appraised."""
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 7.04, "1.2": 5})
    return desk.scored(sheet, "appraised", {"1.1": 7.04, "1.2": 5})


def test_a_self_score_changed_after_the_appraisal_is_told_with_what_the_appraiser_saw(desk: Desk) -> None:
    sheet = judged(desk)
    assert row_of(sheet, "1.1")["self_changed"] is None
    sheet = desk.scored(desk.scored(sheet, "self", {"1.1": 7.5}), "self", {"1.1": 8})
    row = row_of(sheet, "1.1")
    assert (row["self_changed"]["before"], row["self"]) == (7.04, 8)
    assert row["self_changed"]["at"] == sheet["updated_at"]
    assert [each["code"] for each in sheet["rows"] if each["self_changed"]] == ["1.1"]


def test_the_hint_goes_when_the_appraiser_scores_or_explains_anew(desk: Desk) -> None:
    sheet = desk.scored(judged(desk), "self", {"1.1": 8, "1.2": 6})
    sheet = desk.scored(sheet, "appraised", {"1.1": 8})
    assert row_of(sheet, "1.1")["self_changed"] is None
    sheet = desk.scored(sheet, "appraised", {"1.2": 5}, "Đã xem điểm mới, giữ nguyên")
    assert row_of(sheet, "1.2")["self_changed"] is None


def test_what_was_put_back_or_never_appraised_is_no_late_change(desk: Desk) -> None:
    sheet = desk.scored(desk.scored(judged(desk), "self", {"1.1": 8}), "self", {"1.1": 7.04})
    sheet = desk.scored(sheet, "self", {"1.2": 5}, "Chỉ thêm ghi chú")
    sheet = desk.scored(desk.scored(sheet, "self", {"1.3": 4}), "self", {"1.3": 6})
    assert [row["code"] for row in sheet["rows"] if row["self_changed"]] == []


def test_a_score_taken_back_after_the_appraisal_is_a_late_change(desk: Desk) -> None:
    sheet = judged(desk)
    officer = desk.person("commune_officer", sheet["area"])
    sheet = put(officer, sheet, {"code": "1.1", "stage": "self", "points": None}).json()
    row = row_of(sheet, "1.1")
    assert (row["self"], row["self_changed"]["before"]) == (None, 7.04)
