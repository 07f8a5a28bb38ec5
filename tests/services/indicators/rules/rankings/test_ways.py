"""Ways up: exact for the stated effort, reachable as written, and others that differ."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.indicators.rankings import WayKind
from services.indicators.rules.rankings.contest import Contestant
from services.indicators.rules.rankings.effort import Room, cheapest_levels, effort_between
from services.indicators.rules.rankings.ways import ways_up
from services.indicators.rules.rankings.what_if import Asked, Change, try_out
from services.indicators.rules.scoring import RuleInputs
from tests.services.indicators.rules.rankings.contests import contest, of_points, of_ratios, portal_contest

LEVEL = st.decimals(0, 1, places=2)
ROOMS = st.lists(st.tuples(st.integers(1, 30), LEVEL), min_size=1, max_size=6)


def cost(rooms: list[Room], levels: dict[str, Decimal]) -> Decimal:
    return sum((effort_between(room.level, levels.get(room.code, room.level)) for room in rooms), Decimal())


def gain(rooms: list[Room], levels: dict[str, Decimal]) -> Decimal:
    return sum((room.weight * (levels.get(room.code, room.level) - room.level) for room in rooms), Decimal())


@settings(max_examples=100, deadline=None)
@given(ROOMS, st.integers(1, 99), st.randoms(use_true_random=False))
def test_no_other_levels_give_as_much_for_less(
    drawn: list[tuple[int, Decimal]], part: int, chance: random.Random
) -> None:
    rooms = [Room(str(place), Decimal(weight), level) for place, (weight, level) in enumerate(drawn)]
    needed = sum((room.most for room in rooms), Decimal()) * part / 100
    best = cheapest_levels(rooms, needed)
    assert best is not None
    assert abs(gain(rooms, best) - needed) < Decimal("1e-15")
    for _ in range(20):
        other = {room.code: room.level + (1 - room.level) * Decimal(str(chance.random())) for room in rooms}
        if gain(rooms, other) >= needed:
            assert cost(rooms, other) >= cost(rooms, best) - Decimal("1e-15")


def test_the_heavy_and_the_low_come_first() -> None:
    rooms = [Room("heavy", Decimal(20), Decimal("0.5")), Room("light", Decimal(10), Decimal("0.5"))]
    assert cheapest_levels(rooms, Decimal(5)) == {"heavy": Decimal("0.75")}
    low = [Room("high", Decimal(10), Decimal("0.8")), Room("low", Decimal(10), Decimal("0.2"))]
    assert cheapest_levels(low, Decimal(2)) == {"low": Decimal("0.4")}
    assert cheapest_levels(low, Decimal(11)) is None


@pytest.mark.parametrize("ranks", [1, 5, 20, 40])
def test_the_cheapest_way_of_lao_cai_leads_where_it_says(ranks: int) -> None:
    portal = portal_contest()
    unit = next(one for one in portal.contestants if "Lào Cai" in one.name)
    found = ways_up(portal, unit, ranks)

    assert found.wanted == max(1, portal.ranks[unit.key] - ranks)
    assert found.ways[0].kind is WayKind.CHEAPEST
    codes = [frozenset(step.before.node.code for step in way.steps) for way in found.ways]
    assert len(set(codes)) == len(codes)
    for way in found.ways:
        asked = [Change(unit.area, step.after.node.code, RuleInputs(points=step.after.points)) for step in way.steps]
        assert try_out(portal, Asked(asked)).after.ranks[unit.key] == way.rank <= found.wanted
        assert way.effort >= found.ways[0].effort - Decimal("0.01")
        assert len(way.passed) >= portal.ranks[unit.key] - way.rank
        assert found.needed <= way.gain < found.needed + Decimal("0.05")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=2, max_size=8), st.integers(1, 5))
def test_a_way_always_reaches_the_wanted_rank(rows: list[list[int]], ranks: int) -> None:
    held = contest(*(of_points(f"u{place}", *row) for place, row in enumerate(rows)))
    unit = held.contestants[0]
    found = ways_up(held, unit, ranks)

    assert (found.message is None) == bool(found.ways)
    assert all(way.rank <= found.wanted for way in found.ways)
    assert (found.message is not None) == (found.rank == 1)


def test_figures_are_told_in_their_own_unit() -> None:
    ahead, own = of_ratios("a", (900, 1000), (50, 100)), of_ratios("b", (700, 1040), (40, 100))
    found = ways_up(contest(ahead, own), own, 1)
    (way, *_) = found.ways

    steps = {step.before.node.code: step for step in way.steps}
    assert steps["2"].told == "thêm 30 vào tử số (40 → 70; mẫu số giữ nguyên 100)"
    assert not steps["2"].before.needs_appraisal
    assert way.rank == 1


def test_typed_points_are_marked_as_judged_and_figures_alone_are_another_way() -> None:
    figures = of_ratios("b", (40, 100), (40, 100))
    typed = Contestant("b", "b", "Xã b", figures.share, (figures.parts[0], of_points("b", 40, 40).parts[1]))
    found = ways_up(contest(of_ratios("a", (50, 100), (50, 100)), typed), typed, 1)

    by_kind = {way.kind: way for way in found.ways}
    assert [step.before.needs_appraisal for step in by_kind[WayKind.CHEAPEST].steps] == [False, True]
    assert [step.before.node.code for step in by_kind[WayKind.FEWEST].steps] == ["1"]
    assert all(
        not step.before.needs_appraisal for way in found.ways if way.kind is WayKind.COUNTED for step in way.steps
    )


def test_who_leads_and_who_cannot_are_told_so() -> None:
    held = contest(of_points("a", 50, 50), of_points("b", 40, 40))
    assert ways_up(held, held.contestants[0], 3).message == "Đơn vị đang đứng đầu bảng."
    bare = Contestant("c", "c", "Xã c", Decimal("0.1"))
    assert "không có điểm của từng tiêu chí" in (ways_up(contest(of_points("a", 50), bare), bare, 1).message or "")
