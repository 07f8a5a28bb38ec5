"""What was taken back hides nothing older: wherever the newest figure is shown, it is the newest that has a number."""

from typing import Any

import pytest

from contracts.indicators.measurements import MEASUREMENT_WITHDRAWN
from tests.harness.reporting import API, Office, ratio, single
from tests.services.indicators.measurements.conftest import event, hear, measured

PROVINCE = "T52-2025"
LONG = [f"{year}-Q{quarter}" for year in range(2027, 2031) for quarter in range(1, 5)]
"""More quarters than any list looks at first."""


def take_back(office: Office, unit: str, period: str) -> None:
    """Publish a number of a period and take it back."""
    key = f"{unit} {period}"
    hear(office, event(**measured(key, unit, 99, period)))
    hear(office, event(MEASUREMENT_WITHDRAWN, key=key, reason="Đếm nhầm"))


def standing_of(office: Office, area: str, **query: str) -> dict[str, Any]:
    """The number of households on the dashboard of an area."""
    standings = office.get(f"overviews/{area}", **query)["standings"]
    return next(dict(one) for one in standings if one["indicator"] == "KTS-03")


@pytest.mark.parametrize("boundaries", ["then", "now"])
def test_a_dashboard_shows_the_newest_period_that_has_a_number(office: Office, boundaries: str) -> None:
    unit = office.units_of(PROVINCE)[0 if boundaries == "then" else 1]
    office.save(*(single("KTS-03", unit, f"2026-Q{quarter}", quarter) for quarter in (1, 3)))
    take_back(office, unit, "2026-Q2")
    take_back(office, unit, "2026-Q4")
    shown = standing_of(office, unit, boundaries=boundaries)
    assert (shown["figure"]["period"], shown["figure"]["value"]) == ("2026-Q3", 3)
    assert shown["previous"] == {"period": "2026-Q1", "value": 1}
    assert [point["value"] for point in shown["trend"]] == [1, 3]
    assert office.get(f"overviews/{unit}", boundaries=boundaries)["period"] == "2026-Q3"
    newest = office.get("figures", indicator="KTS-03", area=unit, newest=True, boundaries=boundaries)["items"]
    assert [(one["period"], one["value"]) for one in newest] == [("2026-Q3", 3)]


def test_a_province_whose_own_number_was_taken_back_shows_the_one_before(office: Office) -> None:
    province = "T46-2025"
    office.save(single("KTS-03", province, "2026-Q1", 40))
    take_back(office, province, "2026-Q4")
    assert standing_of(office, province)["figure"]["period"] == "2026-Q1"


def test_where_nothing_else_was_ever_published_it_says_that_it_was_taken_back(office: Office) -> None:
    unit = office.units_of(PROVINCE)[2]
    take_back(office, unit, "2026-Q4")
    shown = standing_of(office, unit)
    assert (shown["figure"]["value"], shown["figure"]["reported"]["status"]) == (None, "withdrawn")
    assert shown["previous"] is None


def test_however_long_ago_the_last_number_was_it_is_found(office: Office) -> None:
    unit, other = office.units_of(PROVINCE)[3:5]
    office.save(single("KTS-03", unit, "2025-Q4", 8))
    office.save(*(ratio("NT-03", place, period, 1, 2) for period in LONG for place in (unit, other)))
    take_back(office, unit, LONG[-1])
    assert standing_of(office, unit)["figure"]["period"] == "2025-Q4"
    target = {"area": unit, "indicator": "KTS-03", "horizon": "2031", "comparator": ">=", "value": 10}
    setter = office.system.token("targets:write", "indicators:read")
    made = setter.post(f"{API}/targets", json=target)
    assert made.status_code == 201, made.text
    for one in (made.json(), *office.get("targets", area=unit)["items"]):
        assert (one["standing"]["figure"]["period"], one["standing"]["figure"]["value"]) == ("2025-Q4", 8)


def test_a_target_is_held_against_the_newest_number(office: Office) -> None:
    unit = office.units_of(PROVINCE)[5]
    office.save(single("KTS-03", unit, "2026-Q3", 12))
    take_back(office, unit, "2026-Q4")
    target = {"area": unit, "indicator": "KTS-03", "horizon": "2030", "comparator": ">=", "value": 10}
    made = office.system.token("targets:write").post(f"{API}/targets", json=target).json()["standing"]
    assert (made["status"], made["figure"]["period"]) == ("met", "2026-Q3")
