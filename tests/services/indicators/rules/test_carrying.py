"""Carrying: every later area is read of former ones so that nothing is lost and nothing counted twice."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from contracts.directory import AreaLevel
from services.indicators.rules.boundaries.carrying import Carry, Carrying
from services.indicators.rules.boundaries.flows import Step
from services.indicators.rules.territory import Place, Territory

DAYS = [date(2004, 1, 1), date(2025, 1, 1), date(2025, 7, 1)]


def carried(places: list[Place], steps: list[Step]) -> dict[tuple[str, str], Carry]:
    """Carries by the ids of target and source."""
    ids = {place.no: place.id for place in places}
    standings = Territory(places, [(step.predecessor, step.successor) for step in steps]).standings()
    found = Carrying(places, standings, steps).carries()
    pairs = {(ids[one.target_no], ids[one.source_no]): one for one in found}
    assert len(pairs) == len(found)
    return pairs


def area(no: int, name: str, parent: str | None, start: date, end: date | None = None) -> Place:
    level = AreaLevel.NATION if name == "VN" else AreaLevel(name[0])
    return Place(no, name, level, parent, start, end)


OLD, EVE, NEW = DAYS[0], DAYS[2] - timedelta(days=1), DAYS[2]
MAP = [
    area(1, "VN", None, OLD),
    area(2, "Ta", "VN", OLD, EVE), area(3, "Tb", "VN", OLD, EVE), area(4, "Tn", "VN", NEW), area(5, "Tm", "VN", NEW),
    area(6, "Xa1", "Ta", OLD, EVE), area(7, "Xa2", "Ta", OLD, EVE), area(8, "Xb1", "Tb", OLD, EVE),
    area(9, "Xn1", "Tn", NEW), area(10, "Xm1", "Tm", NEW),
]  # fmt: skip


def test_a_province_is_read_of_the_provinces_that_lie_in_it() -> None:
    steps = [Step("Ta", "Tn", True), Step("Tb", "Tm", True), Step("Xa1", "Xn1", True), Step("Xa2", "Xn1", True),
             Step("Xb1", "Xm1", True)]  # fmt: skip
    assert {pair for pair in carried(MAP, steps) if pair[0][0] == "T"} == {("Tn", "Ta"), ("Tm", "Tb")}


def test_a_province_that_was_divided_is_read_unit_by_unit_and_its_own_numbers_are_a_part() -> None:
    steps = [Step("Ta", "Tn", False), Step("Ta", "Tm", False), Step("Tb", "Tm", True), Step("Xa1", "Xn1", True),
             Step("Xa2", "Xm1", True), Step("Xb1", "Xm1", True)]  # fmt: skip
    found = carried(MAP, steps)
    whole = {pair for pair, one in found.items() if pair[0][0] == "T" and one.whole}
    assert whole == {("Tn", "Xa1"), ("Tm", "Xa2"), ("Tm", "Tb")}
    assert found["Tn", "Ta"].share is found["Tm", "Ta"].share is None


def test_a_unit_divided_between_provinces_is_a_part_in_both() -> None:
    steps = [Step("Ta", "Tn", True), Step("Tb", "Tm", True), Step("Xa1", "Xn1", True), Step("Xb1", "Xm1", True),
             Step("Xa2", "Xn1", False, Decimal("0.25")), Step("Xa2", "Xm1", False, Decimal("0.75"))]  # fmt: skip
    found = carried(MAP, steps)
    assert found["Tm", "Xa2"].share == Decimal("0.75")
    assert found["Tn", "Xa2"].share == Decimal("0.25")
    assert found["Tn", "Xa1"].whole
    assert ("Tn", "Ta") in found
    assert not found["Tn", "Ta"].whole


def test_a_unit_that_took_up_another_later_is_read_of_itself_too() -> None:
    places = [*MAP[:5], area(6, "Xa1", "Ta", OLD), area(7, "Xa2", "Ta", OLD, EVE)]
    found = carried(places, [Step("Xa2", "Xa1", True)])
    assert {source: one.valid_to for (target, source), one in found.items() if target == "Xa1"} == {
        "Xa1": EVE,
        "Xa2": EVE,
    }


@st.composite
def reforms(draw: st.DrawFn) -> tuple[list[Place], list[Step]]:
    """Units of two provinces in each of three eras; units go anywhere, whole or divided, told or not."""
    places, steps, no = [area(1, "VN", None, DAYS[0])], [], 1
    eras: list[list[str]] = []
    for era, start in enumerate(DAYS):
        end = DAYS[era + 1] - timedelta(days=1) if era + 1 < len(DAYS) else None
        units = []
        for province in range(2):
            no += 1
            places.append(area(no, f"T{era}{province}", "VN", start, end))
            for unit in range(draw(st.integers(1, 4))):
                no += 1
                units.append(f"X{era}{province}{unit}")
                places.append(area(no, units[-1], f"T{era}{province}", start, end))
        eras.append(units)
    for before, after in pairwise(eras):
        for unit in before:
            into = draw(st.lists(st.sampled_from(after), min_size=1, max_size=2, unique=True))
            share = draw(st.sampled_from([None, Decimal("0.3")]))
            rest = None if share is None else 1 - share
            parts = [Step(unit, one, False, part) for one, part in zip(into, (share, rest), strict=False)]
            steps.extend([Step(unit, into[0], True)] if len(into) == 1 else parts)
    for era in range(len(DAYS) - 1):
        steps.extend(Step(f"T{era}{province}", f"T{era + 1}{province}", True) for province in range(2))
    return places, steps


@given(reforms())
def test_carried_and_withheld_make_what_there_was(reform: tuple[list[Place], list[Step]]) -> None:
    places, steps = reform
    found = carried(places, steps)
    parent = {place.id: place.parent_id for place in places}
    units = [place.id for place in places if place.id[0] == "X"]
    for level in "XT":
        for source_era, target_era in ((0, 1), (0, 2), (1, 2)):
            taken: dict[str, list[Decimal | None]] = defaultdict(list)
            for (target, source), one in found.items():
                if target[:2] == f"{level}{target_era}" and source[1] == str(source_era):
                    covers = [unit for unit in units if unit == source or (one.whole and parent[unit] == source)]
                    for unit in covers:
                        taken[unit].append(one.share)
            for unit in (unit for unit in units if unit[1] == str(source_era)):
                shares = taken[unit]
                known = [share for share in shares if share is not None]
                assert shares, f"{unit} is lost at level {level}"
                assert sum(known) == 1 if len(known) == len(shares) else sum(known) < 1
