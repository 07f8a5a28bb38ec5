"""What follows from the register: ancestors, reporting units, reach over successors, counts day by day."""

from datetime import date

from contracts.directory import AreaLevel
from services.indicators.rules.territory import Place, Territory, own_line

REFORM, EVE = date(2025, 7, 1), date(2025, 6, 30)
START = date(2004, 1, 1)


def place(no: int, area: str, parent: str | None, start: date = START, end: date | None = EVE) -> Place:
    """An area of the old map unless said otherwise."""
    level = AreaLevel.NATION if area == "VN" else AreaLevel(area[0])
    return Place(no, area, level, parent, start, end)


MAP = [
    place(1, "VN", None, end=None),
    place(2, "T15-2004", "VN"),
    place(3, "H140-2004", "T15-2004"),
    place(4, "X1-2004", "H140-2004"),
    place(5, "X2-2004", "H140-2004", end=date(2024, 12, 31)),
    place(6, "H536-2004", "T15-2004"),
    place(7, "T15-2025", "VN", REFORM, None),
    place(8, "X1-2025", "T15-2025", REFORM, None),
    place(9, "V-1", "X1-2025", REFORM, None),
]
STEPS = [("T15-2004", "T15-2025"), ("X1-2004", "X1-2025"), ("X2-2004", "X1-2004"), ("H536-2004", "X1-2025")]
STANDINGS = {standing.no: standing for standing in Territory(MAP, STEPS).standings()}


def test_ancestors_go_from_the_parent_up_to_the_nation() -> None:
    assert STANDINGS[4].ancestors == ("H140-2004", "T15-2004", "VN")
    assert STANDINGS[1].ancestors == ()


def test_communes_and_districts_without_communes_report_to_what_is_above_them() -> None:
    assert {no for no, standing in STANDINGS.items() if standing.is_leaf} == {4, 5, 6, 8}
    assert STANDINGS[4].uppers == (3, 2)
    assert STANDINGS[6].uppers == (2,)
    assert STANDINGS[8].uppers == (7,)
    assert STANDINGS[3].uppers == STANDINGS[9].uppers == ()


def test_a_right_reaches_down_the_tree_and_back_through_all_predecessors() -> None:
    assert set(STANDINGS[5].reach) == {
        "X2-2004", "H140-2004", "T15-2004", "VN", "X1-2004", "X1-2025", "T15-2025",
    }  # fmt: skip
    assert set(STANDINGS[8].reach) == {"X1-2025", "T15-2025", "VN"}


def test_units_are_counted_day_by_day() -> None:
    counts = {(count.area_no, count.valid_from): count.units for count in Territory(MAP, STEPS).unit_counts()}
    assert {key: units for key, units in counts.items() if key[0] == 2} == {
        (2, START): 3, (2, date(2025, 1, 1)): 2, (2, REFORM): 0,
    }  # fmt: skip
    assert counts[1, START] == counts[1, REFORM] == 1
    assert counts[7, REFORM] == 1


def test_an_area_whose_parent_is_not_known_yet_still_stands() -> None:
    [standing] = Territory([place(1, "X1-2004", "H140-2004")], [("X1-2004", "X9-2025")]).standings()
    assert standing.ancestors == ("H140-2004",)
    assert standing.uppers == ()


def test_lineage_that_runs_in_a_circle_ends() -> None:
    turning = Territory(
        [place(1, "X1-2004", None), place(2, "X2-2004", None)], [("X1-2004", "X2-2004"), ("X2-2004", "X1-2004")]
    )
    assert all({"X1-2004", "X2-2004"} & set(standing.reach) for standing in turning.standings())


def test_what_an_area_became_is_its_own_and_what_stands_above_is_not() -> None:
    territory = Territory(MAP, STEPS)
    own = {area: set(own_line(area, territory.reach_of(area))) for area in ("T15-2004", "X2-2004", "H536-2004", "V-1")}
    assert own == {
        "T15-2004": {"T15-2004", "T15-2025"},
        "X2-2004": {"X2-2004", "X1-2004", "X1-2025"},
        "H536-2004": {"H536-2004", "X1-2025"},
        "V-1": {"V-1"},
    }
    assert own_line("VN", territory.reach_of("VN")) == {"VN"}
