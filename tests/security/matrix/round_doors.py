"""Probes of the round of a sheet: each step on a sheet not yet submitted, which hinders even who may take it."""

import httpx

from contracts.access import Right
from contracts.indicators.rounds import SheetVerb
from services.indicators.rules.rounds.workflow import MOVES
from tests.security.matrix.ground import API, FRAMEWORK, PERIOD, Unit
from tests.security.matrix.probes import Probe, reading

UNSEEN, HINDERED = frozenset({404}), frozenset({409})
ONE = f"{API}/assessments/{{assessment}}"
SAID = {"due": "2099-01-01", "questions": [{"code": "1.1", "question": "Vì sao?"}]}
NOBODY = "00000000-0000-7000-8000-000000000000"


def seen(client: httpx.Client, unit: Unit) -> dict[str, str]:
    """The version of the sheet as somebody reads it."""
    read = client.get(f"{API}/assessments/{unit.sheet}").headers.get("etag", '"v1"')
    return {"If-Match": read.replace("-gz", "")}


def answering(client: httpx.Client, unit: Unit) -> httpx.Response:
    """An explanation nobody asked for."""
    address = f"{API}/assessments/{unit.sheet}/answers/{NOBODY}"
    return client.put(address, json={"answer": "Vì"}, headers=seen(client, unit))


def stepping(verb: SheetVerb) -> Probe:
    """One step."""

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        address = f"{API}/assessments/{unit.sheet}"
        said = {"verb": verb.value, "reason": "Thử"} | (SAID if verb is SheetVerb.ASK else {})
        return client.post(f"{address}/steps", json=said, headers=seen(client, unit))

    return Probe(
        f"POST {ONE}/steps", ask, verb.value, takes=frozenset({MOVES[verb].right}), done=HINDERED, beyond=UNSEEN
    )


def published(client: httpx.Client, unit: Unit) -> httpx.Response:
    """The unit's results, of which none is finalised."""
    said = {"framework": FRAMEWORK, "period": PERIOD, "within": unit.area}
    decision = {"instrument": {"number": "1/QĐ-UBND", "issued_on": "2026-01-02"}}
    return client.post(f"{API}/assessments/publications", json=said | decision)


PROBES = [
    reading(f"GET {ONE}/round", f"{API}/assessments/{{sheet}}/round", UNSEEN),
    *(stepping(verb) for verb in SheetVerb if verb is not SheetVerb.PUBLISH),
    Probe(
        f"PUT {ONE}/answers/{{question}}",
        answering,
        takes=frozenset({Right.ASSESSMENTS_SELF}),
        done=HINDERED,
        beyond=UNSEEN,
    ),
    Probe(f"POST {API}/assessments/publications", published, done=HINDERED),
    reading(f"GET {API}/assessments/mine"),
    reading(f"GET {API}/recognitions", framework=FRAMEWORK, within="{area}"),
    reading(f"GET {API}/recognition-counts", framework=FRAMEWORK, within="{area}"),
]
