"""A desk for tests of sheets: accounts with any role anywhere, units nobody has used, sheets and scores."""

from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

import httpx

from gateway.actions.accounts import store_account
from gateway.queries.grants import Given
from kit.database import in_unit
from tests.harness.live import LiveSystem
from tests.harness.store import PASSWORD

API = "/api/indicators/v1"
CAN_GIUOC = "X28159-2025"
PROVINCE, MORE = "T38-2025", "T25-2025"
"""Thanh Hóa, then Phú Thọ: no sample data is about their communes, and no other test opens sheets there."""
_desks: "WeakKeyDictionary[LiveSystem, Desk]" = WeakKeyDictionary()


class Desk:
    """What tests of one live system share."""

    def __init__(self, system: LiveSystem) -> None:
        self.system = system
        self._people: dict[tuple[str, str], httpx.Client] = {}
        self._communes = self._unused_communes()

    def person(self, role: str, area: str = PROVINCE) -> httpx.Client:
        """Somebody signed in who holds a role on an area."""
        if (role, area) not in self._people:
            email = f"{role}.{area}@thu.example".lower()
            self.system.run(self._make(email, role, area))
            client = self.system.client()
            answer = client.post("/api/gateway/v1/sessions", json={"email": email, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
            self._people[role, area] = client
        return self._people[role, area]

    async def _make(self, email: str, role: str, area: str) -> None:
        async with in_unit(self.system.databases["gateway"]) as session:
            await store_account(
                session, email=email, name=f"{role} {area}", password=PASSWORD, grants=[Given(role, area)]
            )

    def commune(self) -> str:
        """A commune that no other test has touched."""
        return next(self._communes)

    def _unused_communes(self) -> Iterator[str]:
        for province in (PROVINCE, MORE):
            query = {"parent": province, "level": "X", "valid_on": "2025-12-31", "limit": "200"}
            areas = self.system.client().get("/api/directory/v1/areas", params=query).json()["items"]
            yield from (str(area["id"]) for area in areas)

    def sheet(self, area: str | None = None, framework: str = "CDS-XA-2025", period: str = "2025") -> dict[str, Any]:
        """The open sheet of a unit, of an unused commune by default."""
        body = {"framework": framework, "area": area or self.commune(), "period": period}
        answer = self.person("publisher", "VN").post(f"{API}/assessments", json=body)
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    def statements(self, ask: Callable[[], object]) -> int:
        """How many statements a reading takes."""
        return self.system.statements("indicators", ask)

    def scored(self, sheet: dict[str, Any], stage: str, points: dict[str, float], reason: str = "") -> dict[str, Any]:
        """The sheet after somebody who may has set points of one stage."""
        role = {"self": "commune_officer", "appraised": "appraiser", "final": "publisher"}[stage]
        scores = [
            {"code": code, "stage": stage, "points": number} | ({"reason": reason} if reason else {})
            for code, number in points.items()
        ]
        answer = put(self.person(role, sheet["area"] if stage == "self" else "VN"), sheet, *scores)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def desk_of(system: LiveSystem) -> Desk:
    """The desk of a live system."""
    return _desks.setdefault(system, Desk(system))


def put(client: httpx.Client, sheet: dict[str, Any], *scores: dict[str, Any], version: int | None = None) -> Any:
    """Send scores for a sheet as it was read, or as of another version."""
    match = f'"v{version or sheet["version"]}"'
    return client.put(f"{API}/assessments/{sheet['id']}/scores", json={"scores": scores}, headers={"If-Match": match})


def faults(answer: httpx.Response) -> dict[str, str]:
    """The faults of a refused request by pointer."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}


def row_of(sheet: dict[str, Any], code: str) -> dict[str, Any]:
    """One criterion of a sheet."""
    return dict(next(row for row in sheet["rows"] if row["code"] == code))
