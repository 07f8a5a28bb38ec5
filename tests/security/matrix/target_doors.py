"""Probes of targets: each about a target of the unit, made for the occasion by an officer of the whole country."""

from itertools import count
from typing import Any

import httpx

from tests.security.matrix.ground import API, Unit
from tests.security.matrix.probes import Ask, Probe, reading

TARGETS = f"{API}/targets"
ONE = f"{TARGETS}/{{target}}"
MADE, GONE, ALONE = frozenset({201}), frozenset({204}), frozenset({409})
_numbers = count(1)


def told(unit: Unit) -> dict[str, Any]:
    """A target as it is set."""
    measure = f"Mục tiêu của ma trận {next(_numbers)}"
    return {"area": unit.area, "measure": measure, "horizon": "2030", "comparator": ">=", "value": 1, "unit": "điểm"}


def made(unit: Unit) -> dict[str, Any]:
    """A target of the unit."""
    answer = unit.recorder.post(TARGETS, json=told(unit))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def about(method: str, path: str = "", body: dict[str, Any] | None = None, **query: str) -> Ask:
    """A request about such a target."""

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        address = f"{TARGETS}/{made(unit)['id']}{path}"
        return client.request(method, address, json=body, params=query, headers={"If-Match": '"v1"'})

    return ask


CHANGED = {"measure": "Khác", "horizon": "2030", "comparator": ">=", "value": 2, "unit": "điểm", "reason": "Thử"}

PROBES = [
    reading(f"GET {TARGETS}", area="{area}"),
    reading(f"GET {API}/target-counts", area="{area}"),
    Probe(f"POST {TARGETS}", lambda client, unit: client.post(TARGETS, json=told(unit)), done=MADE),
    Probe(f"GET {ONE}", about("GET")),
    Probe(
        f"PUT {ONE}",
        lambda client, unit: about("PUT", body=CHANGED | {"measure": f"Khác {next(_numbers)}"})(client, unit),
    ),
    Probe(f"DELETE {ONE}", about("DELETE", reason="Thử"), done=GONE),
    Probe(f"GET {ONE}/cascade", about("GET", "/cascade")),
    Probe(f"POST {ONE}/cascade", about("POST", "/cascade", {"way": "equal"}), done=ALONE),
]
