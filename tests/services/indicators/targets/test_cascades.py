"""Handing targets down: one for each unit at once, in four ways, with the check of what they make together."""

from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import API, faults_of
from tests.services.indicators.targets.conftest import Set
from tests.services.indicators.targets.test_setting_targets import unique


@pytest.fixture(scope="module")
def communes(system: LiveSystem) -> list[str]:
    """The communes of Tây Ninh."""
    answer = system.client().get("/api/directory/v1/areas/T80-2025/children", params={"limit": 500})
    return [one["id"] for one in answer.json()["items"]]


def hand_down(officer: httpx.Client, target: dict[str, Any], **way: Any) -> httpx.Response:
    """Hand a target down."""
    return officer.post(f"{API}/targets/{target['id']}/cascade", json=way)


def handed(client: httpx.Client, target: dict[str, Any]) -> dict[str, Any]:
    """A target as handed down."""
    answer = client.get(f"{API}/targets/{target['id']}/cascade")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_every_unit_gets_the_same_and_a_second_time_nothing(
    system: LiveSystem, officer: httpx.Client, set_target: Set, communes: list[str]
) -> None:
    made = set_target(measure=unique(), trajectory="milestones", milestones=[{"period": "2028", "value": 70}])
    before = handed(system.client(), made)
    assert (before["units_with"], len(before["missing"])) == (0, len(communes))
    first = hand_down(officer, made, way="equal").json()
    assert (first["created"], first["skipped"]) == (len(communes), 0)
    assert hand_down(officer, made, way="equal").json()["created"] == 0
    found = handed(system.client(), made)
    assert (found["units_with"], found["missing"]) == (len(communes), [])
    assert {(one["value"], one["parent"], len(one["milestones"])) for one in found["children"]} == {(80, made["id"], 1)}
    assert officer.get(f"{API}/targets/{made['id']}").json()["children"] == len(communes)


def test_counts_are_divided_by_shares_to_the_last_one(
    officer: httpx.Client, set_target: Set, communes: list[str]
) -> None:
    made = set_target(indicator="KTS-03", value=10_001, measure=unique())
    units = [{"area": area, "value": place + 1} for place, area in enumerate(communes)]
    check = hand_down(officer, made, way="shares", units=units).json()["check"]
    assert (check["method"], check["found"], check["holds"]) == ("sum", 10_001, True)
    values = [one["value"] for one in handed(officer, made)["children"]]
    assert sum(values) == 10_001
    assert len(set(values)) > 1


def test_what_the_units_lack_is_named(officer: httpx.Client, set_target: Set, communes: list[str]) -> None:
    made = set_target(indicator="KTS-03", value=1000, measure=unique())
    units = [{"area": communes[0], "value": 600}, {"area": communes[1], "value": 150}]
    check = hand_down(officer, made, way="values", units=units).json()["check"]
    assert (check["expected"], check["found"], check["difference"], check["holds"]) == (1000, 750, -250, False)
    assert check["rule"].startswith(f"2/{len(communes)} đơn vị đã được giao.")
    assert "thiếu 250 tài khoản" in check["rule"]


def test_denominators_divide_where_every_unit_has_one(system: LiveSystem) -> None:
    anyone = system.client()
    [lao_cai] = anyone.get(f"{API}/targets", params={"area": "T15-2025", "indicator": "KTS-03"}).json()["items"]
    found = handed(anyone, lao_cai)
    assert (found["check"]["method"], found["check"]["found"], found["check"]["holds"]) == ("sum", 48_000, True)
    assert len({one["value"] for one in found["children"]}) > 50


@pytest.mark.parametrize(
    ("more", "way", "pointer"),
    [
        ({}, {"way": "shares"}, "/way"),
        ({"indicator": "KTS-03"}, {"way": "shares"}, "/units"),
        ({"indicator": "KTS-03"}, {"way": "shares", "units": [{"area": "X04630-2025", "value": 1}]}, "/units/0/area"),
        ({"indicator": "KTS-03"}, {"way": "denominators", "by": "KTS-01"}, "/by"),
        ({"comparator": "range", "value_to": 90}, {"way": "values", "units": []}, "/way"),
    ],
)
def test_what_cannot_be_divided_is_refused_with_a_reason(
    officer: httpx.Client, set_target: Set, more: dict[str, Any], way: dict[str, Any], pointer: str
) -> None:
    made = set_target(measure=unique(), **more)
    assert [*faults_of(hand_down(officer, made, **way))] == [pointer]
    assert handed(officer, made)["units_with"] == 0


def test_a_commune_has_nobody_to_hand_down_to(officer: httpx.Client, set_target: Set, communes: list[str]) -> None:
    made = set_target(area=communes[0], measure=unique())
    assert hand_down(officer, made, way="equal").status_code == 409


def test_the_national_targets_are_nobodys_below(officer: httpx.Client) -> None:
    [target] = officer.get(f"{API}/targets", params={"area": "VN", "indicator": "CQS-01"}).json()["items"]
    assert hand_down(officer, target, way="equal").status_code == 403


def test_a_cascade_costs_the_same_however_many_units(system: LiveSystem) -> None:
    reader = system.client()
    found = reader.get(f"{API}/targets", params={"area": "T15-2025"}).json()["items"]
    costs = {
        system.statements("indicators", lambda one=one: reader.get(f"{API}/targets/{one['id']}/cascade"))  # type: ignore[misc]
        for one in found
        if one["indicator"] in ("CQS-01", "KTS-03")
    }
    assert costs == {7}


def test_figures_of_an_indicator_that_is_not_public_stay_out_of_the_targets_of_units(
    system: LiveSystem, officer: httpx.Client, set_target: Set, communes: list[str]
) -> None:
    [closed] = [one["code"] for one in officer.get(f"{API}/indicators").json()["items"] if not one["public"]]
    value = {"indicator": closed, "area": communes[0], "period": "2025", "value": 40}
    assert system.token("values:write").post(f"{API}/values", json={"values": [value]}).status_code == 200
    start = {"period": "2024", "value": 30}
    made = set_target(indicator=closed, measure=unique(), trajectory="linear", baseline=start)
    assert hand_down(officer, made, way="equal").status_code == 200

    assert {str(one["baseline"]) for one in handed(system.client(), made)["children"]} == {"None"}
    counts = set_target(indicator="KTS-03", value=1000, measure=unique())
    refused = hand_down(officer, counts, way="denominators", by=closed)
    assert "không công khai" in faults_of(refused)["/by"]


def test_what_no_target_may_ask_is_refused_of_units_too(
    officer: httpx.Client, set_target: Set, communes: list[str]
) -> None:
    made = set_target(measure=unique())
    units = [{"area": communes[0], "value": 70}, {"area": communes[1], "value": 500}]
    assert list(faults_of(hand_down(officer, made, way="values", units=units))) == ["/units/1/value"]
    twice = [{"area": communes[0], "value": 70}, {"area": communes[0], "value": 60}]
    assert list(faults_of(hand_down(officer, made, way="values", units=twice))) == ["/units/1/area"]


def test_a_part_of_a_target_is_about_the_same(officer: httpx.Client, set_target: Set, communes: list[str]) -> None:
    above = set_target(measure=unique())
    other = {"area": communes[0], "indicator": "CQS-03", "horizon": "2030", "comparator": ">=", "value": 80}
    assert "cùng chỉ tiêu" in faults_of(officer.post(f"{API}/targets", json=other | {"parent": above["id"]}))["/parent"]
