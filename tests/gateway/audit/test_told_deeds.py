"""What services tell of their deeds: once, with who, from where, in which request, and what was before and after."""

import time
from typing import Any

import httpx

from gateway.feed import follow_deeds
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune

VALUES = "/api/indicators/v1/values"
ROWS = "select * from audit_events where request_id = %(request)s order by id"


def told(system: LiveSystem, request: str, least: int = 1) -> list[Any]:
    """The events of a request, once so many are there."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        rows = system.run(system.databases["gateway"].reader.rows(ROWS, {"request": request}))
        if len(rows) >= least:
            return rows
        time.sleep(0.05)
    raise AssertionError(f"nothing told of {request}")


def publish(client: httpx.Client, request: str, *values: dict[str, Any]) -> None:
    """Send values under a request id."""
    answer = client.post(VALUES, json={"values": list(values)}, headers={"X-Request-Id": request})
    assert answer.status_code == 200, answer.text


def test_values_are_told_cell_by_cell_with_what_they_were(system: LiveSystem) -> None:
    commune, _ = untouched_commune(system)
    officer = signed_in(system, employ(system, "commune_officer", commune))
    account = officer.get("/api/gateway/v1/sessions/current").json()["account"]
    cell = {"indicator": "CQS-01", "area": commune, "period": "2026-08"}
    publish(officer, "so-lieu-1", {**cell, "value": 50})
    publish(officer, "so-lieu-2", {**cell, "value": 60.5, "reason": "Sửa theo biên bản"})

    [first], [second] = told(system, "so-lieu-1"), told(system, "so-lieu-2")

    key = f"CQS-01 · {commune} · 2026-08"
    assert (first.action, first.place, first.before) == ("values.published", commune, None)
    assert first.after[key] == {"value": "50", "source": "entered"}
    assert (second.actor_id, second.address, second.told_by) == (account, "127.0.0.1", "indicators")
    assert second.before == {key: {"value": "50", "source": "entered"}}
    assert second.after[key] == {"value": "60.5", "source": "entered"}
    assert (second.after["created"], second.after["changed"]) == (0, 1)
    assert second.reason == "Sửa theo biên bản"


def test_a_large_batch_is_told_by_number_and_digest_at_the_place_all_of_it_lies(system: LiveSystem) -> None:
    areas = system.client().get("/api/directory/v1/areas/T15-2025/children", params={"limit": 500}).json()["items"]
    sender = system.token("values:write")
    values = [
        {"indicator": "CQS-01", "area": area["id"], "period": period, "value": 1}
        for area in areas
        for period in ("2024-01", "2024-02", "2024-03")
        if area["valid_to"] is None
    ][:250]
    values = [{**value, "period": value["period"].replace("2024", "2026")} for value in values]
    publish(sender, "lo-lon-01", *values)
    [event] = told(system, "lo-lon-01")
    assert event.place == "T15-2025"
    assert event.after["created"] + event.after["changed"] == len(values)
    assert len(event.after["digest"]) == 64
    assert not any("·" in name for name in event.after)


def test_what_changes_nothing_is_not_told(system: LiveSystem) -> None:
    commune, _ = untouched_commune(system)
    officer = signed_in(system, employ(system, "commune_officer", commune))
    cell = {"indicator": "CQS-01", "area": commune, "period": "2026-08", "value": 5}
    publish(officer, "lap-lai-1", cell)
    publish(officer, "lap-lai-2", cell)
    publish(officer, "lap-lai-3", {**cell, "value": 6})
    assert told(system, "lap-lai-1")
    assert told(system, "lap-lai-3")
    assert system.run(system.databases["gateway"].reader.rows(ROWS, {"request": "lap-lai-2"})) == []


def test_sheets_and_scores_are_told_by_criterion(system: LiveSystem) -> None:
    commune, _ = untouched_commune(system)
    officer = signed_in(system, employ(system, "commune_officer", commune))
    wanted = {"framework": "CDS-XA-2025", "area": commune, "period": "2025"}
    answer = officer.post("/api/indicators/v1/assessments", json=wanted, headers={"X-Request-Id": "mo-ho-so-1"})
    sheet, tag = answer.json(), answer.headers["etag"]
    code = "1.1"
    answer = officer.put(
        f"/api/indicators/v1/assessments/{sheet['id']}/scores",
        json={"scores": [{"code": code, "stage": "self", "points": 1}]},
        headers={"If-Match": tag, "X-Request-Id": "cham-diem-1"},
    )
    assert answer.status_code == 200, answer.text

    [opened], [saved] = told(system, "mo-ho-so-1"), told(system, "cham-diem-1")

    assert (opened.action, opened.subject, opened.after) == ("assessment.opened", f"assessment:{sheet['id']}", wanted)
    assert (saved.action, saved.place) == ("scores.saved", commune)
    assert saved.before == {f"{code} · self": None}
    assert saved.after == {f"{code} · self": {"points": "1"}}


def test_what_is_told_again_is_recorded_once(system: LiveSystem) -> None:
    commune, _ = untouched_commune(system)
    officer = signed_in(system, employ(system, "commune_officer", commune))
    publish(officer, "mot-lan-01", {"indicator": "CQS-01", "area": commune, "period": "2026-08", "value": 7})
    told(system, "mot-lan-01")
    gateway = system.databases["gateway"]
    again = follow_deeds("indicators", system.apps["indicators"], system.system.signing_key, gateway)
    again._name = "deeds-once-more"  # a consumer without cursor, as after a restore
    system.run(again.catch_up())
    assert len(told(system, "mot-lan-01")) == 1
