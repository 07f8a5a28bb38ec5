"""What a provider, or somebody between, may send: refused each in its way, and nobody gets in."""

import json
import time
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from kit import outgoing
from tests.gateway.single_sign_on.conftest import SESSIONS, VISITS, Entrance, MakeEntrance
from tests.harness.vouching import CLIENT

NOW = int(time.time())
UNPROVEN = "VNeID chưa xác nhận được bạn là ai."
OVER = "Lần đăng nhập này không còn hiệu lực."


def refused(answer: httpx.Response, detail: str) -> None:
    """Nobody is in, and the answer says why."""
    assert answer.status_code == 401, answer.text
    assert answer.json()["detail"].startswith(detail)
    assert "__Host-lantoa_session" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://khac.example"},
        {"aud": "he-thong-khac"},
        {"aud": ["he-thong-khac"]},
        {"aud": []},
        {"aud": [CLIENT, "he-thong-khac"]},
        {"aud": [CLIENT, "he-thong-khac"], "azp": "he-thong-khac"},
        {"azp": "he-thong-khac"},
        {"exp": NOW - 120},
        {"exp": "mai"},
        {"exp": True},
        {"iat": NOW - 3600},
        {"iat": NOW + 3600},
        {"nbf": NOW + 3600},
        {"nonce": "của lần khác"},
        {"nonce": 1},
        {"at_hash": "của mã khác"},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"sub": "a\x00b"},
    ],
)
def test_a_token_that_was_not_made_for_this_sign_in_is_refused(entrance: Entrance, claims: dict[str, Any]) -> None:
    entrance.known()
    entrance.provider.claims |= claims
    refused(entrance.enter(entrance.visitor()), UNPROVEN)


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "iat", "nonce", "sub"])
def test_a_token_that_leaves_something_out_is_refused(entrance: Entrance, claim: str) -> None:
    entrance.known()
    entrance.provider.without = (claim,)
    refused(entrance.enter(entrance.visitor()), UNPROVEN)


def test_a_token_signed_with_a_strange_key_is_refused(entrance: Entrance) -> None:
    entrance.known()
    entrance.provider.key = ECKey.generate_key("P-256", auto_kid=True)
    refused(entrance.enter(entrance.visitor()), UNPROVEN)
    entrance.provider.header = {"kid": entrance.provider.published[0].kid}
    refused(entrance.enter(entrance.visitor()), UNPROVEN)


def forged(entrance: Entrance, algorithm: str) -> str:
    """A token that names an algorithm which proves nothing."""
    provider = entrance.provider
    _, payload, signature = provider.id_token().split(".")
    if algorithm == "none":
        return f"{encoded({'alg': 'none'})}.{payload}."
    if algorithm == "HS256":
        secret = json.dumps(provider.key.as_dict(private=False))
        claims = jwt.decode(provider.id_token(), provider.key).claims
        return jwt.encode({"alg": "HS256", "kid": provider.key.kid}, claims, OctKey.import_key(secret))
    return f"{encoded({'alg': algorithm, 'kid': provider.key.kid})}.{payload}.{signature}"


def encoded(part: dict[str, Any]) -> str:
    """A part of a token."""
    import base64

    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS256", "ES512", "NONE", ""])
def test_the_algorithm_is_ours_to_choose(entrance: Entrance, algorithm: str) -> None:
    entrance.known()
    visitor = entrance.visitor()
    state = entrance.leave(visitor)
    token = forged(entrance, algorithm)
    entrance.provider.token = lambda: (200, json.dumps({"access_token": "a", "id_token": token}).encode())
    refused(visitor.post(SESSIONS, json={"state": state, "code": "mã"}), UNPROVEN)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.", ".." * 9, "e30", "WzFd.e30.x", "\u00e9.e30.x"])
def test_what_is_no_token_is_refused(entrance: Entrance, token: str) -> None:
    entrance.known()
    entrance.provider.token = lambda: (200, json.dumps({"access_token": "a", "id_token": token}).encode())
    refused(entrance.enter(entrance.visitor()), UNPROVEN)


