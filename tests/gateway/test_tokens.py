"""POST /token as RFC 6749 has it, the published keys, and what a token opens."""

import base64
import json
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from gateway.actions.clients import ClientSecret
from tests.gateway.gate import Gate

AREA = "/api/directory/v1/areas/X"
METADATA = "/.well-known/oauth-authorization-server"
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture(scope="module")
def client(gate: Gate) -> ClientSecret:
    """A client that reads and writes in Lào Cai."""
    return gate.client("indicators:read", "values:write", area="T15-2025")


def basic(client_id: str, client_secret: str) -> dict[str, str]:
    """HTTP Basic credentials."""
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()}


def ask(gate: Gate, data: dict[str, Any], headers: dict[str, str] | None = None) -> httpx.Response:
    return gate.visitor().post("/token", data=data, headers=headers)


def bearer(gate: Gate, token: str) -> httpx.Response:
    return gate.visitor().get(AREA, headers={"Authorization": f"Bearer {token}"})


def test_credentials_in_the_header_or_the_body_give_a_token(gate: Gate, client: ClientSecret) -> None:
    in_body = {"client_id": client.client_id, "client_secret": client.client_secret}
    for answer in (ask(gate, GRANT, basic(client.client_id, client.client_secret)), ask(gate, GRANT | in_body)):
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["pragma"] == "no-cache"
        body = answer.json()
        assert body.keys() == {"access_token", "token_type", "expires_in", "scope"}
        assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
        assert body["scope"] == "indicators:read values:write"


def test_the_token_is_a_jwt_of_rfc_9068_that_the_published_keys_verify(gate: Gate, client: ClientSecret) -> None:
    token = ask(gate, GRANT, basic(client.client_id, client.client_secret)).json()["access_token"]
    keys = gate.visitor().get("/.well-known/jwks.json").json()
    assert all("d" not in key for key in keys["keys"])
    decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=["ES256"])
    assert decoded.header["typ"] == "at+jwt"
    assert decoded.claims.keys() == {"iss", "sub", "client_id", "aud", "iat", "exp", "jti", "scope"}
    assert decoded.claims["iss"] == "http://lantoa.example"
    assert decoded.claims["sub"] == decoded.claims["client_id"] == client.client_id
    assert decoded.claims["exp"] - decoded.claims["iat"] == 3600
    assert gate.key.kid not in [key["kid"] for key in keys["keys"]], "identities have a key of their own"


def test_the_metadata_says_where_everything_is(gate: Gate) -> None:
    metadata = gate.visitor().get("/.well-known/oauth-authorization-server").json()
    assert metadata["issuer"] == "http://lantoa.example"
    assert metadata["token_endpoint"] == "http://lantoa.example/token"
    assert gate.visitor().get(metadata["jwks_uri"]).status_code == 200
    assert metadata["grant_types_supported"] == ["client_credentials"]


def test_fewer_scopes_may_be_asked_for(gate: Gate, client: ClientSecret) -> None:
    answer = ask(gate, GRANT | {"scope": "indicators:read"}, basic(client.client_id, client.client_secret))
    assert answer.json()["scope"] == "indicators:read"
    seen = bearer(gate, answer.json()["access_token"]).json()["caller"]
    assert seen["grants"] == [[["indicators:read"], "T15-2025"]]
    assert (seen["kind"], seen["sub"]) == ("client", client.client_id)


REFUSED: list[tuple[str, dict[str, Any], str, int, str]] = [
    ("no grant type", {}, "right", 400, "invalid_request"),
    ("a password grant", {"grant_type": "password"}, "right", 400, "unsupported_grant_type"),
    ("a code grant", {"grant_type": "authorization_code"}, "right", 400, "unsupported_grant_type"),
    ("a repeated parameter", {"grant_type": ["client_credentials"] * 2}, "right", 400, "invalid_request"),
    ("nobody", GRANT, "none", 401, "invalid_client"),
    ("an unknown client", GRANT, "unknown", 401, "invalid_client"),
    ("a wrong secret", GRANT, "wrong", 401, "invalid_client"),
    ("an empty secret", GRANT, "empty", 401, "invalid_client"),
    ("no colon", GRANT, "no colon", 401, "invalid_client"),
    ("no base64", GRANT, "no base64", 401, "invalid_client"),
    ("no UTF-8", GRANT, "no utf-8", 401, "invalid_client"),
    ("a NUL", GRANT, "nul", 401, "invalid_client"),
    ("a bearer token", GRANT, "bearer", 401, "invalid_client"),
    ("both ways at once", GRANT | {"client_secret": "x"}, "right", 400, "invalid_request"),
    ("another id in the body", GRANT | {"client_id": "x"}, "right", 400, "invalid_request"),
    ("an id alone", GRANT | {"client_id": "x"}, "none", 401, "invalid_client"),
    ("an unknown scope", GRANT | {"scope": "moon:walk"}, "right", 400, "invalid_scope"),
    ("a scope it does not hold", GRANT | {"scope": "feeds:read"}, "right", 400, "invalid_scope"),
    ("too many fields", GRANT | {f"f{n}": "1" for n in range(30)}, "right", 400, "invalid_request"),
    ("a huge form", GRANT | {"x": "x" * 20_000}, "right", 400, "invalid_request"),
]


