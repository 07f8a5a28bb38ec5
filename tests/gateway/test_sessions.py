"""Signing in and out, and how long a session lives."""

import hashlib
from datetime import datetime

import pytest

from contracts.sessions import Session
from tests.gateway.gate import PASSWORD, Gate, Visitor

SESSIONS = "/api/gateway/v1/sessions"
CURRENT = f"{SESSIONS}/current"


def age(gate: Gate, visitor: Visitor, column: str, minutes: int) -> None:
    """Let a session grow older."""
    gate.execute(
        f"update sessions set {column} = {column} - make_interval(mins => :minutes) where token_hash = :hash",
        {"minutes": minutes, "hash": hashlib.sha256(visitor.session.encode()).digest()},
    )
    gate.let_five_seconds_pass(visitor.session)


def test_signing_in_opens_a_session_with_roles_and_rights(gate: Gate) -> None:
    email = gate.account(("commune_officer", "X28159-2025"), ("viewer", "T80-2025"))
    answer = gate.visitor().sign_in(email)
    assert answer.status_code == 201
    session = Session.model_validate_json(answer.content)
    assert session.email == email
    assert session.name == "Nguyễn Thị Hoà"
    assert [(role.role, role.role_name, role.area) for role in session.roles] == [
        ("commune_officer", "Cán bộ cấp xã", "X28159-2025"),
        ("viewer", "Người xem", "T80-2025"),
    ]
    assert session.rights == ["assessments:self", "indicators:read", "values:write"]


def test_the_session_can_be_read_again(gate: Gate) -> None:
    visitor = gate.visitor()
    opened = visitor.sign_in(gate.account(("leader", "T15-2025")))
    assert visitor.get(CURRENT).json() == opened.json()


def test_the_email_is_read_as_people_type_it(gate: Gate) -> None:
    assert gate.visitor().sign_in(f"  {gate.account().upper()} ").status_code == 201


def test_a_password_typed_with_decomposed_marks_is_the_same(gate: Gate) -> None:
    decomposed = "Mo\u0323\u0302t ca\u0302u kho\u0301 \u0111oa\u0301n, 2026"
    assert decomposed != PASSWORD
    assert gate.visitor().sign_in(gate.account(), decomposed).status_code == 201


def test_the_cookie_is_for_the_server_only(gate: Gate) -> None:
    answer = gate.visitor().sign_in(gate.account())
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("lantoa_session=")
    assert {attribute.lower() for attribute in attributes} == {"httponly", "path=/", "samesite=lax"}
    assert answer.headers["cache-control"] == "no-store"


def test_behind_https_the_cookie_is_bound_to_the_host(production_gate: Gate) -> None:
    visitor = production_gate.visitor()
    cookie = visitor.sign_in(production_gate.account()).headers["set-cookie"]
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-lantoa_session=")
    assert {attribute.lower() for attribute in attributes} == {"httponly", "path=/", "samesite=lax", "secure"}
    assert visitor.get(CURRENT).status_code == 200


def test_only_the_hash_of_the_token_is_stored(gate: Gate) -> None:
    visitor = gate.signed_in()
    stored = [bytes(row.token_hash) for row in gate.rows("select token_hash from sessions")]
    assert hashlib.sha256(visitor.session.encode()).digest() in stored
    assert len(visitor.session) == 43
    everything = str(gate.rows("select row_to_json(s)::text from sessions s"))
    assert visitor.session not in everything


def test_passwords_are_stored_as_argon2id(gate: Gate) -> None:
    gate.account()
    hashes = [
        row.password_hash for row in gate.rows("select password_hash from accounts where password_hash is not null")
    ]
    assert hashes
    assert all(stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for stored in hashes)


def test_signing_in_again_ends_the_session_before(gate: Gate) -> None:
    visitor = gate.signed_in()
    email = visitor.get(CURRENT).json()["email"]
    before = visitor.session
    assert visitor.sign_in(email).status_code == 201
    assert visitor.session != before
    old = gate.visitor()
    old.http.cookies.set("lantoa_session", before)
    assert old.get(CURRENT).status_code == 401


def test_signing_out_ends_the_session_at_once_and_takes_the_cookie(gate: Gate) -> None:
    visitor = gate.signed_in()
    kept = visitor.session
    answer = visitor.request("DELETE", CURRENT)
    assert answer.status_code == 204
    assert 'lantoa_session=""' in answer.headers["set-cookie"]
    visitor.http.cookies.set("lantoa_session", kept)
    assert visitor.get(CURRENT).status_code == 401
    assert visitor.get("/api/directory/v1/areas/X").json()["caller"]["kind"] == "anonymous"


def test_other_sessions_of_the_account_live_on(gate: Gate) -> None:
    email = gate.account()
    here, there = gate.visitor(), gate.visitor()
    there.sign_in(email)
    csrf = here.sign_in(email).json()["csrf"]
    here.request("DELETE", CURRENT, headers={"X-CSRF-Token": csrf})
    assert there.get(CURRENT).status_code == 200


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 401)])
def test_a_session_ends_after_half_an_hour_without_use(gate: Gate, minutes: int, status: int) -> None:
    visitor = gate.signed_in()
    age(gate, visitor, "last_seen_at", minutes)
    assert visitor.get(CURRENT).status_code == status


