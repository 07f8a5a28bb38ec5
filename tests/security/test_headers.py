"""Headers and cookies of every answer, refusals included (ASVS 3.3, 3.4, 14.3)."""

from collections.abc import Iterable

import httpx
import pytest

from contracts.access import DOORS, OPEN, PAGES
from frontend.admission import is_personal
from tests.harness.live import LiveSystem
from tests.security.walking import Address, Addresses

NONE = {"object-src", "base-uri", "frame-ancestors"}
REFUSED = [
    ("GET", "/khong-co"),
    ("GET", "/api/khong-co"),
    ("GET", "/api/indicators/v1/khong-co"),
    ("GET", "/internal/v1/events"),
    ("GET", "/metrics"),
    ("GET", "/s/khong-co.css"),
    ("PUT", "/xep-hang"),
    ("PUT", "/token"),
    ("POST", "/token"),
    ("TRACE", "/"),
    ("OPTIONS", "/"),
    ("GET", "/%00"),
    ("GET", "/..%2f..%2fetc/passwd"),
]


def policy(answer: httpx.Response) -> dict[str, str]:
    """What the answer's policy allows for each kind of thing; what it is silent about falls back."""
    told = dict(part.split(None, 1) for part in answer.headers["content-security-policy"].split("; "))
    return {"object-src": told["default-src"], **told}


def faults(answer: httpx.Response) -> Iterable[str]:
    """What an answer lacks."""
    told = answer.headers
    for name, value in (
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ):
        if told.get_list(name) != [value]:
            yield name
    if len(told.get_list("x-request-id")) != 1:
        yield "x-request-id"
    if "server" in told or "x-powered-by" in told:
        yield "tells what it is made of"
    kind = told.get("content-type", "")
    if kind.startswith(("text/html", "application/json", "application/problem+json")) or answer.status_code >= 400:
        allowed = policy(answer) if "content-security-policy" in told else {}
        yield from (name for name in NONE if allowed.get(name) != "'none'")
        if "'unsafe" in told.get("content-security-policy", ""):
            yield "unsafe policy"


def asked(client: httpx.Client, address: Address) -> httpx.Response:
    """The answer at an address; what changes is sent nothing, and so is refused."""
    return client.request(address.method, address.filled)


@pytest.mark.parametrize("role", ["", "admin", "commune_officer"])
def test_every_answer_carries_the_headers(system: LiveSystem, addresses: Addresses, role: str) -> None:
    client = system.client(role or None)
    unsafe = [
        address for address in addresses.unsafe() if address.filled != "/dang-xuat" and "current" not in address.path
    ]
    found = {str(address): list(faults(asked(client, address))) for address in (*addresses.gets(), *unsafe)}
    found |= {f"{method} {path}": list(faults(client.request(method, path))) for method, path in REFUSED}
    assert len(found) > 60
    assert {address: lacking for address, lacking in found.items() if lacking} == {}


def test_no_walk_meets_an_error_of_ours(system: LiveSystem, addresses: Addresses) -> None:
    client = system.client("admin")
    statuses = {str(address): asked(client, address).status_code for address in addresses.gets()}
    assert {address: status for address, status in statuses.items() if status >= 500} == {}


def test_a_browser_is_told_to_stay_with_https(behind_https: LiveSystem, secure: httpx.Client) -> None:
    there = Addresses(behind_https)
    for client in (behind_https.client(), secure):
        for address in there.gets():
            told = asked(client, address).headers["strict-transport-security"]
            assert told == "max-age=31536000; includeSubDomains", address
        for method, path in REFUSED:
            assert "strict-transport-security" in client.request(method, path).headers, path


def cookies(answer: httpx.Response) -> list[tuple[str, set[str]]]:
    """Names and attributes of the cookies an answer sets."""
    parts = [cookie.lower().split("; ") for cookie in answer.headers.get_list("set-cookie")]
    return [(first.partition("=")[0], set(attributes)) for first, *attributes in parts]


def test_behind_https_every_cookie_is_sealed(behind_https: LiveSystem, secure: httpx.Client) -> None:
    given = [behind_https.client("viewer", "T80-2025").get("/tong-quan?lang=en")]
    given.append(secure.get("/tong-quan?lang=en"))
    wrong = {"email": "a@b.vn", "password": "sai"}
    given.append(behind_https.client().post("/dang-nhap", data=wrong))
    given += [asked(secure, address) for address in Addresses(behind_https).gets()]
    given.append(secure.post("/dang-xuat"))
    set_there = [one for answer in given for one in cookies(answer)]
    assert {name for name, _ in set_there} >= {"lantoa_ngon_ngu", "__host-lantoa_session"}
    for name, attributes in set_there:
        assert {"secure", "httponly", "path=/"} <= attributes, name
        assert attributes & {"samesite=lax", "samesite=strict"}, name
        assert not [one for one in attributes if one.startswith("domain")], name


def test_the_session_is_bound_to_the_host(behind_https: LiveSystem, secure: httpx.Client) -> None:
    assert secure.headers["Cookie"].startswith("__Host-lantoa_session=")
    assert secure.get("/api/gateway/v1/sessions/current").status_code == 200
    stripped = secure.headers["Cookie"].replace("__Host-", "")
    bare = behind_https.client().get("/api/gateway/v1/sessions/current", headers={"Cookie": stripped})
    assert bare.status_code == 401


def test_personal_data_is_kept_nowhere(system: LiveSystem, addresses: Addresses) -> None:
    client = system.client("admin")
    about_people = [
        address
        for address in addresses.gets()
        if (address.path.startswith("/api/gateway/") and DOORS[str(address)].needs != OPEN)
        or (address.path in PAGES and is_personal(address.path))
    ]
    assert about_people
    told = {str(address): asked(client, address).headers.get("cache-control") for address in about_people}
    assert {address: kept for address, kept in told.items() if kept != "no-store"} == {}


def test_what_is_made_for_one_visitor_is_kept_by_no_shared_cache(system: LiveSystem, addresses: Addresses) -> None:
    client = system.client("leader")
    told = {
        str(address): asked(client, address).headers.get("cache-control", "")
        for address in addresses.gets()
        if not address.path.startswith("/.well-known/")  # the same for everybody
    }
    shared = {address: kept for address, kept in told.items() if "no-store" not in kept and "private" not in kept}
    assert shared == {}


@pytest.mark.parametrize("path", ["/docs", "/api/openapi.json", "/api/indicators/openapi.json", "/metrics"])
def test_behind_https_nothing_inside_is_shown_to_strangers(behind_https: LiveSystem, path: str) -> None:
    assert behind_https.client().get(path).status_code in (303, 401, 404)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/xep-hang", "/token", "/api/indicators/v1/values", "/healthz"])
def test_methods_nobody_needs_are_refused(system: LiveSystem, method: str, path: str) -> None:
    answer = system.client("admin").request(method, path, headers={"X-Echo": "tiếng vọng".encode()})
    assert answer.status_code in (400, 403, 404, 405)
    assert "X-Echo" not in answer.text
