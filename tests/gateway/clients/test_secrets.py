"""Secrets change without downtime: the old one holds beside the new one for some days; guesses are slowed down."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.gateway.gate import Gate, Visitor

CLIENTS = "/api/gateway/v1/clients"
AREA = "/api/directory/v1/areas/X"
GRANT = {"grant_type": "client_credentials"}
Made = dict[str, Any]


@pytest.fixture(scope="module")
def admin(gate: Gate) -> Visitor:
    """An administrator of the whole country."""
    return gate.signed_in(("admin", "VN"))


@pytest.fixture
def made(admin: Visitor) -> Made:
    """A new client with its secret."""
    told: Made = admin.post(
        CLIENTS, json={"name": "Kho dữ liệu", "scopes": ["indicators:read"], "area": "T15-2025"}
    ).json()
    return told


def rotated(admin: Visitor, made: Made, **asked: Any) -> Made:
    answer = admin.post(f"{CLIENTS}/{made['client_id']}/secrets", json=asked)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    told: Made = answer.json()
    return told


def token(gate: Gate, made: Made, address: str = "203.0.113.7") -> httpx.Response:
    return gate.visitor(address).post("/token", data=GRANT, auth=(made["client_id"], made["client_secret"]))


def let_days_pass(gate: Gate, made: Made, days: int) -> None:
    gate.execute(
        "update client_secrets set expires_at = expires_at - make_interval(days => :days) where client_id = :client",
        {"days": days, "client": made["client_id"]},
    )


def test_the_old_secret_holds_for_a_week_beside_the_new_one(gate: Gate, admin: Visitor, made: Made) -> None:
    new = rotated(admin, made)
    assert new["client_secret"] != made["client_secret"]
    assert [secret["live"] for secret in new["client"]["secrets"]] == [True, True]
    assert (token(gate, made).status_code, token(gate, new).status_code) == (200, 200)
    let_days_pass(gate, made, 6)
    assert (token(gate, made).status_code, token(gate, new).status_code) == (200, 200)
    let_days_pass(gate, made, 2)
    assert (token(gate, made).status_code, token(gate, new).status_code) == (401, 200)


@pytest.mark.parametrize(("days", "status"), [(0, 401), (1, 200), (30, 200)])
def test_the_overlap_is_chosen(gate: Gate, admin: Visitor, made: Made, days: int, status: int) -> None:
    new = rotated(admin, made, overlap_days=days)
    assert (token(gate, made).status_code, token(gate, new).status_code) == (status, 200)


@pytest.mark.parametrize("days", [-1, 31, 1.5, "7", None, True])
def test_an_overlap_beyond_thirty_days_is_refused(admin: Visitor, made: Made, days: Any) -> None:
    answer = admin.post(f"{CLIENTS}/{made['client_id']}/secrets", json={"overlap_days": days})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/overlap_days"


def test_at_most_two_secrets_hold(gate: Gate, admin: Visitor, made: Made) -> None:
    rotated(admin, made)
    answer = admin.post(f"{CLIENTS}/{made['client_id']}/secrets", json={})
    assert answer.status_code == 409
    assert "Đang có hai mật khẩu" in answer.json()["detail"]
    assert admin.request("DELETE", f"{CLIENTS}/{made['client_id']}/secrets/{made['secret_id']}").status_code == 204
    assert token(gate, rotated(admin, made)).status_code == 200
    last = rotated(admin, made, overlap_days=0)
    assert [secret["live"] for secret in last["client"]["secrets"]] == [True, False, False, False]


def test_secrets_asked_for_at_the_same_moment_are_no_more_than_two(gate: Gate, admin: Visitor, made: Made) -> None:
    path = f"{CLIENTS}/{made['client_id']}/secrets"

    async def at_once() -> list[int]:
        asked = [admin.http.post(path, json={}) for _ in range(4)]
        return sorted(answer.status_code for answer in await asyncio.gather(*asked))

    assert gate.loop.run(at_once()) == [201, 409, 409, 409]


def test_an_ended_secret_takes_no_token(gate: Gate, admin: Visitor, made: Made) -> None:
    path = f"{CLIENTS}/{made['client_id']}/secrets"
    assert admin.request("DELETE", f"{path}/{made['secret_id']}").status_code == 204
    assert admin.request("DELETE", f"{path}/{made['secret_id']}").status_code == 204
    assert token(gate, made).status_code == 401
    other = "018f0000-0000-7000-8000-000000000001"
    assert admin.request("DELETE", f"{path}/{other}").status_code == 404
    assert admin.request("DELETE", f"{path}/x").status_code == 422


def test_an_expired_client_takes_no_token_and_its_tokens_end(gate: Gate, made: Made) -> None:
    access = token(gate, made).json()["access_token"]
    gate.execute(
        "update clients set expires_at = now() - interval '1 second' where client_id = :id", {"id": made["client_id"]}
    )
    gate.let_five_seconds_pass(access)
    assert gate.visitor().get(AREA, headers={"Authorization": f"Bearer {access}"}).status_code == 401
    assert token(gate, made).json()["error"] == "invalid_client"


def test_a_token_lives_no_longer_than_its_client(gate: Gate, made: Made) -> None:
    gate.execute(
        "update clients set expires_at = now() + interval '90 seconds' where client_id = :id", {"id": made["client_id"]}
    )
    assert 80 <= token(gate, made).json()["expires_in"] <= 90


def test_an_ended_client_is_noticed_within_five_seconds_without_help(gate: Gate, made: Made) -> None:
    """Takes five seconds: that is what is promised."""
    access = token(gate, made).json()["access_token"]
    bearer = {"Authorization": f"Bearer {access}"}
    assert gate.visitor().get(AREA, headers=bearer).status_code == 200
    gate.execute("update clients set revoked_at = now() where client_id = :id", {"id": made["client_id"]})

    async def wait() -> None:
        await asyncio.sleep(5.05)

    gate.loop.run(wait())
    assert gate.visitor().get(AREA, headers=bearer).status_code == 401


def test_guesses_at_a_secret_must_wait_and_other_addresses_need_not(gate: Gate, made: Made) -> None:
    wrong = made | {"client_secret": "sai"}
    answers = [token(gate, wrong, "198.51.100.9") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2
    assert answers[-1].json()["error"] == "temporarily_unavailable"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 31
    assert answers[-1].headers["cache-control"] == "no-store"
    assert token(gate, made, "198.51.100.9").status_code == 429, "the right one waits as well"
    assert token(gate, made, "198.51.100.10").status_code == 200


def test_guesses_at_unknown_clients_are_counted_alike(gate: Gate) -> None:
    nobody = {"client_id": "lt-00000000deadbeef", "client_secret": "sai"}
    answers = [token(gate, nobody, "198.51.100.11") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]


def test_a_thousand_guesses_let_at_most_twenty_an_hour_through(gate: Gate, made: Made) -> None:
    wrong = made | {"client_secret": "sai"}
    tried = 0
    for _ in range(60):
        tried += token(gate, wrong, "198.51.100.12").status_code == 401
        gate.execute("update sign_in_attempts set last_at = last_at - interval '1 minute'")
    assert tried <= 20


def test_many_right_requests_at_once_are_all_answered(gate: Gate, made: Made) -> None:
    async def at_once() -> list[int]:
        asked = [
            gate.visitor().http.post("/token", data=GRANT, auth=(made["client_id"], made["client_secret"]))
            for _ in range(20)
        ]
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert gate.loop.run(at_once()) == [200] * 20


def test_refusals_stand_in_the_audit_without_what_was_typed(gate: Gate, made: Made) -> None:
    token(gate, made | {"client_secret": "mật khẩu gõ nhầm"}, "198.51.100.13")
    token(gate, {"client_id": "mật khẩu ở sai ô", "client_secret": "x"}, "198.51.100.13")
    gate.visitor("198.51.100.13").post(
        "/token", data=GRANT | {"scope": "values:write"}, auth=(made["client_id"], made["client_secret"])
    )
    told = gate.rows(
        "select subject, reason, outcome, row_to_json(e)::text as whole from audit_events e"
        " where action = 'token.refused' and address = '198.51.100.13' order by id"
    )
    assert [row.subject for row in told] == [f"client:{made['client_id']}", "", f"client:{made['client_id']}"]
    assert [row.reason.split(":")[0] for row in told] == ["invalid_client", "invalid_client", "invalid_scope"]
    assert {row.outcome for row in told} == {"refused"}
    assert "mật khẩu" not in str(told)


def test_the_last_use_is_noted_once_a_minute(gate: Gate, made: Made) -> None:
    def noted() -> Any:
        (row,) = gate.rows(f"select last_used_at from clients where client_id = '{made['client_id']}'")
        return row.last_used_at

    token(gate, made)
    first = noted()
    token(gate, made)
    assert noted() == first
    gate.execute("update clients set last_used_at = last_used_at - interval '61 seconds'")
    token(gate, made)
    assert noted() > first


def test_a_token_taken_stands_in_the_audit_at_most_once_a_minute(gate: Gate, made: Made) -> None:
    for _ in range(3):
        assert token(gate, made, "198.51.100.14").status_code == 200
    (told,) = gate.rows(
        "select actor_kind, actor_id, actor_name, address, place, after from audit_events"
        f" where action = 'token.taken' and subject = 'client:{made['client_id']}'"
    )
    assert (told.actor_kind, told.actor_id, told.actor_name) == ("client", made["client_id"], "Kho dữ liệu")
    assert (told.address, told.place) == ("198.51.100.14", "T15-2025")
    assert told.after == {"secret": made["secret_id"], "scopes": ["indicators:read"]}
