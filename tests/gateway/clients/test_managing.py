"""Administrators register, change and revoke systems over the interface, each within their own reach."""

from typing import Any

import httpx
import pytest

from tests.gateway.gate import Gate, Visitor

CLIENTS = "/api/gateway/v1/clients"
WANTED = {
    "name": "Bộ Khoa học và Công nghệ",
    "contact": "Phòng Dữ liệu, dulieu@example.vn",
    "scopes": ["values:write", "indicators:read", "indicators:read"],
    "area": "T15-2025",
    "expires_at": "2099-12-31T17:00:00Z",
}
FIELDS = ("name", "contact", "scopes", "area", "expires_at")


@pytest.fixture(scope="module")
def admin(gate: Gate) -> Visitor:
    """An administrator of the whole country."""
    return gate.signed_in(("admin", "VN"))


@pytest.fixture(scope="module")
def provincial(gate: Gate) -> Visitor:
    """An administrator of Lào Cai."""
    return gate.signed_in(("admin", "T15-2025"))


def registered(admin: Visitor, **fields: Any) -> dict[str, Any]:
    answer = admin.post(CLIENTS, json=WANTED | fields)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def token(gate: Gate, made: dict[str, Any], **data: str) -> httpx.Response:
    return gate.visitor().post(
        "/token", data={"grant_type": "client_credentials", **data}, auth=(made["client_id"], made["client_secret"])
    )


def of(client: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """What is sent to change a client."""
    return {name: client[name] for name in FIELDS} | changed


def deeds(gate: Gate, client_id: str) -> list[Any]:
    return gate.rows(
        "select action, actor_kind, actor_name, place, before, after from audit_events"
        f" where subject = 'client:{client_id}' order by id"
    )


def test_a_registered_client_takes_tokens_and_its_secret_is_shown_once(gate: Gate, admin: Visitor) -> None:
    answer = admin.post(CLIENTS, json=WANTED)
    made = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["location"] == f"{CLIENTS}/{made['client_id']}"
    assert made["client"]["scopes"] == ["indicators:read", "values:write"]
    assert made["client"]["created_by"] == "Nguyễn Thị Hoà"
    assert made["client"]["live"] is True
    assert token(gate, made).json()["scope"] == "indicators:read values:write"
    read = admin.get(answer.headers["location"])
    assert made["client_secret"] not in read.text + admin.get(CLIENTS, params={"limit": 500}).text
    assert read.headers["cache-control"] == "no-store"
    assert read.json()["last_used_at"] is not None
    assert read.json()["secrets"][0]["last_used_at"] is not None
    assert made["client_secret"] not in str(gate.rows("select row_to_json(e)::text as whole from audit_events e"))


def test_an_idempotency_key_keeps_no_secret_and_repeats_nothing(gate: Gate, admin: Visitor) -> None:
    key = {"Idempotency-Key": "dang-ky-mot-lan"}
    first, second = (admin.post(CLIENTS, json=WANTED, headers=key).json() for _ in range(2))
    assert first["client_secret"] != second["client_secret"]
    assert gate.rows("select key from idempotency_keys where key = 'dang-ky-mot-lan'") == []


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "x" * 301}, "/name"),
        ({"name": "dòng\nmới"}, "/name"),
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["feeds:read"]}, "/scopes"),
        ({"scopes": ["accounts:manage"]}, "/scopes"),
        ({"scopes": ["mặt trăng"]}, "/scopes"),
        ({"area": "Lào Cai"}, "/area"),
        ({"area": "T99-2025"}, "/area"),
        ({"contact": "x" * 301}, "/contact"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
        ({"expires_at": "mai"}, "/expires_at"),
        ({"expires_at": "2099-01-01T00:00:00"}, "/expires_at"),
        ({"client_id": "lt-0000000000000000"}, "/client_id"),
    ],
)
def test_a_faulty_registration_is_refused_at_the_fault(admin: Visitor, fields: dict[str, Any], pointer: str) -> None:
    answer = admin.post(CLIENTS, json=WANTED | fields)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


def test_a_change_needs_the_version_that_was_read(admin: Visitor) -> None:
    client = registered(admin)["client"]
    path = f"{CLIENTS}/{client['client_id']}"
    wanted = of(client, name="Bộ Tài chính")
    assert admin.request("PUT", path, json=wanted).status_code == 428
    changed = admin.request("PUT", path, json=wanted, headers={"If-Match": '"v1"'})
    assert (changed.status_code, changed.json()["name"], changed.headers["etag"]) == (200, "Bộ Tài chính", '"v2"')
    assert admin.request("PUT", path, json=of(client), headers={"If-Match": '"v1"'}).status_code == 412
    assert admin.get(path).json()["name"] == "Bộ Tài chính"


def test_scopes_that_are_taken_away_are_taken_from_tokens_within_five_seconds(gate: Gate, admin: Visitor) -> None:
    made = registered(admin)
    path = f"{CLIENTS}/{made['client_id']}"
    access = token(gate, made).json()["access_token"]
    wanted = of(made["client"], scopes=["values:write"])
    assert admin.request("PUT", path, json=wanted, headers={"If-Match": '"v1"'}).status_code == 200
    gate.let_five_seconds_pass(access)
    seen = gate.visitor().get("/api/directory/v1/areas/X", headers={"Authorization": f"Bearer {access}"})
    assert seen.json()["caller"]["grants"] == [[["values:write"], "T15-2025"]]


