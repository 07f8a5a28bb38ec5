"""Figures by present boundaries: former units are added up by the indicator's rule, and what stays out is said."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office, ratio, single

NOW = {"boundaries": "now"}
LAO_CAI, YEN_BAI, OLD_LAO_CAI = "T15-2025", "T15-2004", "T10-2004"
CHANGES = Path("data/areas/area_changes_2025-07-01.csv")


def figure(office: Office, indicator: str, area: str, period: str, **query: str) -> dict[str, Any]:
    """One figure by present boundaries."""
    found: dict[str, Any] = office.get(f"figures/{indicator}/{area}/{period}", **NOW, **query)
    return found


def split_unit() -> tuple[str, str, str]:
    """A former commune that went in parts to two, the main one and the other; neither has another divided one."""
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    into: dict[str, int] = defaultdict(int)
    with CHANGES.open() as file:
        for row in csv.DictReader(file):
            if row["kind"] == "part":
                parts[row["old_code"]].append((row["new_code"], row["main_successor"]))
                into[row["new_code"]] += 1
    old, found = next(
        (old, found) for old, found in parts.items() if len(found) == 2 and all(into[new] == 1 for new, _ in found)
    )
    main, other = sorted(found, key=lambda one: one[1], reverse=True)
    return f"X{old}-2004", f"X{main[0]}-2025", f"X{other[0]}-2025"


def test_a_merged_commune_has_the_sum_of_the_communes_it_was_made_of(office: Office) -> None:
    office.save(single("KTS-03", "X04630-2004", "2021", 30), single("KTS-03", "X04480-2004", "2021", 12))
    found = figure(office, "KTS-03", "X04630-2025", "2021")
    assert (found["value"], found["basis"]) == (42, "rolled_up")
    assert found["carried"] == {
        "units": 2, "whole": 2, "parts": [], "complete": True, "estimated": False, "mergeable": True
    }  # fmt: skip
    assert (found["rolled_up"]["units"], found["rolled_up"]["units_total"]) == (2, 2)
    assert office.client.get(f"{API}/figures/KTS-03/X04630-2025/2021").status_code == 404


def test_a_ratio_is_carried_by_its_numerators_and_denominators(office: Office) -> None:
    office.save(ratio("CQS-01", "X04630-2004", "2021", 1, 2), ratio("CQS-01", "X04480-2004", "2021", 29, 30))
    found = figure(office, "CQS-01", "X04630-2025", "2021")
    assert (found["rolled_up"]["numerator"], found["rolled_up"]["denominator"]) == (30, 32)
    assert found["value"] == 93.8


def test_what_does_not_add_up_is_not_merged_but_told_unit_by_unit(office: Office) -> None:
    for province, score in ((YEN_BAI, 80.5), (OLD_LAO_CAI, 71.25)):
        office.save(single("DVC-766", province, "2024-03", score))
    proof = office.get(f"figures/DVC-766/{LAO_CAI}/2024-03/proof", **NOW)
    assert proof["figure"]["value"] is None
    assert proof["figure"]["carried"]["mergeable"] is False
    assert {part["area"]: (part["value"], part["withheld"]) for part in proof["parts"]} == {
        YEN_BAI: (80.5, True),
        OLD_LAO_CAI: (71.25, True),
    }
    assert "không gộp được" in proof["rule"]


def test_a_province_that_stayed_as_it_was_keeps_even_what_does_not_add_up(office: Office) -> None:
    office.save(single("DVC-766", "T01-2004", "2024-03", 77.5))
    found = figure(office, "DVC-766", "T01-2025", "2024-03")
    assert (found["value"], found["carried"]["units"], found["carried"]["mergeable"]) == (77.5, 1, True)


def test_a_divided_unit_is_left_out_of_both_and_named(office: Office) -> None:
    old, main, other = split_unit()
    office.save(single("KTS-03", old, "2020", 100))
    for area in (main, other):
        proof = office.get(f"figures/KTS-03/{area}/2020/proof", **NOW)
        carried = proof["figure"]["carried"]
        assert (proof["figure"]["value"], carried["complete"]) == (None, False)
        assert [part["area"] for part in carried["parts"]] == [old]
        assert [(part["area"], part["withheld"]) for part in proof["parts"]] == [(old, True)]
        assert "chưa có tỷ lệ" in proof["rule"]


def test_what_was_divided_within_a_province_is_whole_in_it(office: Office) -> None:
    old, main, _ = split_unit()
    office.save(single("KTS-05", old, "2020", 100))
    [*_, province, _] = office.client.get(f"/api/directory/v1/areas/{main}/profile").json()["ancestors"] + [None]
    found = figure(office, "KTS-05", province["id"], "2020")
    assert (found["value"], found["carried"]["complete"]) == (100, True)


def test_units_of_2022_are_found_again_after_two_reforms(office: Office) -> None:
    office.save(single("KTS-04", "X04264-2004", "2023", 3), single("KTS-04", "X04267-2004", "2023", 4))
    today = figure(office, "KTS-04", "X04252-2025", "2023")
    between = figure(office, "KTS-04", "X04264-2025", "2023", boundaries_on="2025-03-01")
    assert (today["value"], between["value"]) == (7, 7)
    assert figure(office, "KTS-04", LAO_CAI, "2023")["value"] == 7
    gone = office.client.get(f"{API}/figures/KTS-04/X04264-2025/2023", params=NOW)
    assert gone.status_code == 404
    assert "địa giới" in gone.json()["detail"]


def test_what_a_province_reported_itself_comes_before_the_sum_of_its_units(office: Office) -> None:
    office.save(single("KTS-03", YEN_BAI, "2019", 500), single("KTS-03", "X02671-2004", "2019", 20))
    proof = office.get(f"figures/KTS-03/{LAO_CAI}/2019/proof", **NOW)
    assert proof["figure"]["value"] == 520
    assert {part["area"]: part["source"] for part in proof["parts"]} == {YEN_BAI: "api", OLD_LAO_CAI: "rolled_up"}


def test_the_present_reads_the_same_by_either_boundaries(office: Office) -> None:
    query = {"within": LAO_CAI, "period": "2026-09", "limit": 500}
    assert office.get("figures", **query, **NOW)["items"] == office.get("figures", **query)["items"]
    assert figure(office, "CQS-01", "VN", "2026-09") == office.get("figures/CQS-01/VN/2026-09")


def test_pages_of_a_list_make_the_whole_list(office: Office) -> None:
    office.save(*(single("KTS-03", unit, "2018", 1) for unit in ("X04630-2004", "X04480-2004", "X04264-2004")))
    query = {"indicator": "KTS-03", "within": LAO_CAI, "period_to": "2026-Q1", **NOW}
    whole = office.get("figures", **query, limit=500)["items"]
    pages, after = [], None
    while True:
        page = office.get("figures", **query, limit=25, **({"after": after} if after else {}))
        pages += page["items"]
        if not page["next"]:
            break
        after = page["next"].partition("after=")[2].partition("&")[0]
    assert [(one["period"], one["area"]) for one in pages] == [(one["period"], one["area"]) for one in whole]
    assert len({(one["period"], one["area"]) for one in whole}) == len(whole) > 3


def test_the_newest_period_may_be_one_of_former_units(office: Office) -> None:
    office.save(single("KTS-06", "X04264-2004", "2017", 9))
    query = {"indicator": "KTS-06", "within": "X04252-2025", "level": "X", "newest": "true"}
    [found] = office.get("figures", **query, **NOW)["items"]
    assert (found["period"], found["value"]) == ("2017", 9)
    assert office.get("figures", **query)["items"] == []


def test_an_overview_shows_what_was_before_the_unit(office: Office) -> None:
    office.save(single("KTS-03", YEN_BAI, "2016", 11), single("KTS-03", OLD_LAO_CAI, "2016", 31))
    then, now = (office.get(f"overviews/{LAO_CAI}", period="2016", **query) for query in ({}, NOW))
    standings = {one["indicator"]: one["figure"] for one in now["standings"]}
    assert (standings["KTS-03"]["value"], standings["KTS-03"]["period"]) == (42, "2016")
    assert "2016" in now["periods"]
    assert "2016" not in then["periods"]


def test_values_stay_what_was_reported_and_former_units_are_listed_too(office: Office) -> None:
    office.save(single("KTS-03", "X04630-2004", "2015", 5))
    query = {"area": "X04630-2025", "period_to": "2015"}
    assert office.get("values", **query)["items"] == []
    assert [one["area"] for one in office.get("values", **query, **NOW)["items"]] == ["X04630-2004"]
    within = {"within": LAO_CAI, "period_to": "2015", **NOW}
    assert "X04630-2004" in [one["area"] for one in office.get("values", **within)["items"]]


@pytest.mark.parametrize("path", ["figures", f"overviews/{LAO_CAI}", f"figures/KTS-03/{LAO_CAI}/2021"])
def test_reading_by_present_boundaries_costs_no_more_statements(system: LiveSystem, office: Office, path: str) -> None:
    office.save(single("KTS-03", YEN_BAI, "2021", 11))

    def cost(**query: str) -> int:
        return system.statements("indicators", lambda: office.client.get(f"{API}/{path}", params=query))

    narrow = {"area": LAO_CAI} if path == "figures" else {}
    assert cost(**narrow, **NOW) <= max(cost(**narrow), 3)
