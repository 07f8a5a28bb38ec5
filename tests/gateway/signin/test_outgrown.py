"""What was opened with less ends when more is asked: rights that came later, a factor taken in another browser."""

import hashlib

import pyotp
import pytest

from gateway import passwords
from tests.gateway.gate import PASSWORD, Gate, Visitor
from tests.gateway.signin.conftest import OFFICER, OWN, SESSIONS, SIGN_INS, Clock, enrolled, half_signed_in

CURRENT = f"{SESSIONS}/current"
GIVE = """
insert into role_grants (account_id, role, place)
select account_id, :role, 'X28159-2025' from sessions where token_hash = :hash
"""


def give(gate: Gate, visitor: Visitor, role: str) -> str:
    """Give a signed-in person a role; the token they have now."""
    before = visitor.session
    gate.execute(GIVE, {"role": role, "hash": hashlib.sha256(before.encode()).digest()})
    gate.let_five_seconds_pass(before)
    return before


def reader_of(gate: Gate) -> tuple[Visitor, str]:
    """Somebody who only reads, signed in with the password alone."""
    email, visitor = gate.account(("viewer", "X28159-2025")), gate.visitor()
    visitor.http.headers["X-CSRF-Token"] = visitor.sign_in(email).json()["csrf"]
    return visitor, email


def test_a_role_that_asks_a_second_factor_ends_a_session_without_one(strict_gate: Gate) -> None:
    visitor, email = reader_of(strict_gate)
    give(strict_gate, visitor, "commune_officer")
    assert visitor.get("/api/directory/v1/areas/X").json()["caller"]["kind"] == "anonymous"
    assert visitor.get(CURRENT).status_code == 401
    assert strict_gate.visitor().sign_in(email).json()["missing"] == "enrolment"
    [told] = strict_gate.rows("select * from audit_events where reason = 'Vai trò mới cần xác thực hai lớp.'")
    assert (told.action, told.actor_kind) == ("session.ended", "system")


def test_another_role_that_only_reads_ends_nothing(strict_gate: Gate) -> None:
    visitor, _ = reader_of(strict_gate)
    give(strict_gate, visitor, "leader")
    assert visitor.get(CURRENT).status_code == 200


def test_where_the_setting_is_off_a_new_role_ends_nothing(gate: Gate) -> None:
    visitor, _ = reader_of(gate)
    give(gate, visitor, "commune_officer")
    assert visitor.get(CURRENT).status_code == 200


def test_who_has_a_second_factor_goes_on_with_a_new_role(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    give(strict_gate, owner.visitor, "appraiser")
    assert owner.visitor.get(CURRENT).status_code == 200


def test_taking_a_second_factor_ends_the_sessions_opened_without_it(strict_gate: Gate, time: Clock) -> None:
    visitor, email = reader_of(strict_gate)
    other = strict_gate.visitor()
    other.sign_in(email)
    secret = visitor.post(f"{OWN}/second-factor").json()["secret"]
    assert visitor.put(f"{OWN}/second-factor", json={"code": pyotp.TOTP(secret).at(time.now())}).status_code == 200
    strict_gate.let_five_seconds_pass(other.session)
    assert other.get(CURRENT).status_code == 401
    assert visitor.get(CURRENT).status_code == 200


def test_of_two_browsers_that_enrol_the_first_one_counts(strict_gate: Gate, time: Clock) -> None:
    email = strict_gate.account(OFFICER)
    thief, owner = strict_gate.visitor(), strict_gate.visitor()
    offers = []
    for visitor in (thief, owner):
        assert visitor.sign_in(email).json()["missing"] == "enrolment"
        offers.append(visitor.get(f"{SIGN_INS}/enrolment").json()["secret"])
    stolen, own = (pyotp.TOTP(secret).at(time.now()) for secret in offers)
    assert owner.post(f"{SIGN_INS}/enrolment", json={"code": own}).status_code == 201
    assert thief.post(f"{SIGN_INS}/enrolment", json={"code": stolen}).status_code == 401
    assert thief.sign_in(email).json()["missing"] == "second-factor"


def test_a_password_changed_while_the_old_one_is_looked_at_opens_nothing(
    strict_gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    email, matches = strict_gate.account(), passwords.matches

    async def change_meanwhile(password: str, stored: str | None) -> bool:
        changed = await passwords.hashed("Cầu tre lắc lẻo 81")
        with strict_gate.another() as connection:
            connection.execute("update accounts set password_hash = %s where email = %s", [changed, email])
            connection.commit()
        return await matches(password, stored)

    monkeypatch.setattr(passwords, "matches", change_meanwhile)
    answer = strict_gate.visitor().sign_in(email, PASSWORD, headers={"X-Request-Id": "doi-giua-chung"})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/wrong-credentials")
    [told] = strict_gate.rows("select action from audit_events where request_id = 'doi-giua-chung'")
    assert told.action == "session.refused"


def test_a_sign_in_is_finished_once(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    visitor, again = half_signed_in(strict_gate, owner), strict_gate.visitor()
    again.http.cookies.set("lantoa_signing_in", visitor.http.cookies["lantoa_signing_in"])
    time.pass_by(seconds=30)
    assert visitor.post(f"{SIGN_INS}/second-factor", json={"code": owner.code(time)}).status_code == 201
    time.pass_by(seconds=30)
    assert again.post(f"{SIGN_INS}/second-factor", json={"code": owner.code(time)}).status_code == 401