def test_a_revoked_client_is_let_in_no_more_and_stays_so(gate: Gate, admin: Visitor) -> None:
    made = registered(admin)
    path = f"{CLIENTS}/{made['client_id']}"
    access = token(gate, made).json()["access_token"]
    assert admin.request("DELETE", path).status_code == 204
    assert admin.request("DELETE", path).status_code == 204, "once more harms nothing"
    gate.let_five_seconds_pass(access)
    answer = gate.visitor().get("/api/directory/v1/areas/X", headers={"Authorization": f"Bearer {access}"})
    assert answer.status_code == 401
    assert token(gate, made).json()["error"] == "invalid_client"
    told = admin.get(path).json()
    assert (told["live"], told["secrets"][0]["live"]) == (False, False)
    for answer in (
        admin.request("PUT", path, json=of(told), headers={"If-Match": f'"v{told["version"]}"'}),
        admin.post(f"{path}/secrets", json={}),
    ):
        assert answer.status_code == 409
        assert "đã bị thu hồi" in answer.json()["detail"]


def test_an_administrator_manages_what_lies_within_their_reach_only(
    gate: Gate, admin: Visitor, provincial: Visitor
) -> None:
    commune = registered(provincial, area="X04630-2025")
    nation, other = registered(admin, area="VN"), registered(admin, area="T80-2025")
    for area in ("VN", "T80-2025", "X28159-2025"):
        answer = provincial.post(CLIENTS, json=WANTED | {"area": area})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (403, "/area"), area
    listed = {client["client_id"] for client in provincial.get(CLIENTS, params={"limit": 500}).json()["items"]}
    assert commune["client_id"] in listed
    assert not {nation["client_id"], other["client_id"]} & listed
    for made in (nation, other):
        path = f"{CLIENTS}/{made['client_id']}"
        tries = [
            provincial.get(path),
            provincial.request("PUT", path, json=of(made["client"]), headers={"If-Match": '"v1"'}),
            provincial.request("DELETE", path),
            provincial.post(f"{path}/secrets", json={}),
            provincial.request("DELETE", f"{path}/secrets/{made['secret_id']}"),
        ]
        assert [answer.status_code for answer in tries] == [404] * 5
    own = of(commune["client"], area="VN")
    path = f"{CLIENTS}/{commune['client_id']}"
    assert provincial.request("PUT", path, json=own, headers={"If-Match": '"v1"'}).status_code == 403


def test_nobody_else_manages_clients(gate: Gate) -> None:
    path = f"{CLIENTS}/lt-0000000000000000"
    officer, system = gate.signed_in(("department_officer", "VN")), gate.visitor()
    system.http.headers["Authorization"] = f"Bearer {gate.token('indicators:read')}"
    for visitor, status in ((officer, 403), (system, 403), (gate.visitor(), 401)):
        for method, address, body in (
            ("GET", CLIENTS, None),
            ("POST", CLIENTS, WANTED),
            ("GET", path, None),
            ("PUT", path, WANTED),
            ("DELETE", path, None),
            ("POST", f"{path}/secrets", {}),
        ):
            assert visitor.request(method, address, json=body).status_code == status, (method, address)


def test_the_list_is_read_page_by_page(admin: Visitor) -> None:
    made = {registered(admin, name=f"Hệ thống {number}")["client_id"] for number in range(5)}
    seen: list[dict[str, Any]] = []
    address: str | None = f"{CLIENTS}?limit=2"
    while address:
        answer = admin.get(address).json()
        assert len(answer["items"]) <= 2
        seen += answer["items"]
        address = answer["next"]
    names = [client["name"] for client in seen]
    assert names == sorted(names)
    assert made <= {client["client_id"] for client in seen}
    assert len(seen) == len({client["client_id"] for client in seen})
    assert all(client["revoked_at"] is None for client in seen)


def test_revoked_clients_are_listed_apart(admin: Visitor) -> None:
    made = registered(admin)
    admin.request("DELETE", f"{CLIENTS}/{made['client_id']}")
    gone = admin.get(CLIENTS, params={"revoked": True, "limit": 500}).json()["items"]
    assert made["client_id"] in {client["client_id"] for client in gone}
    assert all(client["revoked_at"] for client in gone)


def test_every_change_stands_in_the_audit_with_before_and_after(gate: Gate, admin: Visitor) -> None:
    made = registered(admin)
    path = f"{CLIENTS}/{made['client_id']}"
    wanted = of(made["client"], name="Bộ Y tế", expires_at=None)
    admin.request("PUT", path, json=wanted, headers={"If-Match": '"v1"'})
    admin.request("PUT", path, json=wanted, headers={"If-Match": '"v2"'})
    admin.post(f"{path}/secrets", json={"overlap_days": 3})
    admin.request("DELETE", f"{path}/secrets/{made['secret_id']}")
    admin.request("DELETE", path)
    created, changed, added, ended, revoked = deeds(gate, made["client_id"])
    assert [one.action for one in (created, changed, added, ended, revoked)] == [
        "client.created", "client.changed", "client.secret-added", "client.secret-ended", "client.revoked"
    ]  # fmt: skip
    assert {one.actor_name for one in (created, changed, added, ended, revoked)} == {"Nguyễn Thị Hoà"}
    assert created.after["scopes"] == ["indicators:read", "values:write"]
    assert changed.before == {"name": WANTED["name"], "expires_at": "2099-12-31T17:00:00+00:00"}
    assert changed.after == {"name": "Bộ Y tế", "expires_at": None}
    assert (created.place, changed.place) == ("T15-2025", "T15-2025")
