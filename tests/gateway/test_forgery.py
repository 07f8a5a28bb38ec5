"""Changes are taken from our own pages and from programs, never from another site's."""

import pytest

from tests.gateway.gate import Gate, Visitor

METHODS = ["POST", "PUT", "PATCH", "DELETE"]
HOST = "lantoa.example"
API = "/api/directory/v1/areas"

OURS = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": f"http://{HOST}"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://proxy.internal"},
]
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "Same-Origin-but-not"},
    {"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"},
    {"Origin": "https://bo.example"},
    {"Origin": f"http://{HOST}.bo.example"},
    {"Origin": f"http://{HOST}:8443"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://["},
]


@pytest.fixture(scope="module")
def officer(gate: Gate) -> Visitor:
    """Somebody signed in whose requests carry the session's CSRF token."""
    return gate.signed_in(("commune_officer", "X28159-2025"))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("headers", OURS)
def test_a_session_with_its_token_may_change_things(officer: Visitor, method: str, headers: dict[str, str]) -> None:
    assert officer.request(method, API, headers=headers).status_code == 200


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_may_not_even_with_the_token(officer: Visitor, method: str, headers: dict[str, str]) -> None:
    answer = officer.request(method, API, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Yêu cầu đến từ một trang khác nên đã bị chặn."


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("token", ["", "x", "không phải ASCII"])
def test_a_session_without_its_token_changes_nothing(officer: Visitor, method: str, token: str) -> None:
    answer = officer.request(method, API, headers={"X-CSRF-Token": token.encode()})
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Thiếu hoặc sai mã chống giả mạo yêu cầu (X-CSRF-Token)."


def test_the_token_of_another_session_is_no_use(gate: Gate, officer: Visitor) -> None:
    other = gate.signed_in().http.headers["X-CSRF-Token"]
    assert officer.post(API, headers={"X-CSRF-Token": other}).status_code == 403


def test_reading_needs_no_token(officer: Visitor) -> None:
    assert officer.get(f"{API}/X", headers={"X-CSRF-Token": "", "Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_an_access_token_needs_none_either(gate: Gate) -> None:
    token = gate.token("values:write")
    answer = gate.visitor().post(API, headers={"Authorization": f"Bearer {token}", "Origin": "https://bo.example"})
    assert answer.status_code == 200
    assert answer.json()["caller"]["kind"] == "client"


@pytest.mark.parametrize("headers", FOREIGN)
def test_pages_take_forms_from_our_own_pages_only(officer: Visitor, headers: dict[str, str]) -> None:
    answer = officer.post("/trang", data={"a": "1"}, headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("headers", OURS)
def test_the_token_of_a_form_is_the_pages_own_question(officer: Visitor, headers: dict[str, str]) -> None:
    assert officer.post("/trang", data={"a": "1"}, headers={**headers, "X-CSRF-Token": ""}).status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
def test_nobody_is_signed_in_by_another_site(gate: Gate, headers: dict[str, str]) -> None:
    answer = gate.visitor().sign_in(gate.account(), headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_behind_a_proxy_the_public_address_is_ours(production_gate: Gate) -> None:
    visitor = production_gate.signed_in()
    headers = {"Host": "10.0.0.5:8000", "Origin": "https://lantoa.example"}
    assert visitor.post(API, headers=headers).status_code == 200
