"""Who gets in by single sign-on, as whom, and what is recorded of it."""

import pytest

from tests.gateway.gate import Gate, Visitor
from tests.gateway.single_sign_on.conftest import SESSIONS, VISITS, Entrance, MakeEntrance

CURRENT = "/api/gateway/v1/sessions/current"
IDENTITIES = "/api/gateway/v1/identities"


def deeds(gate: Gate) -> list[tuple[str, str]]:
    """What the audit holds of this gateway's sign-ins, the newest last."""
    return [(row.action, row.outcome) for row in gate.rows("select action, outcome from audit_events order by id")]


def test_a_person_whose_email_is_verified_enters_their_account(entrance: Entrance) -> None:
    email, visitor = entrance.known(), entrance.visitor()
    answer = entrance.enter(visitor, onward="/xep-hang")
    assert answer.status_code == 201
    assert answer.json()["onward"] == "/xep-hang"
    assert answer.json()["session"]["email"] == email
    assert visitor.get(CURRENT).json()["rights"] == ["indicators:read"]
    assert deeds(entrance.gate)[-2:] == [("identity.linked", "done"), ("session.opened", "done")]


def test_the_cookies_are_for_this_host_and_the_server_only(entrance: Entrance) -> None:
    entrance.known()
    visitor = entrance.visitor()
    begun = visitor.post(VISITS, json={})
    binding = begun.headers["set-cookie"].lower()
    assert binding.startswith("__host-lantoa_sso=")
    assert {"httponly", "path=/", "samesite=strict", "secure", "max-age=600"} <= set(binding.split("; "))
    state = entrance.provider.visit(begun.json()["address"])
    finished = visitor.post(SESSIONS, json={"state": state, "code": "mã"})
    names = [cookie.partition("=")[0] for cookie in finished.headers.get_list("set-cookie")]
    assert names == ["__Host-lantoa_session", "__Host-lantoa_sso"]
    assert finished.headers["cache-control"] == begun.headers["cache-control"] == "no-store"


def test_nothing_that_could_be_used_is_kept_of_a_visit(entrance: Entrance) -> None:
    visitor = entrance.visitor()
    state = entrance.leave(visitor)
    kept = str(entrance.gate.rows("select row_to_json(v)::text from provider_visits v"))
    secret = visitor.http.cookies["__Host-lantoa_sso"]
    assert not [found for found in (state, secret, entrance.provider.nonce) if found in kept]


def test_the_second_time_the_identity_is_enough(entrance: Entrance) -> None:
    email = entrance.known()
    assert entrance.enter(entrance.visitor()).status_code == 201
    entrance.provider.claims |= {"email": "khac@lantoa.example", "email_verified": False}
    assert entrance.enter(entrance.visitor()).json()["session"]["email"] == email


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "có"},
        {"email": "khong-ai@lantoa.example"},
        {"email": None},
        {"email": ["a@b.vn"]},
        {"email": "a\x00@b.vn"},
    ],
)
def test_nobody_registers_themselves(entrance: Entrance, claims: dict[str, object]) -> None:
    entrance.known()
    entrance.provider.claims |= claims
    visitor = entrance.visitor()
    answer = entrance.enter(visitor)
    assert answer.status_code == 403
    assert "chưa có tài khoản" in answer.json()["detail"]
    assert visitor.get(CURRENT).status_code == 401
    assert deeds(entrance.gate)[-1] == ("session.refused", "refused")


def test_true_may_be_written_as_a_text_as_wso2_does(entrance: Entrance) -> None:
    entrance.known()
    entrance.provider.claims["email_verified"] = "true"
    assert entrance.enter(entrance.visitor()).status_code == 201


def test_a_disabled_account_stays_closed_linked_or_not(entrance: Entrance) -> None:
    email = entrance.known()
    entrance.gate.execute("update accounts set disabled_at = now() where email = :email", {"email": email})
    assert entrance.enter(entrance.visitor()).status_code == 403
    entrance.gate.execute("update accounts set disabled_at = null where email = :email", {"email": email})
    assert entrance.enter(entrance.visitor()).status_code == 201
    entrance.gate.execute("update accounts set disabled_at = now() where email = :email", {"email": email})
    assert entrance.enter(entrance.visitor()).status_code == 403


