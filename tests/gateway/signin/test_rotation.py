"""A session gets another token when rights change or its owner proves themselves; the old one counts a while."""

import hashlib
from concurrent.futures import wait
from time import monotonic

import pytest

from tests.gateway.conftest import MakeGate
from tests.gateway.gate import PASSWORD, Gate, Visitor
from tests.gateway.signin.conftest import OWN, SESSIONS, Clock

CURRENT = f"{SESSIONS}/current"
ANOTHER = "Cầu tre lắc lẻo 81"
GIVE = """
insert into role_grants (account_id, role, place)
select account_id, 'leader', 'T80-2025' from sessions where token_hash = :hash
"""


def signed_in(gate: Gate) -> tuple[Visitor, str]:
    """Somebody signed in, and their address."""
    email, visitor = gate.account(("viewer", "T80-2025")), gate.visitor()
    visitor.http.headers["X-CSRF-Token"] = visitor.sign_in(email).json()["csrf"]
    return visitor, email


def holding(gate: Gate, token: str) -> Visitor:
    """A browser that holds this token."""
    visitor = gate.visitor()
    visitor.http.cookies.set("lantoa_session", token, domain="lantoa.example")
    return visitor


def change_rights(gate: Gate, visitor: Visitor) -> str:
    """Give them another role; the token they have now."""
    before = visitor.session
    gate.execute(GIVE, {"hash": hashlib.sha256(before.encode()).digest()})
    gate.let_five_seconds_pass(before)
    return before


@pytest.mark.parametrize("path", [CURRENT, "/api/directory/v1/areas/X", "/trang"])
def test_another_role_brings_another_token_with_whatever_is_asked_next(gate: Gate, time: Clock, path: str) -> None:
    visitor, _ = signed_in(gate)
    before = change_rights(gate, visitor)
    visitor.get(path)
    assert visitor.session not in ("", before)
    assert visitor.get(CURRENT).status_code == 200
    old = holding(gate, before)
    assert old.get(CURRENT).status_code == 200
    time.pass_by(seconds=31)
    gate.let_five_seconds_pass(before)
    assert holding(gate, before).get(CURRENT).status_code == 401
    assert visitor.get(CURRENT).status_code == 200


def test_parallel_requests_all_succeed_and_end_with_one_token(gate: Gate) -> None:
    visitor, _ = signed_in(gate)
    change_rights(gate, visitor)
    asked = [gate.loop.begin(visitor.http.get(CURRENT)) for _ in range(12)]
    wait(asked)
    assert [one.result().status_code for one in asked] == [200] * 12
    assert visitor.get(CURRENT).status_code == 200
    stored = gate.rows("select token_hash from sessions")
    assert hashlib.sha256(visitor.session.encode()).digest() in [bytes(row.token_hash) for row in stored]


def test_unchanged_rights_change_no_token(gate: Gate) -> None:
    visitor, _ = signed_in(gate)
    before = visitor.session
    gate.let_five_seconds_pass(before)
    assert "set-cookie" not in visitor.get(CURRENT).headers
    assert visitor.session == before


def test_a_token_planted_before_signing_in_is_worthless_after(gate: Gate) -> None:
    attacker, _ = signed_in(gate)
    victim = holding(gate, attacker.session)
    victim.http.headers["X-CSRF-Token"] = attacker.http.headers["X-CSRF-Token"]
    planted, email = attacker.session, gate.account()
    assert victim.sign_in(email).status_code == 201
    assert victim.session != planted
    assert holding(gate, planted).get(CURRENT).status_code == 401


def test_signing_out_ends_the_old_token_with_the_new_one(gate: Gate) -> None:
    visitor, _ = signed_in(gate)
    before = change_rights(gate, visitor)
    answer = visitor.request("DELETE", CURRENT)
    assert answer.status_code == 204
    assert visitor.session == ""
    gate.let_five_seconds_pass(before)
    assert holding(gate, before).get(CURRENT).status_code == 401


def test_a_confirmation_is_asked_for_after_ten_minutes_and_brings_another_token(gate: Gate, time: Clock) -> None:
    visitor, _ = signed_in(gate)
    assert visitor.post(f"{OWN}/second-factor").status_code == 200
    time.pass_by(minutes=10)
    refused = visitor.post(f"{OWN}/second-factor")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/confirmation-required")
    before = visitor.session
    wrong = visitor.post(f"{CURRENT}/confirmation", json={"password": "sai"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/password")
    assert visitor.post(f"{CURRENT}/confirmation", json={"password": PASSWORD}).status_code == 200
    assert visitor.session != before
    assert visitor.post(f"{OWN}/second-factor").status_code == 200


def test_another_password_ends_the_other_sessions_and_opens_at_once(gate: Gate) -> None:
    visitor, email = signed_in(gate)
    other = gate.visitor()
    other.sign_in(email)
    change = {"current": PASSWORD, "password": ANOTHER}
    assert visitor.put(f"{OWN}/password", json=change).status_code == 204
    gate.let_five_seconds_pass(other.session)
    assert other.get(CURRENT).status_code == 401
    assert visitor.get(CURRENT).status_code == 200
    assert gate.visitor().sign_in(email, PASSWORD).status_code == 401
    assert gate.visitor().sign_in(email, ANOTHER).status_code == 201


def test_people_end_their_own_sessions_and_nobody_elses(gate: Gate) -> None:
    visitor, email = signed_in(gate)
    other = gate.visitor()
    other.sign_in(email)
    listed = visitor.get(SESSIONS).json()["items"]
    assert [one["current"] for one in listed].count(True) == 1
    theirs = next(one["id"] for one in listed if not one["current"])
    stranger, _ = signed_in(gate)
    assert stranger.request("DELETE", f"{SESSIONS}/{theirs}").status_code == 404
    assert visitor.request("DELETE", f"{SESSIONS}/{theirs}").status_code == 204
    gate.let_five_seconds_pass(other.session)
    assert other.get(CURRENT).status_code == 401


def test_what_ends_at_one_gateway_ends_at_the_other_when_it_looks_again(make_gate: MakeGate) -> None:
    here, there = make_gate(), make_gate()
    visitor, _ = signed_in(here)
    elsewhere = holding(there, visitor.session)
    assert elsewhere.get(CURRENT).status_code == 200
    known = there.app.front.state.recognition._known["account", visitor.session]
    assert known.fresh_until - monotonic() <= 5.0
    assert visitor.request("DELETE", CURRENT).status_code == 204
    known.fresh_until = 0.0
    assert elsewhere.get(CURRENT).status_code == 401
