"""What every answer carries, whoever wrote it and however it went."""

import pytest

from tests.gateway.gate import Gate

ADDRESSES = [
    ("GET", "/api/directory/v1/areas/X"),
    ("GET", "/api/directory/v1/guarded"),
    ("GET", "/api/directory/v1/crash"),
    ("GET", "/api/directory/openapi.json"),
    ("GET", "/api/indicators/v1/refused"),
    ("GET", "/api/indicators/v1/late"),
    ("GET", "/api/unknown"),
    ("GET", "/internal"),
    ("GET", "/trang"),
    ("GET", "/khong-co-trang-nay"),
    ("GET", "/docs"),
    ("GET", "/docs.css"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/version"),
    ("GET", "/.well-known/jwks.json"),
    ("GET", "/.well-known/unknown"),
    ("POST", "/token"),
    ("PUT", "/token"),
    ("POST", "/api/gateway/v1/sessions"),
    ("OPTIONS", "/api/directory/v1/areas"),
    ("TRACE", "/api/directory/v1/areas"),
]


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_every_answer_has_a_request_id_and_security_headers(gate: Gate, method: str, path: str) -> None:
    answer = gate.visitor().request(method, path)
    for name in ("x-request-id", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy"):
        assert len(answer.headers.get_list(name)) == 1, name
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("path", ["/api/directory/v1/areas/X", "/api/unknown", "/token", "/readyz"])
def test_data_is_never_a_page(gate: Gate, path: str) -> None:
    policy = gate.visitor().get(path).headers["content-security-policy"]
    assert policy == "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def test_the_policy_of_pages_is_theirs(gate: Gate) -> None:
    answer = gate.visitor().get("/trang")
    assert "content-security-policy" not in answer.headers
    assert answer.headers["x-frame-options"] == "DENY"


def test_behind_https_browsers_are_told_to_stay_there(production_gate: Gate) -> None:
    for path in ("/trang", "/api/unknown", "/version"):
        answer = production_gate.visitor().get(path)
        assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_what_was_made_for_one_caller_is_not_kept_by_shared_caches(gate: Gate) -> None:
    assert "cache-control" not in gate.visitor().get("/api/directory/v1/areas/X").headers
    visitor = gate.signed_in()
    assert visitor.get("/api/directory/v1/areas/X").headers["cache-control"] == "private, no-cache"
    assert visitor.get("/api/gateway/v1/sessions/current").headers["cache-control"] == "no-store"
