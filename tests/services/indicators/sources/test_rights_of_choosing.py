"""Choosing between sources takes the right to choose, and that alone: not the right to send numbers."""

import json
from typing import Any

from contracts.access import Right
from kit import asgi
from kit.caller import HEADER, Caller, Grant, identity
from tests.harness.live import LiveSystem
from tests.services.indicators.sources.test_observations import AREA, Office, matter_of, office, record

__all__ = ["office"]


def chosen_by(system: LiveSystem, right: Right, observation: str, version: int) -> Any:
    """The answer to somebody who holds one right within the province, and reads."""
    caller = Caller("mot-quyen", "person", "Một Quyền", (Grant(frozenset({Right.INDICATORS_READ, right}), "T15-2025"),))
    headers = {
        HEADER: identity(system.system.signing_key, caller),
        "if-match": f'"v{version}"',
        "content-type": "application/json",
    }
    path = f"/api/indicators/v1/observations/{observation}/choose"
    body = json.dumps({"reason": "Đã đối chiếu"}).encode()
    return system.run(asgi.call(system.apps["indicators"], "POST", path, headers=headers, body=body))


def test_who_may_only_choose_chooses_and_who_may_only_send_does_not(office: Office) -> None:
    side = record(office, value=135)
    version = matter_of(office)["version"]
    assert chosen_by(office.system, Right.VALUES_WRITE, side["id"], version).status == 403
    assert office.client.get(f"/api/indicators/v1/figures/KTS-03/{AREA}/2027").status_code == 404

    answer = chosen_by(office.system, Right.SOURCES_RESOLVE, side["id"], version)
    assert answer.status == 200, answer.body
    assert answer.json()["state"] == "decided"
    assert office.figure("KTS-03", AREA, "2027")["value"] == 135
    assert office.sums_disagreeing_with_a_recount() == 0
