"""Why a total is what it is, and every change that led to it; the history itself cannot be changed."""

from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, CAN_GIUOC, Desk


@pytest.fixture
def proof(system: LiveSystem) -> dict[str, Any]:
    leader = system.client("leader")
    query = {"framework": "CDS-XA-2025", "area": CAN_GIUOC, "period": "2025"}
    sheet = leader.get(f"{API}/assessments", params=query).json()["items"][0]
    return dict(leader.get(f"{API}/assessments/{sheet['id']}/proof").json())


def test_each_step_of_a_proof_is_the_sum_of_the_steps_below(proof: dict[str, Any]) -> None:
    def check(step: dict[str, Any]) -> int:
        if not step["children"]:
            return 1
        parts = [Decimal(str(child["points"])) for child in step["children"]]
        assert sum(parts) == Decimal(str(step["points"])), step["code"]
        return sum(check(child) for child in step["children"])

    assert check(proof["self"]) == check(proof["appraised"]) == 62
    assert (proof["self"]["points"], proof["appraised"]["points"], proof["final"]["points"]) == (787.84, 606.27, None)


def test_a_criterion_shows_its_rule_its_input_and_its_points(proof: dict[str, Any]) -> None:
    group = next(step for step in proof["self"]["children"] if step["code"] == "1")
    step = group["children"][0]
    assert (step["code"], step["rule"], step["inputs"]) == ("1.1", "Điểm nhập trực tiếp", {"Điểm": "7,04"})
    assert (step["points"], step["max_points"], step["formula"]) == (7.04, 10, "7,04 trên tối đa 10")


def test_every_change_of_a_score_is_remembered_newest_first(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 5})
    sheet = desk.scored(sheet, "self", {"1.1": 7.5}, "Bổ sung minh chứng")
    sheet = desk.scored(sheet, "appraised", {"1.1": 6}, "Một phần")
    revisions = desk.person("leader").get(f"{API}/assessments/{sheet['id']}/proof").json()["revisions"]
    assert [(each["stage"], each["old"], each["new"], each["reason"]) for each in revisions] == [
        ("appraised", None, 6, "Một phần"),
        ("self", 5, 7.5, "Bổ sung minh chứng"),
        ("self", None, 5, None),
    ]
    assert [each["by"] for each in revisions] == ["appraiser VN", *[f"commune_officer {sheet['area']}"] * 2]


@pytest.mark.parametrize("change", ["update score_revisions set new_points = 0", "delete from score_revisions",
                                    "truncate score_revisions"])  # fmt: skip
def test_the_service_itself_cannot_rewrite_the_history(system: LiveSystem, change: str) -> None:
    dsn = system.databases["indicators"].dsn
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(dsn, options="-csearch_path=indicators") as connection, refused:
        connection.execute(change)
