"""The register holds every area of every time, under an id that says which incarnation is meant."""

from typing import Any

import pytest

from tests.services.directory.conftest import Get

ISLANDS = {"H318-2004", "H471-2004", "H498-2004", "H536-2004", "H755-2004"}


def ids(areas: list[Any]) -> set[str]:
    """Their ids."""
    return {area["id"] for area in areas}


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [("2025-06-30", 63, 696, 10035), ("2025-07-01", 34, 0, 3321), ("2031-12-31", 34, 0, 3321)],
)
def test_as_many_areas_are_in_force_as_the_law_says(
    get: Get, day: str, provinces: int, districts: int, communes: int
) -> None:
    summary = get("summary", valid_on=day)
    assert summary == {"valid_on": day, "provinces": provinces, "districts": districts, "communes": communes}


def test_a_code_names_another_province_before_and_after_the_reform(get: Get) -> None:
    (before,) = get("areas", level="T", code="15", valid_on="2022-12-31")["items"]
    (after,) = get("areas", level="T", code="15", valid_on="2025-07-01")["items"]
    (today,) = get("areas", level="T", code="15")["items"]
    assert (before["id"], before["short_name"], before["valid_to"]) == ("T15-2004", "Yên Bái", "2025-06-30")
    assert (after["id"], after["short_name"], after["valid_to"]) == ("T15-2025", "Lào Cai", None)
    assert today == after


def test_an_area_says_how_sure_its_dates_are(get: Get) -> None:
    province, in_between = get("areas/T15-2004"), get("areas/X04264-2025")
    assert (province["valid_from_basis"], province["valid_to_basis"]) == ("assumed", "decided")
    assert (in_between["valid_from"], in_between["valid_from_basis"]) == ("2025-01-01", "assumed")
    assert get("areas/T15-2025")["valid_to_basis"] is None


@pytest.mark.parametrize("day", ["2025-06-30", "2025-07-01", "2026-01-01", "2040-06-15"])
def test_the_leaves_of_a_day_are_complete_and_do_not_overlap(every: Get, day: str) -> None:
    areas = {area["id"]: area for area in every("areas", valid_on=day)}
    leaves = set(areas) - {area["parent_id"] for area in areas.values()}

    communes = {each for each, area in areas.items() if area["level"] == "X"}
    assert leaves == communes | (ISLANDS if day == "2025-06-30" else set())
    assert len(communes) == (10035 if day == "2025-06-30" else 3321)
    for leaf in leaves:
        seen, here = [], leaf
        while here != "VN":
            seen.append(areas[here]["level"])
            here = areas[here]["parent_id"]
        assert seen in (["X", "H", "T"], ["H", "T"], ["X", "T"]), leaf
    codes = [(area["level"], area["code"]) for area in areas.values()]
    assert len(codes) == len(set(codes))


def test_yen_bai_had_its_173_communes_in_2022_and_168_after_the_changes_of_2024(every: Get) -> None:
    in_2022 = every("areas", level="X", within="T15-2004", valid_on="2022-12-31")
    in_2025 = every("areas", level="X", within="T15-2004", valid_on="2025-01-01")
    assert (len(in_2022), len(in_2025)) == (173, 168)
    ended = {"X04267-2004", "X04507-2004", "X04528-2004", "X04561-2004", "X04774-2004"}
    renewed = {"X04264-2004", "X04510-2004"}
    assert ids(in_2022) - ids(in_2025) == ended | renewed
    assert ids(in_2025) - ids(in_2022) == {"X04264-2025", "X04510-2025"}


def test_one_code_bears_two_communes_in_turn(get: Get) -> None:
    assert get("areas/X04264-2004")["name"] == "Phường Nguyễn Phúc"
    assert get("areas/X04264-2025")["name"] == "Phường Hồng Hà"
    assert get("areas/X04510-2004")["name"] == "Xã Việt Thành"
    assert get("areas/X04510-2025")["name"] == "Xã Thành Thịnh"
    assert get("areas/X04264-2004")["parent_id"] == get("areas/X04264-2025")["parent_id"] == "H132-2004"


def test_every_unit_since_the_reform_is_a_new_incarnation(every: Get) -> None:
    areas = [area for area in every("areas", valid_on="2025-07-01") if area["id"] != "VN"]
    assert {area["id"].rpartition("-")[2] for area in areas} == {"2025"}
    assert {area["valid_from"] for area in areas} == {"2025-07-01"}


def test_parent_asks_for_children_and_within_for_the_whole_subtree(every: Get) -> None:
    children = every("areas", parent="T15-2004", valid_on="2025-06-30")
    subtree = every("areas", within="T15-2004", valid_on="2025-06-30")
    assert {area["level"] for area in children} == {"H"}
    assert len(children) == 9
    assert len(subtree) == 1 + 9 + 168
    assert ids(every("areas", within="T15-2025", level="X")) == ids(every("areas", parent="T15-2025"))


def test_the_nation_is_the_root(every: Get, get: Get) -> None:
    nation = get("areas/VN")
    assert (nation["level"], nation["short_name"], nation["parent_id"]) == ("N", "Việt Nam", None)
    assert len(every("areas/VN/children")) == 34
    assert len(every("areas/VN/children", valid_on="2025-06-30")) == 63


def test_children_of_an_area_that_ended_are_those_of_its_last_day(every: Get) -> None:
    assert len(every("areas/T15-2004/children")) == 9
    assert every("areas/T15-2004/children", valid_on="2025-07-01") == []
    assert len(every("areas/H132-2004/children", valid_on="2022-12-31")) == 1 + len(every("areas/H132-2004/children"))


def test_names_and_kinds_are_as_people_write_them(get: Get) -> None:
    commune = get("areas/X04630-2025")
    assert (commune["name"], commune["short_name"], commune["kind"]) == ("Xã Tú Lệ", "Tú Lệ", "xã")
    assert (commune["parent_id"], commune["code"], commune["level"]) == ("T15-2025", "04630", "X")
    assert 21 < commune["lat"] < 22
    assert get("areas/X04264-2004")["lat"] is None
