"""The copy of the register: what follows from it follows at once, and sums move with a unit that is put elsewhere."""

from typing import Any

from contracts.directory import Area
from kit.database import Database, in_unit
from kit.feeds import Event
from services.indicators.feed import AREA_RECORDED, LINEAGE_RECORDED, hear
from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, single


def told(system: LiveSystem, *events: Event) -> None:
    """Let the service hear events of the directory."""

    async def listen(database: Database) -> None:
        async with in_unit(database) as session:
            await hear(session, events)

    system.run(listen(system.databases["indicators"]))


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
