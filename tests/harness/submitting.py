"""A bureau for tests of submissions: a form of its own in a province of its own, communes nobody has used, verbs."""

from collections.abc import Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import httpx

from tests.harness.live import AnyForm
from tests.harness.scoring import faults
from tests.harness.staff import employ, signed_in

API = "/api/indicators/v1"
PROVINCE = "T40-2025"
"""Nghệ An: no sample data is about its communes."""
FORM, PERIOD = "THU-QUY", "2025-Q4"
TERMS: dict[str, Any] = {
    "name": "Biểu thử theo quý",
    "name_en": "Quarterly form of the tests",
    "issuer": "Thử",
    "areas": [PROVINCE],
    "level": "X",
    "frequency": "quarter",
    "opens": 45,
    "due": 10,
    "first_period": "2025-Q3",
    "items": [
        {"indicator": "CQS-03", "section": "Chính quyền số"},
        {"indicator": "XHS-01", "section": "Xã hội số"},
        {"indicator": "KTS-03", "required": False},
        {"indicator": "XHS-03", "required": False},
    ],
}
CELLS: list[dict[str, Any]] = [
    {"indicator": "CQS-03", "numerator": 80, "denominator": 100},
    {"indicator": "XHS-01", "numerator": 900, "denominator": 1000},
    {"indicator": "KTS-03", "value": 40, "note": "Theo danh sách"},
]
_bureaus: "WeakKeyDictionary[AnyForm, Bureau]" = WeakKeyDictionary()


class Bureau:
    """What tests of one live system share."""

    def __init__(self, system: AnyForm) -> None:
        self.system = system
        self._people: dict[tuple[str, str], httpx.Client] = {}
        self._communes = self._unused_communes()
        answer = self.person("department_officer").put(f"{API}/forms/{FORM}", json=TERMS)
        assert answer.status_code == 201, answer.text

    def person(self, role: str, area: str = PROVINCE) -> httpx.Client:
        """Somebody signed in who holds a role on an area."""
        if (role, area) not in self._people:
            self._people[role, area] = signed_in(self.system, employ(self.system, role, area))
        return self._people[role, area]

    def officer(self, sheet: Mapping[str, Any]) -> httpx.Client:
        """The officer of a submission's commune."""
        return self.person("commune_officer", sheet["area"])

    @property
    def department(self) -> httpx.Client:
        """Who reviews."""
        return self.person("department_officer")

    @property
    def publisher(self) -> httpx.Client:
        """Who publishes."""
        return self.person("publisher")

    def commune(self) -> str:
        """A commune that no other test has touched."""
        return next(self._communes)

    def _unused_communes(self) -> Iterator[str]:
        query = {"parent": PROVINCE, "level": "X", "valid_on": "2025-12-31", "limit": "200"}
        areas = self.system.client().get("/api/directory/v1/areas", params=query).json()["items"]
        return (area["id"] for area in areas)

    def opened(self, area: str | None = None, period: str = PERIOD) -> dict[str, Any]:
        """A submission as its unit opens it."""
        unit = area or self.commune()
        body = {"form": FORM, "area": unit, "period": period}
        answer = self.person("commune_officer", unit).post(f"{API}/submissions", json=body)
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    def filled(self, area: str | None = None, period: str = PERIOD) -> dict[str, Any]:
        """One with numbers, ready to be sent."""
        sheet = self.opened(area, period)
        return taken(save(self.officer(sheet), sheet, *CELLS))

    def sent(self, area: str | None = None, period: str = PERIOD) -> dict[str, Any]:
        """One that waits for review."""
        sheet = self.filled(area, period)
        return taken(step(self.officer(sheet), sheet, "submit"))

    def accepted(self, area: str | None = None, period: str = PERIOD) -> dict[str, Any]:
        """One that waits for publication."""
        return taken(step(self.department, self.sent(area, period), "accept"))

    def published(self, area: str | None = None, period: str = PERIOD) -> dict[str, Any]:
        """One whose numbers are public."""
        return taken(step(self.publisher, self.accepted(area, period), "publish"))


def bureau_of(system: AnyForm) -> Bureau:
    """The bureau of a system."""
    return _bureaus.setdefault(system, Bureau(system)) if system not in _bureaus else _bureaus[system]


def save(client: httpx.Client, sheet: Mapping[str, Any], *cells: Mapping[str, Any]) -> httpx.Response:
    """Send cells for a submission as it was read."""
    address = f"{API}/submissions/{sheet['id']}/cells"
    return client.put(address, json={"cells": cells}, headers=_seen(sheet))


def step(client: httpx.Client, sheet: Mapping[str, Any], verb: str, **body: Any) -> httpx.Response:
    """Do one verb to a submission as it was read."""
    address = f"{API}/submissions/{sheet['id']}/{verb}"
    return client.post(address, headers=_seen(sheet), **({"json": body} if body or verb == "return" else {}))


def drop(client: httpx.Client, sheet: Mapping[str, Any]) -> httpx.Response:
    """Give up a correction as it was read."""
    return client.delete(f"{API}/submissions/{sheet['id']}/corrections", headers=_seen(sheet))


def taken(answer: httpx.Response) -> dict[str, Any]:
    """The submission after something that must be done."""
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def cell_of(sheet: Mapping[str, Any], code: str) -> dict[str, Any]:
    """One cell of a submission."""
    return dict(next(cell for cell in sheet["cells"] if cell["indicator"] == code))


def refused(answer: httpx.Response, status: int) -> dict[str, str]:
    """The faults of a refusal by pointer."""
    assert answer.status_code == status, answer.text
    return faults(answer)


def _seen(sheet: Mapping[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"v{sheet["version"]}"'}
