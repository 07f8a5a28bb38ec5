"""Codes of the app and recovery codes: each holds once, and guessing them does not pay."""

import hashlib
from concurrent.futures import wait

import pyotp
import pytest

from tests.gateway.gate import PASSWORD, Gate
from tests.gateway.signin.conftest import OFFICER, OWN, SESSIONS, SIGN_INS, Clock, enrolled, give_code, half_signed_in


def test_enrolling_opens_the_session_and_shows_ten_recovery_codes(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    assert owner.visitor.get(f"{SESSIONS}/current").status_code == 200
    assert len(set(owner.recovery)) == 10
    assert all(len(code.replace("-", "")) == 16 for code in owner.recovery)
    assert "lantoa_signing_in" not in owner.visitor.http.cookies


def test_the_offer_is_the_same_until_it_is_taken_and_names_the_account(strict_gate: Gate) -> None:
    visitor = strict_gate.visitor()
    email = strict_gate.account(OFFICER)
    visitor.sign_in(email)
    first, second = (visitor.get(f"{SIGN_INS}/enrolment").json() for _ in range(2))
    assert first == second
    read = pyotp.parse_uri(first["address"])
    assert (read.secret, read.name, read.issuer) == (first["secret"], email, "Lan Tỏa")
    other = strict_gate.visitor()
    other.sign_in(email)
    assert other.get(f"{SIGN_INS}/enrolment").json()["secret"] != first["secret"]


def test_a_code_of_the_app_opens_the_session(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    time.pass_by(seconds=30)
    answer = give_code(half_signed_in(strict_gate, owner), f" {owner.code(time)[:3]} {owner.code(time)[3:]} ")
    assert answer.status_code == 201
    assert answer.json()["email"] == owner.email


def test_a_code_is_taken_once_and_no_older_one_after_it(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    assert give_code(half_signed_in(strict_gate, owner), owner.code(time)).status_code == 422
    time.pass_by(seconds=60)
    assert give_code(half_signed_in(strict_gate, owner), owner.code(time)).status_code == 201
    assert give_code(half_signed_in(strict_gate, owner), owner.code(time)).status_code == 422
    assert give_code(half_signed_in(strict_gate, owner), owner.code(time, -1)).status_code == 422


def test_of_two_browsers_with_the_same_code_one_gets_in(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    time.pass_by(seconds=60)
    visitors = [half_signed_in(strict_gate, owner) for _ in range(3)]
    body = {"code": owner.code(time)}
    asked = [strict_gate.loop.begin(one.http.post(f"{SIGN_INS}/second-factor", json=body)) for one in visitors]
    wait(asked)
    assert sorted(one.result().status_code for one in asked) == [201, 422, 422]


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 201), (0, 201), (1, 201), (2, 422)])
def test_an_app_may_be_half_a_minute_early_or_late(strict_gate: Gate, time: Clock, steps: int, status: int) -> None:
    owner = enrolled(strict_gate, time)
    time.pass_by(minutes=5)
    assert give_code(half_signed_in(strict_gate, owner), owner.code(time, steps)).status_code == status


@pytest.mark.parametrize("code", ["000000", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "AAAA-BBBB-CCCC-DDDD"])
def test_a_wrong_code_is_told_at_its_field(strict_gate: Gate, time: Clock, code: str) -> None:
    answer = give_code(half_signed_in(strict_gate, enrolled(strict_gate, time)), code)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/wrong-code")
    assert answer.json()["errors"][0]["pointer"] == "/code"


def test_a_recovery_code_stands_in_once_however_it_is_typed(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    typed = owner.recovery[3].lower().replace("-", " ")
    assert give_code(half_signed_in(strict_gate, owner), typed).status_code == 201
    assert give_code(half_signed_in(strict_gate, owner), owner.recovery[3]).status_code == 422
    assert owner.visitor.get(f"{OWN}/second-factor").json()["recovery_codes"] == 9


def test_new_recovery_codes_end_the_old_ones(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    renewed = owner.visitor.post(f"{OWN}/recovery-codes").json()["codes"]
    assert set(renewed).isdisjoint(owner.recovery)
    assert give_code(half_signed_in(strict_gate, owner), owner.recovery[0]).status_code == 422
    assert give_code(half_signed_in(strict_gate, owner), renewed[0]).status_code == 201


def test_secrets_and_codes_are_not_stored_readable(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    tables = ("second_factors", "recovery_codes", "sign_ins", "sessions", "audit_events")
    stored = "".join(str(strict_gate.rows(f"select row_to_json(t)::text from {name} t")) for name in tables)
    assert owner.secret not in stored
    assert owner.secret.encode().hex() not in stored
    bare = owner.recovery[0].replace("-", "")
    assert bare not in stored
    assert hashlib.sha256(bare.encode()).hexdigest() in stored


def test_codes_are_guessed_five_times_then_slowly_whatever_the_address(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    given = []
    for number in range(9):
        visitor = half_signed_in(strict_gate, owner, "203.0.113.7")
        given.append(give_code(visitor, f"00000{number}").status_code)
    assert given == [422] * 5 + [429] * 4


def test_five_wrong_codes_end_the_sign_in(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    visitor = half_signed_in(strict_gate, owner)
    strict_gate.execute("update sign_ins set tries = 5")
    assert give_code(visitor, "000000").status_code == 401
    assert visitor.get(f"{SIGN_INS}/pending").status_code == 401


def test_whoever_enrols_by_choice_is_asked_even_where_nobody_must(gate: Gate, time: Clock) -> None:
    email = gate.account()
    visitor = gate.visitor()
    visitor.http.headers["X-CSRF-Token"] = visitor.sign_in(email).json()["csrf"]
    secret = visitor.post(f"{OWN}/second-factor").json()["secret"]
    assert visitor.put(f"{OWN}/second-factor", json={"code": pyotp.TOTP(secret).at(time.now())}).status_code == 200
    assert visitor.get(f"{OWN}/second-factor").json()["enrolled"] is True
    again = gate.visitor()
    assert again.sign_in(email, PASSWORD).json()["missing"] == "second-factor"
    assert visitor.request("DELETE", f"{OWN}/second-factor").status_code == 204
    assert gate.visitor().sign_in(email, PASSWORD).status_code == 201


def test_who_must_have_a_second_factor_cannot_give_it_up(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    assert owner.visitor.request("DELETE", f"{OWN}/second-factor").status_code == 409
