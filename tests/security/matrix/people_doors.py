"""Probes of accounts, what is lent, and the audit: each about an account of the unit, made for the occasion."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import httpx

from tests.security.matrix.ground import Unit
from tests.security.matrix.open_doors import GONE, MISSING, NONE, WRONG
from tests.security.matrix.probes import Ask, Probe, reading

ROOT = "/api/gateway/v1"
ACCOUNTS = f"{ROOT}/accounts"
ONE = f"{ACCOUNTS}/{{account}}"
MADE, HIDDEN = frozenset({201}), frozenset({404})
_numbers = count(1)


def told(unit: Unit) -> dict[str, Any]:
    """An account as it is made: a viewer of the unit."""
    return {
        "email": f"ma-tran{next(_numbers)}@thu.example",
        "name": "Người của đơn vị",
        "place": unit.area,
        "grants": [{"role": "viewer", "place": unit.area}],
    }


def made(unit: Unit) -> dict[str, Any]:
    """An account of the unit, as its administrator reads it."""
    answer = unit.keeper.post(ACCOUNTS, json=told(unit))
    assert answer.status_code == 201, answer.text
    found = unit.keeper.get(answer.headers["location"])
    assert found.status_code == 200, found.text
    return dict(found.json())


def about(method: str, path: str, body: Callable[[dict[str, Any], Unit], Any] | None = None) -> Ask:
    """A request about such an account; `body` is made of it."""

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        found = made(unit)
        headers = {"If-Match": f'"v{found["version"]}"'}
        content = None if body is None else body(found, unit)
        return client.request(method, f"{ACCOUNTS}/{found['id']}{path}", json=content, headers=headers)

    return ask


def lending(client: httpx.Client, unit: Unit) -> httpx.Response:
    """A role lent that nobody but an administrator holds, on the unit, to somebody there is not."""
    until = (date.today() + timedelta(days=7)).isoformat()  # noqa: DTZ011 - any day of the next weeks will do
    body = {"to": "khong-co@thu.example", "role": "admin", "place": unit.area, "until": until, "reason": "đi vắng"}
    return client.post(f"{ROOT}/delegations", json=body)


def an_event(client: httpx.Client, unit: Unit) -> httpx.Response:
    """A deed about an account of the unit."""
    subject = f"account:{made(unit)['id']}"
    found = unit.keeper.get(f"{ROOT}/audit-events", params={"subject": subject}).json()["items"]
    return client.get(f"{ROOT}/audit-events/{found[0]['id']}")


def renamed(found: dict[str, Any], unit: Unit) -> dict[str, Any]:
    """The account under another name."""
    return {"email": found["email"], "name": "Tên khác", "place": unit.area}


PROBES = [
    reading(f"GET {ACCOUNTS}"),
    Probe(f"POST {ACCOUNTS}", lambda client, unit: client.post(ACCOUNTS, json=told(unit)), done=MADE, beyond=WRONG),
    Probe(f"GET {ONE}", about("GET", ""), beyond=HIDDEN),
    Probe(f"PUT {ONE}", about("PUT", "", renamed), beyond=HIDDEN),
    Probe(f"PUT {ONE}/grants", about("PUT", "/grants", lambda found, unit: {"grants": []}), beyond=HIDDEN),
    Probe(f"POST {ONE}/disable", about("POST", "/disable", lambda found, unit: {}), beyond=HIDDEN),
    *(
        Probe(f"POST {ONE}/{verb}", about("POST", f"/{verb}"), done=frozenset({200, 409}), beyond=HIDDEN)
        for verb in ("enable", "unlock")
    ),
    Probe(f"POST {ONE}/invitations", about("POST", "/invitations"), done=MADE, beyond=HIDDEN),
    Probe(f"DELETE {ONE}/second-factor", about("DELETE", "/second-factor"), done=GONE | MISSING, beyond=HIDDEN),
    Probe(
        f"GET {ROOT}/activations",
        lambda client, unit: client.get(f"{ROOT}/activations", params={"code": "khong-co"}),
        done=MISSING,
    ),
    Probe(
        f"POST {ROOT}/activations",
        lambda client, unit: client.post(f"{ROOT}/activations", json={"code": "khong-co", "password": "x"}),
        done=MISSING | WRONG | frozenset({429}),
    ),
    reading(f"GET {ROOT}/delegations"),
    Probe(f"POST {ROOT}/delegations", lending, done=frozenset({403, 404, 422})),
    Probe(
        f"POST {ROOT}/delegations/{{delegation}}/end",
        lambda client, unit: client.post(f"{ROOT}/delegations/{NONE}/end"),
        done=MISSING,
    ),
    reading(f"GET {ROOT}/places", q="tan"),
    reading(f"GET {ROOT}/audit-events", place="{area}"),
    Probe(f"GET {ROOT}/audit-events/{{event}}", an_event, beyond=HIDDEN),
    reading(f"GET {ROOT}/audit-seal"),
    reading(f"GET {ROOT}/own-audit-events"),
    Probe(
        f"GET {ROOT}/own-audit-events/{{event}}",
        lambda client, unit: client.get(f"{ROOT}/own-audit-events/1"),
        done=MISSING,
    ),
]
