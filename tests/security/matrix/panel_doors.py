"""Probes of panels: one that judges the unit alone, arranged for the occasion by an administrator of the country.

Nobody who asks sits on it: who may appraise is told that no part is theirs.
"""

from typing import Any

import httpx

from tests.security.matrix.ground import API, FRAMEWORK, PERIOD, Unit
from tests.security.matrix.probes import Ask, Probe, reading

PANELS = f"{API}/panels"
ONE, TABLE = f"{PANELS}/{{panel}}", f"{API}/assessments/{{assessment}}/panel"
MADE, GONE, UNSEEN = frozenset({201, 409}), frozenset({204}), frozenset({404})
TERMS = {"members": [{"account": "khong-ai", "name": "Người khác", "head": True}]}
SCORE, RULING = {"code": "1.1", "points": 1}, {"account": "khong-ai", "verb": "reopen", "reason": "Thử"}


def told(unit: Unit) -> dict[str, Any]:
    """The panel as it is arranged."""
    return {"framework": FRAMEWORK, "period": PERIOD, "area": unit.area, **TERMS}


def seated(unit: Unit) -> dict[str, Any]:
    """The panel of the unit."""
    answer = unit.keeper.post(PANELS, json=told(unit))
    assert answer.status_code in MADE, answer.text
    found = unit.keeper.get(PANELS, params={"framework": FRAMEWORK, "period": PERIOD, "area": unit.area})
    return dict(found.json()["items"][0])


def about(method: str, body: dict[str, Any] | None = None, **query: str) -> Ask:
    """A request about the panel."""

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        found = seated(unit)
        match = {"If-Match": f'"v{found["version"]}"'}
        return client.request(method, f"{PANELS}/{found['id']}", json=body, params=query, headers=match)

    return ask


def judging(method: str, path: str = "", body: dict[str, Any] | None = None) -> Ask:
    """A request about the unit's sheet before the panel."""

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        seated(unit)
        address = f"{API}/assessments/{unit.sheet}/panel{path}"
        return client.request(method, address, json=body, headers={"If-Match": '"v1"'})

    return ask


PROBES = [
    reading("GET /api/gateway/v1/appraisers", area="{area}"),
    reading(f"GET {PANELS}"),
    Probe(f"POST {PANELS}", lambda client, unit: client.post(PANELS, json=told(unit)), done=MADE),
    Probe(f"GET {ONE}", about("GET"), beyond=UNSEEN),
    Probe(f"PUT {ONE}", about("PUT", TERMS), beyond=UNSEEN),
    Probe(f"DELETE {ONE}", about("DELETE", reason="Thử"), done=GONE, beyond=UNSEEN),
    Probe(f"GET {TABLE}", judging("GET"), beyond=UNSEEN),
    Probe(
        f"PUT {TABLE}/agreements", judging("PUT", "/agreements", {"agreements": [SCORE]}), done=UNSEEN, beyond=UNSEEN
    ),
    Probe(f"POST {TABLE}/rulings", judging("POST", "/rulings", RULING), done=UNSEEN, beyond=UNSEEN),
    Probe(f"GET {TABLE}/part", judging("GET", "/part"), done=UNSEEN, beyond=UNSEEN),
    Probe(f"PUT {TABLE}/part", judging("PUT", "/part", {"scores": [SCORE]}), done=UNSEEN, beyond=UNSEEN),
]