@pytest.mark.parametrize(("minutes", "status"), [(12 * 60 - 1, 200), (12 * 60, 401)])
def test_a_session_ends_after_half_a_day_however_used(gate: Gate, minutes: int, status: int) -> None:
    visitor = gate.signed_in()
    age(gate, visitor, "created_at", minutes)
    assert visitor.get(CURRENT).status_code == status


def test_using_a_session_keeps_it_alive(gate: Gate) -> None:
    visitor = gate.signed_in()
    for _ in range(3):
        age(gate, visitor, "last_seen_at", 20)
        answer = visitor.get(CURRENT)
        assert answer.status_code == 200
    assert datetime.fromisoformat(answer.json()["expires_at"]).tzinfo is not None


def test_a_disabled_account_is_out_within_five_seconds(gate: Gate) -> None:
    email = gate.account()
    visitor = gate.visitor()
    visitor.sign_in(email)
    gate.execute("update accounts set disabled_at = now() where email = :email", {"email": email})
    gate.let_five_seconds_pass(visitor.session)
    assert visitor.get(CURRENT).status_code == 401
    assert gate.visitor().sign_in(email).status_code == 401


def test_a_role_that_ran_out_gives_nothing(gate: Gate) -> None:
    visitor = gate.signed_in(("leader", "T15-2025"))
    assert visitor.get("/api/directory/v1/guarded").status_code == 200
    gate.execute(
        "update role_grants set until = now() where account_id in"
        " (select account_id from sessions where token_hash = :hash)",
        {"hash": hashlib.sha256(visitor.session.encode()).digest()},
    )
    gate.let_five_seconds_pass(visitor.session)
    assert visitor.get("/api/directory/v1/guarded").status_code == 403


def test_one_sign_in_never_waits_for_what_another_cleans_up(gate: Gate) -> None:
    yesterday = gate.visitor()
    yesterday.sign_in(gate.account())
    age(gate, yesterday, "created_at", 13 * 60)
    yesterday.sign_in("ai-do@lantoa.example", "sai mật khẩu hôm qua")
    gate.execute("update sign_in_attempts set last_at = last_at - interval '25 hours'")
    with gate.another() as other:
        other.execute("select from sessions for update")
        other.execute("select from sign_in_attempts for update")
        assert gate.visitor("198.51.100.99").sign_in(gate.account()).status_code == 201


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "x" * 4000, "khác"])
def test_an_unknown_session_is_nobody(gate: Gate, cookie: str) -> None:
    headers = {"Cookie": f"lantoa_session={cookie}".encode()}
    assert gate.visitor().get(CURRENT, headers=headers).status_code == 401
    seen = gate.visitor().get("/api/directory/v1/areas/X", headers=headers)
    assert seen.json()["caller"]["kind"] == "anonymous"


def test_who_is_seen_while_signing_out_is_not_remembered(gate: Gate) -> None:
    visitor = gate.signed_in()
    gate.app.front.state.recognition.end(visitor.session)  # as signing out does, before its transaction has ended
    assert visitor.get(CURRENT).status_code == 200
    token_hash = hashlib.sha256(visitor.session.encode()).digest()
    gate.execute("delete from sessions where token_hash = :hash", {"hash": token_hash})
    assert visitor.get(CURRENT).status_code == 401


def test_a_system_has_no_session(gate: Gate) -> None:
    headers = {"Authorization": f"Bearer {gate.token('indicators:read')}"}
    assert gate.visitor().get(CURRENT, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "a@b.vn"},
        {"email": "a@b.vn", "password": ""},
        {"email": "a@b.vn", "password": "x" * 1025},
        {"email": "a@b.vn", "password": 123456789012},
        {"email": "a@b.vn", "password": "x", "role": "admin"},
        {"email": "a\x00@b.vn", "password": "x"},
        [],
    ],
)
def test_a_malformed_sign_in_is_refused_with_pointers(gate: Gate, body: object) -> None:
    answer = gate.visitor().post("/api/gateway/v1/sessions", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_a_session_whose_row_is_gone_is_told_401_at_once_and_then_forgotten(gate: Gate) -> None:
    for method, path in (
        ("GET", CURRENT),
        ("GET", SESSIONS),
        ("DELETE", SESSIONS),
        ("POST", "/api/gateway/v1/account/second-factor"),
    ):
        visitor = gate.signed_in()
        assert visitor.get("/api/directory/v1/areas/X").json()["caller"]["kind"] == "account"
        token_hash = hashlib.sha256(visitor.session.encode()).digest()
        gate.execute("delete from sessions where token_hash = :hash", {"hash": token_hash})
        assert visitor.request(method, path).status_code == 401, path
        assert visitor.get("/api/directory/v1/areas/X").json()["caller"]["kind"] == "anonymous"
