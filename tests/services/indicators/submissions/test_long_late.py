"""A form late for longer than lists go back is seen by its unit and by those who wait for it, older periods counted."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in
from tests.harness.submitting import API, save, step, taken

PROVINCE, FORM = "T68-2025", "THU-LAU"
SINCE = "2025-07"
TERMS: dict[str, Any] = {
    "name": "Biểu thử theo tháng", "name_en": "Monthly form of the tests", "issuer": "Thử", "level": "X",
    "frequency": "month", "due": 10, "first_period": SINCE, "items": [{"indicator": "CQS-01"}],
}  # fmt: skip
CELL = {"indicator": "CQS-01", "numerator": 80, "denominator": 100}


@pytest.fixture(scope="module")
def units(system: LiveSystem) -> list[str]:
    """The two communes that owe the form, and nobody else."""
    query = {"parent": PROVINCE, "level": "X", "valid_on": "2025-12-31", "limit": "2"}
    found = [area["id"] for area in system.client().get("/api/directory/v1/areas", params=query).json()["items"]]
    answer = signed_in(system, employ(system, "department_officer", PROVINCE)).put(
        f"{API}/forms/{FORM}", json={**TERMS, "areas": found}
    )
    assert answer.status_code == 201, answer.text
    return found


@pytest.fixture(scope="module")
def department(system: LiveSystem) -> httpx.Client:
    """Who waits for them."""
    return signed_in(system, employ(system, "department_officer", PROVINCE))


@pytest.fixture(scope="module")
def officer(system: LiveSystem, units: list[str]) -> httpx.Client:
    """Who owes it in the first of them."""
    return signed_in(system, employ(system, "commune_officer", units[0]))


def tasks(client: httpx.Client) -> list[dict[str, Any]]:
    """What waits for somebody of the form."""
    items = client.get(f"{API}/submissions/mine", params={"limit": 500}).json()["items"]
    return [one for one in items if one["form"] == FORM]


def owed(client: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    """Everything owed of the form, by these filters."""
    asked = {"form": FORM, "limit": 500, **query}
    return list(client.get(f"{API}/submissions/obligations", params=asked).json()["items"])


def test_a_unit_sees_the_newest_periods_and_how_many_older_ones(officer: httpx.Client, units: list[str]) -> None:
    waiting, every = tasks(officer), owed(officer, within=units[0])
    assert every[0]["period"] == SINCE
    assert len(waiting) == 12
    assert [one["older"] for one in waiting] == [len(every) - 12, *[0] * 11]
    assert [one["period"] for one in waiting] == [one["period"] for one in every[-12:]]


def test_what_was_begun_stands_alone_however_old(officer: httpx.Client, units: list[str]) -> None:
    before = tasks(officer)[0]["older"]
    body = {"form": FORM, "area": units[0], "period": "2025-08"}
    sheet = officer.post(f"{API}/submissions", json=body).json()
    assert tasks(officer)[0]["period"] == "2025-08"
    assert [one["older"] for one in tasks(officer)][:2] == [0, before - 1]
    sheet = taken(step(officer, taken(save(officer, sheet, CELL)), "submit"))
    assert "2025-08" not in {one["period"] for one in tasks(officer)}


def test_who_reviews_sees_what_was_sent_for_an_old_period(
    officer: httpx.Client, department: httpx.Client, units: list[str]
) -> None:
    sheet = officer.post(f"{API}/submissions", json={"form": FORM, "area": units[0], "period": "2025-09"}).json()
    taken(step(officer, taken(save(officer, sheet, CELL)), "submit"))
    assert ("2025-09", "to_review") in {(one["period"], one["kind"]) for one in tasks(department)}


def test_late_units_are_counted_by_form_and_period_and_older_periods_too(
    department: httpx.Client, units: list[str]
) -> None:
    late = [one for one in department.get(f"{API}/submissions/late").json()["items"] if one["form"] == FORM]
    every = owed(department, late=True, unsent=True, within=PROVINCE)
    periods = sorted({one["period"] for one in every})
    assert periods[0] == SINCE
    assert [one["period"] for one in late] == periods[-12:]
    assert late[0]["older"] == len(periods) - 12 > 0
    assert {one["older"] for one in late[1:]} == {0}
    newest = [one for one in every if one["period"] == late[-1]["period"]]
    assert (late[-1]["units"], late[-1]["longest"]) == (len(newest), max(one["days_late"] for one in newest))


def test_the_counts_are_those_of_the_list(system: LiveSystem, officer: httpx.Client, department: httpx.Client) -> None:
    newest = [one for one in owed(department, late=True) if one["state"] == "not_started"][-1]["period"]
    body = {"form": FORM, "area": owed(officer, period=newest)[0]["area"], "period": newest}
    assert officer.post(f"{API}/submissions", json=body).status_code == 201
    for client in (department, system.client("department_officer")):
        late = client.get(f"{API}/submissions/late").json()["items"]
        listed: dict[tuple[str, str], list[int]] = {}
        for one in every_late(client):
            listed.setdefault((one["form"], one["period"]), []).append(one["days_late"])
        for one in late:
            days = listed.pop((one["form"], one["period"]))
            assert (one["units"], one["longest"]) == (len(days), max(days)), one
        assert len(listed) == sum(one["older"] for one in late)


def every_late(client: httpx.Client) -> Iterator[dict[str, Any]]:
    """Everything that is late and not sent, page by page."""
    path: str | None = f"{API}/submissions/obligations?late=true&unsent=true&limit=100"
    while path:
        page = client.get(path).json()
        yield from page["items"]
        path = page["next"]


def test_pages_of_a_state_follow_one_another(department: httpx.Client, units: list[str]) -> None:
    whole = owed(department, state="not_started")
    query = {"form": FORM, "state": "not_started", "limit": 5}
    page = department.get(f"{API}/submissions/obligations", params=query).json()
    found = page["items"]
    while page["next"]:
        page = department.get(page["next"]).json()
        found += page["items"]
    assert found == whole
    assert len(found) > 12
    assert {one["state"] for one in owed(department, state="submitted")} <= {"submitted"}


def test_it_costs_the_same_however_long(system: LiveSystem, officer: httpx.Client, department: httpx.Client) -> None:
    def cost(client: httpx.Client, path: str) -> int:
        return system.statements("indicators", lambda: client.get(f"{API}/submissions/{path}"))

    assert cost(officer, "mine?limit=1") == cost(officer, "mine?limit=500") <= 2
    assert cost(department, "late") <= 2
