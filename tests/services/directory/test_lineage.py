"""What became of areas: nothing is lost on the way from the old map to the new one."""

import csv
from collections import Counter, defaultdict
from typing import Any

from commands.storage import ROOT
from tests.services.directory.conftest import Get


def checks(name: str) -> list[dict[str, str]]:
    """A file of the data folder that was gathered independently of the lineage."""
    with (ROOT / "data" / "areas" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_commune_of_the_reform_has_predecessors_from_two_districts(every: Get) -> None:
    links = every("areas/X04630-2025/predecessors")
    assert {link["area"]["id"] for link in links} == {"X04480-2004", "X04630-2004"}
    assert {link["area"]["parent_id"] for link in links} == {"H137-2004", "H140-2004"}
    for link in links:
        assert (link["effective_on"], link["kind"], link["is_main"]) == ("2025-07-01", "whole", True)
        assert (link["basis"], link["share"]) == ("decided", None)


def test_a_split_commune_has_one_main_successor(every: Get) -> None:
    links = every("areas/X00007-2004/successors")
    assert {link["area"]["id"]: (link["kind"], link["is_main"]) for link in links} == {
        "X00008-2025": ("part", True),
        "X00025-2025": ("part", False),
    }


def test_every_area_that_was_split_has_exactly_one_main_successor(steps: list[Any]) -> None:
    mains = Counter(step["predecessor_id"] for step in steps if step["is_main"])
    assert set(mains.values()) == {1}
    assert set(mains) == {step["predecessor_id"] for step in steps}


def test_every_commune_of_the_old_map_reaches_a_present_one_and_every_present_one_is_reached(
    every: Get, steps: list[Any]
) -> None:
    successors = defaultdict(set)
    for step in steps:
        successors[step["predecessor_id"]].add(step["successor_id"])
    old = every("areas", level="X", valid_on="2025-06-30")
    islands = [area for area in every("areas", level="H", valid_on="2025-06-30") if area["id"] in successors]
    present = {area["id"] for area in every("areas", level="X", valid_on="2025-07-01")}

    assert len(islands) == 5
    reached = {area["id"]: successors[area["id"]] & present for area in [*old, *islands]}
    assert [each for each, found in reached.items() if not found] == []
    assert set().union(*reached.values()) == present


def test_every_step_leads_from_the_last_day_of_one_area_to_a_day_of_the_next(every: Get, steps: list[Any]) -> None:
    for day, before in (("2025-01-01", "2024-12-31"), ("2025-07-01", "2025-06-30")):
        ended = {area["id"] for area in every("areas", valid_on=before) if area["valid_to"] == before}
        in_force = {area["id"] for area in every("areas", valid_on=day)}
        taken = [step for step in steps if step["effective_on"] == day]
        assert {step["predecessor_id"] for step in taken} <= ended
        assert {step["successor_id"] for step in taken} <= in_force
    assert {step["effective_on"] for step in steps} == {"2025-01-01", "2025-07-01"}


def test_provinces_went_where_the_list_of_provinces_says(steps: list[Any]) -> None:
    went = {step["predecessor_id"]: step["successor_id"] for step in steps if step["predecessor_id"][0] == "T"}
    listed = checks("admin_provinces_63_to_34.csv")
    assert went == {f"T{row['old_code']}-2004": f"T{row['new_code']}-2025" for row in listed}


def test_yen_bais_communes_went_where_its_own_list_says(steps: list[Any]) -> None:
    renewed = {"04264", "04510"}
    listed = {
        (f"X{row['old_code']}-{2025 if row['old_code'] in renewed else 2004}", f"X{row['new_code']}-2025", row["kind"])
        for row in checks("yenbai_communes_to_laocai_2025.csv")
    }
    old = {predecessor for predecessor, _, _ in listed}
    assert len(old) == 168
    went = {
        (step["predecessor_id"], step["successor_id"], step["kind"])
        for step in steps
        if step["predecessor_id"] in old and step["effective_on"] == "2025-07-01"
    }
    assert went == listed


def test_the_changes_of_2024_are_on_record_as_assumed(every: Get) -> None:
    links = every("areas/X04264-2025/predecessors")
    assert {link["area"]["id"]: link["area"]["name"] for link in links} == {
        "X04264-2004": "Phường Nguyễn Phúc",
        "X04267-2004": "Phường Hồng Hà",
    }
    assert {(link["effective_on"], link["basis"]) for link in links} == {("2025-01-01", "assumed")}
    (bach_ha,) = every("areas/X04774-2004/successors")
    assert bach_ha["area"]["id"] == "X04762-2004"
    (next_step,) = every("areas/X04264-2025/successors")
    assert next_step["area"]["id"] == "X04252-2025"


def test_two_communes_of_2024_are_shown_as_gaps(every: Get) -> None:
    gaps = every("lineage-gaps")
    assert {gap["area"]["id"] for gap in gaps} == {"X04528-2004", "X04561-2004"}
    assert {gap["reason"] for gap in gaps} == {"Hết hiệu lực sau ngày 31/12/2024 nhưng chưa ghi nhận đơn vị kế thừa."}
    assert every("areas/X04528-2004/successors") == []


def test_a_present_area_has_no_successors_and_an_old_one_no_predecessors(every: Get) -> None:
    assert every("areas/T15-2025/successors") == []
    assert every("areas/T15-2004/predecessors") == []
    assert {link["area"]["id"] for link in every("areas/T15-2025/predecessors")} == {"T10-2004", "T15-2004"}
