"""Probes of API clients: each about a client of the unit, made for the occasion."""

from typing import Any

import httpx

from tests.security.matrix.ground import Unit
from tests.security.matrix.probes import Probe, reading

CLIENTS = "/api/gateway/v1/clients"
ONE = f"{CLIENTS}/{{client_id}}"
SECRETS = f"{ONE}/secrets"
ELSEWHERE = frozenset({404})
DONE, MADE, GONE = frozenset({200}), frozenset({201}), frozenset({204})


def told(unit: Unit) -> dict[str, Any]:
    """A client as it is registered."""
    return {"name": "Hệ thống thử", "scopes": ["indicators:read"], "area": unit.area}


def made(unit: Unit) -> dict[str, Any]:
    """A client of the unit."""
    answer = unit.keeper.post(CLIENTS, json=told(unit))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def change(client: httpx.Client, unit: Unit) -> httpx.Response:
    """Another name for a client."""
    found = made(unit)
    match = {"If-Match": f'"v{found["client"]["version"]}"'}
    return client.put(f"{CLIENTS}/{found['client_id']}", json=told(unit), headers=match)


def end_secret(client: httpx.Client, unit: Unit) -> httpx.Response:
    """The end of a secret."""
    found = made(unit)
    return client.delete(f"{CLIENTS}/{found['client_id']}/secrets/{found['secret_id']}")


PROBES = [
    reading(f"GET {CLIENTS}"),
    Probe(f"POST {CLIENTS}", lambda client, unit: client.post(CLIENTS, json=told(unit)), done=MADE),
    Probe(f"GET {ONE}", lambda client, unit: client.get(f"{CLIENTS}/{made(unit)['client_id']}"), beyond=ELSEWHERE),
    Probe(f"PUT {ONE}", change, beyond=ELSEWHERE),
    Probe(
        f"DELETE {ONE}",
        lambda client, unit: client.delete(f"{CLIENTS}/{made(unit)['client_id']}"),
        done=GONE,
        beyond=ELSEWHERE,
    ),
    Probe(
        f"POST {SECRETS}",
        lambda client, unit: client.post(f"{CLIENTS}/{made(unit)['client_id']}/secrets", json={}),
        done=MADE,
        beyond=ELSEWHERE,
    ),
    Probe(f"DELETE {SECRETS}/{{secret}}", end_secret, done=frozenset({204, 409}), beyond=ELSEWHERE),
]
