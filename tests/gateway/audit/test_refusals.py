"""Refusals at the door: recorded soon, beside the requests, alike ones together, and never more than fits."""

import asyncio
from typing import Any

import pytest

from gateway.rules.audit.refusals import EVERY, MOST, SELDOM, Gathered, Kind, Refused, asked_of, pause_after
from tests.gateway.gate import Gate

AREAS = "/api/directory/v1/areas"
FOREIGN = {"Sec-Fetch-Site": "cross-site"}


def recorded(gate: Gate, request_id: str) -> list[Any]:
    """The rows of one request, once they are written."""
    for _ in range(100):
        rows = gate.rows(f"select * from audit_events where request_id = '{request_id}'")
        if rows:
            return rows
        gate.loop.run(asyncio.sleep(0.05))
    return []


def test_a_forged_request_is_recorded_with_who_from_where_and_why(gate: Gate) -> None:
    visitor = gate.signed_in(("commune_officer", "X28159-2025"))
    account = visitor.get("/api/gateway/v1/sessions/current").json()["account"]
    for _ in range(3):
        visitor.post(AREAS, headers={**FOREIGN, "X-Request-Id": "gia-mao-1"})
    [row] = recorded(gate, "gia-mao-1")
    assert (row.action, row.outcome, row.subject) == ("request.refused", "refused", f"POST {AREAS}")
    assert (row.actor_kind, row.actor_id, row.actor_name) == ("account", account, "Nguyễn Thị Hoà")
    assert (row.address, row.reason) == ("203.0.113.7", "Yêu cầu đến từ một trang khác nên đã bị chặn.")
    assert row.after == {"status": 403, "count": 3}


def test_an_invalid_token_is_recorded_as_nobodys(gate: Gate) -> None:
    headers = {"Authorization": "Bearer x.y.z", "X-Request-Id": "ma-sai-01"}
    gate.visitor("198.51.100.9").get("/api/directory/v1/areas/T15-2025", headers=headers)
    [row] = recorded(gate, "ma-sai-01")
    assert (row.actor_kind, row.address) == ("anonymous", "198.51.100.9")
    assert row.subject == "GET /api/directory/v1/areas/{area_id}"
    assert row.after == {"status": 401, "count": 1}


def test_what_a_service_refuses_is_recorded_too(gate: Gate) -> None:
    gate.visitor().get("/api/directory/v1/guarded", headers={"X-Request-Id": "dich-vu-1"})
    assert [row.subject for row in recorded(gate, "dich-vu-1")] == ["GET /api/directory/v1/guarded"]


def test_a_sign_in_that_must_wait_is_recorded_too(gate: Gate) -> None:
    visitor, email = gate.visitor("198.51.100.61"), gate.account()
    for number in range(6):
        visitor.sign_in(email, "sai mật khẩu", headers={"X-Request-Id": f"cho-doi-{number}"})
    rows = [row for number in (0, 5) for row in recorded(gate, f"cho-doi-{number}")]
    assert [row.action for row in rows] == ["session.refused", "request.refused"]
    assert rows[1].after == {"status": 429, "count": 1}


def test_a_forged_sign_in_is_recorded_by_the_door_that_alone_knows_of_it(gate: Gate) -> None:
    headers = {**FOREIGN, "X-Request-Id": "gia-mao-sso"}
    gate.visitor().post("/api/gateway/v1/single-sign-on/sessions", json={"state": "x"}, headers=headers)
    [row] = recorded(gate, "gia-mao-sso")
    assert (row.action, row.after["status"]) == ("request.refused", 403)


def test_what_is_gathered_when_the_gateway_ends_is_not_lost(make_gate: Any, gate: Gate) -> None:
    ending = make_gate({})
    ending.visitor().post("/api/gateway/v1/sessions", json={}, headers={**FOREIGN, "X-Request-Id": "cuoi-cung"})
    ending.stop()
    assert len(recorded(gate, "cuoi-cung")) == 1
    make_gate({})


@pytest.mark.parametrize(
    ("method", "path", "asked"),
    [
        ("GET", "/api/indicators/v1/frameworks/QD766", "GET /api/indicators/v1/frameworks/{code}"),
        ("HEAD", "/api/indicators/v1/frameworks", "HEAD /api/indicators/v1/frameworks"),
        ("POST", "/nhap/tep", "POST /nhap/tep"),
        ("POST", "/chi-tieu/CQS-01", "POST /chi-tieu/{code}"),
        ("POST", "/khong/co\x00\n", "POST /khong/co??"),
        ("GET", "/" + "a" * 5000, "GET /" + "a" * 199),
    ],
)
def test_addresses_are_those_of_the_matrix(method: str, path: str, asked: str) -> None:
    assert asked_of(method, path) == asked


def test_a_flood_of_different_refusals_stays_small_and_is_counted() -> None:
    gathered = Gathered()
    for number in range(5 * MOST):
        kind = Kind("anonymous", "anonymous", "", f"2001:db8::{number}", "GET /x", 401)
        gathered.add(Refused(kind, "r", None))
    assert (len(gathered), gathered.uncounted) == (MOST, 4 * MOST)


def test_while_a_flood_goes_on_batches_come_seldom() -> None:
    pauses = [EVERY]
    for count in (MOST, MOST, MOST, MOST, MOST, MOST, 0):
        pauses.append(pause_after(count, pauses[-1]))
    assert pauses == [EVERY, 2, 4, 8, 16, SELDOM, SELDOM, EVERY]
