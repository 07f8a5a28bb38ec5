"""The copy of the register: what follows from it follows at once, and sums move with a unit that is put elsewhere."""

import asyncio
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.directory import Area
from contracts.indicators.values import Source, ValueCreate
from kit.database import Database, in_unit
from kit.feeds import Event
from services.indicators.actions.values import publish_values
from services.indicators.feed import AREA_RECORDED, LINEAGE_RECORDED, hear
from services.indicators.queries.register import current_register
from services.indicators.seed.definitions import LOADER
from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, ratio, single

Work = Callable[[AsyncSession], Coroutine[Any, Any, object]]


def told(system: LiveSystem, *events: Event) -> None:
    """Let the service hear events of the directory."""
    system.run(committed(system.databases["indicators"], lambda session: hear(session, events)))
    system.forget_answers()


async def committed(database: Database, work: Work) -> None:
    """Work as one transaction."""
    async with in_unit(database) as session:
        await work(session)


async def beside(database: Database, first: Work, second: Work) -> None:
    """Start `second` while `first` has done its work and not committed yet; let both end."""
    async with in_unit(database) as session:
        await first(session)
        other = asyncio.create_task(committed(database, second))
        while not other.done() and not await database.reader.rows(WAITING):
            pass
    await other


WAITING = "select 1 from pg_locks where not granted"


def recorded(area: dict[str, Any], **changes: Any) -> Event:
    """An area as the directory tells it, with changes."""
    data = Area.model_validate(area | changes).model_dump(mode="json")
    return Event(AREA_RECORDED, "/directory", data["id"], data)


def test_a_unit_put_under_another_province_takes_its_values_along(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    unit = office.units_of("T04-2025")[0]
    office.save(single("KTS-03", unit, "2026-Q2", 5))
    area = office.client.get(f"/api/directory/v1/areas/{unit}").json()
    told(fresh_system, recorded(area, parent_id="T08-2025"))
    assert office.client.get("/api/indicators/v1/figures/KTS-03/T04-2025/2026-Q2").status_code == 404
    moved = office.figure("KTS-03", "T08-2025", "2026-Q2")
    assert moved["value"] == 5
    office.save(single("KTS-03", unit, "2026-Q2", 6))
    assert office.figure("KTS-03", "T08-2025", "2026-Q2")["value"] == 6
    assert office.sums_disagreeing_with_a_recount() == 0


def test_a_new_unit_may_report_as_soon_as_it_was_heard_of(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read", area="T04-2025"))
    model = office.client.get(f"/api/directory/v1/areas/{office.units_of('T04-2025')[0]}").json()
    new = single("KTS-03", "X99998-2026", "2026-Q2", 5)
    assert list(office.faults(new)) == ["/values/0/area"]
    told(fresh_system, recorded(model, id="X99998-2026", code="99998", name="Xã Mới", valid_from="2026-01-01"))
    office.save(new)
    assert office.figure("KTS-03", "X99998-2026", "2026-Q2")["area_name"] == "Xã Mới"


def test_a_new_step_of_lineage_extends_who_may_write_the_past(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", area="T04-2025"))
    past = single("KTS-04", "X04630-2004", "2021", 3)
    assert office.faults(past, status=403)
    step = {
        "predecessor_id": "X04630-2004",
        "successor_id": office.units_of("T04-2025")[0],
        "effective_on": "2025-07-01",
        "kind": "part",
        "is_main": False,
        "share": None,
    }
    told(fresh_system, Event(LINEAGE_RECORDED, "/directory", "X04630-2004", step))
    office.save(past)


def test_a_unit_that_ended_earlier_than_was_known_leaves_the_sums_to_its_successor(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    gone, stays, *_ = office.units_of("T04-2025")
    office.save(single("KTS-03", gone, "2026-Q1", 5), single("KTS-03", gone, "2025-Q4", 4))
    office.save(single("KTS-03", stays, "2026-Q1", 70))
    area = office.client.get(f"/api/directory/v1/areas/{gone}").json()
    told(fresh_system, recorded(area, valid_to="2026-01-31", valid_to_basis="decided"))
    proof = office.proof("KTS-03", "T04-2025", "2026-Q1")
    summed = proof["figure"]["rolled_up"]
    assert (summed["value"], summed["units"], summed["units_total"]) == (70, 1, len(office.units_of("T04-2025")) - 1)
    assert [part["area"] for part in proof["parts"]] == [stays]
    assert office.figure("KTS-03", "T04-2025", "2025-Q4")["value"] == 4
    assert office.figure("KTS-03", gone, "2026-Q1")["reported"]["value"] == 5
    assert office.sums_disagreeing_with_a_recount() == 0
    told(fresh_system, recorded(area))
    assert office.figure("KTS-03", "T04-2025", "2026-Q1")["value"] == 75


def test_a_unit_put_elsewhere_brings_its_old_figures_to_the_new_overview(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    unit, other = office.units_of("T04-2025")[0], office.units_of("T08-2025")[0]
    office.save(single("KTS-03", unit, "2025-Q4", 5))
    quarters = [f"{year}-Q{quarter}" for year in (2027, 2028, 2029) for quarter in range(1, 5)]
    office.save(*(ratio("NT-03", other, quarter, 1, 2) for quarter in quarters))
    area = office.client.get(f"/api/directory/v1/areas/{unit}").json()
    told(fresh_system, recorded(area, parent_id="T08-2025"))
    standings = {row["indicator"]: row for row in office.get("overviews/T08-2025")["standings"]}
    assert standings["KTS-03"]["figure"]["period"] == "2025-Q4"


@pytest.mark.parametrize("is_first", [True, False], ids=["publisher first", "feed first"])
def test_a_unit_put_elsewhere_while_its_value_is_published_is_counted_once(
    fresh_system: LiveSystem, is_first: bool
) -> None:
    office = Office(fresh_system, fresh_system.token("indicators:read"))
    unit = office.units_of("T04-2025")[0]
    area = office.client.get(f"/api/directory/v1/areas/{unit}").json()
    events = [recorded(area, parent_id="T08-2025")]
    value = ValueCreate(indicator="KTS-03", area=unit, period="2026-Q2", value=Decimal(5))

    async def publish(session: AsyncSession) -> None:
        await publish_values(session, [value], by=LOADER, source=Source.API)

    async def listen(session: AsyncSession) -> None:
        await hear(session, events)

    order = (publish, listen) if is_first else (listen, publish)
    fresh_system.run(beside(fresh_system.databases["indicators"], *order))
    assert office.sums_disagreeing_with_a_recount() == 0
    assert office.figure("KTS-03", "T08-2025", "2026-Q2")["value"] == 5
    assert office.client.get("/api/indicators/v1/figures/KTS-03/T04-2025/2026-Q2").status_code == 404


def test_another_process_knows_a_new_unit_on_its_next_request(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("indicators:read"))
    ours = fresh_system.databases["indicators"]
    model = office.client.get(f"/api/directory/v1/areas/{office.units_of('T04-2025')[0]}").json()
    new = recorded(model, id="X99998-2026", code="99998", name="Xã Mới", valid_from="2026-01-01")

    async def known_elsewhere() -> list[bool]:
        theirs = Database(ours.dsn, ours.schema)
        found = []
        try:
            for _ in range(2):
                async with in_unit(theirs) as session:
                    found.append("X99998-2026" in (await current_register(session)).areas)
                await committed(ours, lambda session: hear(session, [new]))
        finally:
            await theirs.close()
        return found

    assert fresh_system.run(known_elsewhere()) == [False, True]
