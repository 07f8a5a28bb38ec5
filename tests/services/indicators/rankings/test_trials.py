"""What-if and ways up through the door."""

from typing import Any

import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, Desk, put

PORTAL = {"framework": "QD766", "period": "2026"}
LAO_CAI = "T15-2025"
COUNTED = ("ON_TIME", "DOSSIER_SYNC")


def tried(client: Any, status: int = 200, **asked: Any) -> dict[str, Any]:
    answer = client.post(f"{API}/rankings/what-ifs", json=asked)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def ways(client: Any, status: int = 200, **query: Any) -> dict[str, Any]:
    answer = client.get(f"{API}/rankings/ways", params=query)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


@pytest.fixture
def leader(system: LiveSystem) -> Any:
    """A leader of Tây Ninh."""
    return system.client("leader")


def test_without_changes_nobody_moves(leader: Any) -> None:
    found = tried(leader, **PORTAL)

    assert (found["of"], found["left_out"], found["lines"], found["units"]) == (34, 0, [], [])
    assert (found["max_before"], found["max_after"]) == (100, 100)


def test_a_better_score_tells_its_proof_and_who_is_passed(leader: Any) -> None:
    before = {item["area"]: item for item in leader.get(f"{API}/rankings", params=PORTAL).json()["items"]}
    found = tried(leader, **PORTAL, changes=[{"area": LAO_CAI, "code": "MDSH", "points": 9.94}])

    assert found["lines"][0]["told"] == "Nhóm MDSH: 9,17/22 → 9,94/22: +0,77 điểm, hạng 24 → 19"
    units = {unit["area"]: unit for unit in found["units"]}
    own = units[LAO_CAI]
    assert (own["rank_before"], own["rank_after"]) == (before[LAO_CAI]["rank"], 19) == (24, 19)
    assert own["score_before"] == before[LAO_CAI]["score"]
    assert [unit["rank_after"] - unit["rank_before"] for area, unit in units.items() if area != LAO_CAI] == [1] * 4
    assert leader.get(f"{API}/rankings", params=PORTAL).json()["items"][23]["area"] == LAO_CAI


def test_other_weights_move_the_whole_table(leader: Any) -> None:
    found = tried(leader, **PORTAL, maxima={"TTTT": 30})

    assert found["max_after"] == 120
    assert len(found["units"]) == 34
    assert found["lines"][0]["told"].startswith("Điểm tối đa TTTT: 10 → 30: ")


def test_everything_wrong_is_named_by_its_place(leader: Any) -> None:
    changes = [
        {"area": LAO_CAI, "code": "MDSH", "points": 23},
        {"area": "X99999-2025", "code": "MDSH", "points": 1},
        {"area": LAO_CAI, "code": "ON_TIME", "numerator": 1, "denominator": 2},
    ]
    found = tried(leader, 422, **PORTAL, changes=changes)
    assert [fault["pointer"] for fault in found["errors"]] == [
        "/changes/0/points", "/changes/1/area", "/changes/2/code",
    ]  # fmt: skip
    assert found["errors"][0]["detail"] == "Điểm không được lớn hơn điểm tối đa (22)."
    frame = tried(leader, 422, **PORTAL, maxima={"KHONG_CO": 5}, targets={"MDSH": 50})
    assert [fault["pointer"] for fault in frame["errors"]] == ["/maxima/KHONG_CO", "/targets/MDSH"]
    assert tried(leader, 404, framework="DTI-1999", period="2022")["status"] == 404


def test_the_cheapest_way_up_does_what_it_says(leader: Any) -> None:
    found = ways(leader, **PORTAL, area=LAO_CAI, ranks=5)

    assert (found["rank"], found["wanted_rank"], found["of"]) == (24, 19, 34)
    cheapest = found["ways"][0]
    assert (cheapest["kind"], cheapest["rank_after"]) == ("cheapest", 19)
    assert [(step["code"], step["points_after"]) for step in cheapest["steps"]] == [("MDSH", 9.94)]
    assert cheapest["steps"][0]["needs_appraisal"] is True
    assert len(cheapest["passed"]) == 5
    assert "(b − a) + (b² − a²) ÷ 2" in found["rule"]
    assert "giữ nguyên điểm" in found["caveat"]
    for way in found["ways"]:
        changes = [{"area": LAO_CAI, "code": step["code"], "points": step["points_after"]} for step in way["steps"]]
        moved = {unit["area"]: unit for unit in tried(leader, **PORTAL, changes=changes)["units"]}
        assert moved[LAO_CAI]["rank_after"] == way["rank_after"]


def test_ways_of_figures_speak_of_figures(desk: Desk) -> None:
    """Two provinces with figures of their own, of a year nobody else is scored in."""
    for area, top in (("T22-2004", 60), ("T24-2004", 90)):
        sheet = desk.sheet(area, "QD766", "2023")
        figures = {"stage": "final", "numerator": top, "denominator": 100}
        saved = put(desk.person("publisher", "VN"), sheet, *({"code": code, **figures} for code in COUNTED))
        assert saved.status_code == 200, saved.text
    found = ways(desk.person("viewer", "VN"), framework="QD766", period="2023", area="T22-2004", ranks=1)

    counted = next(way for way in found["ways"] if all(step["code"] in COUNTED for step in way["steps"]))
    assert (counted["rank_after"], [area["area"] for area in counted["passed"]]) == (1, ["T24-2004"])
    told = {step["code"]: (step["told"], step["inputs"]["numerator"]) for step in counted["steps"]}
    assert told["ON_TIME"] == ("thêm 39 vào tử số (60 → 99; mẫu số giữ nguyên 100)", 99)
    more = [{"area": "T22-2004", "code": code, "numerator": top, "denominator": 100} for code, (_, top) in told.items()]
    moved = tried(desk.person("viewer", "VN"), framework="QD766", period="2023", changes=more)
    assert moved["units"][0]["area"] == "T22-2004"
    assert moved["units"][0]["rank_after"] == 1


def test_a_unit_without_a_score_in_the_ranking_is_refused_by_name(leader: Any) -> None:
    found = ways(leader, 422, framework="DTI-2022", period="2022", area="T15-2004", ranks=5)
    assert found["errors"][0]["pointer"] == "/area"
    assert "không có điểm trong bảng xếp hạng này" in found["errors"][0]["detail"]


def test_sheets_under_way_out_of_reach_take_no_part(desk: Desk) -> None:
    sheet = desk.sheet()
    desk.scored(sheet, "self", {"1.1": 8})
    asked = {"framework": "CDS-XA-2025", "period": "2025", "changes": [
        {"area": sheet["area"], "code": "1.1", "points": 9}]}  # fmt: skip

    assert tried(desk.person("viewer"), **asked)["lines"][0]["gain"] == 1
    elsewhere = tried(desk.person("viewer", "T80-2025"), 422, **asked)
    assert "không có điểm trong bảng" in elsewhere["errors"][0]["detail"]


def test_a_question_that_is_posted_makes_nobody_ask_anew(system: LiveSystem, leader: Any) -> None:
    system.keep_answers()
    reader = system.databases["indicators"].reader
    wanted = {"framework": "QD766", "period": "2026", "changes": []}

    def asked_anew() -> int:
        leader.get(f"{API}/rankings", params={"framework": "QD766"})
        assert leader.post(f"{API}/rankings/what-ifs", json=wanted).status_code == 200
        before = reader.statements
        leader.get(f"{API}/rankings", params={"framework": "QD766"})
        return reader.statements - before

    assert min(asked_anew() for _ in range(5)) == 0  # feeds are read in the background now and then