def test_another_identity_with_the_same_email_does_not_take_the_account_over(entrance: Entrance) -> None:
    entrance.known()
    assert entrance.enter(entrance.visitor()).status_code == 201
    entrance.provider.claims["sub"] = "người khác"
    answer = entrance.enter(entrance.visitor())
    assert answer.status_code == 409
    assert "đã gắn với nơi khác" in answer.json()["detail"]


def test_userinfo_may_be_the_source_of_claims(make_entrance: MakeEntrance) -> None:
    here = make_entrance(oidc_claims="userinfo")
    email = here.known()
    here.provider.userinfo = dict(here.provider.claims)
    here.provider.token = lambda: (200, b'{"access_token": "a", "token_type": "Bearer"}')
    assert here.enter(here.visitor()).json()["session"]["email"] == email


def test_endpoints_set_by_hand_need_no_discovery_document(make_entrance: MakeEntrance) -> None:
    issuer = make_entrance().provider.issuer
    here = make_entrance(
        oidc_authorize_url=f"{issuer}/authorize", oidc_token_url=f"{issuer}/token", oidc_jwks_url=f"{issuer}/keys"
    )
    here.known()
    assert here.enter(here.visitor()).status_code == 201
    assert "/.well-known/openid-configuration" not in here.provider.asked


def signed_in(here: Entrance) -> Visitor:
    """Somebody signed in with a password, as the provider does not know them."""
    return here.gate.signed_in(("viewer", "T80-2025"))


def test_who_is_signed_in_links_an_identity_and_takes_it_away_again(entrance: Entrance) -> None:
    visitor = signed_in(entrance)
    email = visitor.get(CURRENT).json()["email"]
    entrance.provider.claims = {"sub": f"danh tính của {email}"}
    assert entrance.enter(visitor, links=True).status_code == 201
    (linked,) = visitor.get(IDENTITIES).json()
    assert (linked["provider"], linked["used_at"]) == ("VNeID", None)
    assert entrance.enter(entrance.visitor()).json()["session"]["email"] == email
    assert visitor.request("DELETE", f"{IDENTITIES}/{linked['id']}").status_code == 204
    assert visitor.get(IDENTITIES).json() == []
    assert entrance.enter(entrance.visitor()).status_code == 403
    assert ("identity.unlinked", "done") in deeds(entrance.gate)


def test_an_identity_is_unlinked_by_its_own_account_only(entrance: Entrance) -> None:
    visitor, other = signed_in(entrance), signed_in(entrance)
    entrance.provider.claims = {"sub": "một danh tính"}
    entrance.enter(visitor, links=True)
    identity = visitor.get(IDENTITIES).json()[0]["id"]
    assert other.request("DELETE", f"{IDENTITIES}/{identity}").status_code == 404
    assert len(visitor.get(IDENTITIES).json()) == 1


def test_an_identity_is_not_linked_to_whoever_signed_in_meanwhile(entrance: Entrance) -> None:
    visitor = signed_in(entrance)
    entrance.provider.claims = {"sub": "danh tính giữa chừng"}
    state = entrance.leave(visitor, links=True)
    visitor.http.headers["X-CSRF-Token"] = visitor.sign_in(entrance.gate.account()).json()["csrf"]
    answer = visitor.post(SESSIONS, json={"state": state, "code": "mã"})
    assert answer.status_code == 401
    assert visitor.get(IDENTITIES).json() == []


def test_nobody_links_without_having_signed_in(entrance: Entrance) -> None:
    assert entrance.visitor().post(VISITS, json={"links": True}).status_code == 401


def test_an_installation_without_a_provider_says_so(gate: Gate) -> None:
    assert gate.visitor().get("/api/gateway/v1/single-sign-on").json() == {"name": None}
    assert gate.visitor().post(VISITS, json={}).status_code == 404
    assert gate.visitor().post(SESSIONS, json={"state": "x"}).status_code == 404
