"""Beside a result its publisher printed, what is still being entered is read within reach of the unit only."""

from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, Desk, desk_of, put, row_of

ELSEWHERE = "X04630-2025"
JUDGED, OWN = "ON_TIME", "SO_HOA_GIAY_TO_GIAI_QUYET"


@pytest.fixture(scope="module")
def under_way(system: LiveSystem) -> dict[str, Any]:
    """A sheet of QĐ 766 with a printed result: one criterion scored at every stage, another by its unit alone."""
    desk = desk_of(system)
    sheet = desk.sheet("T91-2025", "QD766", "2026")
    for role, stage, codes in (
        ("department_officer", "self", (JUDGED, OWN)),
        ("appraiser", "appraised", (JUDGED,)),
        ("publisher", "final", (JUDGED,)),
    ):
        part = {"stage": stage, "numerator": 603, "denominator": 654, "reason": f"Lời của {stage}"}
        answer = put(desk.person(role, sheet["area"]), sheet, *({"code": code} | part for code in codes))
        assert answer.status_code == 200, answer.text
        sheet = answer.json()
    return dict(sheet)


@pytest.fixture
def stranger(desk: Desk) -> httpx.Client:
    """Somebody who reads rankings, with a place of work elsewhere."""
    return desk.person("leader", ELSEWHERE)


def test_strangers_read_the_printed_result_and_final_scores_alone(
    desk: Desk, under_way: dict[str, Any], stranger: httpx.Client
) -> None:
    path = f"{API}/assessments/{under_way['id']}"
    seen, whole = stranger.get(path).json(), desk.person("leader", "T91-2025").get(path).json()
    assert (seen["partial"], whole["partial"], whole) == (True, False, under_way)
    assert seen["reported"] == whole["reported"]
    assert seen["reported"]["rank"] is not None
    told = {"self", "appraised", "difference", "status", "self_note", "appraised_reason", "self_inputs",
            "appraised_inputs", "self_changed"}  # fmt: skip
    for row in seen["rows"]:
        assert {row[name] for name in told} == {None}, row["code"]
    published, kept = row_of(seen, JUDGED), row_of(whole, JUDGED)
    assert [published[name] for name in ("final", "final_inputs", "final_reason")] == [
        kept[name] for name in ("final", "final_inputs", "final_reason")
    ]
    for totals in (seen["totals"], *seen["groups"]):
        assert [totals[name] for name in ("self", "appraised", "difference", "self_share", "appraised_share")] == [
            None
        ] * 5
        assert (totals["scored_self"], totals["scored_appraised"]) == (0, 0)
    assert (seen["totals"]["final"], seen["totals"]["scored_final"]) == (whole["totals"]["final"], 1)


def test_strangers_get_neither_proof_nor_history_of_what_is_under_way(
    desk: Desk, under_way: dict[str, Any], stranger: httpx.Client
) -> None:
    path = f"{API}/assessments/{under_way['id']}/proof"
    seen, whole = stranger.get(path).json(), desk.person("leader", "T91-2025").get(path).json()
    assert (seen["partial"], whole["partial"]) == (True, False)
    assert (seen["self"]["points"], seen["appraised"]["points"]) == (None, None)
    assert "603" not in str(seen["self"])
    assert seen["final"] == whole["final"]
    assert [each["stage"] for each in seen["revisions"]] == ["final"]
    assert {each["stage"] for each in whole["revisions"]} == {"self", "appraised", "final"}


def test_strangers_find_it_in_the_ranking_by_its_printed_result_and_in_no_list(
    under_way: dict[str, Any], stranger: httpx.Client
) -> None:
    ranking = stranger.get(f"{API}/rankings", params={"framework": "QD766", "period": "2026"}).json()
    entry = next(each for each in ranking["items"] if each["assessment"] == under_way["id"])
    assert (entry["basis"], entry["score"]) == ("reported", under_way["reported"]["score"])
    listed = stranger.get(f"{API}/assessments", params={"framework": "QD766", "area": "T91-2025"}).json()
    assert listed["items"] == []


def test_once_all_that_was_scored_is_final_everybody_reads_all_of_it(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 5})
    sheet = desk.scored(desk.scored(sheet, "appraised", {"1.1": 5}), "final", {"1.1": 5})
    seen = desk.person("leader", ELSEWHERE).get(f"{API}/assessments/{sheet['id']}").json()
    for row in sheet["rows"]:
        row["evidence"] = None  # how much of it there is stays within reach
    assert seen == sheet
