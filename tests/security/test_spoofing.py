"""Who somebody is and where they come from is never taken from what they write in headers (ASVS 4.1.3)."""

import uuid
from pathlib import Path

import httpx
import psycopg
import pytest

from kit.caller import HEADER, Caller, Grant, identity
from kit.forwarding.behind import Peers
from kit.tokens import SigningKey
from tests.harness.live import AnyForm, LiveSystem
from tests.harness.split import SplitSystem
from tests.harness.store import Store

RIGHTS = ("indicators:read", "values:write", "accounts:manage", "clients:manage", "audit:read", "feeds:read")
EVERYONES = "203.0.113.66"
LISTENING = "0A"
GUARDED = [
    "/api/gateway/v1/sessions/current",
    "/api/gateway/v1/identities",
    "/api/indicators/v1/assessments?framework=CDS-XA-2025",
    "/api/indicators/v1/rankings?framework=DTI-2022&period=2022",
]
PLACES = {
    "X-Forwarded-For": EVERYONES,
    "X-Forwarded-Host": "bo.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/bo",
    "X-Forwarded-User": "admin",
    "X-Real-IP": EVERYONES,
    "X-Client-IP": EVERYONES,
    "True-Client-IP": EVERYONES,
    "Forwarded": f'for="{EVERYONES}";host=bo.example;proto=https',
    "X-Original-URL": "/api/gateway/v1/identities",
    "X-Rewrite-URL": "/internal/v1/events",
    "X-HTTP-Method-Override": "DELETE",
    "X-Lantoa-Caller": "admin",
    "X-User": "admin",
    "Remote-User": "admin",
}


@pytest.fixture(scope="module")
def key(store: Store) -> SigningKey:
    """The very key of the installation: an identity that leaked is no use outside either."""
    return SigningKey.load(store.settings().secrets_dir)


def identities(key: SigningKey) -> list[dict[str, str]]:
    """Headers that would make their bearer an administrator, if they were believed."""
    everything = Caller(str(uuid.uuid4()), "account", "Quản trị", (Grant(frozenset(RIGHTS), "VN"),), ("admin",), "x")
    token = identity(key, everything)
    return [
        {HEADER: token},
        {HEADER.upper(): token},
        {"X_Lantoa_Identity": token},
        {"Authorization": f"Bearer {token}"},
        {"Cookie": f"lantoa_session={token}"},
        {"Cookie": f"{HEADER}={token}"},
        {"Connection": f"close, {HEADER}", HEADER: token},
    ]


def test_a_leaked_identity_makes_nobody_anybody(product: AnyForm, key: SigningKey) -> None:
    client = product.client()
    found = {
        (path, *headers): client.get(path, headers=headers).status_code
        for path in GUARDED
        for headers in identities(key)
    }
    assert {asked: status for asked, status in found.items() if status != 401} == {}
    assert client.get("/xep-hang", headers=identities(key)[0]).status_code == 303


def test_a_leaked_identity_gives_a_visitor_no_more_than_they_have(product: AnyForm, key: SigningKey) -> None:
    client = product.client("viewer")
    told = client.get("/api/gateway/v1/sessions/current").json()
    for headers in identities(key)[:3]:
        assert client.get("/api/gateway/v1/sessions/current", headers=headers).json() == told
        assert client.get("/nhap", headers=headers).status_code == 403
        assert client.get("/internal/v1/events", headers=headers).status_code == 404


@pytest.mark.parametrize("name", PLACES)
def test_headers_of_proxies_change_no_answer(product: AnyForm, name: str) -> None:
    client = product.client("leader")
    for path in ("/tong-quan", "/xep-hang", "/", "/api/indicators/v1/frameworks", "/khong-co"):
        plain, told = client.get(path), client.get(path, headers={name: PLACES[name]})
        assert (told.status_code, told.headers.get("location")) == (plain.status_code, plain.headers.get("location"))
        assert "bo.example" not in told.text
        assert "strict-transport-security" not in told.headers


def address_counted(product: AnyForm, headers: dict[str, str]) -> str:
    """The address that is noted of a wrong password sent with these headers."""
    assert isinstance(product, LiveSystem | SplitSystem)
    with psycopg.connect(product.admin, autocommit=True) as connection:
        row = connection.execute("select max(id) from gateway.audit_events").fetchone()
        before = row[0] if row and row[0] else 0
        wrong = {"email": f"{uuid.uuid4()}@lantoa.example", "password": "Không phải mật khẩu này"}
        assert product.client().post("/api/gateway/v1/sessions", json=wrong, headers=headers).status_code == 401
        rows = connection.execute(
            "select distinct address from gateway.audit_events where action = 'session.refused' and id > %s", [before]
        ).fetchall()
        assert rows
    return ",".join(row[0] for row in rows)


def test_nobody_chooses_the_address_their_attempts_are_counted_by(product: AnyForm) -> None:
    honest = address_counted(product, {})
    for name, value in PLACES.items():
        assert address_counted(product, {name: value}) == honest, name


def test_the_address_one_part_tells_another_is_taken_from_parts_only(product: AnyForm, key: SigningKey) -> None:
    stranger = SigningKey.derived("ab" * 32)
    honest = address_counted(product, {})
    forged = Peers(stranger).token(EVERYONES).decode()
    for value in (forged, "", "x", forged + "x"):
        assert address_counted(product, {"X-Lantoa-Peer": value}) == honest
    if isinstance(product, LiveSystem):  # in one process nobody has anything to tell
        assert address_counted(product, {"X-Lantoa-Peer": Peers(key).token(EVERYONES).decode()}) == honest


def test_a_part_of_the_split_form_believes_nobody_but_the_gateway(split: SplitSystem) -> None:
    stranger = SigningKey.derived("cd" * 32)
    forged = identities(stranger)[0]
    for part in ("indicators", "directory", "frontend"):
        for port in ports_of(split, part):
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
                feed = client.get("/internal/v1/events", headers=forged)
                assert feed.status_code in (401, 404), part
                assert client.get("/internal/v1/events").status_code in (401, 404), part
                listed = client.get("/api/indicators/v1/assessments?framework=CDS-XA-2025", headers=forged)
                assert listed.status_code in (401, 404), part


def ports_of(split: SplitSystem, part: str) -> list[int]:
    """The ports a part's process listens on."""
    pid = split.product.part_pid(part)
    assert pid is not None
    told = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    inodes = {f"socket:[{words[9]}]": int(words[1].rpartition(":")[2], 16) for words in told if words[3] == LISTENING}
    opened = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    return [port for inode, port in inodes.items() if inode in opened]
