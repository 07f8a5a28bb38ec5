"""A desk with a monthly form of its own, whose units published a year of numbers before it came into force."""

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import httpx
import pytest

from contracts.periods import Period
from tests.harness.live import LiveSystem
from tests.harness.reporting import ratio
from tests.harness.staff import employ, signed_in
from tests.harness.submitting import API, save, step, taken

PROVINCE = "T22-2025"
"""Quảng Ninh: no sample data is about its communes."""
FORM, PERIOD = "THU-KIEM", "2026-10"
TERMS: dict[str, Any] = {
    "name": "Biểu thử kiểm tra số liệu",
    "name_en": "Form of the tests of checks",
    "issuer": "Thử",
    "areas": [PROVINCE],
    "level": "X",
    "frequency": "month",
    "opens": 45,
    "due": 10,
    "first_period": PERIOD,
    "change": {"denominator": 20},
    "items": [
        {"indicator": "CQS-01", "plausible": {"min": 20}, "evidence": "any"},
        {"indicator": "CQS-04", "required": False},
    ],
    "rules": [
        {
            "key": "cung-ho-so",
            "check": "CQS-04.denominator <= CQS-01.denominator",
            "message": "Hồ sơ của CQS-04 nhiều hơn hồ sơ của CQS-01.",
        }
    ],
}
SHARES = (60, 61, 63, 62, 64, 61, 60, 62, 63, 61, 62, 64)
"""Per cent of the twelve months before; usual is about 56 to 68."""
_desks: "WeakKeyDictionary[LiveSystem, Desk]" = WeakKeyDictionary()


class Desk:
    """Units, the people of each, and their form."""

    def __init__(self, system: LiveSystem) -> None:
        self.system = system
        self._people: dict[tuple[str, str], httpx.Client] = {}
        query = {"parent": PROVINCE, "level": "X", "valid_on": "2026-10-31", "limit": "200"}
        areas = system.client().get("/api/directory/v1/areas", params=query).json()["items"]
        self.units = [area["id"] for area in areas]
        self._unused: Iterator[str] = iter(self.units[:20])
        values = [value for unit in self.units[:20] for value in _past(unit)]
        writer = system.token("values:write")
        assert writer.post(f"{API}/values", json={"values": values}).status_code == 200
        answer = self.person("department_officer").put(f"{API}/forms/{FORM}", json=TERMS)
        assert answer.status_code == 201, answer.text

    def person(self, role: str, area: str = PROVINCE) -> httpx.Client:
        """Somebody signed in who holds a role on an area."""
        if (role, area) not in self._people:
            self._people[role, area] = signed_in(self.system, employ(self.system, role, area))
        return self._people[role, area]

    def officer(self, sheet: dict[str, Any]) -> httpx.Client:
        """The officer of a submission's unit."""
        return self.person("commune_officer", sheet["area"])

    def opened(self) -> dict[str, Any]:
        """A submission of a unit nobody has used."""
        unit = next(self._unused)
        body = {"form": FORM, "area": unit, "period": PERIOD}
        return dict(self.person("commune_officer", unit).post(f"{API}/submissions", json=body).json())

    def filled(self, *cells: dict[str, Any], proved: bool = True) -> dict[str, Any]:
        """One with these numbers, and the evidence it needs."""
        sheet = self.opened()
        if proved:
            self.prove(sheet)
        return taken(save(self.officer(sheet), sheet, *cells))

    def prove(self, sheet: dict[str, Any]) -> None:
        """Put a document behind CQS-01."""
        officer, document = self.officer(sheet), {"number": "12/BC-UBND", "issued_on": "2026-10-31"}
        wanted = {"area": sheet["area"], "abstract": "Báo cáo tháng 10", **document}
        made = officer.post(f"{API}/evidence", json=wanted).json()["id"]
        answer = officer.put(f"{API}/values/{sheet['area']}/{PERIOD}/evidence/CQS-01/{made}", json={})
        assert answer.status_code in (200, 201, 204), answer.text

    def submit(self, sheet: dict[str, Any]) -> httpx.Response:
        """Send it."""
        return step(self.officer(sheet), sheet, "submit")

    def checks(self, sheet: dict[str, Any]) -> dict[str, Any]:
        """What the checks find."""
        answer = self.officer(sheet).get(f"{API}/submissions/{sheet['id']}/checks")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture
def desk(system: LiveSystem) -> Desk:
    """The desk of the shared live system."""
    if system not in _desks:
        _desks[system] = Desk(system)
    return _desks[system]


def _past(unit: str) -> Iterator[dict[str, Any]]:
    """Twelve months before the form; how high they are goes by the unit."""
    period, whole, more = Period.parse(PERIOD), 1000, int(unit[1:6]) % 5 - 2
    for share in SHARES:
        period = period.previous()
        yield ratio("CQS-01", unit, str(period), whole * (share + more) // 100, whole)
