"""A service that measures, as far as its events go, and those who read what comes of them."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from contracts.indicators.measurements import MEASUREMENT_RECORDED
from kit import clock
from kit.database import in_unit
from kit.feeds import Event
from services.indicators.actions.measurements.intake import take_in
from tests.harness.live import LiveSystem
from tests.harness.reporting import Office
from tests.harness.staff import employ, signed_in
from tests.harness.store import Store

Told = Callable[..., list[Event]]


@pytest.fixture(scope="module")
def office(store: Store) -> Iterator[Office]:
    """A system that reads and writes everything, on a product of its own."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield Office(live, live.token("values:write", "indicators:read"))


def event(kind: str = MEASUREMENT_RECORDED, **data: Any) -> Event:
    """An event as a feed tells it."""
    given = {"source": "teams", **data}
    return Event(kind, "/teams", given.get("key", ""), given, id=str(uuid4()), at=clock.now())


def measured(key: str, area: str, value: float, period: str = "2027-Q1", **more: Any) -> dict[str, Any]:
    """A number of households."""
    return {"key": key, "indicator": "KTS-03", "area": area, "period": period, "value": value, **more}


def hear(office: Office, *events: Event) -> None:
    """The service hears events of one batch."""

    async def take() -> None:
        async with in_unit(office.system.databases["indicators"]) as session:
            await take_in(session, "teams", events)

    office.system.run(take())
    office.system.forget_answers()


@pytest.fixture(scope="module")
def officer(office: Office) -> httpx.Client:
    """An officer of the whole country, who decides about what waits."""
    return signed_in(office.system, employ(office.system, "department_officer", "VN"))


def parked(officer: httpx.Client) -> list[dict[str, Any]]:
    """What waits."""
    answer = officer.get("/api/indicators/v1/parked-measurements")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])
