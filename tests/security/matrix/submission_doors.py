"""Probes of forms and submissions. Whoever may do a step is told that the version they saw is not the present one."""

from typing import Any

import httpx

from contracts.access import Right
from tests.harness.submitting import TERMS
from tests.security.matrix.ground import API, OWED, Unit
from tests.security.matrix.probes import Ask, Probe, reading

UNSEEN = frozenset({404})
STALE = frozenset({412})
YAML = {"Content-Type": "application/yaml"}
NEVER = {"If-Match": '"v999999999"'}
REASON = [{"indicator": "XHS-01", "reason": "Thử"}]
BODIES: dict[str, dict[str, Any] | None] = {
    "submit": None,
    "withdraw": None,
    "return": {"reason": "Thử"},
    "accept": None,
    "publish": None,
    "corrections": {"cells": REASON},
}


def of_submission(part: str = "") -> Ask:
    """Read a part of the unit's submission."""
    return lambda client, unit: client.get(f"{API}/submissions/{unit.submission}{part}")


def stepping(verb: str) -> Probe:
    """One step of the unit's submission."""

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        return client.post(f"{API}/submissions/{unit.submission}/{verb}", json=BODIES[verb], headers=NEVER)

    return Probe(f"POST {API}/submissions/{{submission}}/{verb}", ask, done=STALE, beyond=UNSEEN)


def dropping(client: httpx.Client, unit: Unit) -> httpx.Response:
    """The correction of the unit's submission is given up."""
    return client.delete(f"{API}/submissions/{unit.submission}/corrections", headers=NEVER)


def sending(path: str, make: Any, done: frozenset[int] = frozenset({200})) -> Probe:
    """Something posted about the unit."""
    return Probe(f"POST {API}/{path}", lambda client, unit: client.post(f"{API}/{path}", json=make(unit)), done=done)


PROBES = [
    reading(f"GET {API}/forms"),
    reading(f"GET {API}/form-schema"),
    Probe(
        f"POST {API}/forms/checks",
        lambda client, unit: client.post(f"{API}/forms/checks", content=f"areas: [{unit.area}]", headers=YAML),
    ),
    reading(f"GET {API}/outliers", form="HC-XA-THANG", period="2026-11", within="{area}"),
    reading(f"GET {API}/outliers/csv", form="HC-XA-THANG", period="2026-11", within="{area}"),
    reading(f"GET {API}/forms/{{code}}", f"{API}/forms/CDS-XA-QUY"),
    Probe(
        f"PUT {API}/forms/{{code}}",
        lambda client, unit: client.put(f"{API}/forms/MA-TRAN", json=TERMS | {"areas": [unit.area]}, headers=NEVER),
        done=STALE,
    ),
    reading(f"GET {API}/submissions", area="{area}"),
    sending("submissions", lambda unit: OWED | {"area": unit.area}, frozenset({200, 201})),
    reading(f"GET {API}/submissions/obligations", within="{area}"),
    reading(f"GET {API}/submissions/late"),
    reading(f"GET {API}/submissions/mine"),
    sending("submissions/reminders", lambda unit: OWED | {"areas": [unit.area]}),
    sending("submissions/acceptances", lambda unit: {"items": [{"id": unit.submission, "version": 999999}]}),
    sending("submissions/publications", lambda unit: OWED | {"area": unit.area}),
    *(
        Probe(f"GET {API}/submissions/{{submission}}{part}", of_submission(part), beyond=UNSEEN)
        for part in ("", "/rounds", "/checks")
    ),
    Probe(
        f"PUT {API}/submissions/{{submission}}/cells",
        lambda client, unit: client.put(
            f"{API}/submissions/{unit.submission}/cells",
            json={"cells": [{"indicator": "XHS-01", "note": "Thử"}]},
            headers=NEVER,
        ),
        done=STALE,
        beyond=UNSEEN,
    ),
    *(stepping(verb) for verb in BODIES),
    Probe(
        f"DELETE {API}/submissions/{{submission}}/corrections",
        dropping,
        takes=frozenset({Right.VALUES_WRITE, Right.SUBMISSIONS_REVIEW}),
        done=STALE,
        beyond=UNSEEN,
    ),
]
