"""Overviews: the newest figure of every indicator up to a period, its trend, from a fixed number of statements."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, ratio, single

QUIET = range(2026, 2036)
"""More years than a trend shows."""


def test_an_overview_shows_the_newest_figures_with_trend_and_the_one_before(office: Office) -> None:
    overview = office.get("overviews/T15-2025", period="2026-10")
    known = overview["periods"]
    assert known.index("2026-10") < known.index("2026-09") < known.index("2026-Q2") < known.index("2025-07")
    assert office.get("overviews/T15-2025")["period"] == known[0]
    standings = {row["indicator"]: row for row in overview["standings"]}
    monthly = standings["CQS-01"]
    assert [point["period"] for point in monthly["trend"]] == [f"2026-0{month}" for month in range(2, 10)]
    assert monthly["trend"][-1]["value"] == monthly["figure"]["value"]
    assert monthly["previous"] == monthly["trend"][-2]
    assert monthly["figure"]["rolled_up"]["units_total"] == 99
    assert standings["DVC-766"]["figure"]["value"] == 61.27
    assert standings["NT-06"]["figure"] is None
    assert overview["illustrative"] is True


def test_an_overview_of_a_past_period_knows_nothing_later(office: Office) -> None:
    overview = office.get("overviews/T15-2025", period="2026-Q1")
    assert overview["period"] == "2026-Q1"
    standings = {row["indicator"]: row for row in overview["standings"]}
    assert standings["NT-03"]["figure"]["period"] == "2026-Q1"
    assert standings["CQS-01"]["figure"]["period"] == "2026-03"
    assert standings["DVC-766"]["figure"] is None


def test_an_overview_of_a_commune_and_of_one_long_gone(office: Office) -> None:
    new = office.get("overviews/X04630-2025", period="2026-Q2")
    assert {row["indicator"]: row for row in new["standings"]}["CQS-04"]["figure"]["period"] == "2026-06"
    old = office.get("overviews/X04630-2004")
    standings = {row["indicator"]: row for row in old["standings"]}
    assert old["period"] == "2022"
    assert [point["value"] for point in standings["NT-03"]["trend"]] == [17, 34.1]
    assert old["illustrative"] is False


def test_an_overview_without_any_value_still_names_every_indicator(office: Office) -> None:
    empty = office.get("overviews/X00001-2004")
    assert empty["periods"] == []
    assert {row["figure"] is None for row in empty["standings"]} == {True}


def test_a_figure_older_than_the_trend_is_still_the_newest_of_a_province(office: Office) -> None:
    office.save(ratio("NT-05", "T12-2025", "2025", 3, 4))
    units = office.units_of("T12-2025")
    office.save(*(ratio("NT-03", units[0], f"{year}-Q{quarter}", 1, 2) for year in (2027, 2028, 2029)
                  for quarter in range(1, 5)))  # fmt: skip
    office.save(*(ratio("NT-04", units[0], str(year), 1, 2) for year in QUIET))
    overview = office.get("overviews/T12-2025", period="2036")
    standings = {row["indicator"]: row for row in overview["standings"]}
    assert standings["NT-05"]["figure"]["period"] == "2025"
    assert len(standings["NT-04"]["trend"]) == 8


def test_a_figure_older_than_the_trend_is_still_the_newest_of_a_commune(office: Office) -> None:
    unit = office.units_of("T12-2025")[1]
    office.save(ratio("NT-05", unit, "2025", 3, 4), *(ratio("NT-04", unit, str(year), 1, 2) for year in QUIET))
    standings = {row["indicator"]: row for row in office.get(f"overviews/{unit}", period="2036")["standings"]}
    assert standings["NT-05"]["figure"]["period"] == "2025"
    assert len(standings["NT-04"]["trend"]) == 8


def test_a_view_of_the_past_finds_what_was_older_than_the_trend_then(office: Office) -> None:
    unit = office.units_of("T14-2025")[0]
    years = ["2025", *(str(year) for year in QUIET)]
    office.save(*(ratio("NT-04", unit, year, 1, 2) for year in years))
    office.save(ratio("NT-05", unit, "2025", 3, 4), ratio("NT-05", unit, "2040", 1, 4))
    for place in ("T14-2025", unit):
        standings = {row["indicator"]: row for row in office.get(f"overviews/{place}", period="2036")["standings"]}
        assert (standings["NT-05"]["figure"]["period"], standings["NT-05"]["figure"]["value"]) == ("2025", 75)


def test_a_bare_percentage_of_a_commune_hides_no_older_sum_of_its_province(office: Office) -> None:
    unit = office.units_of("T11-2025")[0]
    office.save(ratio("NT-05", unit, "2025", 3, 4), *(ratio("NT-04", unit, str(year), 1, 2) for year in QUIET))
    office.save(single("NT-05", unit, "2041", 90))
    standings = {row["indicator"]: row for row in office.get("overviews/T11-2025", period="2042")["standings"]}
    assert standings["NT-05"]["figure"]["period"] == "2025"


def test_what_is_not_public_is_left_out_for_strangers(office: Office) -> None:
    seen = {row["indicator"] for row in office.get("overviews/T15-2025")["standings"]}
    stranger = Office(office.system, office.system.client())
    assert seen - {row["indicator"] for row in stranger.get("overviews/T15-2025")["standings"]} == {"CQS-03"}


@pytest.mark.parametrize(("place", "most"), [("X04630-2025", 6), ("T15-2025", 6), ("VN", 8)])
def test_an_overview_costs_a_fixed_number_of_statements(
    system: LiveSystem, office: Office, place: str, most: int
) -> None:
    assert system.statements("indicators", lambda: office.get(f"overviews/{place}")) <= most


def test_lists_cost_the_same_however_long_they_are(system: LiveSystem, office: Office) -> None:
    def cost(path: str, **query: object) -> int:
        return system.statements("indicators", lambda: office.get(path, **query))

    figures = {"within": "T15-2025", "period": "2026-08"}
    for limit in (1, 400):
        assert cost("figures", **figures, limit=limit) <= 4
        assert cost("values", within="T15-2025", limit=limit) <= 4
        assert cost("values", updated_since="2020-01-01T00:00:00Z", limit=limit) <= 4
        assert cost("changes", limit=limit) <= 2
    assert len(office.get("figures", **figures, limit=400)["items"]) > 100
