"""Nothing is changed for another site, or without the session's token: every unsafe address there is (ASVS 3.5.1)."""

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.security.walking import Address, Addresses

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://bo.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
]
BEFORE_A_SESSION = {"POST /dang-nhap"}
"""Forms of a visitor who has no session yet: there is no token to demand, another site is refused all the same."""
PROGRAMS = {"POST /token"}
"""Read by their own credentials, never by a session: a browser is not asked who it is there."""


def answers(client: httpx.Client, addresses: list[Address], headers: dict[str, str]) -> dict[str, int]:
    """What came of asking, by address."""
    return {
        str(address): client.request(address.method, address.filled, json={}, headers=headers).status_code
        for address in addresses
    }


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("role", ["", "admin"])
def test_another_site_changes_nothing(
    system: LiveSystem,
    addresses: Addresses,
    role: str,
    headers: dict[str, str],
) -> None:
    client = system.client(role or None)
    found = answers(client, addresses.unsafe(), headers)
    assert len(found) > 15
    assert {address: status for address, status in found.items() if status != 403} == {}


@pytest.mark.parametrize("token", [None, "", "x", "A" * 43])
def test_without_the_token_of_the_session_nothing_is_changed(
    system: LiveSystem,
    addresses: Addresses,
    token: str | None,
) -> None:
    client = system.client("admin")
    del client.headers["X-CSRF-Token"]
    headers = {} if token is None else {"X-CSRF-Token": token}
    guarded = [address for address in addresses.unsafe() if str(address) not in BEFORE_A_SESSION | PROGRAMS]
    found = answers(client, guarded, headers)
    assert {address: status for address, status in found.items() if status != 403} == {}


def test_forms_without_the_token_in_a_field_change_nothing(system: LiveSystem, addresses: Addresses) -> None:
    client = system.client("admin")
    del client.headers["X-CSRF-Token"]
    forms = [address for address in addresses.pages if address.method != "GET" and str(address) not in BEFORE_A_SESSION]
    found = {str(form): client.request(form.method, form.filled, data={"csrf": "x"}).status_code for form in forms}
    assert {address: status for address, status in found.items() if status != 403} == {}


def test_an_access_token_in_a_cookie_or_a_session_as_bearer_opens_nothing(system: LiveSystem) -> None:
    session = system.client("leader").cookies["lantoa_session"]
    bearer = system.token("indicators:read").headers["Authorization"].removeprefix("Bearer ")
    current = "/api/indicators/v1/assessments"
    assert system.client().get(current, headers={"Authorization": f"Bearer {session}"}).status_code == 401
    assert system.client().get(current, headers={"Cookie": f"lantoa_session={bearer}"}).status_code == 401