@pytest.mark.parametrize("kind", ["RS256", "PS256"])
def test_rsa_will_do(entrance: Entrance, kind: str) -> None:
    entrance.known()
    entrance.provider.key = RSAKey.generate_key(2048, auto_kid=True)
    entrance.provider.published = [entrance.provider.key]
    entrance.provider.header = {"alg": kind}
    assert entrance.enter(entrance.visitor()).status_code == 201


def test_a_new_key_is_looked_up_once_and_strange_ones_do_not_make_us_ask_without_end(entrance: Entrance) -> None:
    entrance.known()
    provider = entrance.provider
    assert entrance.enter(entrance.visitor()).status_code == 201
    provider.key = ECKey.generate_key("P-256", auto_kid=True)
    provider.published.append(provider.key)
    assert entrance.enter(entrance.visitor()).status_code == 201
    provider.key = ECKey.generate_key("P-256", auto_kid=True)
    for _ in range(3):
        refused(entrance.enter(entrance.visitor()), UNPROVEN)
    assert provider.asked.count("/keys") == 2


def test_an_answer_is_used_once(entrance: Entrance) -> None:
    entrance.known()
    visitor = entrance.visitor()
    brought = {"state": entrance.leave(visitor), "code": "mã"}
    secret = visitor.http.cookies["__Host-lantoa_sso"]
    assert visitor.post(SESSIONS, json=brought).status_code == 201
    again = entrance.visitor()
    again.http.cookies.set("__Host-lantoa_sso", secret)
    refused(again.post(SESSIONS, json=brought), OVER)


@pytest.mark.parametrize("state", ["x", "không", "A" * 43])
def test_a_state_nobody_gave_out_is_refused(entrance: Entrance, state: str) -> None:
    visitor = entrance.visitor()
    entrance.leave(visitor)
    refused(visitor.post(SESSIONS, json={"state": state, "code": "mã"}), OVER)


def test_the_state_of_another_browser_is_refused_and_stays_good_for_its_own(entrance: Entrance) -> None:
    entrance.known()
    victim, stranger = entrance.visitor(), entrance.visitor()
    entrance.leave(stranger)
    brought = {"state": entrance.leave(victim), "code": "mã"}
    refused(stranger.post(SESSIONS, json=brought), OVER)
    refused(entrance.visitor().post(SESSIONS, json=brought), OVER)
    assert victim.post(SESSIONS, json=brought).status_code == 201


def test_ten_minutes_are_enough(entrance: Entrance) -> None:
    entrance.known()
    visitor = entrance.visitor()
    state = entrance.leave(visitor)
    entrance.gate.execute("update provider_visits set began_at = began_at - interval '10 minutes'")
    refused(visitor.post(SESSIONS, json={"state": state, "code": "mã"}), OVER)
    entrance.leave(entrance.visitor())
    assert len(entrance.gate.rows("select from provider_visits where began_at < now() - interval '10 minutes'")) == 0


def test_a_code_another_browser_was_given_does_not_fit_this_ones_verifier(entrance: Entrance) -> None:
    entrance.known()
    visitor, stranger = entrance.visitor(), entrance.visitor()
    state = entrance.leave(visitor)
    entrance.leave(stranger)  # the provider now expects the stranger's verifier
    refused(visitor.post(SESSIONS, json={"state": state, "code": "mã"}), UNPROVEN)


def test_who_stops_at_the_provider_is_told_so(entrance: Entrance) -> None:
    visitor = entrance.visitor()
    state = entrance.leave(visitor)
    answer = visitor.post(SESSIONS, json={"state": state, "error": "access_denied"})
    refused(answer, "Bạn đã dừng đăng nhập ở VNeID.")


