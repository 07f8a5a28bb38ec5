"""A right password is half a sign-in where more is asked: it opens nothing."""

import pytest

from gateway.sample import IN_PROVINCE
from tests.gateway.gate import Gate
from tests.gateway.signin.conftest import OFFICER, OWN, SESSIONS, SIGN_INS, Clock, enrolled, half_signed_in

GUARDED = ["commune_officer", "department_officer", "appraiser", "publisher", "admin"]
PROTECTED = [
    ("GET", f"{SESSIONS}/current"),
    ("GET", SESSIONS),
    ("DELETE", SESSIONS),
    ("DELETE", f"{SESSIONS}/current"),
    ("POST", f"{SESSIONS}/current/confirmation"),
    ("PUT", f"{OWN}/password"),
    ("GET", f"{OWN}/second-factor"),
    ("POST", f"{OWN}/second-factor"),
    ("PUT", f"{OWN}/second-factor"),
    ("DELETE", f"{OWN}/second-factor"),
    ("POST", f"{OWN}/recovery-codes"),
    ("GET", "/api/directory/v1/guarded"),
]
BODY = {"code": "123456", "password": "x", "current": "x"}


@pytest.mark.parametrize("role", GUARDED)
def test_who_may_change_what_is_published_must_enrol(strict_gate: Gate, role: str) -> None:
    answer = strict_gate.visitor().sign_in(strict_gate.account((role, "T80-2025")))
    assert (answer.status_code, answer.json()["missing"]) == (202, "enrolment")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("role", sorted(set(IN_PROVINCE) - set(GUARDED)))
def test_who_only_reads_signs_in_with_the_password_alone(strict_gate: Gate, role: str) -> None:
    assert strict_gate.visitor().sign_in(strict_gate.account((role, "T80-2025"))).status_code == 201


def test_where_the_setting_is_off_nobody_is_asked(gate: Gate) -> None:
    assert gate.visitor().sign_in(gate.account(OFFICER)).status_code == 201


def test_a_pending_sign_in_has_a_cookie_of_its_own_and_no_session(strict_gate: Gate) -> None:
    visitor = strict_gate.visitor()
    answer = visitor.sign_in(strict_gate.account(OFFICER))
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("lantoa_signing_in=")
    assert {attribute.lower() for attribute in attributes} == {"httponly", "path=/", "samesite=lax"}
    assert visitor.session == ""


@pytest.mark.parametrize("cookie", ["lantoa_signing_in", "lantoa_session"])
@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_it_opens_nothing_not_even_in_the_place_of_the_session(
    strict_gate: Gate, method: str, path: str, cookie: str
) -> None:
    visitor = strict_gate.visitor()
    visitor.sign_in(strict_gate.account(OFFICER))
    visitor.http.cookies.set(cookie, visitor.http.cookies["lantoa_signing_in"])
    body = {name: BODY[name] for name in ("code",)} if method in {"POST", "PUT"} else None
    assert visitor.request(method, path, json=body).status_code == 401
    assert visitor.get("/api/directory/v1/areas/X").json()["caller"]["kind"] == "anonymous"


def test_a_session_takes_no_step(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    owner.visitor.http.cookies.set("lantoa_signing_in", owner.visitor.session)
    assert owner.visitor.post(f"{SIGN_INS}/second-factor", json={"code": owner.code(time)}).status_code == 401


def test_what_is_missing_can_be_read_until_it_is_over(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    visitor = half_signed_in(strict_gate, owner)
    assert visitor.get(f"{SIGN_INS}/pending").json()["missing"] == "second-factor"
    time.pass_by(minutes=10, seconds=1)
    assert visitor.get(f"{SIGN_INS}/pending").status_code == 401
    assert visitor.post(f"{SIGN_INS}/second-factor", json={"code": owner.code(time)}).status_code == 401
    assert strict_gate.visitor().get(f"{SIGN_INS}/pending").status_code == 401


def test_a_step_that_is_not_the_missing_one_is_refused(strict_gate: Gate, time: Clock) -> None:
    visitor = half_signed_in(strict_gate, enrolled(strict_gate, time))
    assert visitor.get(f"{SIGN_INS}/enrolment").status_code == 401
    assert visitor.post(f"{SIGN_INS}/enrolment", json={"code": "123456"}).status_code == 401
    fresh = strict_gate.visitor()
    fresh.sign_in(strict_gate.account(OFFICER))
    assert fresh.post(f"{SIGN_INS}/second-factor", json={"code": "123456"}).status_code == 401


def test_a_wrong_password_of_who_has_a_second_factor_looks_like_any_other(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    known = strict_gate.visitor("198.51.100.30").sign_in(owner.email, "Không phải mật khẩu này")
    unknown = strict_gate.visitor("198.51.100.31").sign_in("khong-co@lantoa.example", "Không phải mật khẩu này")
    assert known.status_code == unknown.status_code == 401
    assert known.json()["detail"] == unknown.json()["detail"]
    assert "set-cookie" not in known.headers


def test_a_disabled_account_finishes_nothing(strict_gate: Gate, time: Clock) -> None:
    owner = enrolled(strict_gate, time)
    visitor = half_signed_in(strict_gate, owner)
    strict_gate.execute("update accounts set disabled_at = now() where email = :email", {"email": owner.email})
    time.pass_by(seconds=30)
    assert visitor.post(f"{SIGN_INS}/second-factor", json={"code": owner.code(time)}).status_code == 401
