"""Rankings with what changed, classes, verified shares and intervals."""

from typing import Any

import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, Desk


def ranking(client: Any, **query: Any) -> dict[str, Any]:
    answer = client.get(f"{API}/rankings", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def by_area(found: dict[str, Any]) -> dict[str, Any]:
    return {item["area"]: item for item in found["items"]}


@pytest.mark.parametrize(
    ("area", "before", "change", "share"),
    [("T15-2004", 27, 12, None), ("T38-2004", 12, -3, None), ("T48-2004", 1, 0, 15.83), ("T84-2004", 26, 1, 17.83)],
)
def test_provinces_of_2022_are_compared_with_what_was_printed_of_2021(
    system: LiveSystem, area: str, before: int, change: int, share: float | None
) -> None:
    found = ranking(system.client("viewer"), framework="DTI-2022", period="2022")
    item = by_area(found)[area]

    assert found["previous"] == "2021"
    assert (item["previous_rank"], item["rank_change"], item["share_change"]) == (before, change, share)


def test_what_was_not_printed_of_the_period_before_is_not_made_up(system: LiveSystem) -> None:
    found = ranking(system.client("viewer"), framework="DTI-2022", period="2022")
    unknown = by_area(found)["T10-2004"]

    assert (unknown["previous_rank"], unknown["rank_change"], unknown["share_change"]) == (None, None, None)
    oldest = ranking(system.client("viewer"), framework="DTI-2022", period="2021")
    assert oldest["previous"] is None
    assert all(item["previous_rank"] is None for item in oldest["items"])


def test_units_are_placed_inside_their_class_and_can_be_narrowed_to_it(system: LiveSystem) -> None:
    client = system.client("viewer")
    whole = ranking(client, framework="QD766", period="2026")
    cities = ranking(client, framework="QD766", period="2026", unit_class="thành phố")

    assert {kind["name"]: kind["of"] for kind in whole["classes"]}.keys() == {"tỉnh", "thành phố"}
    assert cities["of"] == whole["of"] == 34
    assert [item["class_rank"] for item in cities["items"]] == list(range(1, len(cities["items"]) + 1))
    assert {item["unit_class"] for item in cities["items"]} == {"thành phố"}
    ranks = by_area(whole)
    assert all(ranks[item["area"]]["rank"] == item["rank"] for item in cities["items"])


def test_the_verified_share_counts_what_somebody_else_has_judged(desk: Desk) -> None:
    sheet = desk.sheet()

    def entry() -> dict[str, Any]:
        found = ranking(desk.person("viewer"), framework="CDS-XA-2025", period="2025", within=sheet["area"])
        return dict(found["items"][0])

    assert entry()["verified"] == 0
    scored = desk.scored(sheet, "self", {"1.1": 8, "1.2": 4})
    assert entry()["verified"] == 0
    scored = desk.scored(scored, "appraised", {"1.1": 6}, "Thiếu minh chứng")
    assert entry()["verified"] == 1.6  # one of 62
    desk.scored(scored, "final", {"1.2": 4})
    assert entry()["verified"] == 3.2
    published = ranking(desk.person("viewer"), framework="QD766", period="2026")["items"][0]
    assert published["verified"] is None


def test_the_34_provinces_have_intervals_around_their_ranks(system: LiveSystem) -> None:
    plain = ranking(system.client("viewer"), framework="QD766", period="2026")
    assert plain["robustness"] is None
    assert all(item["interval"] is None for item in plain["items"])

    mine, other = (
        ranking(system.client(role), framework="QD766", period="2026", robustness="true")
        for role in ("viewer", "leader")
    )

    assert (mine["robustness"]["available"], mine["robustness"]["draws"], mine["robustness"]["spread"]) == (
        True, 1000, 25,
    )  # fmt: skip
    assert [item["interval"] for item in mine["items"]] == [item["interval"] for item in other["items"]]
    assert mine["items"][0]["interval"] == {"low": 1, "median": 1, "high": 1}
    assert all(
        item["interval"]["low"] <= item["interval"]["median"] <= item["interval"]["high"] for item in mine["items"]
    )


def test_a_ranking_by_printed_ranks_says_why_it_has_no_intervals(system: LiveSystem) -> None:
    found = ranking(system.client("viewer"), framework="DTI-2022", period="2022", robustness="true")

    assert found["robustness"]["available"] is False
    assert "đơn vị không có điểm của từng tiêu chí" in found["robustness"]["rule"]
    assert all(item["interval"] is None for item in found["items"])


def test_an_interval_is_of_the_scores_of_this_moment(desk: Desk) -> None:
    wanted = {"framework": "QD766", "period": "2024", "robustness": "true"}
    mine, other = (desk.sheet(area, "QD766", "2024") for area in ("T22-2004", "T24-2004"))
    scored = desk.scored(mine, "final", {"ONLINE_TOTAL": 5})
    desk.scored(other, "final", {"ONLINE_TOTAL": 6})
    client = desk.person("viewer", "VN")

    def places() -> dict[str, Any]:
        return {area: (item["rank"], item["interval"]) for area, item in by_area(ranking(client, **wanted)).items()}

    first, second = ({"low": place, "median": place, "high": place} for place in (1, 2))
    assert places() == {"T22-2004": (2, second), "T24-2004": (1, first)}
    assert desk.statements(places) == 2, "kept intervals cost no statement"

    desk.scored(scored, "final", {"ONLINE_TOTAL": 7})

    assert places() == {"T22-2004": (1, first), "T24-2004": (2, second)}


def test_a_ranking_with_everything_takes_one_statement_beside_its_framework(desk: Desk) -> None:
    client = desk.person("viewer")
    assert desk.statements(lambda: ranking(client, framework="QD766")) == 2