@pytest.mark.parametrize(
    ("data", "credentials", "status", "error"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refusals_are_those_of_the_rfc(
    gate: Gate, client: ClientSecret, data: dict[str, Any], credentials: str, status: int, error: str
) -> None:
    headers = {
        "right": basic(client.client_id, client.client_secret),
        "none": {},
        "unknown": basic("lt-0000000000000000", client.client_secret),
        "wrong": basic(client.client_id, client.client_secret[:-1]),
        "empty": basic(client.client_id, ""),
        "no colon": {"Authorization": "Basic " + base64.b64encode(b"alone").decode()},
        "no base64": {"Authorization": "Basic !!!"},
        "no utf-8": {"Authorization": "Basic " + base64.b64encode(b"\xff:\xff").decode()},
        "nul": basic("a\x00b", "x"),
        "bearer": {"Authorization": "Bearer x"},
    }[credentials]
    answer = ask(gate, data, headers)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json().keys() == {"error", "error_description"}
    assert answer.json()["error_description"].isascii()
    assert ("www-authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize(("content_type", "body"), [
    ("application/json", json.dumps(GRANT).encode()),
    ("text/plain", b"grant_type=client_credentials"),
    ("application/x-www-form-urlencoded", b"grant_type=client_credentials&x=%ff"),
    ("application/x-www-form-urlencoded", b"\xff\xfe"),
])  # fmt: skip
def test_only_a_readable_form_is_read(gate: Gate, client: ClientSecret, content_type: str, body: bytes) -> None:
    headers = basic(client.client_id, client.client_secret) | {"Content-Type": content_type}
    answer = gate.visitor().post("/token", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_token_is_good_while_its_client_is(gate: Gate) -> None:
    made = gate.client("indicators:read")
    token = ask(gate, GRANT, basic(made.client_id, made.client_secret)).json()["access_token"]
    assert bearer(gate, token).status_code == 200
    gate.execute("update clients set revoked_at = now() where client_id = :id", {"id": made.client_id})
    gate.let_five_seconds_pass(token)
    answer = bearer(gate, token)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert ask(gate, GRANT, basic(made.client_id, made.client_secret)).status_code == 401


def test_a_scope_taken_from_the_client_is_taken_from_its_tokens(gate: Gate) -> None:
    made = gate.client("indicators:read", "values:write")
    token = ask(gate, GRANT, basic(made.client_id, made.client_secret)).json()["access_token"]
    gate.execute("update clients set scopes = '{values:write}' where client_id = :id", {"id": made.client_id})
    gate.let_five_seconds_pass(token)
    assert bearer(gate, token).json()["caller"]["grants"] == [[["values:write"], "VN"]]


def test_the_use_of_a_client_is_noted_and_its_secret_is_not_stored(gate: Gate, client: ClientSecret) -> None:
    ask(gate, GRANT, basic(client.client_id, client.client_secret))
    stored = gate.rows("select client_id, last_used_at, row_to_json(c)::text as whole from clients c")
    assert next(row.last_used_at for row in stored if row.client_id == client.client_id) is not None
    assert client.client_secret not in str(stored)


def test_an_access_token_in_the_cookie_opens_no_session(gate: Gate, client: ClientSecret) -> None:
    token = ask(gate, GRANT, basic(client.client_id, client.client_secret)).json()["access_token"]
    assert bearer(gate, token).json()["caller"]["kind"] == "client"
    answer = gate.visitor().get(AREA, headers={"Cookie": f"lantoa_session={token}"})
    assert answer.json()["caller"]["kind"] == "anonymous"


def test_other_schemes_are_not_ours(gate: Gate) -> None:
    answer = gate.visitor().get(AREA, headers={"Authorization": "Basic eDp5"})
    assert answer.json()["caller"]["kind"] == "anonymous"


def test_a_system_without_the_scope_is_told_which_one_is_missing(gate: Gate) -> None:
    headers = {"Authorization": f"Bearer {gate.token('values:write')}"}
    answer = gate.visitor().get("/api/directory/v1/guarded", headers=headers)
    assert answer.status_code == 403
    assert answer.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="indicators:read"'
    assert "indicators:read" in answer.json()["detail"]


def test_a_person_without_the_right_is_told_no_scope(gate: Gate) -> None:
    answer = gate.signed_in().get("/api/directory/v1/guarded")
    assert answer.status_code == 403
    assert "www-authenticate" not in answer.headers


def test_in_production_a_host_written_by_a_visitor_names_no_issuer(production_gate: Gate) -> None:
    found = production_gate.visitor().get(METADATA, headers={"Host": "bo.example"})
    assert found.status_code == 200
    assert "bo.example" not in found.text
