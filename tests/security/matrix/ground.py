"""What the matrix is walked on: two communes of two provinces with a sheet and values each, and everybody who asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

import httpx

from contracts.access import OPEN, PERSON, RIGHTS, SCOPES, Right, Role
from contracts.indicators.measurements import MEASUREMENT_RECORDED
from kit import clock
from kit.database import in_unit
from kit.feeds import Event
from services.indicators.actions.measurements.intake import take_in
from tests.harness.files import pdf
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in
from tests.harness.store import PASSWORD

API = "/api/indicators/v1"
FRAMEWORK, PERIOD, INDICATOR = "CDS-XA-2025", "2025", "KTS-03"
OWED = {"form": "CDS-XA-QUY", "period": "2026-Q4"}
OWN, OTHER = "X28165-2025", "X04630-2025"
"""A commune of Tây Ninh on which every visitor holds their role, and one of Lào Cai on which nobody does."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune as requests name it."""

    area: str
    sheet: str
    evidence: str
    submission: str
    keeper: httpx.Client
    """An administrator of the whole country, who makes what a request is to be about."""
    recorder: httpx.Client
    """An officer of the whole country, who records what sources say of the unit, and sends evidence."""
    waiting: Callable[[], str]
    """The id of a measurement of the unit that waits, told just now."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the door; `email` is a colleague with the same roles, whose sessions may be spoilt."""

    name: str
    rights: frozenset[str]
    kind: str
    http: httpx.Client
    email: str = ""

    def meets(self, needs: str) -> bool:
        """Whether they hold what an address takes, somewhere."""
        if needs == OPEN:
            return True
        return self.kind == "person" if needs == PERSON else needs in self.rights


@dataclass(frozen=True, slots=True)
class Ground:
    """The two units, and the visitors."""

    system: LiveSystem
    own: Unit
    other: Unit
    visitors: dict[str, Visitor]

    @contextmanager
    def another_session(self, visitor: Visitor) -> Iterator[httpx.Client]:
        """A session with the visitor's rights that may be spoilt."""
        if not visitor.email:
            yield visitor.http
            return
        with httpx.Client(base_url=self.system.url, timeout=30) as client:
            answer = client.post("/api/gateway/v1/sessions", json={"email": visitor.email, "password": PASSWORD})
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
            yield client


def laid(system: LiveSystem) -> Ground:
    """The ground on a live system of its own."""
    nation = signed_in(system, employ(system, Role.PUBLISHER, "VN"))
    keeper = signed_in(system, employ(system, Role.ADMIN, "VN"))
    recorder = signed_in(system, employ(system, Role.DEPARTMENT_OFFICER, "VN"))
    own, other = (
        Unit(
            area,
            _sheet(nation, area),
            _evidence(recorder, area),
            _submission(system, area),
            keeper,
            recorder,
            partial(_waiting, system, area),
        )
        for area in (OWN, OTHER)
    )
    return Ground(system, own, other, {visitor.name: visitor for visitor in _visitors(system)})


def _sheet(publisher: httpx.Client, area: str) -> str:
    body = {"framework": FRAMEWORK, "area": area, "period": PERIOD}
    answer = publisher.post(f"{API}/assessments", json=body)
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["id"])


def _evidence(sender: httpx.Client, area: str) -> str:
    sent = {"file": ("minh-chung.pdf", pdf(area))}
    answer = sender.post(f"{API}/evidence/files", data={"area": area}, files=sent)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _submission(system: LiveSystem, area: str) -> str:
    officer = signed_in(system, employ(system, Role.COMMUNE_OFFICER, area))
    answer = officer.post(f"{API}/submissions", json=OWED | {"area": area})
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["id"])


def _waiting(system: LiveSystem, area: str) -> str:
    """Another service tells a number of the area that cannot be one."""
    event = str(uuid4())
    cell = {"indicator": INDICATOR, "area": area, "period": "2026-Q3"}
    told = {"source": "teams", "key": event, "value": 0.5, **cell}

    async def take() -> None:
        async with in_unit(system.databases["indicators"]) as session:
            await take_in(session, "teams", [Event(MEASUREMENT_RECORDED, "/teams", event, told, event, clock.now())])

    system.run(take())
    return event


def _visitors(system: LiveSystem) -> Iterator[Visitor]:
    yield Visitor("nobody", frozenset(), "nobody", system.client())
    for role in Role:
        email, colleague = (employ(system, role, OWN) for _ in range(2))
        yield Visitor(role, frozenset(RIGHTS[role]), "person", signed_in(system, email), colleague)
    for scope in sorted(SCOPES):
        yield Visitor(f"system with {scope}", frozenset({scope}), "system", system.token(scope, area=OWN))


def value_of(area: str) -> dict[str, Any]:
    """A value that may be sent for an area any number of times."""
    return {"values": [{"indicator": INDICATOR, "area": area, "period": "2026-Q3", "value": 7}]}


SELF, APPRAISE, FINALISE = Right.ASSESSMENTS_SELF, Right.ASSESSMENTS_APPRAISE, Right.ASSESSMENTS_FINALISE
STAGES = {"self": SELF, "appraised": APPRAISE, "final": FINALISE}
