"""Probes of evidence: a unit's store, and what it stands behind."""

import httpx

from contracts.access import Right
from tests.harness.files import pdf
from tests.security.matrix.ground import API, INDICATOR, Unit
from tests.security.matrix.probes import Probe, reading

UNSEEN = frozenset({404})
EMPTY = frozenset({204})
STORE = f"{API}/evidence"
OF_VALUES = f"{API}/values/{{area}}/{{period}}/evidence"
OF_SCORES = f"{API}/assessments/{{assessment}}/evidence"
DOCUMENT = {"number": "1/QĐ-UBND", "issued_on": "2026-01-02", "abstract": "Thử"}
ADDS = frozenset({Right.VALUES_WRITE, Right.ASSESSMENTS_SELF})


def of_value(unit: Unit) -> str:
    """Where the unit's evidence is put behind one of its values that is not published."""
    return f"{API}/values/{unit.area}/2024/evidence/{INDICATOR}/{unit.evidence}"


def of_score(unit: Unit) -> str:
    """Where the unit's evidence is put behind its own score of a criterion."""
    return f"{API}/assessments/{unit.sheet}/evidence/1.4/{unit.evidence}"


def attached_again(client: httpx.Client, address: str) -> httpx.Response:
    """Taken away from where it was put before."""
    client.put(address, json={})
    return client.delete(address)


PROBES = [
    reading(f"GET {STORE}", area="{area}"),
    Probe(
        f"POST {STORE}",
        lambda client, unit: client.post(STORE, json=DOCUMENT | {"area": unit.area}),
        takes=ADDS,
        done=frozenset({200, 201}),
    ),
    Probe(
        f"POST {STORE}/files",
        lambda client, unit: client.post(
            f"{STORE}/files", data={"area": unit.area}, files={"file": ("a.pdf", pdf("cửa"))}
        ),
        takes=ADDS,
        done=frozenset({200, 201}),
    ),
    Probe(f"GET {STORE}/{{evidence}}", lambda client, unit: client.get(f"{STORE}/{unit.evidence}"), beyond=UNSEEN),
    Probe(
        f"GET {STORE}/{{evidence}}/content",
        lambda client, unit: client.get(f"{STORE}/{unit.evidence}/content"),
        beyond=UNSEEN,
    ),
    reading(f"GET {OF_VALUES}", f"{API}/values/{{area}}/2024/evidence"),
    Probe(
        f"PUT {OF_VALUES}/{{indicator}}/{{evidence}}",
        lambda client, unit: client.put(of_value(unit), json={}),
        takes=frozenset({Right.VALUES_WRITE}),
        done=EMPTY,
    ),
    Probe(
        f"DELETE {OF_VALUES}/{{indicator}}/{{evidence}}",
        lambda client, unit: attached_again(client, of_value(unit)),
        takes=frozenset({Right.VALUES_WRITE}),
        done=EMPTY,
    ),
    reading(f"GET {OF_SCORES}", f"{API}/assessments/{{sheet}}/evidence", UNSEEN),
    Probe(
        f"PUT {OF_SCORES}/{{code}}/{{evidence}}",
        lambda client, unit: client.put(of_score(unit), json={}),
        takes=frozenset({Right.ASSESSMENTS_SELF}),
        done=EMPTY,
        beyond=UNSEEN,
    ),
    Probe(
        f"DELETE {OF_SCORES}/{{code}}/{{evidence}}",
        lambda client, unit: attached_again(client, of_score(unit)),
        takes=frozenset({Right.ASSESSMENTS_SELF}),
        done=EMPTY,
        beyond=UNSEEN,
    ),
]
