"""How firm ranks are: intervals on the published points of 2026 and on invented contests."""

import time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.indicators.rules.framework import Framework
from services.indicators.rules.rankings.contest import Contest, Contestant, on_one_footing, parts_of
from services.indicators.rules.rankings.robustness import DRAWS, Interval, robustness_of
from tests.services.indicators.rules.rankings.contests import contest, of_points, portal_contest

UNITS = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=12)


def test_the_intervals_of_the_34_provinces_are_the_same_for_everybody() -> None:
    portal = portal_contest()
    first, again = robustness_of(portal), robustness_of(portal)

    assert first == again
    assert (first.draws, len(first.intervals)) == (DRAWS, 34)
    assert "trọng số của 6 nhóm chính trong khoảng ±25%" in first.rule


def test_the_leader_of_2026_is_firm_and_the_middle_is_not() -> None:
    portal = portal_contest()
    intervals = robustness_of(portal).intervals
    by_rank = {portal.ranks[unit.key]: intervals[unit.key] for unit in portal.contestants}

    assert by_rank[1].low == by_rank[1].median == 1
    assert by_rank[1].high <= 3
    widths = [one.high - one.low for one in by_rank.values()]
    assert max(widths) >= 3
    assert sum(found.low <= rank <= found.high for rank, found in by_rank.items()) >= 33


@settings(max_examples=60, deadline=None)
@given(UNITS)
def test_without_noise_the_interval_is_the_rank_itself(points: list[list[int]]) -> None:
    held = contest(*(of_points(f"u{place}", *row) for place, row in enumerate(points)))

    found = robustness_of(held, spread=0).intervals

    assert found == {key: Interval(rank, rank, rank) for key, rank in held.ranks.items()}


@settings(max_examples=40, deadline=None)
@given(UNITS)
def test_a_unit_that_is_better_in_everything_is_never_behind(points: list[list[int]]) -> None:
    best = of_points("best", 41, 41, 41)
    held = contest(best, *(of_points(f"u{place}", *row) for place, row in enumerate(points)))

    assert robustness_of(held).intervals["best"] == Interval(1, 1, 1)


def test_a_unit_known_by_its_total_alone_leaves_nobody_an_interval() -> None:
    held = contest(of_points("a", 1, 2, 3), Contestant("b", "b", "b", Decimal("0.5")))
    found = robustness_of(held)

    assert (found.intervals, found.draws) == ({}, 0)
    assert "1 đơn vị không có điểm của từng tiêu chí" in found.rule


def test_unpublished_weights_are_not_guessed(dti_2025: Framework) -> None:
    unit = Contestant("a", "a", "a", Decimal("0.7"), parts_of(dti_2025, {}, {}))
    assert "trọng số của bộ chỉ số chưa được công bố" in robustness_of(Contest(dti_2025, "2024", (unit,))).rule


def test_units_cut_differently_are_compared_by_their_main_groups(service_quality: Framework) -> None:
    portal = portal_contest()
    leaves = parts_of(service_quality, {leaf.code: leaf.maximum / 2 for leaf in service_quality.leaves}, {})
    unit = Contestant("x", "x", "x", Decimal("0.5"), leaves)
    mixed = Contest(service_quality, "2026", (*portal.contestants, unit))

    footing = on_one_footing(mixed)

    assert {tuple(part.node.code for part in parts) for parts in footing} == {
        ("CKMB", "TDGQ", "ONLINE", "TTTT", "MDSH", "MDHL")
    }
    assert [part.points for part in footing[-1]] == [9, 10, 6, 5, 11, 9]
    assert robustness_of(mixed).draws == DRAWS


def test_a_thousand_draws_of_63_units_by_98_criteria_take_less_than_two_seconds() -> None:
    held = contest(
        *(of_points(f"u{unit}", *((unit * 31 + place * 13) % 97 for place in range(98))) for unit in range(63))
    )
    began = time.perf_counter()

    found = robustness_of(held)

    assert found.draws == DRAWS
    assert time.perf_counter() - began < 2
