"""No address of ours sends anybody to another site, whatever it was asked with (ASVS 3.7.2)."""

from urllib.parse import quote, urlsplit

import pytest

from gateway.sample import SAMPLES
from tests.harness.live import LiveSystem
from tests.harness.store import PASSWORD
from tests.security.walking import Addresses

ELSEWHERE = [
    "https://bo.example",
    "//bo.example",
    "///bo.example",
    "////bo.example/",
    "/\\bo.example",
    "\\\\bo.example",
    "/\t/bo.example",
    "/\n//bo.example",
    "\t//bo.example",
    " //bo.example",
    "https:bo.example",
    "https:/bo.example",
    "http:\\\\bo.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//bo.example\\@lantoa.example",
    "/%09/bo.example",
    "/%5cbo.example",
    "/.//bo.example",
    "/..//bo.example",
    "//[bo.example",
    "/\u200b/bo.example",
    "／／bo.example",
    "/x\r\nLocation: https://bo.example",
]
FIELDS = ("next", "url", "return", "redirect", "ve", "quay-ve")


def leads_away(location: str) -> bool:
    """Whether a browser that follows this address leaves us: it drops tabs and breaks, and reads \\ as /."""
    seen = "".join(mark for mark in location if mark not in "\t\r\n").strip().replace("\\", "/")
    parts = urlsplit(seen)
    return seen.startswith("//") or bool(parts.scheme or parts.netloc) or not seen.startswith("/")


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_nowhere_else(system: LiveSystem, wanted: str) -> None:
    email = next(sample.email for sample in SAMPLES if sample.role == "viewer")
    client = system.client()
    answer = client.post("/dang-nhap", data={"email": email, "password": PASSWORD, "next": wanted})
    assert answer.status_code == 303
    assert not leads_away(answer.headers["location"])
    assert not leads_away(client.get("/dang-nhap", params={"next": wanted}).headers["location"])


@pytest.mark.parametrize("role", ["", "leader"])
def test_no_address_leads_elsewhere_by_its_query(system: LiveSystem, addresses: Addresses, role: str) -> None:
    client = system.client(role or None)
    found = {}
    for address in addresses.gets():
        for wanted in ("//bo.example", "https://bo.example"):
            joined = "&".join(f"{name}={quote(wanted, safe='')}" for name in FIELDS)
            mark = "&" if "?" in address.filled else "?"
            answer = client.get(f"{address.filled}{mark}{joined}")
            found[address.filled, wanted] = answer.headers.get("location", "/")
    assert {asked: location for asked, location in found.items() if leads_away(location)} == {}


@pytest.mark.parametrize(
    "path", ["//bo.example", "//bo.example/%2e%2e", "/%5c%5cbo.example", "/%2f%2fbo.example", "///x"]
)
@pytest.mark.parametrize("query", ["", "?lang=en", "?lang=vi&next=//bo.example"])
def test_no_address_leads_elsewhere_by_its_path(system: LiveSystem, path: str, query: str) -> None:
    for client in (system.client(), system.client("leader")):
        answer = client.get(f"{system.url}{path}{query}")
        assert not leads_away(answer.headers.get("location", "/"))


def test_the_host_header_leads_nowhere(system: LiveSystem) -> None:
    for path in ("/", "/xep-hang", "/tong-quan?lang=en", "/dang-nhap/sso"):
        answer = system.client().get(path, headers={"Host": "bo.example"})
        assert not leads_away(answer.headers.get("location", "/"))
        assert "bo.example" not in answer.text
