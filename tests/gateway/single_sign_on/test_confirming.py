"""Who has no password proves with a code, or at the provider, that it is still them."""

import time
from urllib.parse import parse_qs, urlsplit

import pyotp

from tests.gateway.gate import Visitor
from tests.gateway.single_sign_on.conftest import SESSIONS, VISITS, Entrance
from tests.gateway.single_sign_on.test_entering import CURRENT, deeds
from tests.gateway.single_sign_on.test_linking import FORGET_PASSWORD, LONG_AGO

CONFIRMATION = f"{CURRENT}/confirmation"
FACTOR = "/api/gateway/v1/account/second-factor"


def without_password(here: Entrance) -> Visitor:
    """Somebody who came in by single sign-on, has no password, and has been here for a while."""
    email, visitor = here.known(), here.visitor()
    here.gate.execute(FORGET_PASSWORD, {"email": email})
    visitor.http.headers["X-CSRF-Token"] = here.enter(visitor).json()["session"]["csrf"]
    return visitor


def enrol(visitor: Visitor) -> str:
    """Take a second factor into use; a recovery code."""
    secret = visitor.post(FACTOR).json()["secret"]
    answer = visitor.put(FACTOR, json={"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["codes"][0])


def is_confirmed(visitor: Visitor) -> bool:
    """Whether a sensitive change is taken."""
    status = visitor.post(FACTOR).status_code
    assert status in {200, 403}
    return status == 200


def test_without_a_password_the_code_alone_confirms(entrance: Entrance) -> None:
    visitor = without_password(entrance)
    assert visitor.get(CURRENT).json()["has_password"] is False
    code = enrol(visitor)
    entrance.gate.execute(LONG_AGO)
    for body in ({}, {"password": "gì cũng được"}, {"code": "000000"}):
        answer = visitor.post(CONFIRMATION, json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/code")
    assert not is_confirmed(visitor)
    assert visitor.post(CONFIRMATION, json={"code": code}).status_code == 200
    assert is_confirmed(visitor)


def test_with_neither_a_fresh_sign_in_at_the_provider_confirms(entrance: Entrance) -> None:
    visitor = without_password(entrance)
    entrance.gate.execute(LONG_AGO)
    refused = visitor.post(CONFIRMATION, json={"password": "gì cũng được"})
    assert refused.status_code == 422
    assert "đăng nhập lại ở nhà cung cấp" in refused.json()["detail"]
    before = visitor.http.cookies["__Host-lantoa_session"]
    entrance.provider.claims["auth_time"] = int(time.time())
    answer = entrance.enter(visitor, confirms=True, onward="/tai-khoan")
    assert (answer.status_code, answer.json()["onward"]) == (201, "/tai-khoan")
    assert visitor.http.cookies["__Host-lantoa_session"] != before, "the token changes with a confirmation"
    assert is_confirmed(visitor)
    assert ("session.confirmed", "done") in deeds(entrance.gate)


def test_the_provider_is_told_to_ask_again(entrance: Entrance) -> None:
    visitor = without_password(entrance)
    address = visitor.post(VISITS, json={"confirms": True}).json()["address"]
    asked = parse_qs(urlsplit(address).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert "prompt" not in parse_qs(urlsplit(visitor.post(VISITS, json={}).json()["address"]).query)


def test_a_sign_in_of_long_ago_somebody_elses_or_nobodys_confirms_nothing(entrance: Entrance) -> None:
    assert entrance.visitor().post(VISITS, json={"confirms": True}).status_code == 401
    visitor = without_password(entrance)
    entrance.gate.execute(LONG_AGO)
    mine = dict(entrance.provider.claims)
    for wrong in ({"auth_time": int(time.time()) - 3600}, {"sub": "người khác"}):
        entrance.provider.claims = mine | wrong
        assert entrance.enter(visitor, confirms=True).status_code == 401
        assert not is_confirmed(visitor)
    entrance.provider.claims = mine
    assert len(visitor.get("/api/gateway/v1/identities").json()) == 1


def test_the_provider_does_not_stand_in_for_a_second_factor(entrance: Entrance) -> None:
    visitor = without_password(entrance)
    enrol(visitor)
    entrance.gate.execute(LONG_AGO)
    state = entrance.leave(visitor, confirms=True)
    answer = visitor.post(SESSIONS, json={"state": state, "code": "mã"})
    assert answer.status_code == 401
    assert "mã xác thực" in answer.json()["detail"]
    assert not is_confirmed(visitor)


def test_who_has_a_password_must_give_it_and_who_has_none_cannot_change_it(entrance: Entrance) -> None:
    other = entrance.gate.signed_in(("viewer", "T80-2025"))
    answer = other.post(CONFIRMATION, json={})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/password")
    change = {"current": "gì cũng được", "password": "Cầu tre lắc lẻo 81"}
    refused = without_password(entrance).put("/api/gateway/v1/account/password", json=change)
    assert refused.status_code == 409
    assert "liên kết đặt mật khẩu" in refused.json()["detail"]
