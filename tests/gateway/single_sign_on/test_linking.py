"""Linking and unlinking ask for proof of lately, and nobody shuts themselves out."""

from tests.gateway.single_sign_on.conftest import VISITS, Entrance
from tests.gateway.single_sign_on.test_entering import IDENTITIES, signed_in

LONG_AGO = "update sessions set confirmed_at = confirmed_at - interval '11 minutes'"
FORGET_PASSWORD = "update accounts set password_hash = null where email = :email"


def test_linking_and_unlinking_ask_for_the_password_again(entrance: Entrance) -> None:
    visitor = signed_in(entrance)
    entrance.provider.claims = {"sub": "danh tính xác nhận"}
    assert entrance.enter(visitor, links=True).status_code == 201
    (linked,) = visitor.get(IDENTITIES).json()
    entrance.gate.execute(LONG_AGO)
    held_up = (
        visitor.post(VISITS, json={"links": True}),
        visitor.request("DELETE", f"{IDENTITIES}/{linked['id']}"),
    )
    for answer in held_up:
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/confirmation-required")
    assert len(visitor.get(IDENTITIES).json()) == 1


def test_the_last_way_into_an_account_is_not_taken_away(entrance: Entrance) -> None:
    email, visitor = entrance.known(), entrance.visitor()
    entrance.gate.execute(FORGET_PASSWORD, {"email": email})
    opened = entrance.enter(visitor)
    visitor.http.headers["X-CSRF-Token"] = opened.json()["session"]["csrf"]
    (linked,) = visitor.get(IDENTITIES).json()
    refused = visitor.request("DELETE", f"{IDENTITIES}/{linked['id']}")
    assert refused.status_code == 409
    assert "không còn cách nào đăng nhập" in refused.json()["detail"]
    assert len(visitor.get(IDENTITIES).json()) == 1