def test_another_error_of_the_provider_is_no_proof(entrance: Entrance) -> None:
    visitor = entrance.visitor()
    for brought in ({"error": "server_error"}, {"error": "x", "code": "mã"}, {}):
        refused(visitor.post(SESSIONS, json={"state": entrance.leave(visitor), **brought}), UNPROVEN)


def test_the_answer_of_another_provider_is_not_mixed_up(entrance: Entrance) -> None:
    entrance.known()
    visitor = entrance.visitor()
    brought = {"state": entrance.leave(visitor), "code": "mã"}
    refused(visitor.post(SESSIONS, json=brought | {"iss": "https://khac.example"}), UNPROVEN)
    assert "/token" not in entrance.provider.asked
    brought = {"state": entrance.leave(visitor), "code": "mã"}
    assert visitor.post(SESSIONS, json=brought | {"iss": entrance.provider.issuer}).status_code == 201


def test_a_provider_that_names_itself_always_has_to(entrance: Entrance) -> None:
    entrance.known()
    entrance.provider.metadata = {"authorization_response_iss_parameter_supported": True}
    refused(entrance.enter(entrance.visitor()), UNPROVEN)


@pytest.mark.parametrize("token", [None, 7, "tiếng-Việt", "a\r\nX: y"])
def test_an_access_token_that_fits_no_header_is_refused(entrance: Entrance, token: object) -> None:
    entrance.known()
    entrance.provider.token = lambda: (200, json.dumps({"access_token": token}).encode())
    refused(entrance.enter(entrance.visitor()), UNPROVEN)


def test_userinfo_must_speak_of_the_same_person(entrance: Entrance) -> None:
    entrance.known()
    entrance.provider.userinfo = entrance.provider.claims | {"sub": "người khác"}
    del entrance.provider.claims["email"]
    refused(entrance.enter(entrance.visitor()), UNPROVEN)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (503, b"{}"),
        (302, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"a":' * 9000),
        (200, b"x" * 600_000),
    ],
)
def test_a_provider_that_answers_nonsense_is_an_outage(entrance: Entrance, status: int, body: bytes) -> None:
    entrance.known()
    entrance.provider.userinfo = dict(entrance.provider.claims)
    entrance.provider.token = lambda: (status, body)
    answer = entrance.enter(entrance.visitor())
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("VNeID tạm thời không trả lời.")
    assert "/userinfo" not in entrance.provider.asked  # a redirect is not followed


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://khac.example"},
        {"token_endpoint": "http://10.0.0.1/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": 7},
    ],
)
def test_a_discovery_document_that_cannot_be_is_not_believed(entrance: Entrance, metadata: dict[str, Any]) -> None:
    entrance.provider.metadata = metadata
    assert entrance.visitor().post(VISITS, json={}).status_code == 503
    entrance.provider.metadata = {}
    assert entrance.visitor().post(VISITS, json={}).status_code == 201


def test_a_provider_that_is_down_is_told_at_once(make_entrance: MakeEntrance) -> None:
    here = make_entrance(oidc_issuer="http://127.0.0.1:1")
    answer = here.visitor().post(VISITS, json={})
    assert answer.status_code == 503
    assert "đăng nhập bằng mật khẩu" in answer.json()["detail"]


def test_a_provider_that_is_slow_is_given_up(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    entrance.known()
    visitor = entrance.visitor()
    state = entrance.leave(visitor)
    monkeypatch.setattr(outgoing, "LONGEST", 0.3)
    entrance.provider.delay = 2.0
    began = time.monotonic()
    answer = visitor.post(SESSIONS, json={"state": state, "code": "mã"})
    assert (answer.status_code, time.monotonic() - began < 1.5) == (503, True)


@pytest.mark.parametrize(
    "body",
    [{}, {"state": ""}, {"state": "x" * 201}, {"state": "x", "code": "x" * 4097}, {"state": "x", "role": "admin"}],
)
def test_a_malformed_answer_is_refused_with_pointers(entrance: Entrance, body: dict[str, Any]) -> None:
    answer = entrance.visitor().post(SESSIONS, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]
