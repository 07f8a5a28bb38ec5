"""Those who report values and those who read figures, at the one door everybody uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from services.indicators.queries.rollups import count_disagreements
from tests.harness.horizon import settled
from tests.harness.live import LiveSystem

API = "/api/indicators/v1"


def ratio(indicator: str, area: str, period: str, numerator: float, denominator: float, **more: Any) -> dict[str, Any]:
    """A ratio as it is sent."""
    key = {"indicator": indicator, "area": area, "period": period}
    return {**key, "numerator": numerator, "denominator": denominator, **more}


def single(indicator: str, area: str, period: str, value: float, **more: Any) -> dict[str, Any]:
    """A value without parts as it is sent."""
    return {"indicator": indicator, "area": area, "period": period, "value": value, **more}


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody who saves values and reads figures."""

    system: LiveSystem
    client: httpx.Client

    def send(self, values: Sequence[Mapping[str, Any]], **headers: str) -> httpx.Response:
        """Send a batch as JSON."""
        return self.client.post(f"{API}/values", json={"values": values}, headers=headers)

    def save(self, *values: Mapping[str, Any]) -> dict[str, int]:
        """Send a batch that must be taken; the receipt."""
        answer = self.send(values)
        assert answer.status_code == 200, answer.text
        receipt: dict[str, int] = answer.json()
        return receipt

    def faults(self, *values: Mapping[str, Any], status: int = 422) -> dict[str, str]:
        """Send a batch that must be refused; the details by pointer."""
        return faults_of(self.send(values), status)

    def get(self, path: str, **query: Any) -> Any:
        """Read something that must be there."""
        answer = self.client.get(f"{API}/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def settle(self) -> None:
        """Wait until the changes feed tells all that was saved."""
        self.system.run(settled(self.system.databases["indicators"]))

    def figure(self, indicator: str, area: str, period: str) -> dict[str, Any]:
        """One figure."""
        found: dict[str, Any] = self.get(f"figures/{indicator}/{area}/{period}")
        return found

    def proof(self, indicator: str, area: str, period: str) -> dict[str, Any]:
        """Why a figure is what it is."""
        found: dict[str, Any] = self.get(f"figures/{indicator}/{area}/{period}/proof")
        return found

    def sums_disagreeing_with_a_recount(self) -> int:
        """How many kept sums differ from the values they were made of."""
        return self.system.run(count_disagreements(self.system.databases["indicators"].reader))

    def units_of(self, area: str, *, valid_on: str = "2026-09-30") -> list[str]:
        """Ids of the communes right below a province of today."""
        answer = self.client.get(
            f"/api/directory/v1/areas/{area}/children", params={"valid_on": valid_on, "limit": 500}
        )
        assert answer.status_code == 200, answer.text
        return [found["id"] for found in answer.json()["items"]]


def faults_of(answer: httpx.Response, status: int = 422) -> dict[str, str]:
    """The details of a refusal by pointer."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
