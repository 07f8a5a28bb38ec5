"""Lists remember which areas a question means, and never a moment longer than that is true."""

from pathlib import Path
from typing import Any

from kit.database import in_unit
from services.indicators.actions.definitions import define_indicators
from services.indicators.rules.definitions import load_definitions
from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, single
from tests.services.indicators.values.test_copied_areas import recorded, told

HERE, THERE, PERIOD = "T04-2025", "T08-2025", "2026-Q2"
DEFINITIONS = Path("data/indicators.yaml")


def listed(office: Office, within: str, **query: Any) -> set[str]:
    """Areas in the list of a province's figures."""
    asked = {"within": within, "level": "X", "indicator": "KTS-03", "period": PERIOD, "limit": 500, **query}
    return {one["area"] for one in office.get("figures", **asked)["items"]}


def test_asking_again_about_the_same_areas_is_one_statement(system: LiveSystem, office: Office) -> None:
    def cost(path: str, **query: Any) -> int:
        return system.statements("indicators", lambda: office.get(path, **query))

    assert cost("figures", within="T15-2025", level="X", indicator="CQS-01", period="2026-08", limit=500) == 1
    assert cost("figures", area="X04630-2025", indicator="CQS-04") == 1
    assert cost("values", within="T15-2025", period_from="2026-08", period_to="2026-09", limit=500) == 1


def test_the_nations_own_list_is_two_statements(system: LiveSystem, office: Office) -> None:
    assert system.statements("indicators", lambda: office.get("figures", area="VN", indicator="NT-03")) == 2


def test_a_unit_put_elsewhere_changes_lists_with_the_next_request(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    unit, other, *_ = office.units_of(HERE)
    office.save(single("KTS-03", unit, PERIOD, 5), single("KTS-03", other, PERIOD, 6))
    assert {unit, other} <= listed(office, HERE)
    assert unit not in listed(office, THERE)
    area = office.client.get(f"/api/directory/v1/areas/{unit}").json()
    told(fresh_system, recorded(area, parent_id=THERE))
    assert unit not in listed(office, HERE)
    assert other in listed(office, HERE)
    assert unit in listed(office, THERE)


def test_an_area_heard_of_later_is_found_though_it_was_asked_for_before(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    listed(office, HERE)
    model = office.client.get(f"/api/directory/v1/areas/{office.units_of(HERE)[0]}").json()
    new = "X99998-2026"
    told(fresh_system, recorded(model, id=new, code="99998", name="Xã Mới", valid_from="2026-01-01"))
    office.save(single("KTS-03", new, PERIOD, 5))
    assert new in listed(office, HERE)


def test_an_indicator_closed_to_the_public_leaves_their_lists_with_the_next_request(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    stranger = Office(fresh_system, fresh_system.client())
    unit, *_ = office.units_of(HERE)
    office.save(single("KTS-03", unit, PERIOD, 5))
    assert unit in listed(stranger, HERE)
    _close(fresh_system, "KTS-03")
    assert not listed(stranger, HERE)
    assert unit in listed(office, HERE)


def _close(system: LiveSystem, code: str) -> None:
    known = {one.code: one for one in load_definitions(DEFINITIONS.read_text(encoding="utf-8"))}

    async def close() -> None:
        async with in_unit(system.databases["indicators"]) as session:
            await define_indicators(session, [known[code].model_copy(update={"public": False})])

    system.run(close())
    system.forget_answers()
